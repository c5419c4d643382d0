import type { Reason } from '../../contract/reason.ts'
import type { Stage } from '../../contract/reports.ts'
import type { Stretch } from '../../contract/statistics.ts'
import {
  checkpointKinds as kinds,
  type Checkpoints,
  type CollectedFigures,
} from '../../ports/checkpoints.ts'
import { figuresOf, outputOf, statesOf } from '../shared/checkpoint-rows.ts'
import type { KnownAuthor } from '../../ports/people.ts'
import type { Database } from './database.ts'
import { writesOf } from './writes.ts'

export function sqliteCheckpoints(db: Database): Checkpoints {
  const { write } = writesOf(db)
  const upsert = db.prepare(
    `INSERT INTO checkpoints (report_oid, stage, version, output, made_at)
     SELECT report_oid, ?, ?, ?, ? FROM reports WHERE report_oid = ? AND lease = ?
     ON CONFLICT (report_oid, stage) DO UPDATE
       SET version = excluded.version, output = excluded.output, made_at = excluded.made_at`,
  )
  const select = db.prepare(
    `SELECT output FROM checkpoints WHERE report_oid = ? AND stage = ? AND version = ?`,
  )
  const selectVersions = db.prepare(`SELECT stage, version FROM checkpoints WHERE report_oid = ?`)
  const selectCollected = db.prepare(
    `SELECT output ->> 'maxOrd' AS maxOrd, output ->> 'messages' AS messages, output ->> 'system' AS system,
       output ->> '$.statistics.firstAt' AS firstAt, output ->> '$.statistics.lastAt' AS lastAt,
       output -> 'people' AS people, output -> '$.statistics.unread' AS unread,
       output -> '$.statistics.changed' AS changed
     FROM checkpoints WHERE report_oid = ? AND stage = 'collecting'`,
  )
  const selectFigures = db.prepare(
    `WITH made AS (SELECT output -> 'statistics' AS s FROM checkpoints
       WHERE report_oid = ? AND stage = 'collecting' AND version = ?),
     people AS (SELECT value ->> 'author' AS author, value ->> 'answers' AS answers, value ->> 'role' AS role
       FROM made, json_each(made.s, '$.participants')),
     team AS (SELECT EXISTS (SELECT 1 FROM people WHERE role = 'team') AS known)
     SELECT json_object('total', s -> 'total', 'messages', s -> 'messages',
       'answers', s -> 'answers', 'earlier', s -> 'earlier', 'unread', s -> 'unread',
       'changed', s -> 'changed', 'people', (SELECT count(*) FROM people),
       'answersOfPeople', (SELECT coalesce(sum(answers), 0) FROM people),
       'answerers', (SELECT json_group_array(json_object('author', author, 'answers', answers))
         FROM (SELECT * FROM people WHERE answers > 0
           AND iif(known, role IS 'team', role IS NOT 'guest') ORDER BY answers DESC LIMIT 5)),
       'isTeam', json(iif(known, 'true', 'false'))) AS figures
     FROM made, team`,
  )
  const selectFallback = db.prepare(
    `SELECT output ->> '$.method.fallback' AS fallback FROM checkpoints
     WHERE report_oid = ? AND stage = 'summarizing'`,
  )
  const selectFiles = db.prepare(
    // From the few reports to their checkpoints, never through all of these.
    `SELECT output ->> 'temporaryFile' AS file FROM reports CROSS JOIN checkpoints USING (report_oid)
     WHERE state IN ('queued', 'collecting', 'summarizing', 'writing') AND stage = 'writing'`,
  )
  const selectHeld = db.prepare(`SELECT 1 FROM reports WHERE report_oid = ? AND lease = ?`)
  const remove = db.prepare(`DELETE FROM checkpoints WHERE report_oid = ? AND stage = ?`)

  return {
    async get<S extends Stage>(reportOid: string, stage: S) {
      const { version } = kinds[stage]
      const row = select.get(reportOid, stage, version) as { output: string } | undefined
      if (row === undefined) return null
      return outputOf(stage, row.output)
    },
    async states(reportOid) {
      const rows = selectVersions.all(reportOid) as { stage: Stage; version: number }[]
      return statesOf(rows)
    },
    async collected(reportOid) {
      const row = selectCollected.get(reportOid) as
        | (Omit<CollectedFigures, 'people' | 'unread' | 'changed'> &
            Record<'people' | 'unread' | 'changed', string | null>)
        | undefined
      if (row === undefined) return null
      return {
        ...row,
        people: JSON.parse(row.people ?? '[]') as KnownAuthor[],
        unread: JSON.parse(row.unread ?? '[]') as Stretch[],
        changed: JSON.parse(row.changed ?? 'null') as CollectedFigures['changed'],
      }
    },
    async figures(reportOid) {
      const row = selectFigures.get(reportOid, kinds.collecting.version)
      if (row === undefined) return null
      const { figures } = row as { figures: string }
      return figuresOf(JSON.parse(figures) as object)
    },
    async fallback(reportOid) {
      const row = selectFallback.get(reportOid) as { fallback: string | null } | undefined
      return typeof row?.fallback === 'string' ? (JSON.parse(row.fallback) as Reason) : null
    },
    temporaryFiles: async () => (selectFiles.all() as { file: string }[]).map(({ file }) => file),
    save({ reportOid, lease }, stage, output, at) {
      const made = [
        stage,
        kinds[stage].version,
        JSON.stringify(output),
        at,
        reportOid,
        lease,
      ] as const
      return write(() => Number(upsert.run(...made).changes) > 0)
    },
    drop: ({ reportOid, lease }, stages) =>
      write(() => {
        if (selectHeld.get(reportOid, lease) === undefined) return false
        for (const stage of stages) remove.run(reportOid, stage)
        return true
      }),
  }
}
