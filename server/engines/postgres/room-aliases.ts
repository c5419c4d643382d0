import type { RoomPlace } from '../../ports/rooms.ts'
import { placeQuery, undoneEntry } from '../shared/room-aliases.ts'
import type { Sql } from './pool.ts'

export const placeOf = async (sql: Sql, roomOid: string): Promise<RoomPlace | null> =>
  (await sql.rows<RoomPlace>(placeQuery('$1::text COLLATE "C"', 'r.visible'), [roomOid]))[0] ?? null

/** Says anew of the reports of rooms that are, or were, part of another one, where these rooms are now. */
export async function followReports(sql: Sql, roomOids: readonly string[]): Promise<void> {
  const rooms = await sql.rows<{ oid: string }>(
    'SELECT DISTINCT room_oid AS oid FROM reports WHERE room_oid = ANY ($1) OR merged_into = ANY ($1)',
    [roomOids],
  )
  for (const { oid } of rooms) {
    const there = (await placeOf(sql, oid))?.roomOid ?? null
    await sql.run('UPDATE reports SET merged_into = $1 WHERE room_oid = $2', [
      there === oid ? null : there,
      oid,
    ])
  }
}

/** Ids that lead to a room that is gone for good lead on, or nowhere. In the transaction of the caller. */
export async function forgetAliases(sql: Sql, roomId: number, roomOid: string): Promise<void> {
  await sql.run(
    `UPDATE room_aliases a SET into_id = own.into_id FROM room_aliases own
     WHERE own.alias_oid = $2 AND a.into_id = $1`,
    [roomId, roomOid],
  )
  await sql.run('DELETE FROM room_aliases WHERE into_id = $1', [roomId])
}

/**
 * Rooms of an entry of the trash that were merged are rooms of their own again: what was put into the other one is
 * to be purged. In the transaction of the caller.
 *
 * @returns the imports that hold it, of which the other room still counts the messages
 */
export async function undoMerges(sql: Sql, trashOid: string): Promise<number[]> {
  const merges = await sql.rows<{ importId: number; intoId: number; wasLocal: boolean }>(
    `DELETE FROM room_aliases WHERE trash_oid = $1
     RETURNING import_id AS "importId", into_id AS "intoId", was_local AS "wasLocal"`,
    [trashOid],
  )
  if (merges.length === 0) return []
  await sql.run('INSERT INTO trash (trash_oid, until) VALUES ($1, 0)', [undoneEntry(trashOid)])
  for (const { importId, intoId, wasLocal } of merges) {
    // By the id that the room has now: it may be in the trash itself.
    await sql.run(
      `UPDATE imports SET state = 'trashed', trash_oid = $1, room_oids =
         (SELECT json_build_array(room_oid)::text FROM rooms WHERE room_id = $2) WHERE import_id = $3`,
      [undoneEntry(trashOid), intoId, importId],
    )
    await sql.run('UPDATE rooms SET local_only = $1 WHERE room_id = $2', [wasLocal, intoId])
  }
  return [...new Set(merges.map(({ importId }) => importId))]
}
