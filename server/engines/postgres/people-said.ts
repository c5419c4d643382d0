import type {
  MergeRequest,
  PeopleChanged,
  SaidChange,
  SaidOfAuthor,
  SplitRequest,
} from '../../ports/people.ts'
import { groupsOf, pairsOf } from '../shared/people.ts'
import { countedPeople, promote } from './people-of-rooms.ts'
import type { Sql } from './pool.ts'

export const columns = `person_oid AS "personOid", source, author_key AS "authorKey", name, role,
  part_of AS "partOf"`

const find = async (sql: Sql, oid: string): Promise<SaidOfAuthor | undefined> =>
  (await sql.rows<SaidOfAuthor>(`SELECT ${columns} FROM people WHERE person_oid = $1`, [oid]))[0]

const partsOf = async (sql: Sql, oid: string): Promise<string[]> =>
  (
    await sql.rows<{ oid: string }>(
      'SELECT person_oid AS oid FROM people WHERE part_of = $1 ORDER BY person_oid',
      [oid],
    )
  ).map((row) => row.oid)

async function newestName(sql: Sql, oid: string): Promise<string | null> {
  const [row] = await sql.rows<{ author: string }>(
    `SELECT s.author FROM people_seen s JOIN rooms r USING (room_id) WHERE s.person_oid = $1 AND r.visible
     ORDER BY s.last_at DESC NULLS LAST, s.messages DESC LIMIT 1`,
    [oid],
  )
  return row?.author ?? null
}

/** Forgets an author of whom nothing is said any more. */
const tidy = (sql: Sql, oid: string): Promise<unknown> =>
  sql.run(
    `DELETE FROM people p WHERE person_oid = $1 AND name IS NULL AND role IS NULL AND part_of IS NULL
     AND NOT EXISTS (SELECT 1 FROM people part WHERE part.part_of = $1)`,
    [oid],
  )

/** What is said of the person that an author is; begun where nothing is said yet, null for nobody. */
async function personOf(sql: Sql, oid: string): Promise<SaidOfAuthor | null> {
  const said = await find(sql, oid)
  if (said?.partOf != null) return (await find(sql, said.partOf)) ?? null
  if (said !== undefined) return said
  await sql.run(
    `INSERT INTO people (source, author_key, person_oid)
     SELECT r.source, s.author_key, $1 FROM people_seen s JOIN rooms r USING (room_id)
     WHERE s.person_oid = $1 AND r.visible LIMIT 1`,
    [oid],
  )
  return (await find(sql, oid)) ?? null
}

async function say(
  sql: Sql,
  oid: string,
  { name, role }: Pick<SaidChange, 'name' | 'role'>,
): Promise<void> {
  const before = await find(sql, oid)
  if (before === undefined) return
  const wanted = name === undefined ? before.name : name
  // Several authors have no name in common that the source could tell.
  const isOne = wanted !== null || (await partsOf(sql, oid)).length === 0
  await sql.run('UPDATE people SET name = $2, role = $3 WHERE person_oid = $1', [
    oid,
    isOne ? wanted : await newestName(sql, oid),
    role === undefined ? before.role : role,
  ])
}

/** Rooms of these people, whose counts follow who is one with whom. */
async function changedRooms(
  sql: Sql,
  oids: readonly string[],
  isRecounted: boolean,
): Promise<PeopleChanged> {
  const rooms = await sql.rows<{ roomId: number; roomOid: string; visible: boolean }>(
    `SELECT room_id AS "roomId", room_oid AS "roomOid", visible FROM rooms WHERE room_id IN (
       SELECT r.room_id FROM people p JOIN participants a ON a.author_key = p.author_key
       JOIN rooms r ON r.room_id = a.room_id AND r.source = p.source
       WHERE p.person_oid = ANY ($1) OR p.part_of = ANY ($1))
     ORDER BY room_oid FOR NO KEY UPDATE`,
    [oids],
  )
  if (isRecounted) {
    await sql.run(
      `UPDATE rooms SET participant_count = ${countedPeople} WHERE room_id = ANY ($1)`,
      [rooms.map(({ roomId }) => roomId)],
    )
  }
  return { roomOids: rooms.filter(({ visible }) => visible).map(({ roomOid }) => roomOid) }
}

