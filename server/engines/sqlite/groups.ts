import type { Groups } from '../../ports/groups.ts'
import {
  groupDefinition,
  toGroup,
  toRoomChoices,
  type GroupRow,
  type RoomChoicesRow,
} from '../shared/schedule-rows.ts'
import type { Database } from './database.ts'

/** The tables `room_groups` and `room_choices`. */
export function sqliteGroups(db: Database): Groups {
  const all = (rows: unknown) => (rows as GroupRow[]).map(toGroup)
  return {
    list: async () => all(db.prepare('SELECT * FROM room_groups ORDER BY group_id').all()),
    get: async (groupOid) =>
      all(db.prepare('SELECT * FROM room_groups WHERE group_oid = ?').all(groupOid))[0] ?? null,
    async insert(group) {
      db.prepare(
        'INSERT INTO room_groups (group_oid, revision, created_at, definition) VALUES (?, ?, ?, ?)',
      ).run(group.groupOid, group.revision, group.createdAt, JSON.stringify(groupDefinition(group)))
    },
    replace: async (group) =>
      db
        .prepare(
          `UPDATE room_groups SET revision = revision + 1, definition = ?
           WHERE group_oid = ? AND revision = ?`,
        )
        .run(JSON.stringify(groupDefinition(group)), group.groupOid, group.revision).changes > 0,
    remove: async (groupOid) =>
      db.prepare('DELETE FROM room_groups WHERE group_oid = ?').run(groupOid).changes > 0,
    roomChoices: async (roomOids) =>
      toRoomChoices(
        db
          .prepare('SELECT * FROM room_choices WHERE room_oid IN (SELECT value FROM json_each(?))')
          .all(JSON.stringify(roomOids)) as unknown as RoomChoicesRow[],
      ),
    async chooseForRoom(roomOid, options) {
      if (options === null) db.prepare('DELETE FROM room_choices WHERE room_oid = ?').run(roomOid)
      else {
        db.prepare('INSERT OR REPLACE INTO room_choices (room_oid, options) VALUES (?, ?)').run(
          roomOid,
          JSON.stringify(options),
        )
      }
    },
  }
}
