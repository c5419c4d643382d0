import { z } from 'zod'
import type { Reason } from '../../contract/reason.ts'
import { WorkbookFile, type Stage } from '../../contract/reports.ts'
import { RoomFigures, RoomStatistics } from '../../contract/statistics.ts'
import { Summary } from '../../contract/summary.ts'
import type { Database } from './database.ts'

/** What the collecting stage makes. */
export const Collected = z.object({
  /** Newest order number that counts; every later stage and attempt reads up to here. */
  maxOrd: z.int(),
  messages: z.int().nonnegative(),
  system: z.int().nonnegative(),
  statistics: RoomStatistics,
})
export type Collected = z.infer<typeof Collected>

/** What the writing stage makes: enough to finish the rename after a crash. */
export const Written = WorkbookFile.extend({ temporaryFile: z.string() })
export type Written = z.infer<typeof Written>

/**
 * What each stage leaves. Raise `version` where the output of an earlier version of the app can no longer
 * serve; a schema that only gained fields with defaults stays at its version. A checkpoint of another
 * version counts as none: the stage runs again.
 */
const kinds = {
  collecting: { version: 1, schema: Collected },
  summarizing: { version: 1, schema: Summary },
  writing: { version: 1, schema: Written },
} as const satisfies Record<Stage, { version: number; schema: z.ZodType }>

export type CheckpointOf<S extends Stage> = z.infer<(typeof kinds)[S]['schema']>

/** What the name of the workbook, and a restart, need of the collecting stage. */
export interface CollectedFigures {
  maxOrd: number
  messages: number
  system: number
  /** Milliseconds; null where no message has a time. */
  firstAt: number | null
  lastAt: number | null
}

/** What finished stages have made, so that nothing is made twice. */
export interface Checkpoints {
  /** Null if the stage has not finished, or did so under another version. It may be large. */
  get<S extends Stage>(reportOid: string, stage: S): CheckpointOf<S> | null
  has(reportOid: string, stage: Stage): boolean
  /** Whether there is one that this version cannot use. */
  isOutdated(reportOid: string, stage: Stage): boolean
  /**
   * The small part of what the collecting stage made, without reading the rest. Of any version, because
   * the range of messages stays the same when the stage runs again.
   */
  collected(reportOid: string): CollectedFigures | null
  /** What is told of a room without reading its long lists; null as for `get`. */
  figures(reportOid: string): RoomFigures | null
  /** Why the summary was not written by the model that was asked; null if nothing is known of that. */
  fallback(reportOid: string): Reason | null
  save<S extends Stage>(reportOid: string, stage: S, output: CheckpointOf<S>, nowMs: number): void
  drop(reportOid: string, stage: Stage): void
}

export function createCheckpoints(db: Database): Checkpoints {
  const upsert = db.prepare(
    `INSERT INTO checkpoints (report_oid, stage, version, output, made_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (report_oid, stage) DO UPDATE
       SET version = excluded.version, output = excluded.output, made_at = excluded.made_at`,
  )
  const select = db.prepare(
    `SELECT output FROM checkpoints WHERE report_oid = ? AND stage = ? AND version = ?`,
  )
  const selectVersion = db.prepare(
    `SELECT version FROM checkpoints WHERE report_oid = ? AND stage = ?`,
  )
  const selectCollected = db.prepare(
    `SELECT output ->> 'maxOrd' AS maxOrd, output ->> 'messages' AS messages, output ->> 'system' AS system,
       output ->> '$.statistics.firstAt' AS firstAt, output ->> '$.statistics.lastAt' AS lastAt
     FROM checkpoints WHERE report_oid = ? AND stage = 'collecting'`,
  )
  const selectFigures = db.prepare(
    `WITH made AS (SELECT output -> 'statistics' AS s FROM checkpoints
       WHERE report_oid = ? AND stage = 'collecting' AND version = ?),
     people AS (SELECT value ->> 'author' AS author, value ->> 'answers' AS answers
       FROM made, json_each(made.s, '$.participants'))
     SELECT json_object('total', s -> 'total', 'messages', s -> 'messages',
       'answers', s -> 'answers', 'earlier', s -> 'earlier',
       'people', (SELECT count(*) FROM people),
       'answersOfPeople', (SELECT coalesce(sum(answers), 0) FROM people),
       'answerers', (SELECT json_group_array(json_object('author', author, 'answers', answers))
         FROM (SELECT * FROM people WHERE answers > 0 ORDER BY answers DESC LIMIT 5))) AS figures
     FROM made`,
  )
  const selectFallback = db.prepare(
    `SELECT output ->> '$.method.fallback' AS fallback FROM checkpoints
     WHERE report_oid = ? AND stage = 'summarizing'`,
  )
  const remove = db.prepare(`DELETE FROM checkpoints WHERE report_oid = ? AND stage = ?`)
  const versionOf = (reportOid: string, stage: Stage): number | null => {
    const row = selectVersion.get(reportOid, stage) as { version: number } | undefined
    return row?.version ?? null
  }

  return {
    get<S extends Stage>(reportOid: string, stage: S) {
      const { version, schema } = kinds[stage]
      const row = select.get(reportOid, stage, version) as { output: string } | undefined
      if (row === undefined) return null
      const parsed = (schema as z.ZodType as z.ZodType<CheckpointOf<S>>).safeParse(
        JSON.parse(row.output),
      )
      return parsed.success ? parsed.data : null
    },
    has: (reportOid, stage) => versionOf(reportOid, stage) === kinds[stage].version,
    isOutdated(reportOid, stage) {
      const version = versionOf(reportOid, stage)
      return version !== null && version !== kinds[stage].version
    },
    collected(reportOid) {
      const row = selectCollected.get(reportOid)
      return row === undefined ? null : ({ ...row } as unknown as CollectedFigures)
    },
    figures(reportOid) {
      const row = selectFigures.get(reportOid, kinds.collecting.version)
      if (row === undefined) return null
      const { figures } = row as { figures: string }
      // What an earlier version has not kept takes its default.
      const kept = Object.entries(JSON.parse(figures) as object)
      const parsed = RoomFigures.safeParse(
        Object.fromEntries(kept.filter(([name, value]) => name === 'earlier' || value !== null)),
      )
      return parsed.success ? parsed.data : null
    },
    fallback(reportOid) {
      const row = selectFallback.get(reportOid) as { fallback: string | null } | undefined
      return typeof row?.fallback === 'string' ? (JSON.parse(row.fallback) as Reason) : null
    },
    save(reportOid, stage, output, nowMs) {
      upsert.run(reportOid, stage, kinds[stage].version, JSON.stringify(output), nowMs)
    },
    drop(reportOid, stage) {
      remove.run(reportOid, stage)
    },
  }
}
