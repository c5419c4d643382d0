import { createParser, type EventSourceMessage } from 'eventsource-parser'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeComment, encodeFrame } from './frame.ts'

/** What a reader gets out of the text, fed in pieces of the given lengths. */
function read(text: string, cuts: readonly number[] = []) {
  const events: EventSourceMessage[] = []
  const retries: number[] = []
  const comments: string[] = []
  const parser = createParser({
    onEvent: (event) => events.push(event),
    onRetry: (retry) => retries.push(retry),
    onComment: (comment) => comments.push(comment),
  })
  const bytes = Buffer.from(text)
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let from = 0
  for (const cut of [...cuts, bytes.length]) {
    const to = Math.min(bytes.length, from + cut)
    parser.feed(decoder.decode(bytes.subarray(from, to), { stream: true }))
    from = to
  }
  return { events, retries, comments }
}

describe('frame text', () => {
  it('rule 21: an event is one text that ends with one blank line', () => {
    expect(encodeFrame({ event: 'EXCEL_STATUS', id: 'e-7', data: '{}' })).toBe(
      'event: EXCEL_STATUS\nid: e-7\ndata: {}\n\n',
    )
  })

  it('rule 22: data is split on CRLF, CR and LF', () => {
    expect(encodeFrame({ data: 'a\r\nb\rc\nd' })).toBe('data: a\ndata: b\ndata: c\ndata: d\n\n')
  })

  it('rule 22: a newline at the end of the data survives', () => {
    const text = encodeFrame({ data: 'x\n' })
    expect(text).toBe('data: x\ndata: \n\n')
    expect(read(text).events[0]?.data).toBe('x\n')
  })

  it('rule 23: a leading space of the data survives', () => {
    const text = encodeFrame({ data: ' x' })
    expect(text).toBe('data:  x\n\n')
    expect(read(text).events[0]?.data).toBe(' x')
  })

  it.each([
    { event: 'a\ndata: evil', data: '' },
    { event: 'a\rb', data: '' },
    { event: 'a\0b', data: '' },
    { id: '1\r2', data: '' },
    { id: '1\n2', data: '' },
    { id: 'a\0b', data: '' },
  ])('rule 24: refuses $event$id instead of letting it forge fields', (frame) => {
    expect(() => encodeFrame(frame)).toThrow(TypeError)
  })

  it.each([1.5, -1, NaN, Infinity, 2_147_483_648])('rule 26: refuses retry %s', (retry) => {
    expect(() => encodeFrame({ retry })).toThrow(RangeError)
  })

  it('rule 26: refuses a retry that is text, because text can carry a line break', () => {
    expect(() => encodeFrame({ retry: '5\nevent: x' as unknown as number })).toThrow(RangeError)
  })

  it('rule 27: every line of a comment gets its colon', () => {
    expect(encodeComment()).toBe(':\n\n')
    expect(encodeComment('a\r\nb\rc')).toBe(': a\n: b\n: c\n\n')
    expect(read(encodeComment('x\ndata: evil\n\n')).events).toEqual([])
  })

  it('rule 28: an event without data is still dispatched', () => {
    const text = encodeFrame({ event: 'EXCEL_STATUS_END' })
    expect(read(text).events).toEqual([{ event: 'EXCEL_STATUS_END', data: '', id: undefined }])
  })

  it('rule 28: empty data is data', () => {
    const text = encodeFrame({ data: '' })
    expect(text).toBe('data: \n\n')
    expect(read(text).events).toHaveLength(1)
  })

  it.each(['error', 'open', 'message'])(
    'rule 29: refuses the event name %s, which EventSource fires itself',
    (event) => {
      expect(() => encodeFrame({ event, data: '' })).toThrow(TypeError)
    },
  )

  it('rule 29: an empty event name is the same as none', () => {
    expect(encodeFrame({ event: '', data: 'x' })).toBe('data: x\n\n')
  })

  it('rule 30: U+2028 and U+2029 end no line', () => {
    expect(encodeFrame({ data: 'a\u2028b\u2029c' })).toBe('data: a\u2028b\u2029c\n\n')
  })

  it('rule 32: falsy values are values', () => {
    expect(encodeFrame({ id: 0, retry: 0, data: '' })).toBe('id: 0\nretry: 0\ndata: \n\n')
  })

  it('rule 32: an empty id clears the cursor', () => {
    expect(encodeFrame({ id: '', data: 'x' })).toBe('id:\ndata: x\n\n')
  })

  const hostileText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('\r', '\n', ':', ' ', '\0', '\uFEFF', 'd', 'id: x', 'é') }),
  )

  it('any strings in come out of eventsource-parser unchanged, however the bytes are cut, or are refused', () => {
    let accepted = 0
    fc.assert(
      fc.property(
        fc.option(hostileText, { nil: undefined }),
        fc.option(hostileText, { nil: undefined }),
        hostileText,
        fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 60 }),
        (event, id, data, cuts) => {
          let text: string
          try {
            text = encodeFrame({
              ...(event === undefined ? {} : { event }),
              ...(id === undefined ? {} : { id }),
              data,
            })
          } catch {
            const isForged = /[\r\n\0]/.test(`${event ?? ''}${id ?? ''}`)
            const isReserved = ['error', 'open', 'message'].includes(event ?? '')
            expect(isForged || isReserved).toBe(true)
            return
          }
          accepted++
          // Lone surrogates have no UTF-8; newlines have one spelling. A frame is never the first
          // thing in a stream, so no byte order mark is stripped.
          const wellFormed = (value: string) => Buffer.from(value).toString()
          const { events } = read(`:\n\n${text}`, cuts)
          expect(events).toEqual([
            {
              event: event === undefined || event === '' ? undefined : wellFormed(event),
              id: id === undefined ? undefined : wellFormed(id),
              data: wellFormed(data.replaceAll(/\r\n?/g, '\n')),
            },
          ])
        },
      ),
      { numRuns: 2_000 },
    )
    expect(accepted).toBeGreaterThan(500)
  })

  it('any two events stay two, whatever their data', () => {
    fc.assert(
      fc.property(fc.array(hostileText, { minLength: 1, maxLength: 5 }), (all) => {
        const text = all.map((data) => encodeFrame({ event: 'E', data })).join('')
        expect(read(`:\n\n${text}`).events).toHaveLength(all.length)
      }),
    )
  })
})
