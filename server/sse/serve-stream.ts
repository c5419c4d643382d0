import type { IncomingMessage, ServerResponse } from 'node:http'
import { unloggedTopics } from '../contract/events.ts'
import type { RoomSelection } from './audience.ts'
import { catchUp, roomsToRead, type Start, type TakeSnapshot } from './backlog.ts'
import type { Broadcaster, Refusal } from './broadcaster.ts'
import type { EventSight } from './event-sight.ts'
import type { IsOver } from './connection.ts'
import { parseCursor, type Cursor } from './cursor.ts'
import { encodeComment, encodeFrame } from './frame.ts'
import { readLastEventId, streamHeaders } from './request.ts'
import { readAgainFrame } from './slow-queue.ts'

export interface ServeStreamOptions {
  broadcaster: Broadcaster
  rooms: RoomSelection
  /** Topics beside `reports`, which every stream carries. The default is none. */
  topics?: Iterable<string>
  /** The present state of the rooms, and the place of the log up to which it shows what was said. */
  snapshot: TakeSnapshot
  /** Rooms whose snapshot is wanted even with a cursor: those that the last connection did not follow. */
  newRooms?: ReadonlySet<string>
  /** Where nothing is left to say a reconnect is answered with 204. The default is never. */
  isOver?: IsOver
  /** Whose stream it is, for the cap on streams of one token. Never the token itself. */
  tokenId?: string
  /** What it may be shown, and the `sightVersion` before that was found out. Default: everything, for ever. */
  sight?: { of: EventSight; version: number } | undefined
  /** Milliseconds since 1970 at which the token ends: `AUTH_EXPIRED`, then the stream ends. */
  expiresAt?: number
}

export type StreamOutcome =
  { kind: 'open' | 'over' | 'head' | 'gone' } | ({ kind: 'refused' } & Refusal)

/**
 * Answers one GET (or HEAD) with an event stream.
 *
 * Who may see what is decided before. A refusal (429, 503) writes nothing, so that the caller can
 * word it; every other outcome has answered.
 */
export async function serveStream(
  request: IncomingMessage,
  response: ServerResponse,
  options: ServeStreamOptions,
): Promise<StreamOutcome> {
  const { broadcaster, rooms, topics = [], tokenId = '', newRooms = new Set<string>() } = options
  const topicSet = new Set(topics)
  const refused = (): StreamOutcome | null => {
    const refusal = broadcaster.refusal(tokenId)
    return refusal && { kind: 'refused', ...refusal }
  }
  const early = refused()
  if (early) return early

  const lastEventId = readLastEventId(request)
  let cursor: Cursor = { kind: 'none' }
  if (lastEventId !== undefined && lastEventId !== '') {
    cursor = parseCursor(lastEventId, await broadcaster.log.head())
    if (cursor.kind === 'resume' && (await hasSeenTheEnd(options, topicSet, cursor.seq))) {
      response.writeHead(204).end()
      return { kind: 'over' }
    }
    const late = refused()
    if (late) return late
  }
  // Whoever asked may have gone meanwhile, and nothing would end the stream.
  if (response.closed || response.destroyed) return { kind: 'gone' }

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
    sight: options.sight?.of,
  })
  // It was changed while it was being found out: the reader comes again.
  if (options.sight !== undefined && options.sight.version !== broadcaster.sightVersion) {
    broadcaster.disconnect(connection, 'sight')
    return { kind: 'gone' }
  }
  if (cursor.kind === 'resume') broadcaster.count('replays')
  if (cursor.kind === 'reset') broadcaster.count('resets')
  const greeting = encodeComment() + encodeFrame({ retry: broadcaster.jitteredRetry() })
  // The log has nothing of these topics, so what was said of them in between is lost to the reader.
  const unheard = cursor.kind === 'resume' ? unloggedTopics.filter((it) => topicSet.has(it)) : []
  const prelude = unheard.length > 0 ? greeting + readAgainFrame(unheard) : greeting
  void catchUp(broadcaster, connection, options.snapshot, startOf(cursor, newRooms), prelude)
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

/** Whether nothing is left to say to a reader that has seen everything up to here. */
async function hasSeenTheEnd(
  { broadcaster, rooms, isOver }: ServeStreamOptions,
  topics: ReadonlySet<string>,
  after: number,
): Promise<boolean> {
  if (isOver === undefined || (await isOver()) === null) return false
  let position = after
  for (;;) {
    const page = await broadcaster.log.readAfter(position, 256, roomsToRead(rooms, topics))
    if (page === null) return false
    if (page.events.some((event) => broadcaster.matches(rooms, topics, event))) return false
    if (page.events.length === 0) return true
    position = page.upTo
  }
}
