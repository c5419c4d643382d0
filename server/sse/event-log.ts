import { sseLimits } from '../contract/limits.ts'
import type { ResetReason } from '../contract/events.ts'

/**
 * The event log: one sequence for every room, so that one cursor resumes a stream however many
 * rooms it carries. An id is `<epoch>-<sequence>`; the epoch names the log, so that the same number
 * of another database is not mistaken for one of ours.
 */
export interface LoggedEvent {
  seq: number
  /** The room it speaks of; `''` where it speaks of none. */
  room: string
  event: string
  /** One JSON text. */
  data: string
  /** Events of one key replace each other in the queue of a slow reader; null is never dropped. */
  coalesceKey: string | null
}

/** Where events are kept. Everything is synchronous: what returned is kept. */
export interface EventLogStore {
  readonly epoch: string
  /** The highest sequence ever given out; at least 1, because 0 is reserved. */
  lastSeq(): number
  /** The lowest sequence kept; `lastSeq() + 1` if none is. */
  firstSeq(): number
  /** Keeps all of them or, if it throws, none. */
  append(events: readonly LoggedEvent[]): void
  /** Looks at what is kept anew: a transaction that appended was rolled back. Sequences stay used. */
  reread(): void
  /** In order, those after `seq`, at most `limit`. */
  readAfter(seq: number, limit: number): LoggedEvent[]
  /** Drops the oldest until both bounds hold; the newest always stays, it holds the sequence. */
  trim(maxEvents: number, maxBytes: number): void
}

/**
 * The sequence that no event has. A reader whose connection broke in the middle of its snapshot
 * holds this id, and so gets a new snapshot instead of a resume that would skip the rest.
 */
export const snapshotSeq = 0

export const formatId = (epoch: string, seq: number): string => `${epoch}-${seq}`

/** What a reader says of where it stopped. */
export type Cursor =
  { kind: 'none' } | { kind: 'resume'; seq: number } | { kind: 'reset'; reason: ResetReason }

const idPattern = /^([0-9A-Za-z]{1,64})-(0|[1-9][0-9]{0,15})$/

/**
 * Judges the `Last-Event-ID` of a reader, which may be anything.
 *
 * @param text the header or query value; empty or undefined is a first connection
 */
export function parseCursor(
  text: string | undefined,
  log: Pick<EventLogStore, 'epoch' | 'firstSeq' | 'lastSeq'>,
): Cursor {
  if (text === undefined || text === '') return { kind: 'none' }
  if (text.length > sseLimits.maxLastEventIdLength) {
    return { kind: 'reset', reason: 'unknown-cursor' }
  }
  const match = idPattern.exec(text)
  const seq = Number(match?.[2])
  if (!match || !Number.isSafeInteger(seq)) return { kind: 'reset', reason: 'unknown-cursor' }
  if (match[1] !== log.epoch) return { kind: 'reset', reason: 'other-epoch' }
  if (seq === snapshotSeq) return { kind: 'none' }
  if (seq > log.lastSeq()) return { kind: 'reset', reason: 'unknown-cursor' }
  if (seq < log.firstSeq() - 1) return { kind: 'reset', reason: 'too-old' }
  return { kind: 'resume', seq }
}

/** A log that lives as long as the process: for tests, and for servers that need no resume. */
export function createMemoryEventLog(epoch: string): EventLogStore {
  let events: LoggedEvent[] = []
  let last = 1
  const bytesOf = (event: LoggedEvent) => Buffer.byteLength(event.data)
  return {
    epoch,
    lastSeq: () => last,
    firstSeq: () => events[0]?.seq ?? last + 1,
    append(added) {
      events.push(...added)
      last = events.at(-1)?.seq ?? last
    },
    reread: () => {},
    readAfter(seq, limit) {
      const from = events.findIndex((event) => event.seq > seq)
      return from === -1 ? [] : events.slice(from, from + limit)
    },
    trim(maxEvents, maxBytes) {
      let bytes = 0
      let keep = 0
      for (const event of events.toReversed()) {
        bytes += bytesOf(event)
        if (keep > 0 && (keep >= maxEvents || bytes > maxBytes)) break
        keep++
      }
      events = events.slice(events.length - keep)
    },
  }
}
