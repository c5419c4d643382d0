import type { Dispatches } from '../../ports/dispatches.ts'
import { toDispatch, type DispatchRow } from '../shared/dispatch-rows.ts'
import type { Pool } from './pool.ts'

export function postgresDispatches(pool: Pool): Dispatches {
  return {
    async add(dispatches) {
      if (dispatches.length === 0) return
      await pool.run(
        `INSERT INTO dispatches (dispatch_oid, report_oid, attempt, destination, body, state, due_at)
         SELECT * FROM unnest($1::text[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::bigint[])
         ON CONFLICT DO NOTHING`,
        [
          dispatches.map((each) => each.dispatchOid),
          dispatches.map((each) => each.reportOid),
          dispatches.map((each) => each.attempt),
          dispatches.map((each) => each.destination),
          dispatches.map((each) => each.body),
          dispatches.map((each) => each.state),
          dispatches.map((each) => each.dueAt),
        ],
      )
    },
    async ofReport(reportOid) {
      const rows = await pool.rows<DispatchRow>(
        'SELECT * FROM dispatches WHERE report_oid = $1 ORDER BY dispatch_id',
        [reportOid],
      )
      return rows.map(toDispatch)
    },
    async take({ owner, now, until, limit }) {
      const rows = await pool.rows<DispatchRow>(
        `UPDATE dispatches SET owner = $1, due_at = $2, tries = tries + 1 WHERE dispatch_id IN
           (SELECT dispatch_id FROM dispatches WHERE state = 'pending' AND due_at <= $3
            ORDER BY due_at LIMIT $4 FOR UPDATE SKIP LOCKED)
         RETURNING *`,
        [owner, until, now, limit],
      )
      return rows.map(toDispatch)
    },
    async takeUp(owner, now) {
      await pool.run(
        `UPDATE dispatches SET owner = NULL, due_at = $2 WHERE owner = $1 AND state = 'pending'`,
        [owner, now],
      )
    },
    async settle({ dispatchOid, tries }, { state, dueAt, said }) {
      await pool.run(
        `UPDATE dispatches SET state = $3, due_at = $4, said = $5, owner = NULL
         WHERE dispatch_oid = $1 AND tries = $2 AND state = 'pending'`,
        [dispatchOid, tries, state, dueAt, said === null ? null : JSON.stringify(said)],
      )
    },
    release: (reportOid, from, now) =>
      pool.run(
        `UPDATE dispatches SET state = 'pending', tries = 0, due_at = $3
         WHERE report_oid = $1 AND state = $2`,
        [reportOid, from, now],
      ),
    async withdraw(reportOid) {
      await pool.run(`DELETE FROM dispatches WHERE report_oid = $1 AND state = 'held'`, [reportOid])
    },
    async nextDue() {
      const [row] = await pool.rows<{ due: number | null }>(
        `SELECT min(due_at) AS due FROM dispatches WHERE state = 'pending'`,
      )
      return row?.due ?? null
    },
    async sweep() {
      await pool.run(
        'DELETE FROM dispatches d WHERE NOT EXISTS (SELECT 1 FROM reports r WHERE r.report_oid = d.report_oid)',
      )
    },
  }
}
