import type { Destination } from '../contract/dispatches.ts'
import type { WorkbookService } from './service/service.ts'
import type {
  MailPreview,
  QueueChange,
  Report,
  ReportAttempt,
  ReportLogLine,
} from '../contract/reports.ts'
import type { Summary, SummaryChange } from '../contract/summary.ts'
import type { Dispatches } from '../ports/dispatches.ts'
import type { Notes } from '../ports/notes.ts'
import type { AskApprover, PreviewMail, SendMail } from '../ports/mail.ts'
import type { Queue, QueueLoad } from '../ports/queue.ts'
import type { ReportFilter, Reports } from '../ports/reports.ts'
import type { People } from '../ports/people.ts'
import type { Rooms } from '../ports/rooms.ts'
import type { ModelSlots } from '../ports/model-slots.ts'
import type { SummaryChoice } from '../summary/choose.ts'
import type { Announce } from './announcing.ts'
import type { Approving } from './approving.ts'
import type { PeriodPorts } from './asked-period.ts'
import type { ChoicePorts } from './choices.ts'
import type { WorkbookDefaults } from './prepare.ts'
import type { CoveredReports } from '../contract/overviews.ts'
import type { ReportEnds } from './overviews/report-ends.ts'
import type { PipelineDeps } from './pipeline.ts'
import type { ReportFiles } from './report-files.ts'
import type { ReportLog } from './report-log.ts'
import type { ReportStats } from './report-stats.ts'
import type { StageTimes } from './stage-times.ts'
import type { Starting } from './starting.ts'
import type { StatusPublisher } from './status.ts'
import type { WorkerPool } from './worker-pool.ts'

export interface ReportServiceDeps {
  reports: Reports
  queue: Queue
  /** Waits for reports that an overview is made of. */
  ends: ReportEnds
  /** Under this name this process holds reports. */
  owner: string
  rooms: Rooms
  /** What the work on reports asks, as that of `Engine`. */
  patient: { reports: Reports; rooms: Rooms; people: Pick<People, 'ofRoom'> }
  pool: WorkerPool
  files: ReportFiles
  deliver: SendMail
  previewMail: PreviewMail
  askApprover: AskApprover
  /** The address under which others reach a link to approve; null: nobody does. */
  approvalUrl(token: string): string | null
  /** Told after a person has approved what was held, or has not. */
  onDecided?(): void
  dispatches: Pick<Dispatches, 'release' | 'withdraw'>
  /** Called once something that was held may go to folder or webhook. */
  onReleased(): void
  notes: Notes
  /** Puts what has ended on its way beside mail. */
  announce: Announce
  publisherOf(reportOid: string, roomOid: string): StatusPublisher
  concurrency: number
  /** The engine of the settings, asked anew for each report. */
  summaryChoice(): SummaryChoice
  /** Who writes workbooks in place of the app; null: nobody. Default: nobody. */
  workbookService?(): WorkbookService | null
  /** The same engine, with the way that leads to its server now. */
  reach(choice: SummaryChoice): Promise<SummaryChoice>
  /** Rooms that may ask one model server at once. */
  summaryConcurrency(): number
  modelSlots: ModelSlots
  /** Recipients of reports that name none. */
  defaultRecipients(): readonly string[]
  /** Destinations beside mail of reports that name none. */
  defaultDestinations(): readonly Destination[]
  lastRead: PeriodPorts['lastRead']
  unread?: PipelineDeps['unread'] | undefined
  /** Who chooses for reports beside their request. */
  choices: ChoicePorts
  /** What the settings say at this moment of workbooks. */
  workbookDefaults(): WorkbookDefaults
  now?: () => number
  /** The clock by which approvals end; default `now`. */
  calendar?: (() => number) | undefined
  /** 0 to 1, for jitter; default `Math.random`. */
  random?: () => number
  log: ReportLog
  /** What past stages took; remembered by the caller. */
  stageTimes: StageTimes
  /** Told of a state that could not be written down; it may make room before the next try. */
  onStorageError(error: unknown): void
  /** Called when a room's newest report has changed its state. */
  onReportChanged?(roomOid: string): void
  /** Called when the queue is paused, resumed, or has another load. */
  onQueueChanged?(): void
}

