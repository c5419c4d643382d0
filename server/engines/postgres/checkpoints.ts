import type { Reason } from '../../contract/reason.ts'
import type { Stage } from '../../contract/reports.ts'
import {
  checkpointKinds as kinds,
  type Checkpoints,
  type CollectedFigures,
} from '../../ports/checkpoints.ts'
import { figuresOf, outputOf, statesOf } from '../shared/checkpoint-rows.ts'
import { jsonText } from './json-text.ts'
import type { Pool } from './pool.ts'

/** The `checkpoints` table. */
export const postgresCheckpoints = (pool: Pool): Checkpoints => ({
  async get<S extends Stage>(reportOid: string, stage: S) {
    const { version } = kinds[stage]
    const rows = await pool.often.rows<{ output: string }>(
      'SELECT output FROM checkpoints WHERE report_oid = $1 AND stage = $2 AND version = $3',
      [reportOid, stage, version],
    )
    const [row] = rows
    if (row === undefined) return null
    return outputOf(stage, row.output)
  },
  async states(reportOid) {
    const rows = await pool.often.rows<{ stage: Stage; version: number }>(
      'SELECT stage, version FROM checkpoints WHERE report_oid = $1',
      [reportOid],
    )
    return statesOf(rows)
  },
  async collected(reportOid) {
    const rows = await pool.often.rows<CollectedFigures>(
      `SELECT (o ->> 'maxOrd')::bigint AS "maxOrd", (o ->> 'messages')::bigint AS messages,
         (o ->> 'system')::bigint AS system, (o #>> '{statistics,firstAt}')::bigint AS "firstAt",
         (o #>> '{statistics,lastAt}')::bigint AS "lastAt", coalesce(o -> 'people', '[]') AS people,
         coalesce(o #> '{statistics,unread}', '[]') AS unread, o #> '{statistics,changed}' AS changed
       FROM (SELECT output::json AS o FROM checkpoints WHERE report_oid = $1 AND stage = 'collecting') c`,
      [reportOid],
    )
    return rows[0] ?? null
  },
  async figures(reportOid) {
    const rows = await pool.rows<{ figures: Record<string, unknown> }>(
      `WITH made AS (SELECT output::json -> 'statistics' AS s FROM checkpoints
         WHERE report_oid = $1 AND stage = 'collecting' AND version = $2),
       people AS (SELECT value ->> 'author' AS author, (value ->> 'answers')::bigint AS answers,
           value ->> 'role' AS role, n
         FROM made, json_array_elements(made.s -> 'participants') WITH ORDINALITY AS p (value, n)),
       team AS (SELECT EXISTS (SELECT 1 FROM people WHERE role = 'team') AS known)
       SELECT json_build_object('total', s -> 'total', 'messages', s -> 'messages',
         'answers', s -> 'answers', 'earlier', s -> 'earlier', 'unread', s -> 'unread',
         'changed', s -> 'changed', 'people', (SELECT count(*) FROM people),
         'answersOfPeople', (SELECT coalesce(sum(answers), 0) FROM people),
         'answerers', (SELECT coalesce(json_agg(json_build_object('author', author, 'answers', answers)
             ORDER BY answers DESC, n), '[]')
           FROM (SELECT * FROM people WHERE answers > 0 AND
               CASE WHEN known THEN role IS NOT DISTINCT FROM 'team' ELSE role IS DISTINCT FROM 'guest' END
             ORDER BY answers DESC, n LIMIT 5) most),
         'isTeam', known) AS figures
       FROM made, team`,
      [reportOid, kinds.collecting.version],
    )
    const [row] = rows
    return row === undefined ? null : figuresOf(row.figures)
  },
  async fallback(reportOid) {
    const rows = await pool.often.rows<{ fallback: Reason | null }>(
      `SELECT output::json #> '{method,fallback}' AS fallback FROM checkpoints
       WHERE report_oid = $1 AND stage = 'summarizing'`,
      [reportOid],
    )
    return rows[0]?.fallback ?? null
  },
  async temporaryFiles() {
    const rows = await pool.rows<{ file: string }>(
      `SELECT c.output::json ->> 'temporaryFile' AS file FROM reports r JOIN checkpoints c USING (report_oid)
       WHERE r.state IN ('queued', 'collecting', 'summarizing', 'writing') AND c.stage = 'writing'`,
    )
    return rows.map(({ file }) => file)
  },
  async save({ reportOid, lease }, stage, output, at) {
    // The row is locked, so that nobody takes the report over between the look and the write.
    const written = await pool.often.run(
      `WITH held AS (SELECT report_oid FROM reports WHERE report_oid = $1 AND lease = $2 FOR UPDATE)
       INSERT INTO checkpoints (report_oid, stage, version, output, made_at)
       SELECT report_oid, $3, $4::integer, $5, $6::bigint FROM held
       ON CONFLICT (report_oid, stage) DO UPDATE
         SET version = excluded.version, output = excluded.output, made_at = excluded.made_at`,
      [reportOid, lease, stage, kinds[stage].version, jsonText(output), at],
    )
    return written === 1
  },
  async drop({ reportOid, lease }, stages) {
    const rows = await pool.rows<{ held: boolean }>(
      `WITH held AS (SELECT report_oid FROM reports WHERE report_oid = $1 AND lease = $2 FOR UPDATE),
       gone AS (DELETE FROM checkpoints WHERE stage = ANY ($3) AND report_oid IN (SELECT report_oid FROM held))
       SELECT EXISTS (SELECT 1 FROM held) AS held`,
      [reportOid, lease, stages],
    )
    return rows[0]?.held === true
  },
})
