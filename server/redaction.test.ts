import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { redactorOf } from './redaction.ts'

const key = 'sk-Ab+9/"x&y<z>\\7 secret'
const { text, value, stream } = redactorOf([key])

describe('a secret that comes back', () => {
  it.each([
    ['as it is', key],
    ['in JSON', JSON.stringify(key)],
    ['in JSON with escaped slashes', JSON.stringify(key).replaceAll('/', '\\/')],
    ['percent-encoded', encodeURIComponent(key)],
    [
      'percent-encoded in small letters',
      encodeURIComponent(key).toLowerCase().replace('sk-ab', 'sk-Ab'),
    ],
    [
      'in HTML',
      key
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;'),
    ],
    ['in hexadecimal digits', Buffer.from(key).toString('hex')],
    ['with every byte percent-encoded', Buffer.from(key).toString('hex').replace(/../g, '%$&')],
  ])('%s is replaced', (_how, form) => {
    const cleaned = text(`before ${form} after`)
    expect(cleaned).toMatch(/^before "?\*\*\*"? after$/)
  })

  it.each(['', 'a', 'ab', 'abc', 'user:'])(
    'in base64 behind %j is gone but for its edges',
    (before) => {
      for (const kind of ['base64', 'base64url'] as const) {
        const encoded = Buffer.from(`${before}${key} and more`).toString(kind)
        const cleaned = text(`Basic ${encoded}.`)
        expect(cleaned).toContain('***')
        const rest = cleaned.replace('Basic ', '').split('***')
        for (const piece of rest) {
          expect(Buffer.from(piece, kind).toString()).not.toContain(key.slice(0, 6))
        }
      }
    },
  )

  it('is taken out of every string of a value, keys included', () => {
    const found = value({ list: [`x${key}`, 7, null], [key]: { deep: key } })
    expect(found).toEqual({ list: ['x***', 7, null], '***': { deep: '***' } })
  })

  it('is found however a stream is cut, and nothing else is lost', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(fc.constantFrom(key, key.slice(0, 5), 'sk-', ' '), fc.string({ maxLength: 8 })),
        ),
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        (words, sizes) => {
          const whole = `${words.join('')}.`
          const redacting = stream()
          let seen = ''
          for (let at = 0, turn = 0; at < whole.length; turn++) {
            const size = sizes[turn % sizes.length]!
            seen += redacting.feed(whole.slice(at, at + size))
            at += size
          }
          seen += redacting.flush()
          expect(seen).toBe(text(whole))
        },
      ),
    )
  })

  it('is not told by a stream that ends in the middle of it', () => {
    const redacting = stream()
    const seen = redacting.feed(`see ${key.slice(0, 12)}`) + redacting.flush()
    expect(seen).toBe('see ***')
  })

  it('is nothing where there is no secret', () => {
    const none = redactorOf([undefined, null, ''])
    expect(none.text('as it was')).toBe('as it was')
    expect(none.stream().feed('piece')).toBe('piece')
  })
})
