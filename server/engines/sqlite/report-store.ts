import type {
  DeliveryState,
  Progress,
  ReportAttempt,
  ReportError,
  ReportState,
} from '../../contract/reports.ts'
import { inEnglish } from '../../words/say.ts'
import { transaction, type Database } from './database.ts'
import type { NewReport, StoredReport } from '../../ports/report.ts'
import { fromRow, saidOf, type ReportRow } from './report-rows.ts'

export {
  toReport,
  type NewReport,
  type PinnedLogo,
  type PinnedOptions,
  type PinnedWorkbook,
  type StoredReport,
} from '../../ports/report.ts'

const iso = (ms: number): string => new Date(ms).toISOString()
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms))

export interface ReportFilter {
  state?: ReportState | undefined
  roomOid?: string | undefined
  batchOid?: string | undefined
}

interface AttemptRow {
  said: string | null
  attempt: number
  state: string
  delivery: string
  message: string
  error: string | null
  started_at: number | null
  finished_at: number
}

export interface RememberedAnswer {
  requestHash: string
  answer: string
}

export interface ReportStore {
  /** Writes a whole batch, and the answer its idempotency key will repeat, in one transaction. */
  insert(
    reports: readonly NewReport[],
    remember?: { key: string; requestHash: string; answerOf(stored: StoredReport[]): string },
  ): StoredReport[]
  remembered(key: string): RememberedAnswer | null
  forgetKeysBefore(ms: number): void
  get(reportOid: string): StoredReport | null
  newestOfRoom(roomOid: string): StoredReport | null
  /** The newest report of each room that has one. */
  newestOfRooms(roomOids: readonly string[]): StoredReport[]
  list(filter: ReportFilter, page: { beforeId: number | null; limit: number }): StoredReport[]
  count(filter: ReportFilter): number
  /** Reports with work left, oldest first: stages to run, or a mail to send. */
  unsettled(): StoredReport[]
  /** Finished reports with a workbook that ended before this moment, oldest first. */
  endedBefore(ms: number): StoredReport[]
  /** Reports that have not ended, oldest first. */
  running(): StoredReport[]
  save(report: StoredReport): void
  /** Keeps what became of the report's present attempt. */
  saveAttempt(report: StoredReport): void
  /** Attempts that have ended, newest first. */
  attempts(reportOid: string): ReportAttempt[]
  /** One transaction for a change and the event that tells of it. */
  atomically(work: () => void): void
}

