import type { StageEvent } from '../contract/stage-event.ts'
import type { Reason } from '../contract/reason.ts'
import type { MessageFilter } from '../contract/report-options.ts'
import type { Stage, WorkbookFile } from '../contract/reports.ts'
import type { ReadBefore } from '../ports/messages.ts'
import type { ReportedRoom } from '../ports/message.ts'
import type { Stretch } from '../contract/statistics.ts'
import type { KnownAuthor } from '../ports/people.ts'
import type { SummaryChoice } from '../summary/choose.ts'
import type { ReportFailure } from './failure.ts'
import type { WorkbookService } from './service/service.ts'
import type { CoveredReport, PinnedWorkbook } from '../ports/report.ts'

/** All that a stage needs to know of its report; it crosses into the worker thread. */
export interface ReportJob {
  reportOid: string
  /** Under which what the stage makes is kept. */
  lease: number
  attempt: number
  room: ReportedRoom & { roomId: number }
  range: {
    /** Milliseconds, inclusive; null is the beginning. */
    from: number | null
    /** Milliseconds, exclusive; null is the end. */
    to: number | null
    /** In place of `from` where the last report of a connected room is gone on from. */
    since?: ReadBefore
    /** Newest order number of the room when the report was first collected. */
    maxOrd: number
  }
  /** What people had said of authors of the room when the report was first collected. */
  people: readonly KnownAuthor[]
  /** Of which messages of the range it is. Default: of all. */
  filter?: MessageFilter
  /** Whether the range begins where the last report of the room ended. */
  isSinceLast: boolean
  /** Parts of the range that the connection of the room has not read; empty where it has none. */
  unread: readonly Stretch[]
  /** Who writes the summary. */
  summary: SummaryChoice
  /** Why that is not the model that was to write it, where a person has decided so. */
  instead?: Reason
  recipients: readonly string[]
  /** How the workbook looks, as it was decided when the report was made. */
  workbook: PinnedWorkbook
  /** Who writes the workbook in place of the app; null: nobody. */
  service: WorkbookService | null
  /** Key of the logo that is shown; null is none. */
  logo: string | null
  /** Milliseconds; stands in the workbook, so that a repeated stage writes the same bytes. */
  createdAt: number
  /** Where the writing stage puts its unfinished file. */
  temporaryFile: string
  /** Present where it is an overview: the reports that it is made of. */
  covers?: readonly CoveredReport[]
}

/** The job of an overview; its room is none, and its range is empty. */
export type OverviewJob = ReportJob & Required<Pick<ReportJob, 'covers'>>

export const isOverviewJob = (job: ReportJob): job is OverviewJob => job.covers !== undefined

/** What a finished stage tells the main thread; its whole output lies in the checkpoint. */
export interface StageOutcome {
  /** The written file (writing). */
  written?: Pick<WorkbookFile, 'bytes' | 'sha256' | 'writtenBy' | 'withoutService'>
}

/** Main thread to worker. */
export type WorkerRequest =
  { type: 'run'; taskId: number; stage: Stage; job: ReportJob } | { type: 'cancel'; taskId: number }

/** Worker to main thread, each with what the stage has told since the one before. */
export type WorkerReply = { taskId: number; events: readonly StageEvent[] } & (
  | { type: 'told' }
  | { type: 'done'; outcome: StageOutcome }
  | { type: 'failed'; error: { said: ReportFailure['said']; retryable: boolean } }
)
