import { waitingReport, type StoredReport } from '../../ports/report.ts'
import type { Inserted, NewBatch, Reports, Transition } from '../../ports/reports.ts'
import { inEnglish } from '../../words/say.ts'
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
import { postgresCheckpoints } from './checkpoints.ts'
import type { PostgresEventLog } from './event-log.ts'
import {
  appendedColumn,
  appending,
  eventParameterCount,
  eventParameters,
  type Appended,
} from './events-sql.ts'
import { jsonText } from './json-text.ts'
import type { Parameter, Pool } from './pool.ts'
import { nextTurn } from './queue.ts'
import { postgresReportLines } from './report-lines.ts'
import { postgresReportHolders } from './report-holders.ts'

/** The parts of a WITH clause that remember the answer of a key; a forgotten one makes room for the new one. */
const remembering = `forgotten AS (DELETE FROM idempotency_keys WHERE created_at < $19::bigint AND key <> $15),
  remembered AS (
    INSERT INTO idempotency_keys (key, request_hash, answer, created_at) VALUES ($15, $16, $17, $18)
    ON CONFLICT (key) DO UPDATE
      SET request_hash = excluded.request_hash, answer = excluded.answer, created_at = excluded.created_at
      WHERE idempotency_keys.created_at < $19::bigint
    RETURNING 1
  ),`

function insertOf(isRemembered: boolean): string {
  const isNew = isRemembered ? 'EXISTS (SELECT 1 FROM remembered)' : 'true'
  return `WITH ${isRemembered ? remembering : ''}
    inserted AS (
      INSERT INTO reports (report_oid, room_oid, batch_oid, state, delivery, attempt,
        progress, percent, message, said, options, created_at, turn)
      SELECT report_oid, room_oid, batch_oid, 'queued', delivery, 1, progress, 0, message, said,
        options, created_at,
        ${nextTurn} + row_number() OVER (PARTITION BY batch_oid ORDER BY n) - 1
      FROM unnest($6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[],
        $13::text[], $14::bigint[]) WITH ORDINALITY AS g (report_oid, room_oid, batch_oid, delivery, progress,
        message, said, options, created_at, n)
      WHERE ${isNew} ORDER BY n
      RETURNING report_id, report_oid
    ),
    ${appending(1, isNew)}
    SELECT ${isNew} AS is_new, ${appendedColumn},
      (SELECT coalesce(json_object_agg(report_oid, report_id), '{}') FROM inserted) AS ids`
}

const keepingAttempt = `kept AS (
    INSERT INTO attempts (report_oid, attempt, state, delivery, message, said, error, started_at, finished_at)
    SELECT report_oid, attempt, state, delivery, message, said, error, started_at,
      coalesce(finished_at, (extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM changed
    ON CONFLICT (report_oid, attempt) DO UPDATE SET state = excluded.state, delivery = excluded.delivery,
      message = excluded.message, said = excluded.said, error = excluded.error,
      started_at = excluded.started_at, finished_at = excluded.finished_at
  ),`

/** The statement that writes these columns under the lease; their values are its last parameters. */
function transitionOf(names: readonly string[], isNewOwner: boolean, endsAttempt: boolean): string {
  const assignments = names.map((name, index) => `${name} = $${index + 3 + eventParameterCount}`)
  // The next attempt is another piece of work: it waits for its turn like a new one, and nobody has asked anything.
  if (names.includes('attempt')) {
    assignments.push(`turn = greatest(turn, ${nextTurn})`, 'preferred_at = NULL', 'asked = NULL')
  }
  return `WITH changed AS (
      UPDATE reports SET ${[`lease = lease + ${isNewOwner ? 1 : 0}`, ...assignments].join(', ')}
      WHERE report_oid = $${eventParameterCount + 1} AND lease = $${eventParameterCount + 2} RETURNING *
    ),
    ${endsAttempt ? keepingAttempt : ''}
    ${appending(1, 'EXISTS (SELECT 1 FROM changed)')}
    SELECT lease, ${appendedColumn} FROM changed`
}

