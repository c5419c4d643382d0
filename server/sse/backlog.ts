import { sseEvents, type ResetReason } from '../contract/events.ts'
import type { LoggedEvent, LogHead } from '../ports/event-log.ts'
import type { Audience, RoomSelection } from './audience.ts'
import type { Broadcaster } from './broadcaster.ts'
import { maxChunkBytes } from './chunk.ts'
import type { StreamConnection } from './connection.ts'
import { formatId, snapshotSeq } from './cursor.ts'
import { encodeEvent } from './encode-event.ts'
import { encodeFrame } from './frame.ts'

/** The present state of one room as the event that would have told of it. `data` is one JSON text. */
export interface SnapshotEvent {
  room: string
  event: string
  data: string
}

/** How things are, and where the log stood at that very moment. */
export interface Snapshot {
  events: readonly SnapshotEvent[]
  head: LogHead
}

export type TakeSnapshot = (rooms: RoomSelection) => Promise<Snapshot>

/** Where a stream starts: at a snapshot of the present, or after an event that its reader has seen. */
export type Start =
  | { kind: 'snapshot'; reset: ResetReason | null }
  | { kind: 'resume'; seq: number; newRooms: ReadonlySet<string> }

/** Rows read from the log in one go. */
const pageSize = 256

/** The reader is so slow that the log was trimmed past it. */
class FellBehind extends Error {}
/** The reader has gone meanwhile. */
class Gone extends Error {}

/**
 * Rooms whose events a stream may be shown, for the log to choose by; undefined is all. Of the topics
 * beside reports, what is logged speaks of no room.
 */
export const roomsToRead = (
  rooms: RoomSelection,
  topics: ReadonlySet<string>,
): readonly string[] | undefined =>
  rooms === '*' ? undefined : topics.size === 0 ? [...rooms] : [...rooms, '']

/** Writes blocks as fast as the socket takes them, and lets the others have their turn between two writes. */
class Feed {
  readonly #broadcaster: Broadcaster
  readonly #connection: StreamConnection
  #group: Buffer[]
  #size = 0

  constructor(broadcaster: Broadcaster, connection: StreamConnection, prelude: string) {
    this.#broadcaster = broadcaster
    this.#connection = connection
    this.#group = [Buffer.from(prelude)]
  }

  /** @returns a promise to wait for once enough has come together for one write */
  add(block: Buffer): Promise<void> | null {
    this.#group.push(block)
    this.#size += block.length
    return this.#size < maxChunkBytes ? null : this.#send()
  }