/** The reports: started, watched, cancelled, retried. Nothing else runs the pipeline. */
export interface ReportService extends Pick<
  Starting,
  'trigger' | 'overview' | 'startOnce' | 'leave'
> {
  get(reportOid: string): Promise<Report | null>
  /** Newest first; `total` counts all that the filter lets through. */
  list(
    filter: ReportFilter,
    page: { beforeId: number | null; limit: number },
  ): Promise<{ items: Report[]; lastId: number | null; total: number }>
  summary(reportOid: string): Promise<Summary | null>
  /** The rooms of an overview with their reports; none of a report of one room. Null if there is no such report. */
  covered(reportOid: string): Promise<CoveredReports['items'] | null>
  /** Ids of all rooms that a report tells of, as it knows them; `mail`: also of those that share its mail. None if it is not there. */
  roomsOf(reportOid: string, of: 'report' | 'mail'): Promise<readonly string[]>
  /** See `Reports.overviewsOver`. */
  overviewsOver(roomOids: readonly string[]): Promise<ReadonlyMap<string, boolean>>
  /** Rejects with `IllegalTransition`. Null if there is no such report. */
  cancel(reportOid: string): Promise<Report | null>
  /**
   * Cancels what is being made of these rooms and reports, and resolves once all of it has come to rest.
   * Rejects with `IllegalTransition` where a mail is on its way for longer than `runLimits.endMs`.
   */
  end(which: { roomOids: readonly string[]; reportOids: readonly string[] }): Promise<void>
  /** Goes on from the failed stage, or sends the mail again. Rejects with `IllegalTransition`. */
  retry(reportOid: string): Promise<Report | null>
  /** People choose what it tells: see `Choosing`. Null if there is no such report or summary. */
  choose(
    reportOid: string,
    change: SummaryChange,
  ): Promise<{ report: Report; summary: Summary } | null>
  /** The mail of a report as it would go out. Null if there is none. */
  mail(reportOid: string): Promise<MailPreview | null>
  /** See `Approving`. */
  approving: Approving
  /** Lets a report that waits for a model go on with quotes. Rejects with `IllegalTransition`. Null if there is none. */
  quotes(reportOid: string): Promise<Report | null>
  /** Key of the finished workbook; null if there is none or its file has vanished. */
  workbookKey(reportOid: string): Promise<string | null>
  /** Earlier attempts and, if it has ended, the present one; newest first. */
  attempts(reportOid: string): Promise<ReportAttempt[]>
  /** What happened to it, oldest first. */
  logOf(reportOid: string): Promise<ReportLogLine[]>
  /** Lets a waiting report run before all others. Rejects with `IllegalTransition`. */
  runNext(reportOid: string): Promise<Report | null>
  queue(): Promise<QueueLoad>
  /** What became of reports since the start. */
  stats(): Readonly<ReportStats>
  changeQueue(change: QueueChange): Promise<QueueLoad>
  /**
   * Takes up what an earlier process left, once, before anything else; then the queue runs.
   *
   * @param options.works whether this process makes reports. Default true
   */
  recover(options?: { works?: boolean }): Promise<void>
  /** Goes on with what other nodes have left that live no more. @returns how many reports that were */
  takeOver(): Promise<number>
  /** Stops all work at once, and says nothing more of it: others may go on with it. */
  lose(): void
  /** After `lose`: what nobody has taken over waits for its turn again. */
  takeBack(): Promise<void>
  /**
   * Asks again for approvals where the links of earlier mails have ended, and sends digests that nobody has looked at
   * since their last report ended. To be called now and then.
   */
  remind(): void
  /** Takes up nothing more; what runs stops at its next checkpoint. */
  windDown(): void
  idle(): Promise<void>
  /**
   * @param options.handOver whether other nodes are to go on with what runs, at once: it comes to a checkpoint before,
   *   if that does not take too long. Default false: it goes on at the next start
   */
  close(options?: { handOver?: boolean }): Promise<void>
}