/** One statement sees one state of the database: the reports, and where the log stood with them. */
const presentOf = (found: string): string =>
  `SELECT h.epoch, h.first_seq AS first, h.last_seq AS last, r.*
   FROM log_head h LEFT JOIN (${found}) r ON true ORDER BY r.n`
const allPresent = presentOf(
  `SELECT row_number() OVER (ORDER BY report_id) AS n, reports.* FROM reports
   WHERE NOT ${hasEnded} OR (state = 'finished' AND NOT ${isDelivered})`,
)
const presentOfRooms = presentOf(
  `SELECT q.n, newest.* FROM unnest($1::text[]) WITH ORDINALITY AS q (room, n) CROSS JOIN LATERAL (
     SELECT * FROM reports WHERE room_oid = q.room ORDER BY report_id DESC LIMIT 1) newest`,
)

/**
 * The reports of a database. Their events go into the log by the same statement.
 *
 * @param node the name of this one
 */
export function postgresReports(pool: Pool, log: PostgresEventLog, node: string): Reports {
  const select = async (sql: string, ...parameters: Parameter[]): Promise<StoredReport[]> =>
    (await pool.rows<ReportRow>(sql, parameters)).map(fromRow)

  async function insert({ reports, events, remember }: NewBatch): Promise<Inserted> {
    const made = reports.map(waitingReport)
    const [result] = await pool.rows<{
      is_new: boolean
      ids: Record<string, number>
      appended: Appended | null
    }>(insertOf(remember !== undefined), [
      ...eventParameters(events),
      made.map(({ reportOid }) => reportOid),
      made.map(({ roomOid }) => roomOid),
      made.map(({ batchOid }) => batchOid),
      made.map(({ delivery }) => delivery),
      made.map(({ progress }) => jsonText(progress)),
      made.map(({ said }) => inEnglish(said)),
      made.map(({ said }) => jsonText(said)),
      made.map(({ options }) => jsonText(options)),
      made.map(({ createdAt }) => createdAt),
      ...(remember === undefined
        ? []
        : [
            remember.key,
            remember.requestHash,
            remember.answer,
            remember.at,
            remember.forgetBefore,
          ]),
    ])
    if (result?.is_new !== true && remember !== undefined) return repeated(remember.key)
    await log.committed(result?.appended ?? null, events)
    return {
      kind: 'inserted',
      reports: made.map((each) => ({ ...each, reportId: result?.ids[each.reportOid] ?? 0 })),
    }
  }

  async function repeated(key: string): Promise<Inserted> {
    const [known] = await pool.rows<{ requestHash: string; answer: string }>(
      'SELECT request_hash AS "requestHash", answer FROM idempotency_keys WHERE key = $1',
      [key],
    )
    if (known !== undefined) return { kind: 'repeated', ...known }
    throw new Error('The answer to this request was just forgotten. Ask again.')
  }

  async function transition(change: Transition): Promise<number | null> {
    const { reportOid, lease, events, endsAttempt = false } = change
    const owner = endsAttempt ? null : change.owner
    const values = { ...columnsOf(change.patch), ...(owner === undefined ? {} : { owner }) }
    const [row] = await pool.often.rows<{ lease: number; appended: Appended | null }>(
      transitionOf(Object.keys(values), owner !== undefined, endsAttempt),
      [...eventParameters(events), reportOid, lease, ...Object.values(values)],
    )
    if (row === undefined) return leaseAfter(change)
    await log.committed(row.appended, events)
    return row.lease
  }

  /**
   * The lease after a change that has happened before: its answer was lost on the way. It is known by its first
   * event, or by the owner whom it gave the next lease.
   */
  async function leaseAfter(change: Transition): Promise<number | null> {
    const {
      reportOid,
      lease,
      owner = null,
      events: [event],
    } = change
    const [row] = await pool.rows<{ lease: number }>(
      `SELECT lease FROM reports WHERE report_oid = $1 AND
         (EXISTS (SELECT 1 FROM events WHERE key = $2) OR (lease = $3::integer + 1 AND owner = $4))`,
      [reportOid, event?.key ?? null, lease, owner],
    )
    return row?.lease ?? null
  }

  return {
    insert,
    transition,
    get: async (reportOid) =>
      (await select('SELECT * FROM reports WHERE report_oid = $1', reportOid))[0] ?? null,
    async list({ state, roomOid, batchOid, ofRooms }, { beforeId, limit }) {
      const rows = await pool.rows<ReportRow & { total: number }>(
        `WITH filtered AS (
           SELECT * FROM reports WHERE ($1::text IS NULL OR state = $1) AND ($2::text IS NULL OR room_oid = $2)
             AND ($3::text IS NULL OR batch_oid = $3)
             AND ($6::text[] IS NULL OR coalesce(merged_into, room_oid) = ANY ($6))
         )
         SELECT t.total, p.* FROM (SELECT count(*) AS total FROM filtered) t LEFT JOIN LATERAL (
           SELECT * FROM filtered WHERE $4::bigint IS NULL OR report_id < $4 ORDER BY report_id DESC LIMIT $5
         ) p ON true ORDER BY p.report_id DESC`,
        [state ?? null, roomOid ?? null, batchOid ?? null, beforeId, limit, ofRooms ?? null],
      )
      return {
        items: rows.filter(({ report_oid: oid }) => oid !== null).map(fromRow),
        total: rows[0]?.total ?? 0,
      }
    },
    async present(rooms) {
      const rows = await pool.rows<ReportRow & { epoch: string; first: number; last: number }>(
        rooms === '*' ? allPresent : presentOfRooms,
        rooms === '*' ? [] : [rooms],
      )
      const { epoch = '', first = 0, last = 0 } = rows[0] ?? {}
      const reports = rows.filter(({ report_oid: oid }) => oid !== null).map(fromRow)
      return { reports, head: { epoch, first, last } }
    },
    async overviewsOver(roomOids) {
      // Those of the same rooms have the same id: one of each says which rooms these are.
      const rows = await pool.rows<{ oid: string; is_over: boolean }>(
        `SELECT room_oid AS oid, json_array_length(covers) > 0 AND NOT EXISTS (
           SELECT 1 FROM json_array_elements(covers) AS covered
           WHERE NOT covered ->> 'roomOid' = ANY ($1::text[])) AS is_over
         FROM (SELECT DISTINCT ON (room_oid) room_oid, options::json -> 'covers' AS covers FROM reports
           WHERE room_oid LIKE 'overview~%' ORDER BY room_oid, report_id DESC) AS newest
         WHERE covers IS NOT NULL`,
        [roomOids],
      )
      return new Map(rows.map(({ oid, is_over: isOver }) => [oid, isOver]))
    },
    endedBefore: (ms) =>
      select(
        `SELECT * FROM reports WHERE state = 'finished' AND workbook IS NOT NULL AND finished_at < $1
         ORDER BY report_id`,
        ms,
      ),
    async workbooks(reportOids) {
      const rows = await pool.rows<WorkbookRow>(
        `SELECT report_oid AS oid, workbook FROM reports WHERE report_oid = ANY ($1)
         UNION ALL SELECT report_oid, content::json ->> 'workbook' FROM trash_rows
         WHERE of_table = 'reports' AND report_oid = ANY ($1)`,
        [reportOids],
      )
      return workbooksOf(rows)
    },
    ...postgresReportHolders(pool, log, node),
    takeUp: (by) =>
      select(
        `WITH taken AS (
           UPDATE reports SET lease = lease + 1, owner = $1
           WHERE (owner = $1 OR (owner IS NULL AND state <> 'queued')) AND NOT (${hasEnded} AND ${isDelivered})
           RETURNING *
         ) SELECT * FROM taken ORDER BY report_id`,
        by,
      ),
    attempts: async (reportOid) =>
      (
        await pool.rows<AttemptRow>(
          'SELECT * FROM attempts WHERE report_oid = $1 ORDER BY attempt DESC',
          [reportOid],
        )
      ).map(fromAttemptRow),
    checkpoints: postgresCheckpoints(pool),
    lines: postgresReportLines(pool),
  }
}
