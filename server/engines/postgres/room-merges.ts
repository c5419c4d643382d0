import { emptyImportCounts } from '../../contract/imports.ts'
import type { MergedRoom, MergeEnd, RoomMerges } from '../../ports/room-merges.ts'
import { mergeEntry } from '../shared/room-aliases.ts'
import { showRooms } from './imports.ts'
import { jsonText } from './json-text.ts'
import type { Pool, Sql } from './pool.ts'
import { followReports, placeOf } from './room-aliases.ts'

interface Room extends MergedRoom {
  name: string
  source: string
  format: string
  localOnly: boolean
}

/** Those that people see, held in the order in which everybody takes rooms. */
const hold = (sql: Sql, roomOids: readonly string[]): Promise<Room[]> =>
  sql.rows(
    `SELECT room_id AS "roomId", room_oid AS "roomOid", name, source, format, local_only AS "localOnly",
       next_ord - 1 AS "lastOrd" FROM rooms WHERE room_oid = ANY ($1) AND visible ORDER BY room_oid FOR UPDATE`,
    [roomOids],
  )

const isBusy = async (
  sql: Sql,
  rooms: readonly { roomId: number }[],
  importId: number,
): Promise<boolean> =>
  (
    await sql.rows(
      'SELECT 1 FROM import_rooms WHERE room_id = ANY ($1) AND import_id <> $2 LIMIT 1',
      [rooms.map(({ roomId }) => roomId), importId],
    )
  ).length > 0

/**
 * Merges: an import that nobody sees holds what is put into a room, `room_aliases` says where the others went.
 *
 * @param owner the node whose imports these are
 */
export function postgresRoomMerges(pool: Pool, owner: string): RoomMerges {
  const setUntil = async (mergeOid: string, until: number): Promise<void> => {
    await pool.run('UPDATE trash SET until = $1 WHERE trash_oid = $2', [
      until,
      mergeEntry(mergeOid),
    ])
  }

  const begin: RoomMerges['begin'] = ({ mergeOid, into: intoOid, from, until }) =>
    pool.transaction(async (sql) => {
      const there = async (oid: string): Promise<string> =>
        (await placeOf(sql, oid))?.roomOid ?? oid
      const target = await there(intoOid)
      // One connection answers one question at a time.
      const wanted: string[] = []
      for (const oid of from) wanted.push(await there(oid))
      const rooms = await hold(sql, [target, ...wanted])
      const into = rooms.find(({ roomOid }) => roomOid === target)
      const others = [...new Set(wanted)].flatMap(
        (oid) => rooms.find(({ roomOid }) => roomOid === oid && oid !== target) ?? [],
      )
      if (into === undefined || others.length === 0) return 'missing'
      if (await isBusy(sql, rooms, 0)) return 'busy'
      const entry = mergeEntry(mergeOid)
      await sql.run('INSERT INTO trash (trash_oid, until) VALUES ($1, $2)', [entry, until])
      const [row] = await sql.rows<{ importId: number }>(
        `INSERT INTO imports (import_oid, owner, name, state, counts, room_oids, source, created_at, trash_oid)
         VALUES ($1, $2, '', 'trashed', $3, $4, '{"paths":[]}', $5, $1) RETURNING import_id AS "importId"`,
        [entry, owner, jsonText(emptyImportCounts()), jsonText([into.roomOid]), Date.now()],
      )
      const importId = row?.importId ?? 0
      await sql.run('INSERT INTO import_rooms (import_id, room_id) VALUES ($1, $2)', [
        importId,
        into.roomId,
      ])
      return { importId, into, from: others }
    })

  const finish = (end: MergeEnd): ReturnType<RoomMerges['finish']> =>
    pool.transaction(async (sql) => {
      const { mergeOid, into: intoOid, from, totals, trashOid, until } = end
      const held = await hold(sql, [intoOid, ...from.map(({ roomOid }) => roomOid)])
      const into = held.find(({ roomOid }) => roomOid === intoOid)
      const rooms = from.flatMap(({ roomId }) => held.find((room) => room.roomId === roomId) ?? [])
      const [row] = await sql.rows<{ importId: number }>(
        'SELECT import_id AS "importId" FROM imports WHERE trash_oid = $1',
        [mergeEntry(mergeOid)],
      )
      if (row === undefined || into === undefined || rooms.length < from.length) return 'missing'
      const { importId } = row
      if (await isBusy(sql, held, importId)) return 'busy'
      const behind = rooms.filter(({ lastOrd }, index) => lastOrd > (from[index]?.lastOrd ?? 0))
      if (behind.length > 0) return { behind }
      await sql.run('DELETE FROM trash WHERE trash_oid = $1', [mergeEntry(mergeOid)])
      await sql.run(
        `UPDATE imports SET state = 'finished', trash_oid = NULL WHERE import_id = $1`,
        [importId],
      )
      await showRooms(sql, importId, [totals])
      await sql.run('INSERT INTO trash (trash_oid, until) VALUES ($1, $2)', [trashOid, until])
      for (const { roomId, roomOid } of rooms) {
        await sql.run(
          `UPDATE rooms SET visible = false, trash_oid = $1, trashed_as = room_oid,
             room_oid = 'trash.' || room_id WHERE room_id = $2`,
          [trashOid, roomId],
        )
        await sql.run(
          `INSERT INTO room_aliases (alias_oid, into_id, import_id, trash_oid, was_local)
           VALUES ($1, $2, $3, $4, $5) ON CONFLICT (alias_oid) DO UPDATE SET into_id = excluded.into_id,
             import_id = excluded.import_id, trash_oid = excluded.trash_oid, was_local = excluded.was_local`,
          [roomOid, into.roomId, importId, trashOid, into.localOnly],
        )
      }
      if (rooms.some(({ localOnly }) => localOnly)) {
        await sql.run('UPDATE rooms SET local_only = true WHERE room_id = $1', [into.roomId])
      }
      await followReports(
        sql,
        rooms.map(({ roomOid }) => roomOid),
      )
      return 'merged'
    })

  return {
    begin,
    prolong: setUntil,
    finish,
    abandon: (mergeOid) => setUntil(mergeOid, 0),
  }
}
