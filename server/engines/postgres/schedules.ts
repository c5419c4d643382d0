import type { BatchTally, Schedules, StoredRun, StoredSchedule } from '../../ports/schedules.ts'
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
import { jsonText } from './json-text.ts'
import type { Parameter, Pool } from './pool.ts'

/**
 * One statement: its parts see the schedule as it was before. Of two nodes that place a run at once, the second one
 * waits for the indexes of `schedule_runs` and then places nothing.
 */
const claiming = `WITH placed AS (
    INSERT INTO schedule_runs (run_oid, schedule_oid, planned_at, state, content)
    SELECT $1, $2, $3::bigint, $4, $5
    WHERE EXISTS (SELECT 1 FROM schedules WHERE schedule_oid = $2 AND ($6::bigint IS NULL OR next_at = $6))
    ON CONFLICT DO NOTHING
    RETURNING 1
  ),
  moved AS (
    UPDATE schedules SET next_at = $7::bigint WHERE schedule_oid = $2 AND next_at = $6 AND (
      EXISTS (SELECT 1 FROM placed)
      OR EXISTS (SELECT 1 FROM schedule_runs WHERE schedule_oid = $2 AND planned_at = $3))
    RETURNING 1
  )
  SELECT EXISTS (SELECT 1 FROM placed) AS "isPlaced", EXISTS (SELECT 1 FROM moved) AS "isMoved"`

/** The tables `schedules` and `schedule_runs`. */
export function postgresSchedules(pool: Pool): Schedules {
  const schedules = async (sql: string, ...parameters: Parameter[]): Promise<StoredSchedule[]> =>
    (await pool.rows<ScheduleRow>(sql, parameters)).map(toSchedule)
  const runsOf = async (sql: string, ...parameters: Parameter[]): Promise<StoredRun[]> =>
    (await pool.rows<RunRow>(sql, parameters)).map(toRun)

  return {
    list: () => schedules('SELECT * FROM schedules ORDER BY schedule_id'),
    get: async (scheduleOid) =>
      (await schedules('SELECT * FROM schedules WHERE schedule_oid = $1', scheduleOid))[0] ?? null,
    async insert({ scheduleOid, revision, createdAt, nextAt, definition }) {
      await pool.run(
        `INSERT INTO schedules (schedule_oid, revision, created_at, next_at, definition)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (schedule_oid) DO NOTHING`,
        [scheduleOid, revision, createdAt, nextAt, jsonText(definition)],
      )
    },
    replace: async ({ scheduleOid, revision, nextAt, definition }) =>
      (await pool.run(
        `UPDATE schedules SET revision = revision + 1, next_at = $1, definition = $2
         WHERE schedule_oid = $3 AND revision = $4`,
        [nextAt, jsonText(definition), scheduleOid, revision],
      )) > 0,
    remove: async (scheduleOid) =>
      (
        await pool.rows(
          `WITH gone AS (DELETE FROM schedule_runs WHERE schedule_oid = $1)
           DELETE FROM schedules WHERE schedule_oid = $1 RETURNING 1`,
          [scheduleOid],
        )
      ).length > 0,
    due: (now) => schedules('SELECT * FROM schedules WHERE next_at <= $1 ORDER BY next_at', now),
    async nextAt() {
      const [row] = await pool.rows<{ at: number | null }>(
        'SELECT min(next_at) AS at FROM schedules',
      )
      return row?.at ?? null
    },
    async claim({ run, due }) {
      const [result] = await pool.rows<{ isPlaced: boolean }>(claiming, [
        run.runOid,
        run.scheduleOid,
        run.plannedAt,
        run.state,
        jsonText(run),
        due?.was ?? null,
        due?.next ?? null,
      ])
      return result?.isPlaced ?? false
    },
    changeRun: async (run) =>
      (await pool.run(
        `UPDATE schedule_runs SET state = $1, content = $2 WHERE run_oid = $3 AND ${isOpen}`,
        [run.state, jsonText(run), run.runOid],
      )) > 0,
    openRuns: () => runsOf(`SELECT content FROM schedule_runs WHERE ${isOpen} ORDER BY run_id`),
    run: async (runOid) =>
      (await runsOf('SELECT content FROM schedule_runs WHERE run_oid = $1', runOid))[0] ?? null,
    async lastRuns() {
      const newest = await runsOf(
        `SELECT DISTINCT ON (schedule_oid) content FROM schedule_runs
         ORDER BY schedule_oid, planned_at DESC`,
      )
      return new Map(newest.map((run): [string, StoredRun] => [run.scheduleOid, run]))
    },
    async runs(scheduleOid, { before, limit }) {
      const [counted] = await pool.rows<{ total: number }>(
        'SELECT count(*) AS total FROM schedule_runs WHERE schedule_oid = $1',
        [scheduleOid],
      )
      const items = await runsOf(
        `SELECT content FROM schedule_runs
         WHERE schedule_oid = $1 AND ($2::bigint IS NULL OR planned_at < $2)
         ORDER BY planned_at DESC LIMIT $3`,
        scheduleOid,
        before,
        limit,
      )
      return { items, total: counted?.total ?? 0 }
    },
    async trimRuns(keep) {
      await pool.run(
        `DELETE FROM schedule_runs WHERE NOT ${isOpen} AND run_id IN (SELECT run_id FROM (
           SELECT run_id, row_number() OVER (PARTITION BY schedule_oid ORDER BY planned_at DESC) AS place
           FROM schedule_runs) placed WHERE place > $1)`,
        [keep],
      )
    },
    tally: (batchOid) =>
      pool.rows<BatchTally>(
        `SELECT state, ${deliveryOfRun} AS delivery, count(*) AS count FROM reports WHERE batch_oid = $1
         GROUP BY 1, 2`,
        [batchOid],
      ),
    waiting: async (batchOids) =>
      toWaiting(
        await pool.rows<WaitingRow>(
          `SELECT batch_oid, count(*) AS count FROM reports
           WHERE batch_oid = ANY ($1) AND ${waitsForApproval} GROUP BY 1`,
          [batchOids],
        ),
      ),
  }
}
