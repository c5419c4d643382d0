import { sseLimits } from '../contract/limits.ts'
import type { ResetReason } from '../contract/events.ts'
import type { LogHead } from '../ports/event-log.ts'

/**
 * The sequence that no event has. A reader whose connection broke in the middle of its snapshot
 * holds this id, and so gets a new snapshot instead of a resume that would skip the rest.
 */
export const snapshotSeq = 0

/** An id is `<epoch>-<sequence>`, so that the same number of another log is not mistaken for one of ours. */
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
export function parseCursor(text: string | undefined, head: LogHead): Cursor {
  if (text === undefined || text === '') return { kind: 'none' }
  if (text.length > sseLimits.maxLastEventIdLength) {
    return { kind: 'reset', reason: 'unknown-cursor' }
  }
  const match = idPattern.exec(text)
  const seq = Number(match?.[2])
  if (!match || !Number.isSafeInteger(seq)) return { kind: 'reset', reason: 'unknown-cursor' }
  if (match[1] !== head.epoch) return { kind: 'reset', reason: 'other-epoch' }
  if (seq === snapshotSeq) return { kind: 'none' }
  if (seq > head.last) return { kind: 'reset', reason: 'unknown-cursor' }
  if (seq < head.first - 1) return { kind: 'reset', reason: 'too-old' }
  return { kind: 'resume', seq }
}
