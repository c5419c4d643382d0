import { stages, type EtaRange, type Progress, type Stage } from '../contract/reports.ts'
import type { StageWeights } from './stage-times.ts'

/**
 * Percent and time left out of what the stages really count. Pure: time comes in as an argument.
 */

/** Percent of the whole report, 0 to 100 with one decimal; null while the stage's total is unknown. */
export function percentOf(stage: Stage, progress: Progress, weights: StageWeights): number | null {
  if (progress.total === null) return null
  const share = progress.total === 0 ? 1 : Math.min(1, progress.done / progress.total)
  let sum = weights[stage] * share
  for (const earlier of stages) {
    if (earlier === stage) break
    sum += weights[earlier]
  }
  return Math.min(100, Math.round(sum * 1_000) / 10)
}

/** Seconds left: the likely number, and between which two it lies. */
export interface TimeLeft extends EtaRange {
  seconds: number
}

export interface EtaEstimator {
  /** Takes a sample and gives the time left, or null while that would be a guess. */
  sample(nowMs: number, percent: number | null): TimeLeft | null
}

/** A time left means something once this much of the work and of the time has been seen. */
const minPercent = 5
const minElapsedMs = 1_500
/** Weight of the newest estimate; the rest is what was said before, so that it never jumps. */
const smoothing = 0.3
/** The range is this many mean deviations to either side: about nine of ten ends fall into it. */
const rangeWidth = 2
/** No run is steadier than this share of the time left. */
const minSpread = 0.1

const done: TimeLeft = { seconds: 0, low: 0, high: 0 }
const wholeSeconds = (ms: number): number => Math.max(1, Math.round(ms / 1_000))

/** @param startedAtMs of a clock that never goes back */
export function createEtaEstimator(startedAtMs: number): EtaEstimator {
  let endsAt: number | null = null
  let deviation = 0
  let first: { at: number; percent: number } | null = null
  return {
    sample(nowMs, percent) {
      if (percent === null) return null
      // A retry starts in the middle: rate counts from where it went on.
      first ??= { at: startedAtMs, percent: percent > 10 ? percent : 0 }
      const gained = percent - first.percent
      const elapsed = nowMs - first.at
      if (percent >= 100) return done
      if (gained < minPercent || elapsed < minElapsedMs) return null
      const estimate = nowMs + (elapsed / gained) * (100 - percent)
      const error = endsAt === null ? 0 : estimate - endsAt
      endsAt = endsAt === null ? estimate : endsAt + error * smoothing
      deviation += (Math.abs(error) - deviation) * smoothing
      const left = endsAt - nowMs
      const spread = Math.max(left * minSpread, deviation * rangeWidth)
      return {
        seconds: wholeSeconds(left),
        low: wholeSeconds(left - spread),
        high: wholeSeconds(left + spread),
      }
    },
  }
}
