import type { StoredReport } from '../../ports/report.ts'
import type { Ask, Decision, LetGo, ReportHolders } from '../../ports/reports.ts'
import { fromRow, hasEnded, isDelivered, type ReportRow } from '../shared/report-rows.ts'
import type { PostgresEventLog } from './event-log.ts'
import { isAlive } from './nodes.ts'
import { lockFor, type Parameter, type Pool, type Sql } from './pool.ts'

/** What nodes tell one another when the holder of a report is to do something. */
const topic = 'report asked'
const decided = 'report decided'
const letGo = 'report let go'

const isUnsettled = `NOT (${hasEnded} AND ${isDelivered})`
/** Finished, and in one mail with others of its request, which is still to be sent. */
const sharesMail = `state = 'finished' AND delivery = 'pending'
  AND options::json ->> 'delivery' = 'digest'`
/** That waits for the others, held by nobody. */
const waitsForMail = `${sharesMail} AND owner IS NULL`

const stored = async (
  sql: Sql,
  text: string,
  ...parameters: Parameter[]
): Promise<StoredReport[]> => (await sql.rows<ReportRow>(text, parameters)).map(fromRow)

/** Who holds reports, over all nodes. */
export const postgresReportHolders = (
  pool: Pool,
  log: PostgresEventLog,
  owner: string,
): ReportHolders => ({
  takeOver: (by) =>
    stored(
      pool,
      `WITH taken AS (
         UPDATE reports SET lease = lease + 1, owner = $1 WHERE report_oid IN (
           SELECT report_oid FROM reports WHERE ${isUnsettled} AND owner IS DISTINCT FROM $1 AND CASE
             WHEN owner IS NULL THEN state <> 'queued' AND NOT (${waitsForMail})
             ELSE NOT ${isAlive('reports.owner')} END
           FOR UPDATE SKIP LOCKED)
         RETURNING *
       ) SELECT * FROM taken ORDER BY report_id`,
      by,
    ),
  takeBatch: (batchOid, by) =>
    pool.transaction(async (sql) => {
      // Two that look at once would each take a part.
      await lockFor(sql, `batch ${batchOid}`)
      return stored(
        sql,
        `WITH taken AS (
           UPDATE reports SET lease = lease + (owner IS DISTINCT FROM $2)::integer, owner = $2
           WHERE batch_oid = $1 AND ${sharesMail} AND NOT EXISTS (
             SELECT 1 FROM reports WHERE batch_oid = $1 AND (NOT ${hasEnded}
               OR (${sharesMail} AND owner <> $2)))
           RETURNING *
         ) SELECT * FROM taken ORDER BY report_id`,
        batchOid,
        by,
      )
    }),
  async dueBatches() {
    const rows = await pool.rows<{ oid: string }>(
      `SELECT DISTINCT batch_oid AS oid FROM reports WHERE ${isUnsettled} AND ${waitsForMail}`,
    )
    return rows.map(({ oid }) => oid)
  },
  async ask(reportOid, ask) {
    const asked = await pool.run(
      `UPDATE reports SET asked = CASE WHEN asked = 'cancel' THEN asked ELSE $2 END
       WHERE report_oid = $1 AND NOT ${hasEnded} AND owner IS DISTINCT FROM $3`,
      [reportOid, ask, owner],
    )
    if (asked === 0) return false
    // A holder that does not hear it now looks itself.
    await log.tellNodes({ topic, data: JSON.stringify({ reportOid, ask }) }).catch(() => undefined)
    return true
  },
  async asked(reportOids) {
    const rows = await pool.rows<{ reportOid: string; ask: Ask }>(
      `SELECT report_oid AS "reportOid", asked AS ask FROM reports
       WHERE report_oid = ANY ($1) AND asked IS NOT NULL`,
      [reportOids],
    )
    return new Map(rows.map(({ reportOid, ask }) => [reportOid, ask]))
  },
  followAsks: (listener) =>
    log.followNodes(topic, (data) => {
      const { reportOid, ask } = JSON.parse(data) as { reportOid: string; ask: Ask }
      listener(reportOid, ask)
    }),
  async isHeldElsewhere(reportOid) {
    const rows = await pool.rows(
      'SELECT 1 FROM reports WHERE report_oid = $1 AND owner IS NOT NULL AND owner <> $2',
      [reportOid, owner],
    )
    return rows.length > 0
  },
  askToLetGo: (reportOid, why) =>
    log.tellNodes({ topic: letGo, data: JSON.stringify({ reportOid, why }) }),
  followLetGo: (listener) =>
    log.followNodes(letGo, (data) => {
      const { reportOid, why } = JSON.parse(data) as { reportOid: string; why: LetGo }
      listener(reportOid, why)
    }),
  async decide(reportOid, decision) {
    const kept = await pool.run(
      `UPDATE reports SET decision = $2 WHERE report_oid = $1 AND state = 'finished'
         AND delivery = 'pending' AND coalesce(decision ->> 'hash', '') <> $3`,
      [reportOid, JSON.stringify(decision), decision.hash],
    )
    if (kept === 0) return false
    // A holder that does not hear it now looks itself.
    await log.tellNodes({ topic: decided, data: reportOid }).catch(() => undefined)
    return true
  },
  async decisions(reportOids) {
    const rows = await pool.rows<{ reportOid: string; decision: Decision }>(
      `SELECT report_oid AS "reportOid", decision FROM reports
       WHERE report_oid = ANY ($1) AND decision IS NOT NULL`,
      [reportOids],
    )
    return new Map(rows.map(({ reportOid, decision }) => [reportOid, decision]))
  },
  followDecisions: (listener) => log.followNodes(decided, listener),
})
