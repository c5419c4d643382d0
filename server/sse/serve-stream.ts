import type { IncomingMessage, ServerResponse } from 'node:http'
import { unloggedTopics } from '../contract/events.ts'
import type { RoomSelection } from './audience.ts'
import { catchUp, type Start, type TakeSnapshot } from './backlog.ts'
import type { Broadcaster, Refusal } from './broadcaster.ts'
import { parseCursor, type Cursor } from './event-log.ts'
import { encodeComment, encodeFrame } from './frame.ts'
import { readLastEventId, streamHeaders } from './request.ts'
import { readAgainFrame } from './slow-queue.ts'

export interface ServeStreamOptions {
  broadcaster: Broadcaster
  rooms: RoomSelection
  /** Topics beside `reports`, which every stream carries. The default is none. */
  topics?: Iterable<string>
  /**
   * The present state of the rooms. What it tells must include everything published before: change
   * the state and publish the event in one synchronous block.
   */
  snapshot: TakeSnapshot
  /** Rooms whose snapshot is wanted even with a cursor: those that the last connection did not follow. */
  newRooms?: ReadonlySet<string>
  /** True where nothing is left to say: a reconnect is then answered with 204. The default is never. */
  isOver?: () => boolean
  /** Whose stream it is, for the cap on streams of one token. Never the token itself. */
  tokenId?: string
  /** Milliseconds since 1970 at which the token ends: `AUTH_EXPIRED`, then the stream ends. */
  expiresAt?: number
}

export type StreamOutcome =
  { kind: 'open' } | { kind: 'over' } | { kind: 'head' } | ({ kind: 'refused' } & Refusal)

/**
 * Answers one GET (or HEAD) with an event stream.
 *
 * Who may see what is decided before. A refusal (429, 503) writes nothing, so that the caller can
 * word it; every other outcome has answered.
 */
export function serveStream(
  request: IncomingMessage,
  response: ServerResponse,
  options: ServeStreamOptions,
): StreamOutcome {
  const { broadcaster, rooms, topics = [], tokenId = '', newRooms = new Set<string>() } = options
  const { log } = broadcaster
  const refusal = broadcaster.refusal(tokenId)
  if (refusal) return { kind: 'refused', ...refusal }

  broadcaster.flush()
  const cursor = parseCursor(readLastEventId(request), log)
  const topicSet = new Set(topics)
  if (cursor.kind === 'resume' && options.isOver?.() && !hasMore(options, topicSet, cursor.seq)) {
    response.writeHead(204).end()
    return { kind: 'over' }
  }

  response.writeHead(200, {
    ...streamHeaders,
    // Forbidden in HTTP/2 (RFC 9113, 8.2.2).
    ...(request.httpVersionMajor === 1 ? { Connection: 'keep-alive' } : {}),
  })
  if (request.method === 'HEAD') {
    response.end()
    return { kind: 'head' }
  }
  // Missing on some fake sockets (better-sse 0.16.1).
  response.socket?.setNoDelay?.(true)

  const connection = broadcaster.join(response, {
    rooms,
    topics: topicSet,
    tokenId,
    expiresAt: options.expiresAt,
    isOver: options.isOver,
  })
  if (cursor.kind === 'resume') broadcaster.count('replays')
  if (cursor.kind === 'reset') broadcaster.count('resets')
  const greeting = encodeComment() + encodeFrame({ retry: broadcaster.jitteredRetry() })
  // The log has nothing of these topics, so what was said of them in between is lost to the reader.
  const unheard = cursor.kind === 'resume' ? unloggedTopics.filter((it) => topicSet.has(it)) : []
  const prelude = unheard.length > 0 ? greeting + readAgainFrame(unheard) : greeting
  catchUp(broadcaster, connection, options.snapshot, startOf(cursor, newRooms), prelude)
  return { kind: 'open' }
}

function startOf(cursor: Cursor, newRooms: ReadonlySet<string>): Start {
  switch (cursor.kind) {
    case 'none':
      return { kind: 'snapshot', reset: null }
    case 'reset':
      return { kind: 'snapshot', reset: cursor.reason }
    case 'resume':
      return { kind: 'resume', seq: cursor.seq, newRooms }
  }
}

/** Whether the log holds anything for this stream that its reader has not seen. */
function hasMore(
  { broadcaster, rooms }: ServeStreamOptions,
  topics: ReadonlySet<string>,
  after: number,
): boolean {
  let position = after
  for (;;) {
    const page = broadcaster.log.readAfter(position, 256)
    const last = page.at(-1)
    if (!last) return false
    if (page.some((event) => broadcaster.matches(rooms, topics, event))) return true
    position = last.seq
  }
}
