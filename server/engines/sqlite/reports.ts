import type { NewReport, StoredReport } from '../../ports/report.ts'
import { waitingReport } from '../../ports/report.ts'
import type { Inserted, NewBatch, ReportFilter, Reports, Transition } from '../../ports/reports.ts'
import { inEnglish } from '../../words/say.ts'
import { sqliteCheckpoints } from './checkpoints.ts'
import type { Database } from './database.ts'
import type { SqliteEventLog } from './event-log.ts'
import { sqliteReportLines } from './report-lines.ts'
import { writesOf } from './writes.ts'
import {
  columnsOf,
  fromAttemptRow,
  fromRow,
  hasEnded,
  isDelivered,
  type AttemptRow,
  type ReportRow,
  workbooksOf,
  type WorkbookRow,
} from '../shared/report-rows.ts'

/** The reports of a data folder. Their events go into the log in the same transaction. */
export function sqliteReports(db: Database, log: SqliteEventLog): Reports {
  const { write } = writesOf(db)
  const selectOne = db.prepare(`SELECT * FROM reports WHERE report_oid = ?`)
  const selectHolder = db.prepare('SELECT lease, owner FROM reports WHERE report_oid = ?')
  const selectNewest = db.prepare(
    `SELECT * FROM reports WHERE room_oid = ? ORDER BY report_id DESC LIMIT 1`,
  )
  const selectRunning = db.prepare(
    `SELECT * FROM reports WHERE NOT ${hasEnded} OR (state = 'finished' AND NOT ${isDelivered})
     ORDER BY report_id`,
  )
  const selectEnded = db.prepare(
    `SELECT * FROM reports WHERE state = 'finished' AND workbook IS NOT NULL AND finished_at < ?
     ORDER BY report_id`,
  )
  const selectAttempts = db.prepare(
    `SELECT * FROM attempts WHERE report_oid = ? ORDER BY attempt DESC`,
  )
  const insertReport = db.prepare(
    `INSERT INTO reports (report_oid, room_oid, batch_oid, state, delivery, progress, percent, message, said, options, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING report_id`,
  )
  const keepAttempt = db.prepare(
    `INSERT OR REPLACE INTO attempts
       (report_oid, attempt, state, delivery, message, said, error, started_at, finished_at)
     SELECT report_oid, attempt, state, delivery, message, said, error, started_at,
       coalesce(finished_at, ?2) FROM reports WHERE report_oid = ?1`,
  )
  const takeLeases = db.prepare(
    `UPDATE reports SET lease = lease + 1, owner = ?1
     WHERE (owner = ?1 OR (owner IS NULL AND state <> 'queued'))
       AND NOT (${hasEnded} AND ${isDelivered}) RETURNING *`,
  )
  const selectUnmade = db.prepare(
    `SELECT 1 FROM reports WHERE batch_oid = ? AND NOT ${hasEnded} LIMIT 1`,
  )
  const takeMailed = db.prepare(
    `UPDATE reports SET lease = lease + (owner IS NOT ?2), owner = ?2
     WHERE batch_oid = ?1 AND state = 'finished' AND delivery = 'pending'
       AND options ->> 'delivery' = 'digest' RETURNING *`,
  )
  const selectDueBatches = db.prepare(
    `SELECT DISTINCT batch_oid AS oid FROM reports WHERE state = 'finished' AND delivery = 'pending'
       AND owner IS NULL AND options ->> 'delivery' = 'digest'`,
  )
  const forgetKeys = db.prepare(`DELETE FROM idempotency_keys WHERE created_at < ?`)
  const selectKey = db.prepare(
    `SELECT request_hash AS requestHash, answer FROM idempotency_keys WHERE key = ?`,
  )
  const insertKey = db.prepare(
    `INSERT INTO idempotency_keys (key, request_hash, answer, created_at) VALUES (?, ?, ?, ?)`,
  )
  const selectWorkbooks = db.prepare(
    `SELECT report_oid AS oid, workbook FROM reports WHERE report_oid IN (SELECT value FROM json_each(?1))
     UNION ALL SELECT report_oid, content ->> 'workbook' FROM trash_rows
     WHERE of_table = 'reports' AND report_oid IN (SELECT value FROM json_each(?1))`,
  )
  const updates = new Map<string, ReturnType<typeof db.prepare>>()

  const all = (rows: unknown): StoredReport[] => (rows as ReportRow[]).map(fromRow)
  const one = (row: unknown): StoredReport | null =>
    row === undefined ? null : fromRow(row as ReportRow)

  function insertOne(made: NewReport): StoredReport {
    const report = waitingReport(made)
    const { report_id: reportId } = insertReport.get(
      report.reportOid,
      report.roomOid,
      report.batchOid,
      report.state,
      report.delivery,
      JSON.stringify(report.progress),
      report.percent,
      inEnglish(report.said),
      JSON.stringify(report.said),
      JSON.stringify(report.options),
      report.createdAt,
    ) as { report_id: number }
    return { ...report, reportId }
  }

  function insert({ reports, events, remember }: NewBatch): Inserted {
    if (remember !== undefined) {
      forgetKeys.run(remember.forgetBefore)
      const known = selectKey.get(remember.key) as
        { requestHash: string; answer: string } | undefined
      if (known !== undefined) return { kind: 'repeated', ...known }
      insertKey.run(remember.key, remember.requestHash, remember.answer, remember.at)
    }
    const stored = reports.map(insertOne)
    log.appendWithin(events)
    return { kind: 'inserted', reports: stored }
  }

  /** The statement that writes these columns, under the lease. */
  function updateOf(names: readonly string[]) {
    const assignments = names.map((name) => `${name} = ?`)
    const sql = `UPDATE reports SET ${['lease = lease + ?', ...assignments].join(', ')}
      WHERE report_oid = ? AND lease = ? RETURNING lease`
    const statement = updates.get(sql) ?? db.prepare(sql)
    updates.set(sql, statement)
    return statement
  }

  function transition(change: Transition): number | null {
    const { reportOid, lease, patch, events, endsAttempt = false } = change
    const owner = endsAttempt ? null : change.owner
    const values = { ...columnsOf(patch), ...(owner === undefined ? {} : { owner }) }
    const row = updateOf(Object.keys(values)).get(
      owner === undefined ? 0 : 1,
      ...Object.values(values),
      reportOid,
      lease,
    ) as { lease: number } | undefined
    if (row === undefined) return leaseAfter(change)
    if (endsAttempt) keepAttempt.run(reportOid, Date.now())
    log.appendWithin(events)
    return row.lease
  }

  /** The lease after a change that has happened before: by its first event, or the owner to whom it went. */
  function leaseAfter({ reportOid, lease, owner, events: [event] }: Transition): number | null {
    const row = selectHolder.get(reportOid) as { lease: number; owner: string | null } | undefined
    if (row === undefined) return null
    const isTold = event?.key !== undefined && log.rows.hasKey(event.key)
    const isOwn = owner != null && row.owner === owner && row.lease === lease + 1
    return isTold || isOwn ? row.lease : null
  }

  function where(filter: ReportFilter): { sql: string; values: string[] } {
    const { state, roomOid, batchOid, ofRooms } = filter
    const parts = Object.entries({ state, room_oid: roomOid, batch_oid: batchOid }).flatMap(
      ([column, value]) => (value === undefined ? [] : [{ sql: `${column} = ?`, value }]),
    )
    if (ofRooms !== undefined) {
      const sql = 'coalesce(merged_into, room_oid) IN (SELECT value FROM json_each(?))'
      parts.push({ sql, value: JSON.stringify(ofRooms) })
    }
    const sql = parts.length === 0 ? 'true' : parts.map((part) => part.sql).join(' AND ')
    return { sql, values: parts.map(({ value }) => value) }
  }

  return {
    insert: (batch) => write(() => insert(batch)),
    get: async (reportOid) => one(selectOne.get(reportOid)),
    async list(filter, { beforeId, limit }) {
      const { sql, values } = where(filter)
      const { total } = db
        .prepare(`SELECT count(*) AS total FROM reports WHERE ${sql}`)
        .get(...values) as { total: number }
      const rows = db
        .prepare(
          `SELECT * FROM reports WHERE ${sql} AND report_id < ? ORDER BY report_id DESC LIMIT ?`,
        )
        .all(...values, beforeId ?? Number.MAX_SAFE_INTEGER, limit)
      return { items: all(rows), total }
    },
    async present(rooms) {
      const reports =
        rooms === '*'
          ? all(selectRunning.all())
          : rooms.flatMap((roomOid) => one(selectNewest.get(roomOid)) ?? [])
      // Nothing can be committed between the two.
      return { reports, head: log.rows.head() }
    },
    async overviewsOver(roomOids) {
      // Those of the same rooms have the same id: one of each says which rooms these are.
      const rows = db
        .prepare(
          `SELECT room_oid AS oid, json_array_length(options, '$.covers') > 0 AND NOT EXISTS (
             SELECT 1 FROM json_each(options, '$.covers') AS covered
             WHERE covered.value ->> '$.roomOid' NOT IN (SELECT value FROM json_each(?))) AS is_over
           FROM reports WHERE report_id IN (SELECT max(report_id) FROM reports
             WHERE room_oid >= 'overview~' AND room_oid < 'overview~~' GROUP BY room_oid)
             AND options ->> '$.covers' IS NOT NULL`,
        )
        .all(JSON.stringify(roomOids)) as { oid: string; is_over: number }[]
      return new Map(rows.map(({ oid, is_over: isOver }) => [oid, isOver === 1]))
    },
    endedBefore: async (ms) => all(selectEnded.all(ms)),
    async workbooks(reportOids) {
      return workbooksOf(
        selectWorkbooks.all(JSON.stringify(reportOids)) as unknown as WorkbookRow[],
      )
    },
    takeUp: (owner) =>
      write(() =>
        all(takeLeases.all(owner)).toSorted((older, newer) => older.reportId - newer.reportId),
      ),
    transition: (change) => write(() => transition(change)),
    // Nobody else is there who could hold one, or be asked.
    takeOver: async () => [],
    takeBatch: (batchOid, owner) =>
      write(() => {
        if (selectUnmade.get(batchOid) !== undefined) return []
        return all(takeMailed.all(batchOid, owner)).toSorted((a, b) => a.reportId - b.reportId)
      }),
    dueBatches: async () => (selectDueBatches.all() as { oid: string }[]).map(({ oid }) => oid),
    ask: async () => false,
    asked: async () => new Map(),
    followAsks: async () => () => undefined,
    isHeldElsewhere: async () => false,
    askToLetGo: async () => undefined,
    followLetGo: async () => () => undefined,
    decide: async () => true,
    decisions: async () => new Map(),
    followDecisions: async () => () => undefined,
    attempts: async (reportOid) =>
      (selectAttempts.all(reportOid) as unknown as AttemptRow[]).map(fromAttemptRow),
    checkpoints: sqliteCheckpoints(db),
    lines: sqliteReportLines(db),
  }
}
