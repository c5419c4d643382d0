import type { BatchTally, RunClaim, Schedules, StoredRun } from '../../ports/schedules.ts'
import {
  deliveryOfRun,
  toWaiting,
  waitsForApproval,
  type WaitingRow,
  isOpen,
  toRun,
  toSchedule,
  type RunRow,
  type ScheduleRow,
} from '../shared/schedule-rows.ts'
import type { Database } from './database.ts'
import { writesOf } from './writes.ts'

/** The tables `schedules` and `schedule_runs`. */
export function sqliteSchedules(db: Database): Schedules {
  const { write } = writesOf(db)
  const schedules = (rows: unknown) => (rows as ScheduleRow[]).map(toSchedule)
  const runsOf = (rows: unknown) => (rows as RunRow[]).map(toRun)
  const place = db.prepare(
    `INSERT INTO schedule_runs (run_oid, schedule_oid, planned_at, state, content)
     SELECT ?1, ?2, ?3, ?4, ?5
     WHERE EXISTS (SELECT 1 FROM schedules WHERE schedule_oid = ?2 AND (?6 IS NULL OR next_at = ?6))
     ON CONFLICT DO NOTHING`,
  )
  const moveOn = db.prepare(
    `UPDATE schedules SET next_at = ?1 WHERE schedule_oid = ?2 AND next_at = ?3
       AND EXISTS (SELECT 1 FROM schedule_runs WHERE schedule_oid = ?2 AND planned_at = ?4)`,
  )

  function claim({ run, due }: RunClaim): boolean {
    const { runOid, scheduleOid, plannedAt, state } = run
    const values = [runOid, scheduleOid, plannedAt, state, JSON.stringify(run)] as const
    const isPlaced = place.run(...values, due?.was ?? null).changes > 0
    if (due !== undefined) moveOn.run(due.next, scheduleOid, due.was, plannedAt)
    return isPlaced
  }

  return {
    list: async () => schedules(db.prepare('SELECT * FROM schedules ORDER BY schedule_id').all()),
    get: async (scheduleOid) =>
      schedules(db.prepare('SELECT * FROM schedules WHERE schedule_oid = ?').all(scheduleOid))[0] ??
      null,
    async insert({ scheduleOid, revision, createdAt, nextAt, definition }) {
      const insert = db.prepare(
        `INSERT INTO schedules (schedule_oid, revision, created_at, next_at, definition)
         VALUES (?, ?, ?, ?, ?)`,
      )
      const row = [scheduleOid, revision, createdAt, nextAt, JSON.stringify(definition)]
      await write(() => insert.run(...row))
    },
    async replace({ scheduleOid, revision, nextAt, definition }) {
      const update = db.prepare(
        `UPDATE schedules SET revision = revision + 1, next_at = ?, definition = ?
         WHERE schedule_oid = ? AND revision = ?`,
      )
      const given = [nextAt, JSON.stringify(definition), scheduleOid, revision]
      return Number((await write(() => update.run(...given))).changes) > 0
    },
    remove: (scheduleOid) =>
      write(() => {
        db.prepare('DELETE FROM schedule_runs WHERE schedule_oid = ?').run(scheduleOid)
        return (
          db.prepare('DELETE FROM schedules WHERE schedule_oid = ?').run(scheduleOid).changes > 0
        )
      }),
    due: async (now) =>
      schedules(db.prepare('SELECT * FROM schedules WHERE next_at <= ? ORDER BY next_at').all(now)),
    async nextAt() {
      const row = db.prepare('SELECT min(next_at) AS at FROM schedules').get()
      return (row as { at: number | null }).at
    },
    claim: (wanted) => write(() => claim(wanted)),
    async changeRun(run) {
      const update = db.prepare(
        `UPDATE schedule_runs SET state = ?, content = ? WHERE run_oid = ? AND ${isOpen}`,
      )
      const given = [run.state, JSON.stringify(run), run.runOid]
      return Number((await write(() => update.run(...given))).changes) > 0
    },
    openRuns: async () =>
      runsOf(db.prepare(`SELECT content FROM schedule_runs WHERE ${isOpen} ORDER BY run_id`).all()),
    run: async (runOid) =>
      runsOf(db.prepare('SELECT content FROM schedule_runs WHERE run_oid = ?').all(runOid))[0] ??
      null,
    async lastRuns() {
      const newest = runsOf(
        db
          .prepare(
            `SELECT content FROM schedules s JOIN schedule_runs r ON r.schedule_oid = s.schedule_oid
               AND r.planned_at = (SELECT max(planned_at) FROM schedule_runs n WHERE n.schedule_oid = s.schedule_oid)`,
          )
          .all(),
      )
      return new Map(newest.map((run): [string, StoredRun] => [run.scheduleOid, run]))
    },
    async runs(scheduleOid, { before, limit }) {
      const { total } = db
        .prepare('SELECT count(*) AS total FROM schedule_runs WHERE schedule_oid = ?')
        .get(scheduleOid) as { total: number }
      const rows = db
        .prepare(
          `SELECT content FROM schedule_runs WHERE schedule_oid = ? AND planned_at < ?
           ORDER BY planned_at DESC LIMIT ?`,
        )
        .all(scheduleOid, before ?? Number.MAX_SAFE_INTEGER, limit)
      return { items: runsOf(rows), total }
    },
    async trimRuns(keep) {
      const trim = db.prepare(
        `DELETE FROM schedule_runs WHERE NOT ${isOpen} AND run_id IN (SELECT run_id FROM (
           SELECT run_id, row_number() OVER (PARTITION BY schedule_oid ORDER BY planned_at DESC) AS place
           FROM schedule_runs) WHERE place > ?)`,
      )
      await write(() => trim.run(keep))
    },
    tally: async (batchOid) =>
      db
        .prepare(
          `SELECT state, ${deliveryOfRun} AS delivery, count(*) AS count FROM reports WHERE batch_oid = ?
           GROUP BY 1, 2`,
        )
        .all(batchOid) as unknown as BatchTally[],
    waiting: async (batchOids) =>
      toWaiting(
        db
          .prepare(
            `SELECT batch_oid, count(*) AS count FROM reports
             WHERE batch_oid IN (SELECT value FROM json_each(?)) AND ${waitsForApproval} GROUP BY 1`,
          )
          .all(JSON.stringify(batchOids)) as unknown as WaitingRow[],
      ),
  }
}
