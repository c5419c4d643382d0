import { z } from 'zod'
import { stages, type Stage } from '../contract/reports.ts'

/**
 * How long the stages of past reports took, so that the percent of the next one grows with time and
 * not with guesses. Pure but for what it remembers; the caller keeps `snapshot()`.
 */

/** Share of the whole that each stage takes; they add up to 1. */
export type StageWeights = Readonly<Record<Stage, number>>

/** Measured on rooms of 1,000 to 100,000 messages with the embedded engine. */
export const defaultWeights: StageWeights = { collecting: 0.15, summarizing: 0.45, writing: 0.4 }

/** Milliseconds by `engine size stage`; what is remembered across starts. */
export const StageTimesMemory = z.record(z.string(), z.number().nonnegative())
export type StageTimesMemory = z.infer<typeof StageTimesMemory>

/** A run that is known about: who summarized, and how many messages. */
export interface RunKind {
  engine: string
  messages: number
}

export interface StageTimes {
  weights(run: RunKind): StageWeights
  learn(run: RunKind, stage: Stage, milliseconds: number): void
  snapshot(): StageTimesMemory
}

/** Weight of the newest run: a changed machine or model counts after a handful of reports. */
const smoothing = 0.3
/** No stage shrinks below this share, so that a bar always moves. */
const minShare = 0.02
/** Engines come and go with the settings; older ones than these are forgotten. */
const maxEntries = 200

/** Rooms of one order of magnitude behave alike. */
const sizeOf = (messages: number): number => Math.floor(Math.log10(Math.max(1, messages)))

export function createStageTimes(memory: StageTimesMemory = {}): StageTimes {
  const times = new Map(Object.entries(memory))
  const keyOf = ({ engine, messages }: RunKind, stage: Stage): string =>
    `${engine} ${sizeOf(messages)} ${stage}`

  return {
    weights(run) {
      const known = stages.map((stage) => times.get(keyOf(run, stage)))
      const [collecting, summarizing, writing] = known
      if (collecting === undefined || summarizing === undefined || writing === undefined) {
        return defaultWeights
      }
      const total = collecting + summarizing + writing
      if (total <= 0) return defaultWeights
      const shares = [collecting, summarizing, writing].map((ms) => Math.max(minShare, ms / total))
      const sum = shares.reduce((all, share) => all + share, 0)
      const [first = 0, second = 0, third = 0] = shares.map((share) => share / sum)
      return { collecting: first, summarizing: second, writing: third }
    },
    learn(run, stage, milliseconds) {
      const key = keyOf(run, stage)
      const before = times.get(key)
      times.delete(key)
      times.set(
        key,
        before === undefined ? milliseconds : before + (milliseconds - before) * smoothing,
      )
      const [oldest] = times.keys()
      if (times.size > maxEntries && oldest !== undefined) times.delete(oldest)
    },
    snapshot: () => Object.fromEntries(times),
  }
}
