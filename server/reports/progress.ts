import type { Progress, Stage } from '../contract/reports.ts'

/**
 * Percent and time left out of what the stages really count. Pure: time comes in as an argument.
 */

/** Share of the whole that each stage takes; they add up to 1. */
export type StageWeights = Readonly<Record<Stage, number>>

/** Measured on rooms of 1,000 to 100,000 messages with the embedded engine. */
export const defaultWeights: StageWeights = { collecting: 0.15, summarizing: 0.45, writing: 0.4 }

const order: readonly Stage[] = ['collecting', 'summarizing', 'writing']

/** Percent of the whole report, 0 to 100 with one decimal; null while the stage's total is unknown. */
export function percentOf(
  stage: Stage,
  progress: Progress,
  weights: StageWeights = defaultWeights,
): number | null {
  if (progress.total === null) return null
  const share = progress.total === 0 ? 1 : Math.min(1, progress.done / progress.total)
  let sum = weights[stage] * share
  for (const earlier of order) {
    if (earlier === stage) break
    sum += weights[earlier]
  }
  return Math.min(100, Math.round(sum * 1_000) / 10)
}

export interface EtaEstimator {
  /** Takes a sample and gives the seconds left, or null while that would be a guess. */
  sample(nowMs: number, percent: number | null): number | null
}

/** A time left means something once this much of the work and of the time has been seen. */
const minPercent = 5
const minElapsedMs = 1_500
/** Weight of the newest estimate; the rest is what was said before, so that it never jumps. */
const smoothing = 0.3

export function createEtaEstimator(startedAtMs: number): EtaEstimator {
  let endsAt: number | null = null
  let first: { at: number; percent: number } | null = null
  return {
    sample(nowMs, percent) {
      if (percent === null) return null
      // A retry starts in the middle: rate counts from where it went on.
      first ??= { at: startedAtMs, percent: percent > 10 ? percent : 0 }
      const gained = percent - first.percent
      const elapsed = nowMs - first.at
      if (percent >= 100) return 0
      if (gained < minPercent || elapsed < minElapsedMs) return null
      const estimate = nowMs + (elapsed / gained) * (100 - percent)
      endsAt = endsAt === null ? estimate : endsAt + (estimate - endsAt) * smoothing
      return Math.max(1, Math.round((endsAt - nowMs) / 1_000))
    },
  }
}
