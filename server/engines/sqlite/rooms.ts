import type { Room } from '../../contract/rooms.ts'
import { sortKey } from '../../contract/sort-key.ts'
import { isoOrNull } from '../../contract/instant.ts'
import type { Rooms, StoredRoom } from '../../ports/rooms.ts'
import type { Database } from './database.ts'

interface Row {
  room_id: number
  room_oid: string
  name: string
  source: string
  format: string
  message_count: number
  system_count: number
  participant_count: number
  first_message_at: number | null
  last_message_at: number | null
  next_ord: number
  local_only: number
  report_oid: string | null
  report_state: string | null
  report_finished_at: number | null
  import_name: string | null
  read_messages: number | null
}

const toRoom = (row: Row): Room => ({
  roomOid: row.room_oid,
  name: row.name,
  source: row.source,
  format: row.format,
  messageCount: row.message_count,
  systemCount: row.system_count,
  participantCount: row.participant_count,
  firstMessageAt: isoOrNull(row.first_message_at),
  lastMessageAt: isoOrNull(row.last_message_at),
  localOnly: row.local_only === 1,
  ...(row.import_name === null ? {} : { importName: row.import_name }),
  ...(row.read_messages === null
    ? {}
    : { newMessages: Math.max(0, row.message_count + row.system_count - row.read_messages) }),
  ...(row.report_oid === null
    ? {}
    : {
        lastReport: {
          reportOid: row.report_oid,
          state: row.report_state ?? '',
          finishedAt: isoOrNull(row.report_finished_at),
        },
      }),
})

/** A report of a period says nothing of what lies outside of it. */
const readMessages = `(SELECT iif(options ->> '$.from' IS NULL AND options ->> '$.to' IS NULL,
    progress ->> '$.total', NULL)
    FROM reports WHERE reports.room_oid = rooms.room_oid AND reports.state = 'finished'
    ORDER BY report_id DESC LIMIT 1) AS read_messages`
const importName = `(SELECT imports.name FROM imports WHERE imports.import_id =
    (SELECT import_id FROM messages WHERE messages.room_id = rooms.room_id ORDER BY at, ord LIMIT 1)
    ) AS import_name`
const columns = `rooms.*, r.report_oid, r.state AS report_state, r.finished_at AS report_finished_at,
  ${readMessages}, ${importName}`
const newestReport = `LEFT JOIN reports r ON r.report_id =
    (SELECT max(report_id) FROM reports WHERE reports.room_oid = rooms.room_oid)`

const sortColumns = {
  name: 'name_key',
  messages: 'message_count',
  lastMessage: 'ifnull(last_message_at, 0)',
  source: 'source',
} as const

/** Case-insensitive for every script, which SQLite's own LIKE is not. */
const fold = (text: string): string => text.normalize('NFKC').toLocaleLowerCase('en')

const toStored = (row: Row): StoredRoom => ({
  roomId: row.room_id,
  lastOrd: row.next_ord - 1,
  room: toRoom(row),
})

/** The rooms in the table `rooms`, each with its newest report. */
export function sqliteRooms(db: Database): Rooms {
  db.function('fold', { deterministic: true }, (text: unknown) => fold(String(text)))
  const selectOne = db.prepare(
    `SELECT ${columns} FROM rooms ${newestReport} WHERE rooms.visible = 1 AND rooms.room_oid = ?`,
  )
  const get = (roomOid: string): StoredRoom | null => {
    const row = selectOne.get(roomOid) as Row | undefined
    return row === undefined ? null : toStored(row)
  }

  return {
    get: async (roomOid) => get(roomOid),
    async getMany(roomOids) {
      const rows = db
        .prepare(
          `SELECT ${columns} FROM rooms ${newestReport}
           WHERE rooms.visible = 1 AND rooms.room_oid IN (SELECT value FROM json_each(?))`,
        )
        .all(JSON.stringify(roomOids)) as unknown as Row[]
      return rows.map(toStored)
    },
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
      db.prepare(
        `UPDATE rooms SET name = coalesce(?1, name), name_key = coalesce(?2, name_key),
           local_only = coalesce(?3, local_only) WHERE room_oid = ?4 AND visible = 1`,
      ).run(
        name ?? null,
        name === undefined ? null : sortKey(name),
        localOnly === undefined ? null : Number(localOnly),
        roomOid,
      )
      return get(roomOid)
    },
    async list({ query, sort, after, limit }) {
      const column = sortColumns[sort.replace('-', '') as keyof typeof sortColumns]
      const [comparison, direction] = sort.startsWith('-') ? ['<', 'DESC'] : ['>', 'ASC']
      // The page is found before anything is joined to it, so that a short one is quick among many rooms.
      const rows = db
        .prepare(
          `WITH page AS MATERIALIZED (
             SELECT room_id, ${column} AS sort_value FROM rooms
             WHERE visible = 1
               AND (:query IS NULL OR instr(fold(name), :query) > 0)
               AND (:value IS NULL OR (${column}, room_id) ${comparison} (:value, :roomId))
             ORDER BY sort_value ${direction}, room_id ${direction} LIMIT :limit
           )
           SELECT page.sort_value, ${columns}
           FROM page JOIN rooms USING (room_id) ${newestReport}
           ORDER BY page.sort_value ${direction}, rooms.room_id ${direction}`,
        )
        .all({
          ':query': query === null ? null : fold(query),
          ':value': after?.value ?? null,
          ':roomId': after?.roomId ?? 0,
          ':limit': limit + 1,
        }) as unknown as (Row & { sort_value: string | number })[]
      const kept = rows.slice(0, limit)
      const last = kept.at(-1)
      return {
        items: kept.map(toRoom),
        next:
          rows.length > limit && last !== undefined
            ? { value: last.sort_value, roomId: last.room_id }
            : null,
      }
    },
    async count(query) {
      const row = db
        .prepare(
          `SELECT count(*) AS n FROM rooms
           WHERE visible = 1 AND (:query IS NULL OR instr(fold(name), :query) > 0)`,
        )
        .get({ ':query': query === null ? null : fold(query) })
      return (row as { n: number }).n
    },
  }
}
