import type { Revision, RevisionOutcome } from '../../ports/revisions.ts'
import { noTotals, type RoomTotals } from '../../ports/rooms.ts'
import { addToTotals, attachmentsOf, keyOfAuthor, timeSourceCodes } from '../shared/message-rows.ts'
import {
  arrivalCodes,
  keysOf,
  planRevision,
  type KnownRow,
  type RevisionPlan,
} from '../shared/revisions.ts'
import { markRoom } from './connections.ts'
import type { Pool, Sql } from './pool.ts'

/** Messages that a source tells anew, and what a connection has read, in one transaction. */
export const reviseMessages = (pool: Pool, revision: Revision): Promise<RevisionOutcome> =>
  pool.transaction(async (sql): Promise<RevisionOutcome> => {
    // Nobody writes to the room or takes it into the index meanwhile.
    const [room] = await sql.rows<{ id: number; next: number; busy: boolean }>(
      `SELECT room_id AS id, next_ord AS next,
         EXISTS (SELECT 1 FROM import_rooms i WHERE i.room_id = r.room_id) AS busy
       FROM rooms r WHERE room_oid = $1 AND visible FOR UPDATE`,
      [revision.roomOid],
    )
    if (room === undefined) return { state: 'missing' }
    if (room.busy) return { state: 'busy' }
    if (revision.mark !== undefined && !(await markRoom(sql, revision.mark))) {
      return { state: 'missing' }
    }
    const known = await sql.rows<KnownRow>(
      `SELECT key, at, ord, import_id AS "importId", coalesce(author_key, author) AS "authorKey", is_system AS "isSystem", edited_at AS "editedAt",
         deleted_at AS "deletedAt", reply_to AS "replyTo", CASE WHEN reply_to IS NULL THEN text END AS opening, attachments FROM messages WHERE room_id = $1 AND key = ANY ($2)`,
      [room.id, keysOf(revision)],
    )
    const plan = planRevision(revision, known, Date.now())
    const totals: RoomTotals = { ...noTotals(revision.roomOid), duplicates: plan.duplicates }
    await add(sql, room, plan, arrivalCodes[revision.arrival])
    totals.participants = await join(sql, room.id, addToTotals(totals, plan.added))
    await change(sql, room.id, plan)
    await sql.run(
      `UPDATE rooms SET next_ord = next_ord + $2, message_count = message_count + $3 - $8,
         system_count = system_count + $4 + $8, participant_count = participant_count + $5,
         first_message_at = least(first_message_at, $6::bigint),
         last_message_at = greatest(last_message_at, $7::bigint) WHERE room_id = $1`,
      [
        room.id,
        plan.added.length,
        totals.messages,
        totals.system,
        totals.participants,
        totals.firstAt,
        totals.lastAt,
        plan.silenced,
      ],
    )
    await move(sql, room.id, plan)
    const { edited, deleted, moved, placed } = plan
    return { state: 'kept', totals, edited, deleted, moved: moved.length + placed }
  })

async function add(
  sql: Sql,
  room: { id: number; next: number },
  { added }: RevisionPlan,
  arrival: number,
): Promise<void> {
  if (added.length === 0) return
  await sql.run(
    `INSERT INTO messages (room_id, ord, arrival, import_id, at, key, source_id, time_source, author, author_key,
       is_system, is_bot, text, reply_to, attachments, edited_at, deleted_at)
     SELECT $1, $2 + g.n - 1, $3, 0, g.at, g.key, g.source_id, g.time_source, g.author, g.author_key, g.is_system,
       g.is_bot, g.text, g.reply_to, g.attachments, g.edited_at, g.deleted_at
     FROM unnest($4::bigint[], $5::text[], $6::text[], $7::smallint[], $8::text[], $9::text[], $10::boolean[],
       $11::boolean[], $12::text[], $13::text[], $14::text[], $15::bigint[], $16::bigint[]) WITH ORDINALITY
       AS g (at, key, source_id, time_source, author, author_key, is_system, is_bot, text, reply_to, attachments,
         edited_at, deleted_at, n)`,
    [
      room.id,
      room.next,
      arrival,
      added.map(({ at }) => at),
      added.map(({ key }) => key),
      added.map(({ sourceId }) => sourceId),
      added.map(({ timeSource }) => timeSourceCodes[timeSource]),
      added.map(({ author }) => author),
      added.map(keyOfAuthor),
      added.map(({ kind }) => kind === 'system'),
      added.map(({ isBot = false }) => isBot),
      added.map(({ text }) => text),
      added.map(({ replyTo = null }) => replyTo),
      added.map(attachmentsOf),
      added.map(({ editedAt = null }) => editedAt),
      added.map(({ deletedAt = null }) => deletedAt),
    ],
  )
}

