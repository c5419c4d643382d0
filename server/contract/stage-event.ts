import type { Reason, Sentence } from './sentences.ts'

/** What a running stage tells: posted by its worker, taken by `Tracker.hear`. */
export type StageEvent =
  | { type: 'progress'; done: number; total: number | null; unit: string }
  /** A piece of the summary as it is being written. */
  | { type: 'text'; text: string }
  /** What the stage is doing now. */
  | { type: 'doing'; said: Sentence }
  /** The stage pauses before it asks a server again. */
  | { type: 'waiting'; milliseconds: number; reason: Reason }
  /** The model, named for people, has said nothing for so long. */
  | { type: 'silent'; milliseconds: number; model: string }

export type HearStage = (event: StageEvent) => void