/** Remembers that all of these are others. */
export async function part(sql: Sql, oids: readonly string[]): Promise<void> {
  const pairs = pairsOf(oids)
  await sql.run(
    `INSERT INTO people_apart (one_oid, other_oid) SELECT * FROM unnest($1::text[], $2::text[])
     ON CONFLICT DO NOTHING`,
    [pairs.map(([one]) => one), pairs.map(([, other]) => other)],
  )
}

/** Forgets it. */
export async function allow(sql: Sql, oids: readonly string[]): Promise<void> {
  await sql.run('DELETE FROM people_apart WHERE one_oid = ANY ($1) AND other_oid = ANY ($1)', [
    oids,
  ])
}

export async function changePeople(
  sql: Sql,
  changes: readonly SaidChange[],
): Promise<PeopleChanged | null> {
  const people: (SaidOfAuthor | null)[] = []
  for (const { personOid } of changes) people.push(await personOf(sql, personOid))
  const oids = people.flatMap((one) => one?.personOid ?? [])
  if (people.includes(null)) {
    for (const oid of oids) await tidy(sql, oid)
    return null
  }
  for (const [index, said] of changes.entries()) await say(sql, oids[index] ?? '', said)
  const changed = await changedRooms(sql, oids, false)
  for (const oid of oids) await tidy(sql, oid)
  return changed
}

export async function mergePeople(
  sql: Sql,
  { into, from, name }: MergeRequest,
): Promise<PeopleChanged | null> {
  const whole = await personOf(sql, into)
  if (whole === null) return null
  const oid = whole.personOid
  const found: SaidOfAuthor[] = []
  for (const one of from) {
    const person = await personOf(sql, one)
    if (person !== null && person.personOid !== oid) found.push(person)
  }
  const others = new Map(found.map((one) => [one.personOid, one]))
  if (others.size === 0) {
    await tidy(sql, oid)
    return null
  }
  const role = [...others.values()].find((one) => one.role !== null)?.role ?? null
  for (const other of others.keys()) {
    await sql.run('UPDATE people SET part_of = $1 WHERE person_oid = $2 OR part_of = $2', [
      oid,
      other,
    ])
  }
  await say(sql, oid, {
    name: name ?? whole.name ?? (await newestName(sql, oid)),
    role: whole.role ?? role,
  })
  await allow(sql, [oid, ...(await partsOf(sql, oid))])
  return changedRooms(sql, [oid], true)
}

export async function splitPerson(
  sql: Sql,
  { personOid, apart, name, role, areOthers }: SplitRequest,
): Promise<PeopleChanged | null> {
  const before = await find(sql, personOid)
  const whole = before?.partOf == null ? before : await find(sql, before.partOf)
  if (whole === undefined) return null
  const all = [whole.personOid, ...(await partsOf(sql, whole.personOid))]
  const groups = groupsOf(all, apart)
  const leaving = new Set(groups.flat())
  const [rest] = all.filter((oid) => !leaving.has(oid))
  if (leaving.size === 0 || rest === undefined) return null
  if (leaving.has(whole.personOid)) await promote(sql, whole.personOid, rest)
  for (const [first = '', ...others] of groups) {
    await sql.run('UPDATE people SET part_of = NULL WHERE person_oid = $1', [first])
    await sql.run('UPDATE people SET part_of = $1 WHERE person_oid = ANY ($2)', [first, others])
    await say(sql, first, {})
  }
  // One author alone goes by the name of the source again, where nobody has given another.
  const isAlone = (await partsOf(sql, rest)).length === 0
  const given = (await find(sql, rest))?.name
  const isOfSource = name === null || (isAlone && given === (await newestName(sql, rest)))
  await say(sql, rest, { name: name ?? (isOfSource ? null : given), role })
  const people = [rest, ...groups.flatMap(([first = '']) => first)]
  if (areOthers) await part(sql, people)
  const changed = await changedRooms(sql, people, true)
  for (const oid of people) await tidy(sql, oid)
  return changed
}
