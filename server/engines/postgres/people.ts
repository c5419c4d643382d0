import type { KnownAuthor, People, SaidOfAuthor } from '../../ports/people.ts'
import { countPeople, seenAuthors } from './people-seen.ts'
import { allow, changePeople, columns, mergePeople, part, splitPerson } from './people-said.ts'
import { lockFor, type Pool, type Sql } from './pool.ts'

/** The people in the tables `people` and `people_apart`; who wrote is counted in `people_seen`. */
export function postgresPeople(pool: Pool): People {
  /** What is said of people is changed by one after the other: each looks at what the others have left. */
  const changing = <T>(work: (sql: Sql) => Promise<T>): Promise<T> =>
    pool.transaction(async (sql) => {
      await lockFor(sql, 'people')
      return work(sql)
    })

  return {
    catchUp: () => countPeople(pool),
    seen: (roomOid) => seenAuthors(pool, roomOid),
    said: () => pool.rows<SaidOfAuthor>(`SELECT ${columns} FROM people`),
    async keptApart() {
      const rows = await pool.rows<{ one: string; other: string }>(
        'SELECT one_oid AS one, other_oid AS other FROM people_apart',
      )
      return rows.map(({ one, other }) => [one, other] as const)
    },
    ofRoom: (roomId) =>
      pool.rows<KnownAuthor>(
        `SELECT a.author_key AS "authorKey", coalesce(p.part_of, p.person_oid) AS "personOid", w.name, w.role
         FROM rooms r JOIN participants a USING (room_id)
         JOIN people p ON p.source = r.source AND p.author_key = a.author_key
         JOIN people w ON w.person_oid = coalesce(p.part_of, p.person_oid)
         WHERE room_id = $1 ORDER BY a.author_key`,
        [roomId],
      ),
    change: (changes) => changing((sql) => changePeople(sql, changes)),
    merge: (request) => changing((sql) => mergePeople(sql, request)),
    split: (request) => changing((sql) => splitPerson(sql, request)),
    keepApart: (oids, areOthers) =>
      changing((sql) => (areOthers ? part(sql, oids) : allow(sql, oids))),
  }
}
