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

/** The tables `room_limits` and `people_groups`. */
export function sqliteRoomLimits(db: Database): RoomLimits {
  const list = db.prepare('SELECT kind, oid, people FROM room_limits ORDER BY kind, oid')
  const member = db.prepare('SELECT * FROM people_groups WHERE member_oid = ?')
  return {
    list: async () => (list.all() as unknown as LimitRow[]).map(toLimit),
    async set({ kind, oid, people }) {
      if (people === null) {
        db.prepare('DELETE FROM room_limits WHERE kind = ? AND oid = ?').run(kind, oid)
      } else {
        db.prepare('INSERT OR REPLACE INTO room_limits (kind, oid, people) VALUES (?, ?, ?)').run(
          kind,
          oid,
          JSON.stringify(people),
        )
      }
    },
    groupsOf: async (memberOid) => toPeopleGroups(member.get(memberOid) as MemberRow | undefined),
    members: async () =>
      toMembers(db.prepare('SELECT * FROM people_groups').all() as unknown as MemberRow[]),
    async setMember(memberOid, { own, claimed }) {
      db.prepare(
        `INSERT INTO people_groups (member_oid, own, claimed)
         VALUES (:oid, coalesce(:own, '[]'), coalesce(:claimed, '[]'))
         ON CONFLICT (member_oid) DO UPDATE SET own = coalesce(:own, own), claimed = coalesce(:claimed, claimed)`,
      ).run({ ':oid': memberOid, ':own': textOrNull(own), ':claimed': textOrNull(claimed) })
    },
  }
}
