import { isTerminal, type ReportState } from '../../../server/contract/reports.ts'
import type { ReportEntry } from './entry.ts'

/** How many reports of a batch stand where. The parts add up to `total`. */
export interface BatchCounts {
  total: number
  done: number
  running: number
  queued: number
  failed: number
  cancelled: number
}

type Part = Exclude<keyof BatchCounts, 'total'>

const partOf: Record<ReportState, Part> = {
  queued: 'queued',
  collecting: 'running',
  summarizing: 'running',
  writing: 'running',
  finished: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
}

export const countBatch = (entries: readonly ReportEntry[]): BatchCounts => {
  const counts: BatchCounts = {
    total: entries.length,
    done: 0,
    running: 0,
    queued: 0,
    failed: 0,
    cancelled: 0,
  }
  for (const { state } of entries) counts[partOf[state]] += 1
  return counts
}

export const isBusy = ({ running, queued }: BatchCounts): boolean => running + queued > 0

/** Where a stage begins, for the moments in which the server knows no percent. */
const stageStart: Partial<Record<ReportState, number>> = { summarizing: 0.3, writing: 0.6 }

const fractionOf = ({ state, percent }: ReportEntry): number => {
  if (isTerminal(state)) return 1
  return percent === null ? (stageStart[state] ?? 0) : percent / 100
}

/**
 * Share of the work that is done, 0 to 1, weighted by messages: nine small rooms and a huge one must
 * not stand at 90 percent while the huge one has just begun. A room counts at least 20 messages,
 * because opening a workbook costs something too.
 */
export const batchFraction = (
  entries: readonly ReportEntry[],
  messagesOf: (roomOid: string) => number,
): number => {
  let all = 0
  let done = 0
  for (const entry of entries) {
    const weight = Math.max(20, messagesOf(entry.roomOid))
    all += weight
    done += weight * fractionOf(entry)
  }
  return all === 0 ? 0 : done / all
}

export interface Sample {
  /** Milliseconds on any steady clock. */
  at: number
  fraction: number
}

/** Samples look back so far: long enough to be calm, short enough to follow a change of pace. */
const windowMs = 30_000
const minimumMs = 4_000

export const addSample = (samples: readonly Sample[], sample: Sample): Sample[] => [
  ...samples.filter(({ at, fraction }) => sample.at - at < windowMs && fraction <= sample.fraction),
  sample,
]

export interface TimeLeft {
  low: number
  high: number
}

/** How much of a new estimate is believed at once: a second's luck must not turn minutes into seconds. */
const trust = 0.2

/** The estimate of a moment ago, `elapsed` seconds on, moved a little towards the new one. */
export const smooth = (
  before: TimeLeft | null,
  now: TimeLeft | null,
  elapsed: number,
): TimeLeft | null => {
  if (before === null || now === null) return now
  const move = (old: number, next: number) => {
    const passed = Math.max(0, old - elapsed)
    return passed + (next - passed) * trust
  }
  return { low: move(before.low, now.low), high: move(before.high, now.high) }
}

/** A batch takes at least as long as the report of it that takes longest. */
export const notBelowRows = (
  left: TimeLeft | null,
  entries: readonly Pick<ReportEntry, 'state' | 'etaSeconds' | 'etaRange'>[],
): TimeLeft | null => {
  if (left === null) return null
  let { low, high } = left
  for (const { state, etaRange, etaSeconds } of entries) {
    if (isTerminal(state)) continue
    low = Math.max(low, etaRange?.low ?? etaSeconds ?? 0)
    high = Math.max(high, etaRange?.high ?? etaSeconds ?? 0)
  }
  return { low, high }
}

/**
 * Seconds left as a range, or null while nothing honest can be said: in the first seconds, before 3
 * percent, or when nothing moved in the whole window.
 */
export const timeLeft = (samples: readonly Sample[]): TimeLeft | null => {
  const first = samples[0]
  const last = samples.at(-1)
  if (!first || !last || last.fraction >= 1) return null
  const elapsed = last.at - first.at
  const gained = last.fraction - first.fraction
  if (elapsed < minimumMs || last.fraction < 0.03 || gained <= 0) return null
  const seconds = ((1 - last.fraction) / gained) * (elapsed / 1_000)
  return { low: seconds * 0.85, high: seconds * 1.25 }
}
