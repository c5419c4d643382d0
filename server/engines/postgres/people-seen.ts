import { peopleLimits } from '../../contract/limits.ts'
import { personOidOf, type SeenAuthor } from '../../ports/people.ts'
import { finished } from '../shared/message-rows.ts'
import { lockFor, type Pool, type Sql } from './pool.ts'

interface StaleRoom {
  roomId: number
  source: string
  lines: number
  stamp: string
}

interface Counted {
  roomId: number
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
const stampOf = `concat_ws(' ', r.next_ord, r.message_count,
  (SELECT string_agg(i.import_id::text, ',' ORDER BY i.import_id) FROM import_rooms i WHERE i.room_id = r.room_id))`

/**
 * Counts who wrote in rooms that have changed since, some of them a call. Nodes do it one after the other.
 *
 * @returns whether there is more to do
 */
export const countPeople = (pool: Pool): Promise<boolean> =>
  pool.transaction(async (sql) => {
    await lockFor(sql, 'people counted')
    const stale = await sql.rows<StaleRoom>(
      `SELECT r.room_id AS "roomId", r.source, r.message_count + r.system_count AS lines, ${stampOf} AS stamp
       FROM rooms r LEFT JOIN people_rooms p USING (room_id)
       WHERE r.visible AND p.stamp IS DISTINCT FROM ${stampOf} ORDER BY r.room_id`,
    )
    let lines = 0
    const rooms = stale.filter((room, index) => {
      lines += room.lines
      return index === 0 || lines <= peopleLimits.messagesPerStep
    })
    if (rooms.length === 0) return false
    await count(sql, rooms)
    return rooms.length < stale.length
  })

async function count(sql: Sql, rooms: readonly StaleRoom[]): Promise<void> {
  const roomIds = rooms.map(({ roomId }) => roomId)
  const sources = new Map(rooms.map(({ roomId, source }) => [roomId, source]))
  const counted = await sql.rows<Counted>(
    `SELECT room_id AS "roomId", coalesce(author_key, author) AS "authorKey", author, count(*) AS messages,
       count(*) FILTER (WHERE is_bot) AS "botMessages", min(at) FILTER (WHERE time_source <> 3) AS "firstAt",
       max(at) FILTER (WHERE time_source <> 3) AS "lastAt"
     FROM messages WHERE room_id = ANY ($1) AND NOT is_system AND coalesce(author_key, author) <> '' AND ${finished}
     GROUP BY 1, 2, 3`,
    [roomIds],
  )
  await sql.run('DELETE FROM people_seen WHERE room_id = ANY ($1)', [roomIds])
  await sql.run(
    `INSERT INTO people_seen (room_id, author_key, author, person_oid, messages, bot_messages, first_at, last_at)
     SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[],
       $7::bigint[], $8::bigint[])`,
    [
      counted.map(({ roomId }) => roomId),
      counted.map(({ authorKey }) => authorKey),
      counted.map(({ author }) => author),
      counted.map(({ roomId, authorKey }) => personOidOf(sources.get(roomId) ?? '', authorKey)),
      counted.map(({ messages }) => messages),
      counted.map(({ botMessages }) => botMessages),
      counted.map(({ firstAt }) => firstAt),
      counted.map(({ lastAt }) => lastAt),
    ],
  )
  await sql.run(
    `INSERT INTO people_rooms (room_id, stamp) SELECT * FROM unnest($1::bigint[], $2::text[])
     ON CONFLICT (room_id) DO UPDATE SET stamp = excluded.stamp`,
    [roomIds, rooms.map(({ stamp }) => stamp)],
  )
}

export const seenAuthors = (sql: Sql, roomOid: string | null): Promise<SeenAuthor[]> =>
  sql.rows(
    `SELECT r.room_oid AS "roomOid", r.name AS "roomName", r.source, s.author_key AS "authorKey",
       s.person_oid AS "personOid", s.author, s.messages, s.bot_messages AS "botMessages",
       s.first_at AS "firstAt", s.last_at AS "lastAt"
     FROM rooms r JOIN people_seen s USING (room_id)
     WHERE r.visible AND ($1::text IS NULL OR r.room_oid = $1) ORDER BY room_id, s.author_key, s.author`,
    [roomOid],
  )
