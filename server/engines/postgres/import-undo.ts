import { importLimits } from '../../contract/limits.ts'
import type { TimePosition } from '../../ports/messages.ts'
import { lowest } from '../shared/message-rows.ts'
import { countedPeople, forgetAuthors, forgetCount } from './people-of-rooms.ts'
import type { Pool, Sql } from './pool.ts'

/** Holds a room, so that nobody writes to it or indexes it meanwhile. False: it is gone. */
export const holdRoom = async (sql: Sql, roomId: number): Promise<boolean> =>
  (await sql.rows('SELECT 1 FROM rooms WHERE room_id = $1 FOR UPDATE', [roomId])).length > 0

/**
 * Rooms stop counting the messages of an import, and a room that nobody else has filled becomes invisible.
 * Room by room, each in one transaction.
 */
export async function reopenImport(pool: Pool, importId: number): Promise<void> {
  const rooms = await pool.rows<{ id: number }>(
    `SELECT r.room_id AS id FROM imports i CROSS JOIN LATERAL json_array_elements_text(i.room_oids::json) AS o (oid)
       JOIN rooms r ON r.room_oid = o.oid
     WHERE i.import_id = $1 AND NOT EXISTS
       (SELECT 1 FROM import_rooms n WHERE n.import_id = $1 AND n.room_id = r.room_id)`,
    [importId],
  )
  for (const { id } of rooms) await pool.transaction((sql) => uncount(sql, importId, id))
}

async function uncount(sql: Sql, importId: number, roomId: number): Promise<void> {
  if (!(await holdRoom(sql, roomId))) return
  await sql.run(
    `UPDATE rooms SET message_count = message_count - own.messages, system_count = system_count - own.system,
       first_message_at = own.first, last_message_at = own.last
     FROM (
       SELECT count(*) FILTER (WHERE import_id = $1 AND NOT is_system) AS messages,
         count(*) FILTER (WHERE import_id = $1 AND is_system) AS system,
         min(at) FILTER (WHERE import_id <> $1 AND time_source <> 3 AND NOT is_system) AS first,
         max(at) FILTER (WHERE import_id <> $1 AND time_source <> 3 AND NOT is_system) AS last
       FROM messages WHERE room_id = $2) own
     WHERE room_id = $2`,
    [importId, roomId],
  )
  await sql.run(
    `UPDATE rooms SET visible = false WHERE room_id = $2 AND source <> 'live'
       AND NOT EXISTS (SELECT 1 FROM messages WHERE room_id = $2 AND import_id <> $1)
       AND NOT EXISTS (SELECT 1 FROM imports i WHERE i.import_id <> $1 AND i.state = 'finished'
         AND i.room_oids::jsonb ? rooms.room_oid)`,
    [importId, roomId],
  )
  await sql.run(
    'INSERT INTO import_rooms (import_id, room_id) VALUES ($1, $2) ON CONFLICT DO NOTHING',
    [importId, roomId],
  )
}

/**
 * Takes back what an unfinished import has written to one room, in short transactions. The counters of the
 * room never counted it, so only rows go: messages, participants nobody else accounts for, and the room if
 * the import had made it. The room is forgotten last, so that a crash in the middle leaves it to be done.
 *
 * @returns whether there was such a room
 */
export async function undoRoom(pool: Pool, importId: number): Promise<boolean> {
  const [row] = await pool.rows<{ id: number }>(
    'SELECT room_id AS id FROM import_rooms WHERE import_id = $1 LIMIT 1',
    [importId],
  )
  if (row === undefined) return false
  await deleteMessages(pool, row.id, importId)
  await pool.transaction(async (sql) => {
    await holdRoom(sql, row.id)
    const strays = await sql.rows<{ source: string; authorKey: string }>(
      `DELETE FROM participants p USING rooms r WHERE p.room_id = $1 AND r.room_id = $1 AND NOT EXISTS (
         SELECT 1 FROM messages m WHERE m.room_id = $1 AND NOT m.is_system
           AND coalesce(m.author_key, m.author) = p.author_key)
       RETURNING r.source, p.author_key AS "authorKey"`,
      [row.id],
    )
    await forgetAuthors(sql, strays)
    await forgetCount(sql, row.id)
    const made = await sql.run(
      `DELETE FROM rooms WHERE room_id = $1 AND NOT visible AND trash_oid IS NULL
         AND NOT EXISTS (SELECT 1 FROM messages WHERE room_id = $1)
         AND NOT EXISTS (SELECT 1 FROM import_rooms WHERE room_id = $1 AND import_id <> $2)`,
      [row.id, importId],
    )
    if (made > 0) await sql.run('DELETE FROM search_rooms WHERE room_id = $1', [row.id])
    else {
      await sql.run(`UPDATE rooms SET participant_count = ${countedPeople} WHERE room_id = $1`, [
        row.id,
      ])
    }
    await sql.run('DELETE FROM import_rooms WHERE import_id = $1 AND room_id = $2', [
      importId,
      row.id,
    ])
  })
  return true
}

/**
 * Removes messages of a room with their words, some at a time. Each time it goes on where it was: PostgreSQL would
 * pass over all that is deleted already.
 *
 * @param importId only those that this import has brought; null: all
 */
export async function deleteMessages(
  pool: Pool,
  roomId: number,
  importId: number | null,
): Promise<void> {
  let after: TimePosition | undefined = { at: lowest, ord: lowest }
  while (after !== undefined) {
    const reached: TimePosition[] = await pool.rows<TimePosition>(
      'SELECT at, ord FROM delete_messages($1, $2, $3, $4, $5)',
      [roomId, importId, after.at, after.ord, importLimits.rowsPerTransaction],
    )
    after = reached[0]
  }
}
