import type { Groups } from '../../ports/groups.ts'
import {
  groupDefinition,
  toGroup,
  toRoomChoices,
  type GroupRow,
  type RoomChoicesRow,
} from '../shared/schedule-rows.ts'
import { jsonText } from './json-text.ts'
import type { Pool } from './pool.ts'

/** The tables `room_groups` and `room_choices`. */
export const postgresGroups = (pool: Pool): Groups => ({
  list: async () =>
    (await pool.rows<GroupRow>('SELECT * FROM room_groups ORDER BY group_id')).map(toGroup),
  async get(groupOid) {
    const [row] = await pool.rows<GroupRow>('SELECT * FROM room_groups WHERE group_oid = $1', [
      groupOid,
    ])
    return row === undefined ? null : toGroup(row)
  },
  async insert(group) {
    await pool.run(
      `INSERT INTO room_groups (group_oid, revision, created_at, definition) VALUES ($1, $2, $3, $4)
       ON CONFLICT (group_oid) DO NOTHING`,
      [group.groupOid, group.revision, group.createdAt, jsonText(groupDefinition(group))],
    )
  },
  replace: async (group) =>
    (await pool.run(
      `UPDATE room_groups SET revision = revision + 1, definition = $1
       WHERE group_oid = $2 AND revision = $3`,
      [jsonText(groupDefinition(group)), group.groupOid, group.revision],
    )) > 0,
  remove: async (groupOid) =>
    (await pool.run('DELETE FROM room_groups WHERE group_oid = $1', [groupOid])) > 0,
  roomChoices: async (roomOids) =>
    toRoomChoices(
      await pool.rows<RoomChoicesRow>('SELECT * FROM room_choices WHERE room_oid = ANY ($1)', [
        roomOids,
      ]),
    ),
  async chooseForRoom(roomOid, options) {
    if (options === null) {
      await pool.run('DELETE FROM room_choices WHERE room_oid = $1', [roomOid])
      return
    }
    await pool.run(
      `INSERT INTO room_choices (room_oid, options) VALUES ($1, $2)
       ON CONFLICT (room_oid) DO UPDATE SET options = excluded.options`,
      [roomOid, jsonText(options)],
    )
  },
})
