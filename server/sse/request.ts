import type { IncomingMessage } from 'node:http'

/** Head of every stream. Tests and HEAD answers use it too. */
export const streamHeaders = Object.freeze({
  'Content-Type': 'text/event-stream',
  // no-transform also keeps compressing middleware from holding events back (rule 15).
  'Cache-Control': 'private, no-cache, no-store, no-transform',
  'X-Accel-Buffering': 'no',
})

/** Whether the client takes an event stream: absent, or a range that covers it and is not refused. */
export function acceptsEventStream(accept: string | undefined): boolean {
  if (accept === undefined || accept.trim() === '') return true
  let best = { precision: -1, quality: 0 }
  for (const part of accept.split(',')) {
    const [range = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase())
    const precision = ['*/*', 'text/*', 'text/event-stream'].indexOf(range)
    if (precision < best.precision || precision === -1) continue
    const q = parameters.find((parameter) => parameter.startsWith('q='))
    best = { precision, quality: q === undefined ? 1 : Number(q.slice(2)) || 0 }
  }
  return best.quality > 0
}

/**
 * Where the reader says it stopped: `Last-Event-ID`, or, for clients that cannot set a header on
 * their first request, the query `lastEventId` or `last_event_id`. The header wins, because an
 * EventSource that reconnects by itself repeats the old query.
 */
export function readLastEventId(request: IncomingMessage): string | undefined {
  const header = request.headers['last-event-id']
  // Node reads header bytes as latin1, the sender means UTF-8 (HTML 9.2.4).
  if (typeof header === 'string' && header !== '') return Buffer.from(header, 'latin1').toString()
  const query = queryOf(request)
  return query.get('lastEventId') ?? query.get('last_event_id') ?? undefined
}

function queryOf(request: IncomingMessage): URLSearchParams {
  const url = request.url ?? ''
  const start = url.indexOf('?')
  return new URLSearchParams(start === -1 ? '' : url.slice(start + 1))
}
