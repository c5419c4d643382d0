import { sseEvents, type ResetReason } from '../contract/events.ts'
import type { Audience, RoomSelection } from './audience.ts'
import type { Broadcaster } from './broadcaster.ts'
import { maxChunkBytes } from './chunk.ts'
import type { StreamConnection } from './connection.ts'
import { formatId, snapshotSeq } from './event-log.ts'
import { encodeFrame } from './frame.ts'
import { encodeEvent } from './outbox.ts'

/** The present state of one room as the event that would have told of it. `data` is one JSON text. */
export interface SnapshotEvent {
  room: string
  event: string
  data: string
}

export type TakeSnapshot = (rooms: RoomSelection) => readonly SnapshotEvent[]

/** Where a stream starts: at a snapshot of the present, or after an event that its reader has seen. */
export type Start =
  | { kind: 'snapshot'; reset: ResetReason | null }
  | { kind: 'resume'; seq: number; newRooms: ReadonlySet<string> }

/** Rows read from the log in one go. */
const pageSize = 256

interface Source {
  broadcaster: Broadcaster
  audience: Audience<StreamConnection>
  takeSnapshot: TakeSnapshot
}

/** Thrown inside a backlog whose reader is so slow that the log was trimmed past it. */
class FellBehind extends Error {}

/**
 * What a reader has missed, block by block, up to the present. When it returns, nothing has been
 * published that the reader has not been given, and it must go live in the same turn.
 *
 * Live events need no queue of their own meanwhile: they go through the log, and are read from it.
 */
function* backlog(source: Source, start: Start): Generator<Buffer, void, undefined> {
  const { broadcaster, audience } = source
  let position: number
  if (start.kind === 'snapshot') {
    if (start.reset !== null) {
      yield Buffer.from(
        encodeFrame({ event: sseEvents.reset, data: JSON.stringify({ reason: start.reset }) }),
      )
    }
    // In one turn: everything published is in the log, and the snapshot is the state at that point.
    broadcaster.flush()
    position = broadcaster.log.lastSeq()
    yield* snapshotFrames(source, source.takeSnapshot(audience.rooms), snapshotSeq, position)
  } else {
    const { newRooms } = start
    position = yield* replay(source, start.seq, newRooms)
    if (newRooms.size > 0) {
      const snapshot = source.takeSnapshot(newRooms)
      if (snapshot.length > 0) yield* snapshotFrames(source, snapshot, start.seq, position)
    }
  }
  yield* replay(source, position, new Set())
}

/**
 * Only the last event of a snapshot moves the cursor to `position`. Those before it carry an earlier
 * one, so that a reader whose connection breaks in between does not resume past the rest.
 */
function* snapshotFrames(
  { broadcaster }: Source,
  snapshot: readonly SnapshotEvent[],
  before: number,
  position: number,
): Generator<Buffer, void, undefined> {
  const id = formatId(broadcaster.log.epoch, position)
  if (snapshot.length === 0) {
    // Nothing to show, but the reader needs a cursor from the start. A block without data sets it,
    // and the PING behind it lets readers see it that only look at events.
    yield Buffer.from(encodeFrame({ id }) + encodeFrame({ event: sseEvents.ping, data: '{}' }))
    return
  }
  const last = snapshot.length - 1
  for (const [index, event] of snapshot.entries()) {
    const seq = index === last ? position : before
    yield encodeEvent(broadcaster.log.epoch, { ...event, seq })
  }
}

function* replay(
  { broadcaster, audience }: Source,
  after: number,
  except: ReadonlySet<string>,
): Generator<Buffer, number, undefined> {
  const { log } = broadcaster
  let position = after
  for (;;) {
    broadcaster.flush()
    if (position >= log.lastSeq()) return position
    if (position < log.firstSeq() - 1) throw new FellBehind()
    const page = log.readAfter(position, pageSize)
    if (page.length === 0) return log.lastSeq()
    for (const event of page) {
      position = event.seq
      if (except.has(event.room) || !broadcaster.matches(audience.rooms, audience.topics, event))
        continue
      broadcaster.count('replayedEvents')
      yield encodeEvent(log.epoch, event)
    }
  }
}

/**
 * Feeds a connection its backlog as fast as its socket takes it, then lets it go live.
 *
 * @param prelude goes out with the first block, in one write
 */
export function catchUp(
  broadcaster: Broadcaster,
  connection: StreamConnection,
  takeSnapshot: TakeSnapshot,
  start: Start,
  prelude: string,
): void {
  const { audience } = connection
  if (audience === null) return
  const blocks = backlog({ broadcaster, audience, takeSnapshot }, start)
  let group: Buffer[] = [Buffer.from(prelude)]

  const pump = () => {
    if (connection.closed || connection.blocked || connection.catchUp !== guarded) return
    let size = 0
    let isCaughtUp = false
    while (size < maxChunkBytes) {
      const next = blocks.next()
      if (next.done) {
        isCaughtUp = true
        break
      }
      group.push(next.value)
      size += next.value.length
    }
    if (isCaughtUp) {
      connection.catchUp = null
      const missed = connection.missedFrame()
      if (missed !== null) group.push(missed)
    }
    const chunk = Buffer.concat(group)
    if (chunk.length > 0) {
      connection.write(chunk, broadcaster.clock.now())
      broadcaster.countSent(group.length, chunk.length)
    }
    group = []
    // The others get their turn between two chunks of a long replay.
    if (!isCaughtUp && !connection.blocked) broadcaster.clock.soon(guarded)
  }
  const guarded = () => {
    try {
      pump()
    } catch (error) {
      broadcaster.disconnect(connection, error instanceof FellBehind ? 'behind' : 'error')
      if (!(error instanceof FellBehind)) broadcaster.report(error)
    }
  }
  connection.catchUp = guarded
  guarded()
}
