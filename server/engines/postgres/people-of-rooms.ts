import { personOidOf } from '../../ports/people.ts'
import type { Sql } from './pool.ts'

/** How many people have written in a room of the table `rooms`: authors that are one person count once. */
export const countedPeople = `(
  SELECT count(DISTINCT coalesce(p.part_of, p.person_oid, 'author ' || a.author_key))
  FROM participants a LEFT JOIN people p ON p.source = rooms.source AND p.author_key = a.author_key
  WHERE a.room_id = rooms.room_id)`

/**
 * Gives the place of a person to another part, which then goes by its name and role. What was said of the
 * author itself is forgotten. In the transaction of the caller.
 */
export async function promote(sql: Sql, personOid: string, part: string): Promise<void> {
  await sql.run(
    `UPDATE people p SET part_of = NULL, name = w.name, role = w.role
     FROM people w WHERE w.person_oid = $1 AND p.person_oid = $2`,
    [personOid, part],
  )
  await sql.run('UPDATE people SET part_of = $2 WHERE part_of = $1', [personOid, part])
  await sql.run(
    'UPDATE people SET name = NULL, role = NULL, part_of = NULL WHERE person_oid = $1',
    [personOid],
  )
}

/**
 * Forgets what was said of authors of whom no room is left, in the transaction that has removed them from
 * `participants`.
 */
export async function forgetAuthors(
  sql: Sql,
  authors: readonly { source: string; authorKey: string }[],
): Promise<void> {
  const [first] = authors
  if (first === undefined) return
  const left = await sql.rows<{ key: string }>(
    `SELECT DISTINCT a.author_key AS key FROM participants a JOIN rooms r ON r.room_id = a.room_id
     WHERE r.source = $1 AND a.author_key = ANY ($2)`,
    [first.source, authors.map(({ authorKey }) => authorKey)],
  )
  const stay = new Set(left.map(({ key }) => key))
  const oids = authors
    .filter(({ authorKey }) => !stay.has(authorKey))
    .map(({ source, authorKey }) => personOidOf(source, authorKey))
  const said = await sql.rows<{ oid: string }>(
    'SELECT person_oid AS oid FROM people WHERE person_oid = ANY ($1) ORDER BY person_oid',
    [oids],
  )
  for (const { oid } of said) {
    const [heir] = await sql.rows<{ oid: string }>(
      'SELECT person_oid AS oid FROM people WHERE part_of = $1 ORDER BY person_oid LIMIT 1',
      [oid],
    )
    if (heir !== undefined) await promote(sql, oid, heir.oid)
    await sql.run('DELETE FROM people WHERE person_oid = $1', [oid])
  }
  await sql.run('DELETE FROM people_apart WHERE one_oid = ANY ($1) OR other_oid = ANY ($1)', [oids])
}

/** What is counted of the people of a room is counted anew; so is a room that is gone. */
export async function forgetCount(sql: Sql, roomId: number): Promise<void> {
  await sql.run('DELETE FROM people_seen WHERE room_id = $1', [roomId])
  await sql.run('DELETE FROM people_rooms WHERE room_id = $1', [roomId])
}
