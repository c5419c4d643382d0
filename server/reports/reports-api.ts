import type {
  Queue,
  QueueChange,
  Report,
  ReportAttempt,
  ReportLogLine,
} from '../contract/reports.ts'
import type { Summary } from '../contract/summary.ts'
import type { Checkpoints } from '../engines/sqlite/checkpoints.ts'
import type { ReportFilter, ReportStore } from '../engines/sqlite/report-store.ts'
import type { Rooms } from '../ports/rooms.ts'
import type { ModelSlots } from '../ports/model-slots.ts'
import type { SummaryChoice } from '../summary/choose.ts'
import type { Deliver } from './delivery-step.ts'
import type { WorkbookDefaults } from './prepare.ts'
import type { ReportFiles } from './report-files.ts'
import type { ReportLog } from './report-log.ts'
import type { ReportStats } from './report-stats.ts'
import type { StageTimes } from './stage-times.ts'
import type { Starting } from './starting.ts'
import type { StatusPublisher } from './tracker.ts'
import type { WorkerPool } from './worker-pool.ts'

export interface ReportsDeps {
  store: ReportStore
  checkpoints: Checkpoints
  rooms: Rooms
  pool: WorkerPool
  files: ReportFiles
  deliver: Deliver
  openPublisher(reportOid: string, roomOid: string): StatusPublisher
  concurrency: number
  /** The engine of the settings, asked anew for each report. */
  summaryChoice(): SummaryChoice
  /** The same engine, with the way that leads to its server now. */
  reach(choice: SummaryChoice): Promise<SummaryChoice>
  /** Rooms that may ask one model server at once. */
  summaryConcurrency(): number
  modelSlots: ModelSlots
  /** Whether the queue waits to be resumed. Default false. */
  paused?: boolean
  /** Recipients of reports that name none. */
  defaultRecipients(): readonly string[]
  /** What the settings say at this moment of workbooks. */
  workbookDefaults(): WorkbookDefaults
  now?: () => number
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

/** The reports: started, watched, cancelled, retried; the one door to the pipeline. */
export interface Reports extends Starting {
  get(reportOid: string): Promise<Report | null>
  list(
    filter: ReportFilter,
    page: { beforeId: number | null; limit: number },
  ): Promise<{ items: Report[]; lastId: number | null }>
  count(filter: ReportFilter): number
  summary(reportOid: string): Summary | null
  /** Milliseconds of the last message that a finished report of the room has read; null if none has. */
  lastRead(roomOid: string): Promise<number | null>
  /** Throws `IllegalTransition`. Null if there is no such report. */
  cancel(reportOid: string): Report | null
  /** Goes on from the failed stage, or sends the mail again. Throws `IllegalTransition`. */
  retry(reportOid: string): Report | null
  /** Lets a report that waits for a model go on with quotes. Throws `IllegalTransition`. Null if there is none. */
  quotes(reportOid: string): Report | null
  /** Key of the finished workbook; null if there is none or its file has vanished. */
  workbookKey(reportOid: string): Promise<string | null>
  /** Earlier attempts and, if it has ended, the present one; newest first. */
  attempts(reportOid: string): ReportAttempt[]
  /** What happened to it, oldest first. */
  logOf(reportOid: string): ReportLogLine[]
  /** Lets a waiting report run before all others. Throws `IllegalTransition`. */
  runNext(reportOid: string): Report | null
  queue(): Queue
  /** What became of reports since the start. */
  stats(): Readonly<ReportStats>
  changeQueue(change: QueueChange): Queue
  /** Takes up what an earlier process left, once, before anything else. */
  recover(): Promise<void>
  idle(): Promise<void>
  close(): Promise<void>
}
