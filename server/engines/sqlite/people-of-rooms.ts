import { personOidOf } from '../../ports/people.ts'
import type { Database } from './database.ts'

/** How many people have written in a room of the table `rooms`: authors that are one person count once. */
export const countedPeople = `(
  SELECT count(DISTINCT coalesce(people.part_of, people.person_oid, 'author ' || a.author_key))
  FROM participants a LEFT JOIN people ON people.source = rooms.source AND people.author_key = a.author_key
  WHERE a.room_id = rooms.room_id)`

/** Tells whether the person that an author is has written in a room already, under another id. */
function createKnownPerson(db: Database): (roomId: number, authorKey: string) => boolean {
  const select = db.prepare(
    `SELECT 1 FROM rooms JOIN people me ON me.source = rooms.source AND me.author_key = ?2
     JOIN people other ON other.source = rooms.source AND other.author_key <> ?2
       AND coalesce(other.part_of, other.person_oid) = coalesce(me.part_of, me.person_oid)
     JOIN participants a ON a.room_id = rooms.room_id AND a.author_key = other.author_key
     WHERE rooms.room_id = ?1 LIMIT 1`,
  )
  return (roomId, authorKey) => select.get(roomId, authorKey) !== undefined
}

/** Notes who has written in a room, and returns how many people that are who had not before. */
export function createParticipants(
  db: Database,
): (roomId: number, authors: Iterable<string>) => number {
  const add = db.prepare('INSERT OR IGNORE INTO participants VALUES (?, ?)')
  const isKnownPerson = createKnownPerson(db)
  return (roomId, authors) => {
    let joined = 0
    for (const author of authors) {
      const isNew = Number(add.run(roomId, author).changes) > 0
      if (isNew && !isKnownPerson(roomId, author)) joined++
    }
    return joined
  }
}

/**
 * Gives the place of a person to another part, which then goes by its name and role. What was said of the
 * author itself is forgotten. Call it inside a transaction.
 */
export function createPromotion(db: Database): (personOid: string, part: string) => void {
  const take = db.prepare(
    `UPDATE people SET part_of = NULL, (name, role) = (SELECT name, role FROM people WHERE person_oid = ?1)
     WHERE person_oid = ?2`,
  )
  const follow = db.prepare('UPDATE people SET part_of = ?2 WHERE part_of = ?1')
  const leave = db.prepare(
    'UPDATE people SET name = NULL, role = NULL, part_of = NULL WHERE person_oid = ?',
  )
  return (personOid, part) => {
    take.run(personOid, part)
    follow.run(personOid, part)
    leave.run(personOid)
  }
}

/**
 * Forgets what was said of authors of whom no room is left. Call it inside the transaction that has removed
 * them from `participants`.
 */
export function createAuthorForgetter(
  db: Database,
): (source: string, authorKeys: readonly string[]) => void {
  const isAnythingSaid = db.prepare(
    'SELECT EXISTS (SELECT 1 FROM people) OR EXISTS (SELECT 1 FROM people_apart) AS it',
  )
  const isLeft = db.prepare(
    `SELECT 1 FROM participants a JOIN rooms r ON r.room_id = a.room_id AND r.source = ?1
     WHERE a.author_key = ?2 LIMIT 1`,
  )
  const heir = db.prepare(
    'SELECT person_oid AS oid FROM people WHERE part_of = ? ORDER BY person_oid LIMIT 1',
  )
  const deletePerson = db.prepare('DELETE FROM people WHERE person_oid = ?')
  const deletePairs = db.prepare('DELETE FROM people_apart WHERE ?1 IN (one_oid, other_oid)')
  const promote = createPromotion(db)
  return (source, authorKeys) => {
    if ((isAnythingSaid.get() as { it: number }).it === 0) return
    for (const authorKey of authorKeys) {
      if (isLeft.get(source, authorKey) !== undefined) continue
      const oid = personOidOf(source, authorKey)
      const next = heir.get(oid) as { oid: string } | undefined
      if (next !== undefined) promote(oid, next.oid)
      deletePerson.run(oid)
      deletePairs.run(oid)
    }
  }
}

/** What is counted of the people of a room is counted anew; so is a room that is gone. */
export function createCountForgetter(db: Database): (roomId: number) => void {
  const statements = ['people_seen', 'people_rooms'].map((table) =>
    db.prepare(`DELETE FROM ${table} WHERE room_id = ?`),
  )
  return (roomId) => {
    for (const statement of statements) statement.run(roomId)
  }
}
