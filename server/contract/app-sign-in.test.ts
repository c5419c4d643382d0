import { expect, it } from 'vitest'
import { letInAnswerUrl, letInEnd, letInUrl, letInWord, readLetIn } from './app-sign-in.ts'

const wanted = { challenge: 'c'.repeat(43), state: 's'.repeat(43), port: 40_123 }

it('reads what the app asks for, and nothing that could lead elsewhere', () => {
  const { hash, pathname, search } = new URL(letInUrl('https://reports.example.org', wanted))
  expect([pathname, search]).toEqual(['/', ''])
  expect(readLetIn(hash)).toEqual(wanted)
  for (const [part, other] of [
    ['port=40123', 'port=80'],
    ['port=40123', 'port=1@evil.example'],
    ['port=40123', 'port=70000'],
    ['port=40123', ''],
    ['c'.repeat(43), 'c'.repeat(42)],
    ['s'.repeat(43), '<script>'],
    ['#let-in?', '#let-in'],
  ] as const) {
    expect(readLetIn(hash.replace(part, other)), other).toBeNull()
  }
})

it('answers on this computer alone, with the server that answers', () => {
  const server = 'https://reports.example.org'
  const yes = new URL(letInAnswerUrl(wanted, { server, code: 'a&b=c' }))
  expect(yes.origin).toBe('http://127.0.0.1:40123')
  expect(Object.fromEntries(yes.searchParams)).toEqual({
    state: wanted.state,
    server,
    code: 'a&b=c',
  })
  const no = new URL(letInAnswerUrl(wanted, { server, code: null })).searchParams
  expect([no.get('code'), no.get('error')]).toEqual([null, 'access_denied'])
})

it('knows how it ended', () => {
  expect(['#let-in=done', '#let-in=failed', '#let-in=x', ''].map(letInEnd)).toEqual([
    'done',
    'failed',
    null,
    null,
  ])
})

it('has a word of one challenge, which no other is likely to have', () => {
  expect(letInWord('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM')).toMatch(
    /^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/,
  )
  const words = Array.from({ length: 64 }, (_, n) =>
    letInWord(Buffer.from([n * 4, 1, 2, 3, 4, 5]).toString('base64url')),
  )
  expect(new Set(words).size).toBe(20)
})
