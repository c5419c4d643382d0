/**
 * What becomes of an event whose reader is slow or away.
 *
 * - `logged`: it waits, and after a disconnect it is read from the log;
 * - `news`: the present state of something, not in the log. The newest of each key waits; where that
 *   is too much, the reader is told to read the topic again;
 * - `transient`: of use only now; the reader misses it.
 */
export type EventKind = 'logged' | 'news' | 'transient'

/** An event before the log has it. */
export interface NewEvent {
  /** The room it speaks of; `''` where it speaks of none. */
  room: string
  event: string
  /** One JSON text. */
  data: string
  /** Events of one key replace each other in the queue of a slow reader; null is never dropped. */
  coalesceKey: string | null
  /**
   * Names this event among all others. One whose key the log holds is not appended again, so a write
   * whose answer was lost may be repeated. Default: it is always appended.
   */
  key?: string
}

export interface LoggedEvent extends Omit<NewEvent, 'key'> {
  /** Its place in the one sequence of all rooms and topics. */
  seq: number
}

/** What is told now and kept nowhere. */
export interface Announcement extends Omit<NewEvent, 'key'> {
  kind: Exclude<EventKind, 'logged'>
}

/** An event as a follower hears it; `seq` is 0 where no log has it. */
export interface HeardEvent extends LoggedEvent {
  kind: EventKind
}

/** Where the log stands. */
export interface LogHead {
  /** Names the log: a sequence of another epoch is the place of another event. Letters and digits. */
  epoch: string
  /** The lowest sequence kept; `last + 1` if none is. */
  first: number
  /** The highest sequence ever given out; at least 1, because 0 is reserved. */
  last: number
}

export interface LogPage {
  events: readonly LoggedEvent[]
  /** As far as was looked: what follows is read from here. */
  upTo: number
}

/** What a follower is told in one go: everything that was committed or announced together, in its order. */
export interface Heard {
  epoch: string
  events: readonly HeardEvent[]
}

export interface Following {
  /** From here on the listener hears everything. */
  head: LogHead
  stop(): void
}

/**
 * The log of the live channel: one sequence for every room, so that one cursor resumes a stream however
 * many rooms it carries. Sequences grow, are not always dense, and are never given out twice.
 *
 * Whoever appends, on whatever node and by whatever port (`Reports.transition` appends too), every
 * follower on every node hears it. What is appended or announced in one turn of the event loop is heard
 * in one go.
 */
export interface EventLog {
  head(): Promise<LogHead>
  /**
   * Keeps all of them or, if it rejects, none. They get their sequence in the order in which they are
   * given, behind everything that was committed before.
   */
  append(events: readonly NewEvent[]): Promise<void>
  /** Tells every follower, at its place between what is appended, also where nothing can be written. */
  announce(events: readonly Announcement[]): Promise<void>
  /** Has only the followers of this process hear it, at once, whether or not the log can be written. */
  tellHere(events: readonly Announcement[]): void
  /**
   * In order, the events after `seq`, at most `limit`.
   *
   * @param rooms only events of these rooms (`''` for those that speak of none); default all
   * @returns null if the log no longer holds what followed `seq`
   */
  readAfter(seq: number, limit: number, rooms?: readonly string[]): Promise<LogPage | null>
  /** Drops the oldest until both bounds hold; the newest always stays, it holds the sequence. */
  trim(maxEvents: number, maxBytes: number): Promise<void>
  /**
   * Hears everything that is committed or announced after `head`, each once, in the order of its
   * sequence, and never before it is committed.
   *
   * @param listener must not throw
   */
  follow(listener: (heard: Heard) => void): Promise<Following>
}
