import type { PartSight, Sights } from '../access/sight.ts'
import type { Group, GroupChange, GroupRequest } from '../contract/groups.ts'
import { closed, needRooms } from './in-sight.ts'

/** What a group is asked to be by somebody who does not see all rooms. */
type GroupWish = Pick<GroupRequest | GroupChange, 'roomOids' | 'rule' | 'options' | 'delivery'> &
  Pick<GroupChange, 'addRoomOids'>

/**
 * A rule would find the names of rooms that are not seen, and what a group chooses, recipients say, counts also for
 * rooms that others add later.
 *
 * @throws HttpProblem 403, NotThere
 */
export async function checkGroupWish(
  { roomOids, addRoomOids, rule, options, delivery }: GroupWish,
  sight: PartSight,
  sights: Pick<Sights, 'sees'>,
): Promise<void> {
  if ([rule, options, delivery].some((wish) => wish !== undefined)) throw closed()
  // Nobody could tell one of no rooms from one whose rooms have gone.
  if (roomOids?.length === 0) throw closed()
  await needRooms(roomOids, sight, sights)
  await needRooms(addRoomOids, sight, sights)
}

/** A group without the ids of rooms that have gone: they may have been hidden. */
export const groupInSight = async (
  group: Group,
  sight: PartSight,
  sights: Pick<Sights, 'sees'>,
): Promise<Group> => {
  const isSeen = await Promise.all(group.roomOids.map((oid) => sights.sees(sight, oid)))
  return { ...group, roomOids: group.roomOids.filter((_, index) => isSeen[index]) }
}