/** Authors that are one person count once, and not at all where that person was in the room before. */
async function join(sql: Sql, roomId: number, authors: ReadonlySet<string>): Promise<number> {
  if (authors.size === 0) return 0
  const [row] = await sql.rows<{ count: number }>(
    `WITH joined AS (
       INSERT INTO participants (room_id, author_key) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING
       RETURNING author_key
     )
     SELECT count(DISTINCT coalesce(p.part_of, p.person_oid, 'author ' || j.author_key)) AS count
     FROM joined j JOIN rooms r ON r.room_id = $1
     LEFT JOIN people p ON p.source = r.source AND p.author_key = j.author_key
     WHERE p.person_oid IS NULL OR NOT EXISTS (
       SELECT 1 FROM participants a JOIN people o ON o.source = r.source AND o.author_key = a.author_key
       WHERE a.room_id = $1 AND coalesce(o.part_of, o.person_oid) = coalesce(p.part_of, p.person_oid))`,
    [roomId, [...authors].toSorted()],
  )
  return row?.count ?? 0
}

async function change(sql: Sql, roomId: number, { changed, claimed }: RevisionPlan): Promise<void> {
  if (claimed.length > 0) {
    await sql.run('UPDATE messages SET import_id = 0 WHERE room_id = $1 AND key = ANY ($2)', [
      roomId,
      claimed.map(({ key }) => key),
    ])
  }
  if (changed.length === 0) return
  const places = [changed.map(({ at }) => at), changed.map(({ ord }) => ord)] as const
  await sql.run(
    `UPDATE messages m SET text = g.text, attachments = g.attachments, is_system = g.is_system,
       edited_at = g.edited_at, deleted_at = g.deleted_at, reply_to = g.reply_to,
       changed_at = coalesce(g.changed_at, m.changed_at)
     FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::boolean[], $7::bigint[], $8::bigint[], $9::text[],
       $10::bigint[]) AS g (at, ord, text, attachments, is_system, edited_at, deleted_at, reply_to, changed_at)
     WHERE m.room_id = $1 AND m.at = g.at AND m.ord = g.ord`,
    [
      roomId,
      ...places,
      changed.map(({ text }) => text),
      changed.map(({ attachments }) => attachments),
      changed.map(({ isSystem }) => isSystem),
      changed.map(({ editedAt }) => editedAt),
      changed.map(({ deletedAt }) => deletedAt),
      changed.map(({ replyTo }) => replyTo),
      changed.map(({ changedAt }) => changedAt),
    ],
  )
  await forgetWords(sql, roomId, places)
}

/** Times and order numbers of rows, one beside the other. */
type Places = readonly [readonly number[], readonly number[]]

/** What stands, or stood, there is not what the index holds. */
async function forgetWords(sql: Sql, roomId: number, places: Places): Promise<void> {
  await sql.run(
    `DELETE FROM search_lines l USING unnest($2::bigint[], $3::bigint[]) AS g (at, ord)
     WHERE l.room_id = $1 AND l.at = g.at AND l.ord = g.ord`,
    [roomId, ...places],
  )
  await sql.run(
    `INSERT INTO search_revised SELECT $1, * FROM unnest($2::bigint[], $3::bigint[]) ON CONFLICT DO NOTHING`,
    [roomId, ...places],
  )
}

async function move(sql: Sql, roomId: number, { moved }: RevisionPlan): Promise<void> {
  if (moved.length === 0) return
  const before = moved.map(({ row }) => row.at)
  const after = moved.map(({ at }) => at)
  const ords = moved.map(({ row }) => row.ord)
  await sql.run(
    `UPDATE messages m SET at = g.after, time_source = 0
     FROM unnest($2::bigint[], $3::bigint[], $4::bigint[]) AS g (at, ord, after)
     WHERE m.room_id = $1 AND m.at = g.at AND m.ord = g.ord`,
    [roomId, before, ords, after],
  )
  await forgetWords(sql, roomId, [
    [...before, ...after],
    [...ords, ...ords],
  ])
  const timeOfEnd = (order: 'ASC' | 'DESC'): string =>
    `(SELECT at FROM messages WHERE room_id = $1 AND NOT is_system AND time_source <> 3 ORDER BY at ${order} LIMIT 1)`
  await sql.run(
    `UPDATE rooms SET first_message_at = ${timeOfEnd('ASC')}, last_message_at = ${timeOfEnd('DESC')} WHERE room_id = $1`,
    [roomId],
  )
}
