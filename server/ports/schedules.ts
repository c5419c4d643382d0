import type { ReportPeriod, DeliveryForm } from '../contract/report-options.ts'
import type { DeliveryState, ReportState } from '../contract/reports.ts'
import type {
  MissedChoice,
  RunState,
  ScheduleProduct,
  ScheduleRequest,
  ScheduleRun,
} from '../contract/schedules.ts'
import type { Sentence } from '../contract/sentences.ts'

/** What people have decided of a schedule. */
export interface ScheduleDefinition {
  name: string
  cron: string
  timeZone: string
  groupOid?: string | undefined
  roomOids?: readonly string[] | undefined
  period: ReportPeriod
  make: readonly ScheduleProduct[]
  delivery: DeliveryForm
  recipients?: readonly string[] | undefined
  options?: ScheduleRequest['options']
  approval: boolean
  approver?: string | undefined
  missed: MissedChoice
  paused: boolean
}

/** A schedule as it is kept. Times are milliseconds since 1970. */
export interface StoredSchedule {
  scheduleOid: string
  definition: ScheduleDefinition
  /** When it is due; null while it is paused. */
  nextAt: number | null
  createdAt: number
  /** Grows with each change of the definition; only who names the present one may change it. */
  revision: number
}

/** One run as it is kept. */
export interface StoredRun {
  runOid: string
  scheduleOid: string
  plannedAt: number
  cause: ScheduleRun['cause']
  state: RunState
  startedAt: number
  finishedAt: number | null
  /** Absent where each room has its own. */
  period: { from?: number; to?: number } | null
  /** Names its reports; null: none was started. */
  batchOid: string | null
  overviewOid: string | null
  /** How many reports were started. */
  total: number
  /** How they have ended; known once the run is over. */
  ended: { finished: number; failed: number; cancelled: number; mailsFailed: number }
  said: Sentence | null
}

export interface RunClaim {
  run: StoredRun
  /** When the schedule was due for this run, and when it is due next. Default: neither is looked at, nor changed. */
  due?: { was: number; next: number | null }
}

/** How many reports of a batch are in a state. */
export interface BatchTally {
  state: ReportState
  delivery: DeliveryState
  count: number
}

/** Schedules, and the history of their runs. */
export interface Schedules {
  /** All of them, oldest first. */
  list(): Promise<StoredSchedule[]>
  get(scheduleOid: string): Promise<StoredSchedule | null>
  insert(schedule: StoredSchedule): Promise<void>
  /** As that of `Groups`. */
  replace(schedule: StoredSchedule): Promise<boolean>
  /** With its history. @returns false where there is none */
  remove(scheduleOid: string): Promise<boolean>
  /** Those that are due at this moment, oldest first. */
  due(now: number): Promise<StoredSchedule[]>
  /** When the next one is due; null where none will be. */
  nextAt(): Promise<number | null>
  /**
   * Gives a run its place in the history: of two that claim a run of the same planned time, on whatever node, one
   * does, and while one is `starting` or `running` no other one of its schedule does. With it the schedule gets its
   * next time, both or neither; a planned time that has been claimed before only gets that.
   *
   * @returns whether this call has placed it
   */
  claim(claim: RunClaim): Promise<boolean>
  /**
   * Writes all of the run where it has not ended yet.
   *
   * @returns false, and nothing is written, where it has ended, or is gone
   */
  changeRun(run: StoredRun): Promise<boolean>
  /** Runs that have not ended, oldest first. */
  openRuns(): Promise<StoredRun[]>
  run(runOid: string): Promise<StoredRun | null>
  /** The newest run of each schedule that has one, by planned time. */
  lastRuns(): Promise<ReadonlyMap<string, StoredRun>>
  /** Runs of one schedule before a planned time, newest first; `total` counts all of its runs. */
  runs(
    scheduleOid: string,
    page: { before: number | null; limit: number },
  ): Promise<{ items: StoredRun[]; total: number }>
  /** Keeps this many of the newest runs of each schedule, and those that have not ended. */
  trimRuns(keep: number): Promise<void>
  /** How the reports of a batch are; the mail of one that waits for approval counts as `none`. */
  tally(batchOid: string): Promise<BatchTally[]>
  /** How many reports of each of these batches wait for an approval; those without any are left out. */
  waiting(batchOids: readonly string[]): Promise<Map<string, number>>
}