/** @param options.atomically how work becomes one transaction; default `transaction` of the database */
export function createReportStore(
  db: Database,
  options: Partial<Pick<ReportStore, 'atomically'>> = {},
): ReportStore {
  const selectOne = db.prepare(`SELECT * FROM reports WHERE report_oid = ?`)
  const selectNewest = db.prepare(
    `SELECT * FROM reports WHERE room_oid = ? ORDER BY report_id DESC LIMIT 1`,
  )
  const insertReport = db.prepare(
    `INSERT INTO reports (report_oid, room_oid, batch_oid, state, delivery, progress, percent, message, said, options, created_at)
     VALUES (?, ?, ?, 'queued', ?, ?, 0, ?, ?, ?, ?)`,
  )
  const insertKey = db.prepare(
    `INSERT INTO idempotency_keys (key, request_hash, answer, created_at) VALUES (?, ?, ?, ?)`,
  )
  const updateReport = db.prepare(
    `UPDATE reports SET state = ?, delivery = ?, resume_stage = ?, attempt = ?, progress = ?, percent = ?,
       eta_seconds = ?, message = ?, said = ?, recipients = ?, workbook = ?, error = ?, started_at = ?, finished_at = ?
     WHERE report_id = ?`,
  )
  const insertAttempt = db.prepare(
    `INSERT OR REPLACE INTO attempts
       (report_oid, attempt, state, delivery, message, said, error, started_at, finished_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const rows = (statement: string, ...values: (string | number)[]): StoredReport[] =>
    (db.prepare(statement).all(...values) as unknown as ReportRow[]).map(fromRow)
  const one = (row: unknown): StoredReport | null =>
    row === undefined ? null : fromRow(row as ReportRow)

  const where = (filter: ReportFilter): { sql: string; values: string[] } => {
    const parts: string[] = []
    const values: string[] = []
    if (filter.state !== undefined) {
      parts.push('state = ?')
      values.push(filter.state)
    }
    if (filter.roomOid !== undefined) {
      parts.push('room_oid = ?')
      values.push(filter.roomOid)
    }
    if (filter.batchOid !== undefined) {
      parts.push('batch_oid = ?')
      values.push(filter.batchOid)
    }
    return { sql: parts.length === 0 ? '1' : parts.join(' AND '), values }
  }

  return {
    insert(reports, remember) {
      return transaction(db, () => {
        const stored: StoredReport[] = []
        for (const report of reports) {
          insertReport.run(
            report.reportOid,
            report.roomOid,
            report.batchOid,
            report.delivery,
            JSON.stringify({ done: 0, total: null, unit: 'messages' } satisfies Progress),
            inEnglish(report.said),
            JSON.stringify(report.said),
            JSON.stringify(report.options),
            report.createdAt,
          )
          const row = one(selectOne.get(report.reportOid))
          if (row !== null) stored.push(row)
        }
        if (remember) {
          insertKey.run(remember.key, remember.requestHash, remember.answerOf(stored), Date.now())
        }
        return stored
      })
    },
    remembered(key) {
      const row = db
        .prepare(`SELECT request_hash, answer FROM idempotency_keys WHERE key = ?`)
        .get(key)
      if (row === undefined) return null
      const { request_hash: requestHash, answer } = row as { request_hash: string; answer: string }
      return { requestHash, answer }
    },
    forgetKeysBefore(ms) {
      db.prepare(`DELETE FROM idempotency_keys WHERE created_at < ?`).run(ms)
    },
    get: (reportOid) => one(selectOne.get(reportOid)),
    newestOfRoom: (roomOid) => one(selectNewest.get(roomOid)),
    newestOfRooms(roomOids) {
      return roomOids.flatMap((roomOid) => one(selectNewest.get(roomOid)) ?? [])
    },
    list(filter, page) {
      const { sql, values } = where(filter)
      const before = page.beforeId ?? Number.MAX_SAFE_INTEGER
      return rows(
        `SELECT * FROM reports WHERE ${sql} AND report_id < ? ORDER BY report_id DESC LIMIT ?`,
        ...values,
        before,
        page.limit,
      )
    },
    count(filter) {
      const { sql, values } = where(filter)
      const row = db.prepare(`SELECT count(*) AS n FROM reports WHERE ${sql}`).get(...values)
      return (row as { n: number }).n
    },
    unsettled: () =>
      rows(
        `SELECT * FROM reports WHERE state NOT IN ('finished', 'failed', 'cancelled')
           OR delivery IN ('pending', 'sending') ORDER BY report_id`,
      ),
    endedBefore: (ms) =>
      rows(
        `SELECT * FROM reports WHERE state = 'finished' AND workbook IS NOT NULL AND finished_at < ?
         ORDER BY report_id`,
        ms,
      ),
    running: () =>
      rows(
        `SELECT * FROM reports WHERE state NOT IN ('finished', 'failed', 'cancelled')
           OR (state = 'finished' AND delivery IN ('pending', 'sending')) ORDER BY report_id`,
      ),
    save(report) {
      updateReport.run(
        report.state,
        report.delivery,
        report.resumeStage,
        report.attempt,
        JSON.stringify(report.progress),
        report.percent,
        report.etaSeconds,
        inEnglish(report.said),
        JSON.stringify(report.said),
        report.recipients.length === 0 ? null : JSON.stringify(report.recipients),
        report.workbook === null ? null : JSON.stringify(report.workbook),
        report.error === null ? null : JSON.stringify(report.error),
        report.startedAt,
        report.finishedAt,
        report.reportId,
      )
    },
    saveAttempt(report) {
      insertAttempt.run(
        report.reportOid,
        report.attempt,
        report.state,
        report.delivery,
        inEnglish(report.said),
        JSON.stringify(report.said),
        report.error === null ? null : JSON.stringify(report.error),
        report.startedAt,
        report.finishedAt ?? Date.now(),
      )
    },
    attempts(reportOid) {
      const found = db
        .prepare(`SELECT * FROM attempts WHERE report_oid = ? ORDER BY attempt DESC`)
        .all(reportOid) as unknown as AttemptRow[]
      return found.map((row) => ({
        attempt: row.attempt,
        state: row.state as ReportAttempt['state'],
        delivery: row.delivery as DeliveryState,
        ...saidOf(row),
        message: row.message,
        ...(row.error === null ? {} : { error: JSON.parse(row.error) as ReportError }),
        startedAt: isoOrNull(row.started_at),
        finishedAt: iso(row.finished_at),
      }))
    },
    atomically: options.atomically ?? ((work) => transaction(db, work)),
  }
}
