import { emptyImportCounts } from '../../contract/imports.ts'
import type { ImportResult, Imports, ImportSourceRecord } from '../../ports/imports.ts'
import type { RoomTotals } from '../../ports/rooms.ts'
import { toStoredImport, type ImportRow } from '../shared/import-rows.ts'
import type { PostgresEventLog } from './event-log.ts'
import { reopenImport, undoRoom } from './import-undo.ts'
import { jsonText } from './json-text.ts'
import { ImportTakenOver } from './message-append.ts'
import { isAlive } from './nodes.ts'
import { countedPeople } from './people-of-rooms.ts'
import type { Pool, Sql } from './pool.ts'

/** What nodes tell one another when an import that one of them has is to end. */
const topic = 'import cancelled'
/** Holds an import that waits for a node which reads imports. */
const nobody = ''

/** Messages after which the database looks anew at what its tables hold, instead of within a minute or so. */
const manyMessages = 10_000

async function end(
  sql: Sql,
  owner: string,
  importId: number,
  result: ImportResult,
): Promise<number> {
  const { choices } = result
  return sql.run(
    `UPDATE imports SET state = $2, format = $3, bytes_read = $4, bytes_total = $5, counts = $6, room_oids = $7,
       warnings = $8, error = $9,
       source = (CASE WHEN $10::text IS NULL THEN source::jsonb - 'choices'
         ELSE jsonb_set(source::jsonb, '{choices}', $10::jsonb) END)::text
     WHERE import_id = $1 AND owner = $11`,
    [
      importId,
      result.state,
      result.format,
      result.bytesRead,
      result.bytesTotal,
      jsonText(result.counts),
      jsonText(result.roomOids),
      jsonText(result.warnings),
      result.error ? jsonText(result.error) : null,
      choices === undefined ? null : jsonText(choices),
      owner,
    ],
  )
}

/** Counts what an import has brought to its rooms and shows them, in the transaction of the caller. */
export async function showRooms(
  sql: Sql,
  importId: number,
  rooms: readonly RoomTotals[],
): Promise<void> {
  const sorted = rooms.toSorted((a, b) => (a.roomOid < b.roomOid ? -1 : 1))
  // Held in the order in which everybody takes rooms.
  await sql.run(
    'SELECT 1 FROM rooms WHERE room_oid = ANY ($1) ORDER BY room_oid FOR NO KEY UPDATE',
    [sorted.map(({ roomOid }) => roomOid)],
  )
  await sql.run(
    `UPDATE rooms r SET visible = true, message_count = message_count + g.messages,
       system_count = system_count + g.system, participant_count = participant_count + g.participants,
       first_message_at = least(first_message_at, g.first_at),
       last_message_at = greatest(last_message_at, g.last_at)
     FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])
       AS g (room_oid, messages, system, participants, first_at, last_at)
     WHERE r.room_oid = g.room_oid`,
    [
      sorted.map(({ roomOid }) => roomOid),
      sorted.map(({ messages }) => messages),
      sorted.map(({ system }) => system),
      sorted.map(({ participants }) => participants),
      sorted.map(({ firstAt }) => firstAt),
      sorted.map(({ lastAt }) => lastAt),
    ],
  )
  // Authors may have become one person while they came in.
  await sql.run(
    `UPDATE rooms SET participant_count = ${countedPeople}
     WHERE room_oid = ANY ($1) AND EXISTS (SELECT 1 FROM people)`,
    [sorted.map(({ roomOid }) => roomOid)],
  )
  await sql.run('DELETE FROM import_rooms WHERE import_id = $1', [importId])
}

/**
 * The imports in the tables `imports` and `import_rooms`.
 *
 * @param owner the node whose imports these are
 */
