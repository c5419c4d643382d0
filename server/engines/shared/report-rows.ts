import type {
  DeliveryState,
  Progress,
  RecipientDelivery,
  ReportAttempt,
  ReportError,
  ReportLogLine,
  ReportState,
  WorkbookFile,
} from '../../contract/reports.ts'
import { verbatim, type Sentence } from '../../contract/sentences.ts'
import type { PinnedOptions, StoredReport } from '../../ports/report.ts'
import type { ReportPatch } from '../../ports/reports.ts'
import { inEnglish } from '../../words/say.ts'

/** Conditions on a row. */
export const hasEnded = `state IN ('finished', 'failed', 'cancelled')`
export const isDelivered = `delivery NOT IN ('pending', 'sending')`

export interface ReportRow {
  report_id: number
  report_oid: string
  room_oid: string
  merged_into: string | null
  batch_oid: string
  state: string
  delivery: string
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
  lease: number
}

export interface WorkbookRow {
  oid: string
  workbook: string | null
}

export const workbooksOf = (rows: readonly WorkbookRow[]): Map<string, WorkbookFile | null> =>
  new Map(
    rows.map(({ oid, workbook }) => [oid, JSON.parse(workbook ?? 'null') as WorkbookFile | null]),
  )

/** Rows of versions that knew no codes have words alone. */
export const saidOf = (row: { said: string | null; message: string }): Sentence =>
  row.said === null ? verbatim(row.message) : (JSON.parse(row.said) as Sentence)

/** Versions that knew one language pinned none. */
function optionsOf(json: string): PinnedOptions {
  const options = JSON.parse(json) as PinnedOptions
  const { workbook } = options
  if (workbook === undefined) return options
  return { ...options, workbook: { ...workbook, language: workbook.language ?? 'en' } }
}

export const fromRow = (row: ReportRow): StoredReport => ({
  reportId: row.report_id,
  reportOid: row.report_oid,
  roomOid: row.room_oid,
  mergedInto: row.merged_into,
  batchOid: row.batch_oid,
  state: row.state as ReportState,
  delivery: row.delivery as DeliveryState,
  attempt: row.attempt,
  progress: JSON.parse(row.progress) as Progress,
  percent: row.percent,
  etaSeconds: row.eta_seconds,
  etaRange: null,
  said: saidOf(row),
  recipients: row.recipients === null ? [] : (JSON.parse(row.recipients) as RecipientDelivery[]),
  options: optionsOf(row.options),
  workbook: row.workbook === null ? null : (JSON.parse(row.workbook) as WorkbookFile),
  error: row.error === null ? null : (JSON.parse(row.error) as ReportError),
  createdAt: row.created_at,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
  lease: row.lease,
})

export interface AttemptRow {
  attempt: number
  state: string
  delivery: string
  message: string
  said: string | null
  error: string | null
  started_at: number | null
  finished_at: number
}

const iso = (ms: number): string => new Date(ms).toISOString()

export const fromAttemptRow = (row: AttemptRow): ReportAttempt => ({
  attempt: row.attempt,
  state: row.state as ReportAttempt['state'],
  delivery: row.delivery as DeliveryState,
  ...saidOf(row),
  message: row.message,
  ...(row.error === null ? {} : { error: JSON.parse(row.error) as ReportError }),
  startedAt: row.started_at === null ? null : iso(row.started_at),
  finishedAt: iso(row.finished_at),
})

export interface LineRow {
  at: number
  attempt: number
  level: string
  id: string
  message: string
  said: string | null
  detail: string | null
}

export const fromLineRow = (row: LineRow): ReportLogLine => ({
  at: iso(row.at),
  attempt: row.attempt,
  level: row.level as ReportLogLine['level'],
  id: row.id,
  ...saidOf(row),
  message: row.message,
  ...(row.detail === null
    ? {}
    : { detail: JSON.parse(row.detail) as NonNullable<ReportLogLine['detail']> }),
})

type Value = string | number | null

const jsonOrNull = (value: unknown): string | null =>
  value === null ? null : JSON.stringify(value)

/** The columns of each thing that may change. */
const columns: {
  readonly [Name in keyof ReportPatch]-?: (
    value: Exclude<ReportPatch[Name], undefined>,
  ) => Record<string, Value>
} = {
  state: (state) => ({ state }),
  delivery: (delivery) => ({ delivery }),
  attempt: (attempt) => ({ attempt }),
  progress: (progress) => ({ progress: JSON.stringify(progress) }),
  percent: (percent) => ({ percent }),
  etaSeconds: (seconds) => ({ eta_seconds: seconds }),
  said: (said) => ({ message: inEnglish(said), said: JSON.stringify(said) }),
  recipients: (list) => ({ recipients: list.length === 0 ? null : JSON.stringify(list) }),
  workbook: (workbook) => ({ workbook: jsonOrNull(workbook) }),
  error: (error) => ({ error: jsonOrNull(error) }),
  startedAt: (ms) => ({ started_at: ms }),
  finishedAt: (ms) => ({ finished_at: ms }),
}

/** What a patch writes, by column. */
export function columnsOf(patch: ReportPatch): Record<string, Value> {
  const values: Record<string, Value> = {}
  for (const [name, value] of Object.entries(patch)) {
    // Each name of a patch has a value of its own kind.
    const toColumns = columns[name as keyof ReportPatch] as (
      value: unknown,
    ) => Record<string, Value>
    if (value !== undefined) Object.assign(values, toColumns(value))
  }
  return values
}
