import { z } from 'zod'
import type { Reason } from '../contract/reason.ts'
import { WorkbookFile, type Stage } from '../contract/reports.ts'
import { OverviewRoom } from '../contract/overview-rooms.ts'
import { RoomStatistics, type RoomFigures, type Stretch } from '../contract/statistics.ts'
import { Summary } from '../contract/summary.ts'
import { KnownAuthor } from './people.ts'

/** What the collecting stage makes. */
export const Collected = z.object({
  /** Newest order number that counts; every later stage and attempt reads up to here. */
  maxOrd: z.int(),
  messages: z.int().nonnegative(),
  system: z.int().nonnegative(),
  statistics: RoomStatistics,
  /** What people had said of authors of the room; every later stage and attempt goes by it. */
  people: z.array(KnownAuthor).default([]),
  /** Of an overview: its rooms, without what their summaries tell. */
  rooms: z.array(OverviewRoom).optional(),
  /** Of an overview: people in all, where the list holds only those who wrote most. */
  peopleInAll: z.int().nonnegative().optional(),
})
export type Collected = z.infer<typeof Collected>

/** What the writing stage makes: enough to finish the rename after a crash. */
export const Written = WorkbookFile.extend({ temporaryFile: z.string() })
export type Written = z.infer<typeof Written>

/**
 * What each stage leaves. Raise `version` where the output of an earlier version of the app can no longer
 * serve; a schema that only gained fields with defaults stays at its version. A checkpoint of another
 * version counts as none: the stage runs again.
 */
export const checkpointKinds = {
  collecting: { version: 1, schema: Collected },
  summarizing: { version: 1, schema: Summary },
  writing: { version: 1, schema: Written },
} as const satisfies Record<Stage, { version: number; schema: z.ZodType }>

export type CheckpointOf<S extends Stage> = z.infer<(typeof checkpointKinds)[S]['schema']>

/** What the name of the workbook, and a restart, need of the collecting stage. */
export interface CollectedFigures {
  maxOrd: number
  messages: number
  system: number
  /** Milliseconds; null where no message has a time. */
  firstAt: number | null
  lastAt: number | null
  people: readonly KnownAuthor[]
  /** As `RoomStatistics.unread`. */
  unread: readonly Stretch[]
  /** As `RoomStatistics.changed`. */
  changed?: RoomStatistics['changed'] | null
}

/** Whether this version can use the checkpoint of a stage. */
export type CheckpointState = 'usable' | 'outdated'

/** What finished stages have made, so that nothing is made twice. */
export interface Checkpoints {
  /** Null if the stage has not finished, or did so under another version. It may be large. */
  get<S extends Stage>(reportOid: string, stage: S): Promise<CheckpointOf<S> | null>
  /** The stages that have left something, without reading what. */
  states(reportOid: string): Promise<Partial<Record<Stage, CheckpointState>>>
  /**
   * The small part of what the collecting stage made, without reading the rest. Of any version, because
   * the range of messages stays the same when the stage runs again.
   */
  collected(reportOid: string): Promise<CollectedFigures | null>
  /** What is told of a room without reading its long lists; null as for `get`. */
  figures(reportOid: string): Promise<RoomFigures | null>
  /** Why the summary was not written by the model that was asked; null if nothing is known of that. */
  fallback(reportOid: string): Promise<Reason | null>
  /** Files that reports which have not ended have written and not yet given their final name. */
  temporaryFiles(): Promise<string[]>
  /**
   * Replaces what the stage made before.
   *
   * @param held the report, and the lease under which the caller holds it
   * @param at milliseconds since 1970
   * @returns false, and nothing is kept, if somebody else holds the report now
   */
  save<S extends Stage>(held: Held, stage: S, output: CheckpointOf<S>, at: number): Promise<boolean>
  /** Forgets what these stages made, so that they run again; false as for `save`. */
  drop(held: Held, stages: readonly Stage[]): Promise<boolean>
}

/** A report as its holder knows it. */
export interface Held {
  reportOid: string
  lease: number
}
