import type {
  KnownAuthor,
  MergeRequest,
  People,
  PeopleChanged,
  SaidChange,
  SaidOfAuthor,
  SplitRequest,
} from '../../ports/people.ts'
import { onUse } from '../shared/on-use.ts'
import { groupsOf, pairsOf } from '../shared/people.ts'
import type { Database } from './database.ts'
import { countedPeople, createPromotion } from './people-of-rooms.ts'
import { createPeopleCount, seenReader } from './people-seen.ts'
import { writesOf } from './writes.ts'

const columns = `person_oid AS personOid, source, author_key AS authorKey, name, role, part_of AS partOf`

/** The people in the tables `people` and `people_apart`; who wrote is counted in `people_seen`. */
export function sqlitePeople(db: Database): People {
  const { write } = writesOf(db)
  const count = onUse(() => createPeopleCount(db))
  const seen = onUse(() => seenReader(db))
  const writing = onUse(() => peopleWriter(db))
  const selectSaid = db.prepare(`SELECT ${columns} FROM people`)
  const selectApart = db.prepare('SELECT one_oid AS one, other_oid AS other FROM people_apart')
  const selectOfRoom = db.prepare(
    `SELECT a.author_key AS authorKey, coalesce(p.part_of, p.person_oid) AS personOid, w.name, w.role
     FROM rooms r JOIN participants a USING (room_id)
     JOIN people p ON p.source = r.source AND p.author_key = a.author_key
     JOIN people w ON w.person_oid = coalesce(p.part_of, p.person_oid)
     WHERE r.room_id = ? ORDER BY a.author_key`,
  )
  return {
    catchUp: async () => count()(),
    seen: async (roomOid) => seen()(roomOid),
    said: async () => selectSaid.all() as unknown as SaidOfAuthor[],
    async keptApart() {
      const rows = selectApart.all() as { one: string; other: string }[]
      return rows.map(({ one, other }) => [one, other] as const)
    },
    async ofRoom(roomId) {
      const rows = selectOfRoom.all(roomId) as unknown as KnownAuthor[]
      return rows.map((row) => ({ ...row }))
    },
    change: (changes) => write(() => writing().change(changes)),
    merge: (request) => write(() => writing().merge(request)),
    split: (request) => write(() => writing().split(request)),
    keepApart: (oids, areOthers) =>
      write(() => (areOthers ? writing().part(oids) : writing().allow(oids))),
  }
}

interface PeopleWriter {
  change(changes: readonly SaidChange[]): PeopleChanged | null
  merge(request: MergeRequest): PeopleChanged | null
  split(request: SplitRequest): PeopleChanged | null
  part(oids: readonly string[]): void
  allow(oids: readonly string[]): void
}