  /** Writes what is left. */
  end(): void {
    const chunk = Buffer.concat(this.#group)
    if (chunk.length > 0) {
      this.#connection.write(chunk, this.#broadcaster.clock.now())
      this.#broadcaster.countSent(this.#group.length, chunk.length)
    }
    this.#group = []
    this.#size = 0
  }

  async #send(): Promise<void> {
    this.end()
    if (this.#connection.blocked) await this.#connection.drained()
    else await new Promise<void>((resolve) => this.#broadcaster.clock.soon(resolve))
    if (this.#connection.closed) throw new Gone()
  }
}

interface Reading {
  broadcaster: Broadcaster
  connection: StreamConnection
  audience: Audience<StreamConnection>
  feed: Feed
}

/**
 * Feeds a connection what it has missed, up to the present, and then lets it go live. Live events need no
 * queue of their own meanwhile: they go through the log, and are read from it.
 *
 * @param prelude goes out with the first block, in one write
 */
export async function catchUp(
  broadcaster: Broadcaster,
  connection: StreamConnection,
  takeSnapshot: TakeSnapshot,
  start: Start,
  prelude: string,
): Promise<void> {
  const { audience } = connection
  if (audience === null) return
  const feed = new Feed(broadcaster, connection, prelude)
  const reading: Reading = { broadcaster, connection, audience, feed }
  try {
    const position = await readFirst(reading, takeSnapshot, start)
    await readUntilLive(reading, position)
  } catch (error) {
    if (error instanceof Gone || connection.closed) return
    broadcaster.disconnect(connection, error instanceof FellBehind ? 'behind' : 'error')
    if (!(error instanceof FellBehind)) broadcaster.report(error)
  }
}

/** What comes before anything live: a snapshot, or the past and a snapshot of rooms that are new to the reader. */
async function readFirst(
  reading: Reading,
  takeSnapshot: TakeSnapshot,
  start: Start,
): Promise<number> {
  const { audience, feed } = reading
  const seen = async (rooms: RoomSelection): Promise<Snapshot> => {
    const { events, head } = await takeSnapshot(rooms)
    const { sight } = audience
    return {
      events: sight === null ? events : events.filter((it) => sight.judge(it) === 'show'),
      head,
    }
  }
  if (start.kind === 'snapshot') {
    const { events, head } = await seen(audience.rooms)
    if (start.reset !== null) {
      const data = JSON.stringify({ reason: start.reset })
      await feed.add(Buffer.from(encodeFrame({ event: sseEvents.reset, data })))
    }
    if (events.length === 0) await feed.add(cursorFrame(head))
    else await addSnapshot(feed, events, head, snapshotSeq)
    return head.last
  }
  const { seq, newRooms } = start
  if (newRooms.size === 0) return seq
  const { events, head } = await seen(newRooms)
  if (events.length === 0) return seq
  // The snapshot shows what was said of the new rooms until now, and the log what was said of the others.
  const position = await replay(reading, seq, head.last, (event) => !newRooms.has(event.room))
  await addSnapshot(feed, events, { ...head, last: position }, seq)
  return position
}

/** Nothing to show, but the reader needs a cursor from the start: a block without data sets it, and the
 * PING behind it lets readers see it that only look at events. */
const cursorFrame = ({ epoch, last }: LogHead): Buffer =>
  Buffer.from(
    encodeFrame({ id: formatId(epoch, last) }) + encodeFrame({ event: sseEvents.ping, data: '{}' }),
  )

/**
 * Only the last event of a snapshot moves the cursor to its position. Those before it carry an earlier
 * one, so that a reader whose connection breaks in between does not resume past the rest.
 */
async function addSnapshot(
  feed: Feed,
  snapshot: readonly SnapshotEvent[],
  { epoch, last: position }: LogHead,
  before: number,
): Promise<void> {
  const last = snapshot.length - 1
  for (const [index, event] of snapshot.entries()) {
    const seq = index === last ? position : before
    await feed.add(encodeEvent(epoch, { ...event, seq, kind: 'logged' }))
  }
}

/** Reads on until nothing has been handed out that the reader has not been given; then, in the same turn, it is live. */
async function readUntilLive(reading: Reading, from: number): Promise<void> {
  const { broadcaster, connection, feed } = reading
  let position = from
  while (position !== broadcaster.position) {
    if (position > broadcaster.position) {
      feed.end()
      await broadcaster.reached(position)
    } else position = await replay(reading, position, broadcaster.position)
    if (connection.closed) throw new Gone()
  }
  const missed = connection.missedFrame()
  if (missed !== null) void feed.add(missed)
  connection.isLive = true
  feed.end()
}

/** Adds what the log has after a position for this stream, until it has come to `until` at least. */
async function replay(
  { broadcaster, audience, feed }: Reading,
  after: number,
  until: number,
  isWanted: (event: LoggedEvent) => boolean = () => true,
): Promise<number> {
  const { log, epoch } = broadcaster
  const { rooms, topics } = audience
  const chosen = roomsToRead(rooms, topics)
  let position = after
  while (position < until) {
    const page = await log.readAfter(position, pageSize, chosen)
    if (page === null) throw new FellBehind()
    for (const event of page.events) {
      if (event.seq > until) return until
      if (!isWanted(event) || !broadcaster.matches(rooms, topics, event)) continue
      if (audience.sight !== null && audience.sight.judge(event) !== 'show') continue
      broadcaster.count('replayedEvents')
      const full = feed.add(encodeEvent(epoch, { ...event, kind: 'logged' }))
      if (full !== null) await full
    }
    position = Math.min(page.upTo, until)
  }
  return position
}
