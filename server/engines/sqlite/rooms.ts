import { sortKey } from '../../contract/sort-key.ts'
import type { Rooms, RoomTraits, StoredRoom } from '../../ports/rooms.ts'
import { foldedName, toRoomPage, toStoredRoom, type RoomRow } from '../shared/room-rows.ts'
import type { Database } from './database.ts'
import { createRoomResolver } from './room-aliases.ts'
import { writesOf } from './writes.ts'

/**
 * A report of a period says nothing of what lies outside of it. Left to itself SQLite walks through the finished
 * reports of all rooms for each room.
 */
const readMessages = `(SELECT iif(options ->> '$.from' IS NULL AND options ->> '$.to' IS NULL,
    progress ->> '$.total', NULL)
    FROM reports INDEXED BY reports_by_room
    WHERE reports.room_oid = rooms.room_oid AND reports.state = 'finished'
    ORDER BY report_id DESC LIMIT 1) AS read_messages`
const importName = `SELECT imports.name FROM imports WHERE imports.import_id =
    (SELECT import_id FROM messages WHERE messages.room_id = rooms.room_id ORDER BY at, ord LIMIT 1)`
const columns = `rooms.*, r.report_oid, r.state AS report_state, r.finished_at AS report_finished_at,
  ${readMessages}, (${importName}) AS import_name`
const newestReport = `LEFT JOIN reports r ON r.report_id =
    (SELECT max(report_id) FROM reports WHERE reports.room_oid = rooms.room_oid)`
/** Rooms as they are shown; a condition may follow. */
export const shownRooms = `SELECT ${columns} FROM rooms ${newestReport} WHERE rooms.visible = 1`

const sortColumns = {
  name: 'name_key',
  messages: 'message_count',
  lastMessage: 'ifnull(last_message_at, 0)',
  source: 'source',
} as const

/** The rooms in the table `rooms`, each with its newest report. */
export function sqliteRooms(db: Database): Rooms {
  db.function('fold', { deterministic: true }, (text: unknown) => foldedName(String(text)))
  const { write } = writesOf(db)
  const selectOne = db.prepare(`${shownRooms} AND rooms.room_oid = ?`)
  const placeOf = createRoomResolver(db)
  const get = (roomOid: string): StoredRoom | null => {
    const row = selectOne.get(roomOid) as RoomRow | undefined
    return row === undefined ? null : toStoredRoom(row)
  }

  return {
    get: async (roomOid) => get(roomOid),
    async getMany(roomOids) {
      const rows = db
        .prepare(`${shownRooms} AND rooms.room_oid IN (SELECT value FROM json_each(?))`)
        .all(JSON.stringify(roomOids)) as unknown as RoomRow[]
      return rows.map(toStoredRoom)
    },
    place: async (roomOid) => placeOf(roomOid),
    async existing(roomOids) {
      const rows = db
        .prepare(
          `SELECT room_oid AS roomOid FROM rooms
           WHERE visible = 1 AND room_oid IN (SELECT value FROM json_each(?))`,
        )
        .all(JSON.stringify(roomOids)) as { roomOid: string }[]
      return new Set(rows.map(({ roomOid }) => roomOid))
    },
    isLocalOnly: async (roomOid) =>
      db.prepare('SELECT 1 FROM rooms WHERE room_oid = ? AND local_only = 1').get(roomOid) !==
      undefined,
    async change(roomOid, { name, localOnly }) {
      const update = db.prepare(
        `UPDATE rooms SET name = coalesce(?1, name), name_key = coalesce(?2, name_key),
           local_only = coalesce(?3, local_only) WHERE room_oid = ?4 AND visible = 1`,
      )
      const key = name === undefined ? null : sortKey(name)
      const isLocal = localOnly === undefined ? null : Number(localOnly)
      await write(() => update.run(name ?? null, key, isLocal, roomOid))
      return get(roomOid)
    },
    async list({ query, sort, after, limit, among }) {
      const column = sortColumns[sort.replace('-', '') as keyof typeof sortColumns]
      const [comparison, direction] = sort.startsWith('-') ? ['<', 'DESC'] : ['>', 'ASC']
      // The page is found before anything is joined to it, so that a short one is quick among many rooms.
      const rows = db
        .prepare(
          `WITH page AS MATERIALIZED (
             SELECT room_id, ${column} AS sort_value FROM rooms
             WHERE visible = 1
               AND (:query IS NULL OR instr(fold(name), :query) > 0)
               AND (:among IS NULL OR room_oid IN (SELECT value FROM json_each(:among)))
               AND (:value IS NULL OR (${column}, room_id) ${comparison} (:value, :roomId))
             ORDER BY sort_value ${direction}, room_id ${direction} LIMIT :limit
           )
           SELECT page.sort_value, ${columns}
           FROM page JOIN rooms USING (room_id) ${newestReport}
           ORDER BY page.sort_value ${direction}, rooms.room_id ${direction}`,
        )
        .all({
          ':query': query === null ? null : foldedName(query),
          ':value': after?.value ?? null,
          ':roomId': after?.roomId ?? 0,
          ':limit': limit + 1,
          ':among': among === undefined ? null : JSON.stringify(among),
        }) as unknown as (RoomRow & { sort_value: string | number })[]
      return toRoomPage(rows, limit)
    },
    traits: async () =>
      db
        .prepare(
          `SELECT room_oid AS roomOid, name, source, (${importName}) AS workspace
           FROM rooms WHERE visible = 1 ORDER BY name_key, room_id`,
        )
        .all() as unknown as RoomTraits[],
    async count(query, among) {
      const row = db
        .prepare(
          `SELECT count(*) AS n FROM rooms
           WHERE visible = 1 AND (:query IS NULL OR instr(fold(name), :query) > 0)
             AND (:among IS NULL OR room_oid IN (SELECT value FROM json_each(:among)))`,
        )
        .get({
          ':query': query === null ? null : foldedName(query),
          ':among': among === undefined ? null : JSON.stringify(among),
        })
      return (row as { n: number }).n
    },
  }
}
