import type { Groups } from '../../ports/groups.ts'
import {
  groupDefinition,
  toGroup,
  toRoomChoices,
  type GroupRow,
  type RoomChoicesRow,
} from '../shared/schedule-rows.ts'
import type { Database } from './database.ts'
import { writesOf } from './writes.ts'

/** The tables `room_groups` and `room_choices`. */
export function sqliteGroups(db: Database): Groups {
  const { write } = writesOf(db)
  const all = (rows: unknown) => (rows as GroupRow[]).map(toGroup)
  return {
    list: async () => all(db.prepare('SELECT * FROM room_groups ORDER BY group_id').all()),
    get: async (groupOid) =>
      all(db.prepare('SELECT * FROM room_groups WHERE group_oid = ?').all(groupOid))[0] ?? null,
    async insert(group) {
      const insert = db.prepare(
        'INSERT INTO room_groups (group_oid, revision, created_at, definition) VALUES (?, ?, ?, ?)',
      )
      const { groupOid, revision, createdAt } = group
      const definition = JSON.stringify(groupDefinition(group))
      await write(() => insert.run(groupOid, revision, createdAt, definition))
    },
    async replace(group) {
      const update = db.prepare(
        `UPDATE room_groups SET revision = revision + 1, definition = ?
         WHERE group_oid = ? AND revision = ?`,
      )
      const definition = JSON.stringify(groupDefinition(group))
      const { changes } = await write(() => update.run(definition, group.groupOid, group.revision))
      return Number(changes) > 0
    },
    async remove(groupOid) {
      const remove = db.prepare('DELETE FROM room_groups WHERE group_oid = ?')
      return Number((await write(() => remove.run(groupOid))).changes) > 0
    },
    roomChoices: async (roomOids) =>
      toRoomChoices(
        db
          .prepare('SELECT * FROM room_choices WHERE room_oid IN (SELECT value FROM json_each(?))')
          .all(JSON.stringify(roomOids)) as unknown as RoomChoicesRow[],
      ),
    async chooseForRoom(roomOid, options) {
      const forget = db.prepare('DELETE FROM room_choices WHERE room_oid = ?')
      const put = db.prepare(
        'INSERT OR REPLACE INTO room_choices (room_oid, options) VALUES (?, ?)',
      )
      await write(() =>
        options === null ? forget.run(roomOid) : put.run(roomOid, JSON.stringify(options)),
      )
    },
  }
}
