import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { acceptsEventStream, readLastEventId } from './request.ts'

const request = (url: string, lastEventId?: string) =>
  ({
    url,
    headers: lastEventId === undefined ? {} : { 'last-event-id': lastEventId },
  }) as unknown as IncomingMessage

describe('rule 2: what a client accepts', () => {
  it.each([
    undefined,
    '',
    '*/*',
    'text/*',
    'text/event-stream',
    'TEXT/Event-Stream; charset=utf-8',
    'text/html, */*;q=0.1',
    'text/event-stream;q=0.5, text/*;q=0',
  ])('takes %s', (accept) => expect(acceptsEventStream(accept)).toBe(true))

  it.each([
    'application/json',
    'text/event-stream;q=0',
    '*/*, text/event-stream; q=0',
    'text/*;q=0.0, */*',
    'image/*',
  ])('refuses %s', (accept) => expect(acceptsEventStream(accept)).toBe(false))
})

describe('rule 35: the cursor of a request', () => {
  it('comes from the header before the query, because a reconnect repeats the old query', () => {
    expect(readLastEventId(request('/x?lastEventId=e-1', 'e-2'))).toBe('e-2')
    expect(readLastEventId(request('/x?lastEventId=e-1'))).toBe('e-1')
    expect(readLastEventId(request('/x?last_event_id=e-3&lastEventId='))).toBe('')
    expect(readLastEventId(request('/x'))).toBeUndefined()
  })

  it('is UTF-8, which Node hands over as latin1', () => {
    const onTheWire = Buffer.from('\u2026').toString('latin1')
    expect(readLastEventId(request('/x', onTheWire))).toBe('\u2026')
  })
})
