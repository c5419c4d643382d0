import { sortKey } from '../../contract/sort-key.ts'
import type { Rooms, RoomTraits, StoredRoom } from '../../ports/rooms.ts'
import { foldedName, toRoomPage, toStoredRoom, type RoomRow } from '../shared/room-rows.ts'
import type { Pool } from './pool.ts'
import { placeOf } from './room-aliases.ts'

const importName = `SELECT i.name FROM imports i WHERE i.import_id =
    (SELECT m.import_id FROM messages m WHERE m.room_id = r.room_id ORDER BY m.at, m.ord LIMIT 1)`

/**
 * A room with its newest report, what the newest finished one has read (one of a period says nothing of what
 * lies outside of it), and the import that its first message came by.
 */
const shown = `r.*, newest.report_oid, newest.state AS report_state, newest.finished_at AS report_finished_at,
  (SELECT CASE WHEN f.options::json ->> 'from' IS NULL AND f.options::json ->> 'to' IS NULL
      THEN (f.progress::json ->> 'total')::bigint END
    FROM reports f WHERE f.room_oid = r.room_oid AND f.state = 'finished'
    ORDER BY f.report_id DESC LIMIT 1) AS read_messages,
  (${importName}) AS import_name`
const withNewest = `LEFT JOIN LATERAL (SELECT * FROM reports n WHERE n.room_oid = r.room_oid
  ORDER BY n.report_id DESC LIMIT 1) newest ON true`

const sortColumns = {
  name: { column: 'name_key', type: 'text COLLATE "C"' },
  messages: { column: 'message_count', type: 'bigint' },
  lastMessage: { column: 'coalesce(last_message_at, 0)', type: 'bigint' },
  source: { column: 'source', type: 'text COLLATE "C"' },
} as const

/** The rooms in the table `rooms`. */
export function postgresRooms(pool: Pool): Rooms {
  const getMany = async (roomOids: readonly string[]): Promise<StoredRoom[]> =>
    (
      await pool.rows<RoomRow>(
        `SELECT ${shown} FROM rooms r ${withNewest} WHERE r.visible AND r.room_oid = ANY ($1)`,
        [roomOids],
      )
    ).map(toStoredRoom)
  const get = async (roomOid: string): Promise<StoredRoom | null> =>
    (await getMany([roomOid]))[0] ?? null

  return {
    get,
    getMany,
    place: (roomOid) => placeOf(pool, roomOid),
    async existing(roomOids) {
      const rows = await pool.rows<{ roomOid: string }>(
        'SELECT room_oid AS "roomOid" FROM rooms WHERE visible AND room_oid = ANY ($1)',
        [roomOids],
      )
      return new Set(rows.map(({ roomOid }) => roomOid))
    },
    isLocalOnly: async (roomOid) =>
      (await pool.rows('SELECT 1 FROM rooms WHERE room_oid = $1 AND local_only', [roomOid]))
        .length > 0,
    async change(roomOid, { name, localOnly }) {
      await pool.run(
        `UPDATE rooms SET name = coalesce($1, name), name_key = coalesce($2, name_key),
           name_folded = coalesce($3, name_folded), local_only = coalesce($4, local_only)
         WHERE room_oid = $5 AND visible`,
        [
          name ?? null,
          name === undefined ? null : sortKey(name),
          name === undefined ? null : foldedName(name),
          localOnly ?? null,
          roomOid,
        ],
      )
      return get(roomOid)
    },
    async list({ query, sort, after, limit, among }) {
      const { column, type } = sortColumns[sort.replace('-', '') as keyof typeof sortColumns]
      const [comparison, direction] = sort.startsWith('-') ? ['<', 'DESC'] : ['>', 'ASC']
      // The page is found before anything is joined to it, so that a short one is quick among many rooms.
      const rows = await pool.rows<RoomRow & { sort_value: string | number }>(
        `WITH page AS MATERIALIZED (
           SELECT room_id, ${column} AS sort_value FROM rooms
           WHERE visible AND ($1::text IS NULL OR strpos(name_folded, $1) > 0)
             AND ($3::text[] IS NULL OR room_oid = ANY ($3))
             ${after === null ? '' : `AND (${column}, room_id) ${comparison} ($4::${type}, $5::bigint)`}
           ORDER BY sort_value ${direction}, room_id ${direction} LIMIT $2
         )
         SELECT page.sort_value, ${shown} FROM page JOIN rooms r USING (room_id) ${withNewest}
         ORDER BY page.sort_value ${direction}, r.room_id ${direction}`,
        [
          query === null ? null : foldedName(query),
          limit + 1,
          among ?? null,
          ...(after === null ? [] : [after.value, after.roomId]),
        ],
      )
      return toRoomPage(rows, limit)
    },
    traits: () =>
      pool.rows<RoomTraits>(
        `SELECT r.room_oid AS "roomOid", r.name, r.source, (${importName}) AS workspace
         FROM rooms r WHERE r.visible ORDER BY r.name_key, r.room_id`,
      ),
    async count(query, among) {
      const [row] = await pool.rows<{ n: number }>(
        `SELECT count(*) AS n FROM rooms
         WHERE visible AND ($1::text IS NULL OR strpos(name_folded, $1) > 0)
           AND ($2::text[] IS NULL OR room_oid = ANY ($2))`,
        [query === null ? null : foldedName(query), among ?? null],
      )
      return row?.n ?? 0
    },
  }
}
