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
  async set({ kind, oid, people }) {
    if (people === null) {
      await pool.run('DELETE FROM room_limits WHERE kind = $1 AND oid = $2', [kind, oid])
    } else {
      await pool.run(
        `INSERT INTO room_limits (kind, oid, people) VALUES ($1, $2, $3)
         ON CONFLICT (kind, oid) DO UPDATE SET people = excluded.people`,
        [kind, oid, JSON.stringify(people)],
      )
    }
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
