import type {
  DeliveryState,
  EtaRange,
  Progress,
  Report,
  ReportError,
  ReportOptions,
  ReportState,
  RecipientDelivery,
  Stage,
  WorkbookFile,
} from '../../contract/reports.ts'
import { verbatim, type Sentence } from '../../contract/sentences.ts'
import { inEnglish } from '../../words/say.ts'
import type { WorkbookChoices } from '../../contract/workbook.ts'

/** The logo of a report: a copy in the data directory, or why there is none. */
export type PinnedLogo = { file: string } | { problem: string } | null

/** How the workbook of a report looks, decided when the report was made. */
export type PinnedWorkbook = Omit<WorkbookChoices, 'logo'> & { logo: PinnedLogo }

/** What a report was asked for; a report from before there were choices has none. */
export type PinnedOptions = Omit<ReportOptions, 'workbook'> & { workbook?: PinnedWorkbook }

/** A report as it is kept: the contract's fields and what only the pipeline needs. */
export interface StoredReport {
  reportId: number
  reportOid: string
  roomOid: string
  batchOid: string
  state: ReportState
  delivery: DeliveryState
  /** The stage that runs next, or would after a retry. */
  resumeStage: Stage
  attempt: number
  progress: Progress
  percent: number | null
  etaSeconds: number | null
  /** Lives in memory only: after a restart it is reckoned anew. */
  etaRange: EtaRange | null
  said: Sentence
  /** What became of the mail to each recipient of this attempt and earlier ones; empty: not offered yet. */
  recipients: readonly RecipientDelivery[]
  options: PinnedOptions
  workbook: WorkbookFile | null
  error: ReportError | null
  createdAt: number
  startedAt: number | null
  finishedAt: number | null
}

export type NewReport = Pick<
  StoredReport,
  'reportOid' | 'roomOid' | 'batchOid' | 'said' | 'options' | 'delivery' | 'createdAt'
>

export interface ReportRow {
  report_id: number
  report_oid: string
  room_oid: string
  batch_oid: string
  state: string
  delivery: string
  resume_stage: string
  attempt: number
  progress: string
  percent: number | null
  eta_seconds: number | null
  message: string
  said: string | null
  recipients: string | null
  options: string
  workbook: string | null
  error: string | null
  created_at: number
  started_at: number | null
  finished_at: number | null
}

/** Rows of versions that knew no codes have words alone. */
export const saidOf = (row: { said: string | null; message: string }): Sentence =>
  row.said === null ? verbatim(row.message) : (JSON.parse(row.said) as Sentence)

export const fromRow = (row: ReportRow): StoredReport => ({
  reportId: row.report_id,
  reportOid: row.report_oid,
  roomOid: row.room_oid,
  batchOid: row.batch_oid,
  state: row.state as ReportState,
  delivery: row.delivery as DeliveryState,
  resumeStage: row.resume_stage as Stage,
  attempt: row.attempt,
  progress: JSON.parse(row.progress) as Progress,
  percent: row.percent,
  etaSeconds: row.eta_seconds,
  etaRange: null,
  said: saidOf(row),
  recipients: row.recipients === null ? [] : (JSON.parse(row.recipients) as RecipientDelivery[]),
  options: JSON.parse(row.options) as PinnedOptions,
  workbook: row.workbook === null ? null : (JSON.parse(row.workbook) as WorkbookFile),
  error: row.error === null ? null : (JSON.parse(row.error) as ReportError),
  createdAt: row.created_at,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
})

export const iso = (ms: number): string => new Date(ms).toISOString()
export const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms))

/** The report as the contract shows it. */
export const toReport = (stored: StoredReport): Report => ({
  reportOid: stored.reportOid,
  roomOid: stored.roomOid,
  state: stored.state,
  delivery: stored.delivery,
  progress: stored.progress,
  percent: stored.percent,
  etaSeconds: stored.etaSeconds,
  ...(stored.etaRange === null ? {} : { etaRange: stored.etaRange }),
  ...stored.said,
  message: inEnglish(stored.said),
  ...(stored.recipients.length === 0 ? {} : { recipients: [...stored.recipients] }),
  attempt: stored.attempt,
  createdAt: iso(stored.createdAt),
  startedAt: isoOrNull(stored.startedAt),
  finishedAt: isoOrNull(stored.finishedAt),
  ...(stored.workbook === null ? {} : { workbook: stored.workbook }),
  ...(stored.error === null ? {} : { error: stored.error }),
})
