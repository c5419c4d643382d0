import type { RoomLimits } from '../../ports/room-limits.ts'
import {
  textOrNull,
  toLimit,
  toMembers,
  toPeopleGroups,
  type LimitRow,
  type MemberRow,
} from '../shared/limit-rows.ts'
import type { Database } from './database.ts'
import { writesOf } from './writes.ts'

/** The tables `room_limits` and `people_groups`. */
export function sqliteRoomLimits(db: Database): RoomLimits {
  const { write } = writesOf(db)
  const list = db.prepare('SELECT kind, oid, people FROM room_limits ORDER BY kind, oid')
  const member = db.prepare('SELECT * FROM people_groups WHERE member_oid = ?')
  return {
    list: async () => (list.all() as unknown as LimitRow[]).map(toLimit),
    async set(...limits) {
      const forget = db.prepare('DELETE FROM room_limits WHERE kind = ? AND oid = ?')
      const put = db.prepare(
        'INSERT OR REPLACE INTO room_limits (kind, oid, people) VALUES (?, ?, ?)',
      )
      await write(() => {
        for (const { kind, oid, people } of limits) {
          if (people === null) forget.run(kind, oid)
          else put.run(kind, oid, JSON.stringify(people))
        }
      })
    },
    groupsOf: async (memberOid) => toPeopleGroups(member.get(memberOid) as MemberRow | undefined),
    members: async () =>
      toMembers(db.prepare('SELECT * FROM people_groups').all() as unknown as MemberRow[]),
    async setMember(memberOid, { own, claimed }) {
      const put = db.prepare(
        `INSERT INTO people_groups (member_oid, own, claimed)
         VALUES (:oid, coalesce(:own, '[]'), coalesce(:claimed, '[]'))
         ON CONFLICT (member_oid) DO UPDATE SET own = coalesce(:own, own), claimed = coalesce(:claimed, claimed)`,
      )
      const given = { ':oid': memberOid, ':own': textOrNull(own), ':claimed': textOrNull(claimed) }
      await write(() => put.run(given))
    },
  }
}
