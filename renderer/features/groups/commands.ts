import type {
  Group,
  GroupChange,
  GroupRequest,
  GroupRule,
} from '../../../server/contract/groups.ts'
import { trashLimits } from '../../../server/contract/limits.ts'
import { createCommand, createRequest } from '../../api/services.ts'

export const loadGroups = createRequest('groups/load', (rest) => rest.groups)

/** The rooms that a group has now, by hand and by its rule. */
export const loadMembers = createRequest('groups/load-rooms', (rest) => rest.groupRooms)

/** The rooms that a rule would bring. */
export const askRule = createCommand(
  'groups/ask-rule',
  (rule: GroupRule, { extra: { rest }, signal }) =>
    rest.groupRoomsOf({ roomOids: [], rule }, signal),
)

export const makeGroup = createCommand(
  'groups/make',
  (request: GroupRequest, { extra: { rest } }): Promise<Group> => rest.makeGroup(request),
)

export const changeGroup = createCommand(
  'groups/change',
  (
    { groupOid, change }: { groupOid: string; change: GroupChange },
    { extra: { rest } },
  ): Promise<Group> => rest.changeGroup(groupOid, change),
)

/** Puts rooms into a group by hand; says how many of them were not in it before. */
export const addRooms = createCommand(
  'groups/add',
  async (
    { group, roomOids }: { group: Group; roomOids: readonly string[] },
    { extra: { rest } },
  ): Promise<{ group: Group; added: string[] }> => {
    const added = roomOids.filter((oid) => !group.roomOids.includes(oid))
    if (added.length === 0) return { group, added }
    return { group: await rest.changeGroup(group.groupOid, { addRoomOids: added }), added }
  },
)

/** A group that was deleted, and until when (milliseconds since 1970) it can be taken back. */
export interface DeletedGroup {
  group: Group
  until: number
}

/** The server refuses it while a schedule reports the group. */
export const deleteGroup = createCommand(
  'groups/delete',
  async (group: Group, { extra: { rest } }): Promise<DeletedGroup> => {
    await rest.deleteGroup(group.groupOid)
    return { group, until: Date.now() + trashLimits.undoMs }
  },
)

/** Makes a deleted group again. */
export const bringBack = createCommand(
  'groups/bring-back',
  async ({ group }: DeletedGroup, { extra: { rest } }): Promise<Group> => {
    const { name, roomOids, rule, options, delivery } = group
    return rest.makeGroup({
      name,
      roomOids,
      ...(rule && { rule }),
      ...(options && { options }),
      ...(delivery && { delivery }),
    })
  },
)
