import type { Dispatches } from '../../ports/dispatches.ts'
import { toDispatch, type DispatchRow } from '../shared/dispatch-rows.ts'
import type { Database } from './database.ts'
import { writesOf } from './writes.ts'

export function sqliteDispatches(db: Database): Dispatches {
  const { write } = writesOf(db)
  const insert = db.prepare(
    `INSERT INTO dispatches (dispatch_oid, report_oid, attempt, destination, body, state, due_at)
     VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  )
  const ofReport = db.prepare('SELECT * FROM dispatches WHERE report_oid = ? ORDER BY dispatch_id')
  const take = db.prepare(
    `UPDATE dispatches SET owner = ?, due_at = ?, tries = tries + 1 WHERE dispatch_id IN
       (SELECT dispatch_id FROM dispatches WHERE state = 'pending' AND due_at <= ? ORDER BY due_at LIMIT ?)
     RETURNING *`,
  )
  const takeUp = db.prepare(
    `UPDATE dispatches SET owner = NULL, due_at = ? WHERE owner = ? AND state = 'pending'`,
  )
  const settle = db.prepare(
    `UPDATE dispatches SET state = ?, due_at = ?, said = ?, owner = NULL
     WHERE dispatch_oid = ? AND tries = ? AND state = 'pending'`,
  )
  const release = db.prepare(
    `UPDATE dispatches SET state = 'pending', tries = 0, due_at = ? WHERE report_oid = ? AND state = ?`,
  )
  const withdraw = db.prepare(`DELETE FROM dispatches WHERE report_oid = ? AND state = 'held'`)
  const next = db.prepare(`SELECT min(due_at) AS due FROM dispatches WHERE state = 'pending'`)
  const sweep = db.prepare(
    'DELETE FROM dispatches WHERE report_oid NOT IN (SELECT report_oid FROM reports)',
  )

  return {
    add: (dispatches) =>
      write(() => {
        for (const each of dispatches) {
          const { dispatchOid, reportOid, attempt, destination, body, state, dueAt } = each
          insert.run(dispatchOid, reportOid, attempt, destination, body, state, dueAt)
        }
      }),
    ofReport: async (reportOid) =>
      (ofReport.all(reportOid) as unknown as DispatchRow[]).map(toDispatch),
    take: ({ owner, now, until, limit }) =>
      write(() => (take.all(owner, until, now, limit) as unknown as DispatchRow[]).map(toDispatch)),
    takeUp: (owner, now) => write(() => void takeUp.run(now, owner)),
    settle: ({ dispatchOid, tries }, { state, dueAt, said }) =>
      write(
        () =>
          void settle.run(
            state,
            dueAt,
            said === null ? null : JSON.stringify(said),
            dispatchOid,
            tries,
          ),
      ),
    release: (reportOid, from, now) =>
      write(() => Number(release.run(now, reportOid, from).changes)),
    withdraw: (reportOid) => write(() => void withdraw.run(reportOid)),
    nextDue: async () => (next.get() as { due: number | null }).due,
    sweep: () => write(() => void sweep.run()),
  }
}
