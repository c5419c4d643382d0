import type { RoomLimits } from '../../ports/room-limits.ts'
import {
  textOrNull,
  toLimit,
  toMembers,
  toPeopleGroups,
  type LimitRow,
  type MemberRow,
} from '../shared/limit-rows.ts'
import type { Pool } from './pool.ts'

/** The tables `room_limits` and `people_groups`. */
export const postgresRoomLimits = (pool: Pool): RoomLimits => ({
  list: async () =>
    (await pool.rows<LimitRow>('SELECT kind, oid, people FROM room_limits ORDER BY kind, oid')).map(
      toLimit,
    ),
  async set(...limits) {
    // Of two for the same the last one counts; one statement must not meet a row twice.
    const changes = [...new Map(limits.map((limit) => [limit.kind + limit.oid, limit])).values()]
    await pool.run(
      `WITH changes AS (
         SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) AS c (kind, oid, people)
       ), forgotten AS (
         DELETE FROM room_limits AS l USING changes AS c
         WHERE l.kind = c.kind AND l.oid = c.oid AND c.people IS NULL
       )
       INSERT INTO room_limits (kind, oid, people)
       SELECT kind, oid, people FROM changes WHERE people IS NOT NULL ORDER BY kind, oid
       ON CONFLICT (kind, oid) DO UPDATE SET people = excluded.people`,
      [
        changes.map(({ kind }) => kind),
        changes.map(({ oid }) => oid),
        changes.map(({ people }) => (people === null ? null : JSON.stringify(people))),
      ],
    )
  },
  async groupsOf(memberOid) {
    const [row] = await pool.rows<MemberRow>('SELECT * FROM people_groups WHERE member_oid = $1', [
      memberOid,
    ])
    return toPeopleGroups(row)
  },
  members: async () => toMembers(await pool.rows<MemberRow>('SELECT * FROM people_groups')),
  async setMember(memberOid, { own, claimed }) {
    await pool.run(
      `INSERT INTO people_groups AS g (member_oid, own, claimed)
       VALUES ($1, coalesce($2::text, '[]'), coalesce($3::text, '[]'))
       ON CONFLICT (member_oid) DO UPDATE SET own = coalesce($2::text, g.own), claimed = coalesce($3::text, g.claimed)`,
      [memberOid, textOrNull(own), textOrNull(claimed)],
    )
  },
})
