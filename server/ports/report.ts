import { isoOrNull } from '../contract/instant.ts'
import type { Reason } from '../contract/reason.ts'
import type { DecidedOptions } from '../contract/report-options.ts'
import type {
  ChosenBy,
  DeliveryState,
  EtaRange,
  Progress,
  RecipientDelivery,
  Report,
  ReportError,
  ReportState,
  ReportStatus,
  WorkbookFile,
} from '../contract/reports.ts'
import type { Sentence } from '../contract/sentences.ts'
import type { WorkbookChoices } from '../contract/workbook.ts'
import type { ReadBefore } from './messages.ts'
import { inEnglish } from '../words/say.ts'

/** The logo of a report: a copy in the data directory, or why there is none. */
export type PinnedLogo =
  /** `said` is the sentence of `problem`; absent in reports of earlier versions. */
  { file: string } | { problem: string; said?: Reason } | null

/** How the workbook of a report looks, decided when the report was made. */
export type PinnedWorkbook = Omit<WorkbookChoices, 'logo'> & { logo: PinnedLogo }

/** A report that an overview is made of, and the name that its room had then. */
export interface CoveredReport {
  reportOid: string
  roomOid: string
  name: string
}

/** What a report was asked for; a report from before there were choices has none. */
export type PinnedOptions = Omit<DecidedOptions, 'workbook'> & {
  workbook?: PinnedWorkbook
  /** Present where it begins where the last report of a connected room has ended. */
  since?: ReadBefore
  /** Present in overviews alone. */
  covers?: readonly CoveredReport[]
  /** Absent where only the request and the settings have chosen. */
  chosenBy?: Readonly<Record<string, ChosenBy>>
  /** Of the request that asked for it, as W3C Trace Context writes it; it stands in each line of its log. */
  traceparent?: string
}

/** A report as it is kept: the contract's fields and what only the pipeline needs. Times in milliseconds. */
export interface StoredReport {
  /** Grows with each report; 0 while it is not stored. */
  reportId: number
  reportOid: string
  roomOid: string
  /** The room that the room of the report has become a part of since. */
  mergedInto: string | null
  batchOid: string
  state: ReportState
  delivery: DeliveryState
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
  /** Grows whenever somebody else holds the report; only who knows it may change the report. */
  lease: number
}

export type NewReport = Pick<
  StoredReport,
  'reportOid' | 'roomOid' | 'batchOid' | 'said' | 'options' | 'delivery' | 'createdAt'
>

/** A new report as it will be kept: it waits for its turn, and nobody holds it. */
export const waitingReport = (made: NewReport): StoredReport => ({
  ...made,
  reportId: 0,
  mergedInto: null,
  state: 'queued',
  attempt: 1,
  progress: { done: 0, total: null, unit: 'messages' },
  percent: 0,
  etaSeconds: null,
  etaRange: null,
  recipients: [],
  workbook: null,
  error: null,
  startedAt: null,
  finishedAt: null,
  lease: 0,
})

const iso = (ms: number): string => new Date(ms).toISOString()

const periodOf = ({ options: { from, to } }: StoredReport): Pick<Report, 'period'> =>
  from === undefined && to === undefined
    ? {}
    : { period: { ...(from !== undefined && { from }), ...(to !== undefined && { to }) } }

const kindOf = ({ options: { covers } }: StoredReport): Pick<Report, 'kind' | 'rooms'> =>
  covers === undefined ? {} : { kind: 'overview', rooms: covers.length }

/** What a status tells, and the report too. */
const told = (stored: StoredReport): Omit<ReportStatus, 'at'> => ({
  reportOid: stored.reportOid,
  roomOid: stored.roomOid,
  ...kindOf(stored),
  ...(stored.mergedInto === null ? {} : { mergedInto: stored.mergedInto }),
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
  ...(stored.workbook === null ? {} : { workbook: stored.workbook }),
  ...(stored.error === null ? {} : { error: stored.error }),
})

export const toStatus = (stored: StoredReport, nowMs: number): ReportStatus => ({
  ...told(stored),
  at: iso(nowMs),
})

/** The report as the contract shows it. */
export const toReport = (stored: StoredReport): Report => ({
  ...told(stored),
  batchOid: stored.batchOid,
  ...periodOf(stored),
  ...(stored.options.chosenBy === undefined ? {} : { chosenBy: stored.options.chosenBy }),
  createdAt: iso(stored.createdAt),
  startedAt: isoOrNull(stored.startedAt),
  finishedAt: isoOrNull(stored.finishedAt),
})