/** All of it inside a transaction of the caller. */
function peopleWriter(db: Database): PeopleWriter {
  const selectOne = db.prepare(`SELECT ${columns} FROM people WHERE person_oid = ?`)
  const selectParts = db.prepare(
    `SELECT ${columns} FROM people WHERE part_of = ? ORDER BY person_oid`,
  )
  const selectAuthor = db.prepare(
    `SELECT source, author_key AS authorKey FROM people_seen JOIN rooms USING (room_id)
     WHERE person_oid = ? AND visible = 1 LIMIT 1`,
  )
  const selectName = db.prepare(
    `SELECT author FROM people_seen JOIN rooms USING (room_id) WHERE person_oid = ? AND visible = 1
     ORDER BY last_at IS NULL, last_at DESC, messages DESC LIMIT 1`,
  )
  const insert = db.prepare('INSERT INTO people (source, author_key, person_oid) VALUES (?, ?, ?)')
  const save = db.prepare('UPDATE people SET name = ?, role = ? WHERE person_oid = ?')
  const join = db.prepare('UPDATE people SET part_of = ?1 WHERE person_oid = ?2 OR part_of = ?2')
  const setWhole = db.prepare('UPDATE people SET part_of = ? WHERE person_oid = ?')
  const tidy = db.prepare(
    `DELETE FROM people WHERE person_oid = ?1 AND name IS NULL AND role IS NULL AND part_of IS NULL
     AND NOT EXISTS (SELECT 1 FROM people part WHERE part.part_of = ?1)`,
  )
  const selectRooms = db.prepare(
    `SELECT DISTINCT r.room_id AS roomId, r.room_oid AS roomOid, r.visible FROM people p
     JOIN participants a ON a.author_key = p.author_key
     JOIN rooms r ON r.room_id = a.room_id AND r.source = p.source
     WHERE p.person_oid = ?1 OR p.part_of = ?1`,
  )
  const recount = db.prepare(
    `UPDATE rooms SET participant_count = ${countedPeople} WHERE room_id = ?`,
  )
  const addPair = db.prepare('INSERT OR IGNORE INTO people_apart VALUES (?, ?)')
  const deletePair = db.prepare('DELETE FROM people_apart WHERE one_oid = ? AND other_oid = ?')
  const promote = createPromotion(db)

  const find = (oid: string): SaidOfAuthor | undefined =>
    selectOne.get(oid) as SaidOfAuthor | undefined
  const partsOf = (oid: string): SaidOfAuthor[] => selectParts.all(oid) as unknown as SaidOfAuthor[]
  const newestName = (oid: string): string | null =>
    (selectName.get(oid) as { author: string } | undefined)?.author ?? null

  /** What is said of the person that an author is; begun where nothing is said yet, null for nobody. */
  function personOf(oid: string): SaidOfAuthor | null {
    const said = find(oid)
    if (said?.partOf != null) return find(said.partOf) ?? null
    if (said !== undefined) return said
    const author = selectAuthor.get(oid) as { source: string; authorKey: string } | undefined
    if (author === undefined) return null
    insert.run(author.source, author.authorKey, oid)
    return find(oid) ?? null
  }

  function say(oid: string, { name, role }: Pick<SaidChange, 'name' | 'role'>): void {
    const before = find(oid)
    if (before === undefined) return
    const wanted = name === undefined ? before.name : name
    // Several authors have no name in common that the source could tell.
    const kept = wanted ?? (partsOf(oid).length > 0 ? newestName(oid) : null)
    save.run(kept, role === undefined ? before.role : role, oid)
  }

  /** Rooms of these people, whose counts follow who is one with whom. */
  function changedRooms(oids: readonly string[], isRecounted: boolean): PeopleChanged {
    const rooms = oids.flatMap(
      (oid) => selectRooms.all(oid) as { roomId: number; roomOid: string; visible: number }[],
    )
    if (isRecounted) for (const id of new Set(rooms.map((one) => one.roomId))) recount.run(id)
    const seen = rooms.filter(({ visible }) => visible === 1)
    return { roomOids: [...new Set(seen.map(({ roomOid }) => roomOid))] }
  }

  function part(oids: readonly string[]): void {
    for (const pair of pairsOf(oids)) addPair.run(...pair)
  }
  function allow(oids: readonly string[]): void {
    for (const pair of pairsOf(oids)) deletePair.run(...pair)
  }

  function change(changes: readonly SaidChange[]): PeopleChanged | null {
    const people = changes.map(({ personOid }) => personOf(personOid))
    if (people.includes(null)) {
      for (const one of people) if (one !== null) tidy.run(one.personOid)
      return null
    }
    changes.forEach((said, index) => say(people[index]?.personOid ?? '', said))
    const oids = people.flatMap((one) => one?.personOid ?? [])
    const changed = changedRooms(oids, false)
    for (const oid of oids) tidy.run(oid)
    return changed
  }

  function merge({ into, from, name }: MergeRequest): PeopleChanged | null {
    const whole = personOf(into)
    if (whole === null) return null
    const oid = whole.personOid
    const others = [...new Set(from.flatMap((one) => personOf(one)?.personOid ?? []))].filter(
      (other) => other !== oid,
    )
    if (others.length === 0) {
      tidy.run(oid)
      return null
    }
    const role = others.map((other) => find(other)?.role ?? null).find((one) => one !== null)
    for (const other of others) join.run(oid, other)
    say(oid, { name: name ?? whole.name ?? newestName(oid), role: whole.role ?? role ?? null })
    allow([oid, ...partsOf(oid).map(({ personOid }) => personOid)])
    return changedRooms([oid], true)
  }

  function split({ personOid, apart, name, role, areOthers }: SplitRequest): PeopleChanged | null {
    const before = find(personOid)
    const whole = before?.partOf == null ? before : find(before.partOf)
    if (whole === undefined) return null
    const all = [whole.personOid, ...partsOf(whole.personOid).map((one) => one.personOid)]
    const groups = groupsOf(all, apart)
    const leaving = new Set(groups.flat())
    const [rest] = all.filter((oid) => !leaving.has(oid))
    if (leaving.size === 0 || rest === undefined) return null
    if (leaving.has(whole.personOid)) promote(whole.personOid, rest)
    for (const [first = '', ...others] of groups) {
      setWhole.run(null, first)
      for (const other of others) setWhole.run(first, other)
      say(first, {})
    }
    // One author alone goes by the name of the source again, where nobody has given another.
    const isAlone = partsOf(rest).length === 0
    const given = find(rest)?.name
    say(rest, {
      name: name ?? (name === null || (isAlone && given === newestName(rest)) ? null : given),
      role,
    })
    const people = [rest, ...groups.flatMap(([first = '']) => first)]
    if (areOthers) part(people)
    const changed = changedRooms(people, true)
    for (const oid of people) tidy.run(oid)
    return changed
  }

  return { change, merge, split, part, allow }
}
