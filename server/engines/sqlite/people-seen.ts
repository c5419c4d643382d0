import { importLimits, peopleLimits } from '../../contract/limits.ts'
import { personOidOf, type SeenAuthor } from '../../ports/people.ts'
import { finished } from '../shared/message-rows.ts'
import { transaction, type Database } from './database.ts'
import { createCountForgetter } from './people-of-rooms.ts'

interface StaleRoom {
  roomId: number
  source: string
  lines: number
  stamp: string
}

interface Counted {
  authorKey: string
  author: string
  messages: number
  botMessages: number
  firstAt: number | null
  lastAt: number | null
}

/**
 * Is another one whenever other messages of the room are to be counted: new ones, or those of an import that
 * was deleted, or taken back.
 */
const stampOf = `rooms.next_ord || ' ' || rooms.message_count || ' ' || coalesce(
  (SELECT group_concat(import_id) FROM import_rooms WHERE import_rooms.room_id = rooms.room_id), '')`

/**
 * Counts who wrote in rooms that have changed since, some of them a call. To keep the counts as messages come
 * would cost every import, for a view that few open.
 */
export function createPeopleCount(db: Database): () => boolean {
  const selectStale = db.prepare(
    `SELECT room_id AS roomId, source, message_count + system_count AS lines, ${stampOf} AS stamp
     FROM rooms LEFT JOIN people_rooms USING (room_id)
     WHERE visible = 1 AND people_rooms.stamp IS NOT ${stampOf}`,
  )
  const count = db.prepare(
    `SELECT coalesce(author_key, author) AS authorKey, author, count(*) AS messages, sum(is_bot) AS botMessages,
       min(at) FILTER (WHERE time_source <> 3) AS firstAt, max(at) FILTER (WHERE time_source <> 3) AS lastAt
     FROM messages WHERE room_id = ? AND is_system = 0 AND coalesce(author_key, author) <> '' AND ${finished}
     GROUP BY 1, 2`,
  )
  const forget = createCountForgetter(db)
  // A room may be removed for good between the counting and the writing.
  const insert = db.prepare(
    `INSERT OR REPLACE INTO people_seen SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
     WHERE EXISTS (SELECT 1 FROM rooms WHERE room_id = ?1)`,
  )
  const save = db.prepare(`INSERT OR REPLACE INTO people_rooms (room_id, stamp) SELECT ?1, ?2
     WHERE EXISTS (SELECT 1 FROM rooms WHERE room_id = ?1)`)

  return () => {
    const stale = selectStale.all() as unknown as StaleRoom[]
    const rooms: (StaleRoom & { authors: Counted[] })[] = []
    let lines = 0
    for (const room of stale) {
      rooms.push({ ...room, authors: count.all(room.roomId) as unknown as Counted[] })
      lines += room.lines
      if (lines >= peopleLimits.messagesPerStep) break
    }
    if (rooms.length === 0) return false
    const rows = rooms.flatMap(({ roomId, source, authors }) =>
      authors.map((author) => ({ ...author, roomId, oid: personOidOf(source, author.authorKey) })),
    )
    // Without a stamp a room is counted again, so a kill between these transactions costs nothing.
    transaction(db, () => {
      for (const { roomId } of rooms) forget(roomId)
    })
    for (let from = 0; from < rows.length; from += importLimits.rowsPerTransaction) {
      const slice = rows.slice(from, from + importLimits.rowsPerTransaction)
      transaction(db, () => {
        for (const { roomId, authorKey, author, oid, messages, botMessages, ...span } of slice) {
          const { firstAt, lastAt } = span
          insert.run(roomId, authorKey, author, oid, messages, botMessages, firstAt, lastAt)
        }
      })
    }
    transaction(db, () => {
      for (const { roomId, stamp } of rooms) save.run(roomId, stamp)
    })
    return rooms.length < stale.length
  }
}

export function seenReader(db: Database): (roomOid: string | null) => SeenAuthor[] {
  const select = db.prepare(
    `SELECT room_oid AS roomOid, name AS roomName, source, author_key AS authorKey, person_oid AS personOid,
       author, messages, bot_messages AS botMessages, first_at AS firstAt, last_at AS lastAt
     FROM rooms JOIN people_seen USING (room_id)
     WHERE visible = 1 AND (?1 IS NULL OR room_oid = ?1) ORDER BY room_id, author_key, author`,
  )
  return (roomOid) => select.all(roomOid) as unknown as SeenAuthor[]
}
