import type { GroupChange } from '../contract/groups.ts'
import type { StoredGroup } from '../ports/groups.ts'

/** The group after a change: what it does not name stays, null takes away. */
export function changed(group: StoredGroup, change: GroupChange): StoredGroup {
  const { name = group.name, rule, options, delivery } = change
  const { addRoomOids = [], removeRoomOids = [] } = change
  const removed = new Set(removeRoomOids)
  const roomOids = new Set([...(change.roomOids ?? group.roomOids), ...addRoomOids])
  return {
    ...group,
    name,
    roomOids: [...roomOids].filter((roomOid) => !removed.has(roomOid)),
    rule: rule === undefined ? group.rule : rule,
    options: options === undefined ? group.options : options,
    delivery: delivery === undefined ? group.delivery : delivery,
  }
}