export function postgresImports(pool: Pool, log: PostgresEventLog, owner: string): Imports {
  const one = async (text: string, ...parameters: (string | number)[]) => {
    const [row] = await pool.rows<ImportRow>(text, parameters)
    return row === undefined ? null : toStoredImport(row)
  }

  return {
    async create({ importOid, name, source, isForOthers = false }) {
      const created = await one(
        `INSERT INTO imports (import_oid, owner, name, state, counts, source, created_at)
         VALUES ($1, $2, $3, 'queued', $4, $5, $6) RETURNING *`,
        importOid,
        isForOthers ? nobody : owner,
        name,
        jsonText(emptyImportCounts()),
        jsonText(source),
        Date.now(),
      )
      if (created === null) throw new Error(`The import ${importOid} was not kept.`)
      return created
    },
    get: (importOid) =>
      one('SELECT * FROM imports WHERE import_oid = $1 AND trash_oid IS NULL', importOid),
    async unfinished() {
      const rows = await pool.rows<ImportRow>(
        `SELECT * FROM imports WHERE state IN ('queued', 'reading') AND owner = $1 ORDER BY import_id`,
        [owner],
      )
      return rows.map(toStoredImport)
    },
    async takeOver() {
      const rows = await pool.rows<ImportRow>(
        `WITH taken AS (
           UPDATE imports SET owner = $1 WHERE import_id IN (
             SELECT import_id FROM imports WHERE state IN ('queued', 'reading') AND owner <> $1
               AND NOT ${isAlive('imports.owner')} FOR UPDATE SKIP LOCKED)
           RETURNING *
         ) SELECT * FROM taken ORDER BY import_id`,
        [owner],
      )
      return rows.map(toStoredImport)
    },
    async cancel(importOid) {
      const ended = await pool.run(
        `UPDATE imports SET state = 'cancelled' WHERE import_oid = $1 AND state = 'queued' AND owner = $2`,
        [importOid, nobody],
      )
      if (ended > 0) return 'cancelled'
      const [held] = await pool.rows(
        `SELECT 1 FROM imports WHERE import_oid = $1 AND state IN ('queued', 'reading') AND owner <> $2`,
        [importOid, owner],
      )
      if (held === undefined) return 'refused'
      await log.tellNodes({ topic, data: importOid })
      return 'asked'
    },
    followCancels: (listener) => log.followNodes(topic, listener),
    async uploadsInUse() {
      const rows = await pool.rows<{ upload: string }>(
        `SELECT source::json ->> 'upload' AS upload FROM imports
         WHERE state IN ('queued', 'reading') AND source::json ->> 'upload' IS NOT NULL`,
      )
      return rows.map(({ upload }) => upload)
    },
    async start(importId) {
      await pool.run(`UPDATE imports SET state = 'reading' WHERE import_id = $1 AND owner = $2`, [
        importId,
        owner,
      ])
    },
    async end(importId, result) {
      await end(pool, owner, importId, result)
    },
    async finish(importId, rooms, result) {
      await pool.transaction(async (sql) => {
        // First, so that nobody takes it over before the rest is done.
        if ((await end(sql, owner, importId, result)) === 0) throw new ImportTakenOver()
        await showRooms(sql, importId, rooms)
      })
      const brought = rooms.reduce((sum, { messages, system }) => sum + messages + system, 0)
      // Whoever reads next asks a table of which the planner would know nothing.
      if (brought >= manyMessages) await pool.run('ANALYZE messages').catch(() => undefined)
    },
    retry: (importOid, reading) =>
      one(
        `UPDATE imports SET state = 'queued', owner = $2, format = NULL, bytes_read = 0, bytes_total = NULL,
           counts = $3, warnings = '[]', error = NULL,
           source = jsonb_set(source::jsonb - 'choices', '{reading}', $4::jsonb)::text
         WHERE import_oid = $1 AND state NOT IN ('queued', 'reading', 'trashed') RETURNING *`,
        importOid,
        owner,
        jsonText(emptyImportCounts()),
        jsonText(reading),
      ),
    async remove(importOid) {
      const [row] = await pool.rows<{ source: string }>(
        `DELETE FROM imports WHERE import_oid = $1 AND state IN ('failed', 'cancelled') RETURNING source`,
        [importOid],
      )
      return row === undefined ? null : (JSON.parse(row.source) as ImportSourceRecord)
    },
    reopen: (importId) => reopenImport(pool, importId),
    async undo(importId) {
      const elsewhere = await pool.rows(
        `SELECT 1 FROM imports WHERE import_id = $1 AND state IN ('queued', 'reading') AND owner <> $2`,
        [importId, owner],
      )
      return elsewhere.length === 0 && undoRoom(pool, importId)
    },
    async keptUploads() {
      const rows = await pool.rows<{ upload: string }>(
        `SELECT source::json ->> 'upload' AS upload FROM imports
         WHERE state NOT IN ('queued', 'reading') AND owner = $1
           AND source::json ->> 'upload' IS NOT NULL AND source::json ->> 'choices' IS NOT NULL`,
        [owner],
      )
      return rows.map(({ upload }) => upload)
    },
  }
}
