import type { NewMessage, StoredMessage } from './message.ts'
import type { Revision, RevisionOutcome } from './revisions.ts'
import type { RoomDescription, RoomTotals } from './rooms.ts'

/**
 * How far a report of a connected room has read: what comes afterwards is new, however old it is, unless it is of a
 * past that nobody had asked for.
 */
export interface ReadBefore {
  /** Newest order number that counted. */
  ord: number
  /** Milliseconds since 1970 of the last message that was read. */
  at: number
  /** Milliseconds since 1970 of the first that would have been; null: all that there was. */
  from: number | null
  /**
   * It had no end, and has read all that a connection had brought up to `ord`: what a source has since put behind `at`
   * was told. Default false: what is later than `at` was not.
   */
  isOpen?: boolean | undefined
  /**
   * Milliseconds since 1970 when it was asked for: what was edited or deleted since is not as it has told it. Absent where
   * a version before this one has read it.
   */
  askedAt?: number | undefined
}

/** What has become of messages that a report had told. */
export interface ChangedMessages {
  edited: number
  deleted: number
  /** Milliseconds since 1970 of the first of them, at most `messageLimits.changedNamed`, oldest first. */
  moments: number[]
}

/** Messages of one room. What an import that has not finished has brought is in no range. */
export interface MessageRange {
  /** As `StoredRoom.roomId`. */
  roomId: number
  /** Milliseconds since 1970 UTC, inclusive. Default: from the first message on. */
  from?: number | null
  /** Milliseconds since 1970 UTC, exclusive. Default: to the last message. */
  to?: number | null
  /**
   * Only what a report has not read: what is later than its last message; what a connection has heard or caught up
   * since; and of what it has read from the past since, that which lies in the period of the report. In place of `from`.
   */
  since?: ReadBefore | undefined
  /** Newest order number that counts, so that a running report does not see what comes in meanwhile. */
  maxOrd?: number | null
}

/**
 * The place behind the last message of a page: by time, and as the messages came where times are equal.
 * Plain data, which may be kept and sent; it stays right while messages come and go.
 */
export interface TimePosition {
  at: number
  ord: number
}

export interface MessagePosition extends TimePosition {
  /** `number` of that message in its range; the next page goes on from it. */
  number: number
}

/** What to read of a range in one call. */
export interface PageRequest<Position> {
  /** `next` of the page before; null begins. */
  after: Position | null
  /** Most items of the page. */
  limit: number
}

export interface Page<Item, Position> {
  items: readonly Item[]
  /** Null where this page is the last one. */
  next: Position | null
}

export interface MessageCounts {
  messages: number
  system: number
}

/** A message of which only time and author matter. */
export interface TimedMessage {
  /** Milliseconds since 1970 UTC. */
  at: number
  authorKey: string
}

/** What a message says, to tell it from another one under its key. */
export interface KeyedMessage {
  key: string
  /** Milliseconds since 1970 UTC, by which it is sorted. */
  at: number
  author: string
  text: string
}

/** Messages of one room on their way into the store, in the order in which they shall stand. */
export interface RoomBatch {
  /** Made where it is not there; one that is there keeps its name, source and format. */
  room: RoomDescription
  /** May be empty: then only the room is made. */
  messages: readonly NewMessage[]
}

/**
 * The messages of all rooms. Reading goes by pages, each one call, from the position behind the last one
 * (a keyset): no transaction stays open for a slow reader, and no page costs more than its own messages.
 */
export interface Messages {
  /** The next messages of a range, in order; `number` counts them from 1. */
  page(
    range: MessageRange,
    page: PageRequest<MessagePosition>,
  ): Promise<Page<StoredMessage, MessagePosition>>

  /**
   * The messages of a range from its last one on, each older than the one before; its `from` is not heard.
   *
   * @param page.last `number` of the first message of the page; those behind it count down from there
   */
  pageBackwards(
    range: MessageRange,
    page: PageRequest<TimePosition> & { last: number },
  ): Promise<Page<StoredMessage, MessagePosition>>

  /**
   * When people wrote the messages of a range, and who: a lighter reading, without texts. What has no time
   * of its own is left out, so that a page may hold fewer than `limit`, and none at all.
   */
  times(
    range: MessageRange,
    page: PageRequest<TimePosition>,
  ): Promise<Page<TimedMessage, TimePosition>>

  /** How many there are in a range. A long one is counted without holding up other callers. */
  count(range: MessageRange): Promise<MessageCounts>

  /** Messages that a report had read, and that were edited or deleted after that. */
  changed(roomId: number, since: ReadBefore): Promise<ChangedMessages>

  /** When the last message of a range was written, in milliseconds; null if it has none. */
  lastMoment(range: MessageRange): Promise<number | null>

  /**
   * Some messages from places spread evenly over a time, to judge the rest by; each once. Costs the same
   * for a room of a thousand messages and one of a million.
   *
   * @param span milliseconds of the first and the last message; what lies outside the range is not read
   * @param size how many places, and messages from each; default `messageLimits.samplePlaces` and
   *   `samplePerPlace`
   */
  sample(
    range: MessageRange,
    span: { first: number; last: number },
    size?: { places: number; perPlace: number },
  ): Promise<readonly StoredMessage[]>

  /** Those of some messages of a room that are there, by their keys; those of unfinished imports, too. */
  withKeys(roomId: number, keys: readonly string[]): Promise<readonly KeyedMessage[]>

  /**
   * Writes messages of any number of rooms, all or none of them. Keep a call short (for an import
   * `importLimits.rowsPerTransaction` messages), because others wait to write.
   *
   * A message whose key the room has already is known, and what is stored of it stays as it is: replacing
   * and deleting by key are other things than appending. Two exceptions keep words from being lost. Under a
   * key that we made (`sourceId` null) other words are another message; and so is a second message that the
   * same import brings under one id of its source. Such a one is stored under a key derived from both.
   *
   * @param importId the import that brings them: rooms it makes stay invisible, and counters of rooms as
   *   they are, until it is finished. Null for a live feed, which is seen and counted at once.
   * @returns what was new, room by room in the order of `batches`
   */
  append(batches: readonly RoomBatch[], importId: number | null): Promise<readonly RoomTotals[]>

  /**
   * Takes over what a source says that messages of a room are now. One that the room does not have is added;
   * of one that it has, words and files become those of the newest edit, so that an older state that comes late
   * changes nothing. What was deleted stays deleted: its place is kept, its words are not. A message that an
   * import has brought belongs to the room from then on, whatever becomes of the import.
   */
  revise(revision: Revision): Promise<RevisionOutcome>
}

/**
 * The messages of a range, page by page. The next page is asked for when the last one has been used.
 *
 * @param limit messages of a page
 */
export const readMessages = (
  messages: Pick<Messages, 'page'>,
  range: MessageRange,
  limit: number,
): AsyncGenerator<readonly StoredMessage[], void, void> =>
  pages<StoredMessage, MessagePosition>((after) => messages.page(range, { after, limit }))

/** As `readMessages`, of times and authors alone. */
export const readTimes = (
  messages: Pick<Messages, 'times'>,
  range: MessageRange,
  limit: number,
): AsyncGenerator<readonly TimedMessage[], void, void> =>
  pages<TimedMessage, TimePosition>((after) => messages.times(range, { after, limit }))

async function* pages<Item, Position>(
  read: (after: Position | null) => Promise<Page<Item, Position>>,
): AsyncGenerator<readonly Item[], void, void> {
  let after: Position | null = null
  do {
    const page: Page<Item, Position> = await read(after)
    if (page.items.length > 0) yield page.items
    after = page.next
  } while (after !== null)
}
