import { mayAct } from '../contract/access.ts'
import type { Groups, StoredGroup } from '../ports/groups.ts'
import type { RoomLimit, RoomLimits } from '../ports/room-limits.ts'
import type { Rooms, RoomTraits } from '../ports/rooms.ts'
import type { Who } from './access-service.ts'

/** What somebody sees of the rooms: all of them, also later ones, or these. */
export type Sight = 'all' | PartSight

/** The rooms of somebody who belongs to no group of people for some others. */
export interface PartSight {
  /** Names of the rooms that are seen, by their ids. */
  readonly names: ReadonlyMap<string, string>
  /** Rooms that are there and not seen. */
  readonly hidden: ReadonlySet<string>
}

/**
 * Whether somebody may see a room.
 *
 * @param limits those of the room itself and of all groups of rooms that have it: each must let them in
 */
export const isVisible = (
  groups: ReadonlySet<string>,
  limits: readonly (readonly string[])[],
): boolean => limits.every((people) => people.some((name) => groups.has(name)))

/** Tells of everybody who asks which rooms they see. */
export interface Sights {
  /** Reckoned anew for each request: what was changed a moment ago counts. Admins cost nothing. */
  of(who: Who): Promise<Sight>
  /** Whether this room, asked for by an id of now or of before a merge, is not to be seen. */
  hides(sight: PartSight, roomOid: string): Promise<boolean>
  /** Whether there is such a room, by an id of now or of before a merge, and it is seen. */
  sees(sight: PartSight, roomOid: string): Promise<boolean>
  /** Ids of the groups of rooms of which every room is seen. One without rooms may be of some that were hidden, and is none. */
  groups(sight: PartSight): Promise<ReadonlySet<string>>
  /** Whether a group of rooms is limited: only admins may change it then, because it would open its rooms. */
  isLimited(groupOid: string): Promise<boolean>
}

export interface SightDeps {
  roomLimits: Pick<RoomLimits, 'list' | 'groupsOf'>
  groups: Pick<Groups, 'list'>
  rooms: Pick<Rooms, 'traits' | 'place'>
  /** The rooms that each of these groups has, of all that there are. */
  membersOf(
    groups: readonly StoredGroup[],
    traits: readonly RoomTraits[],
  ): Promise<ReadonlyMap<string, readonly string[]>>
}

export function createSights({ roomLimits, groups, rooms, membersOf }: SightDeps): Sights {
  async function groupsOf(who: Who): Promise<ReadonlySet<string>> {
    if (who.memberOid === null) return new Set()
    const { own, claimed } = await roomLimits.groupsOf(who.memberOid)
    return new Set([...own, ...claimed])
  }

  /** The rooms that each limit is about; what has become part of another room takes its limit along. */
  async function roomsOf(
    limits: readonly RoomLimit[],
    traits: readonly RoomTraits[],
  ): Promise<{ roomOid: string; people: readonly string[] }[]> {
    const there = new Set(traits.map(({ roomOid }) => roomOid))
    const limited = new Set(limits.flatMap(({ kind, oid }) => (kind === 'group' ? [oid] : [])))
    const stored = limited.size === 0 ? [] : await groups.list()
    const members = await membersOf(
      stored.filter(({ groupOid }) => limited.has(groupOid)),
      traits,
    )
    const found = limits.map(async ({ kind, oid, people }) => {
      if (kind === 'group') {
        return (members.get(oid) ?? []).map((roomOid) => ({ roomOid, people }))
      }
      const roomOid = there.has(oid) ? oid : (await rooms.place(oid))?.roomOid
      return roomOid === undefined ? [] : [{ roomOid, people }]
    })
    return (await Promise.all(found)).flat()
  }

  return {
    async of(who) {
      if (mayAct(who.role, 'admin')) return 'all'
      const limits = await roomLimits.list()
      if (limits.length === 0) return 'all'
      const own = await groupsOf(who)
      // Not by the rooms that are limited now: the next one may come at any moment.
      if (limits.every(({ people }) => isVisible(own, [people]))) return 'all'
      const traits = await rooms.traits()
      const byRoom = new Map<string, (readonly string[])[]>()
      for (const { roomOid, people } of await roomsOf(limits, traits)) {
        byRoom.set(roomOid, [...(byRoom.get(roomOid) ?? []), people])
      }
      const names = new Map<string, string>()
      const hidden = new Set<string>()
      for (const { roomOid, name } of traits) {
        if (isVisible(own, byRoom.get(roomOid) ?? [])) names.set(roomOid, name)
        else hidden.add(roomOid)
      }
      return { names, hidden }
    },
    async hides({ names, hidden }, roomOid) {
      if (names.has(roomOid)) return false
      if (hidden.has(roomOid)) return true
      const place = await rooms.place(roomOid)
      // A room that is not there is for the one who looks for it to miss.
      return place !== null && !names.has(place.roomOid)
    },
    async sees({ names }, roomOid) {
      if (names.has(roomOid)) return true
      const place = await rooms.place(roomOid)
      return place !== null && names.has(place.roomOid)
    },
    async groups({ names }) {
      const stored = await groups.list()
      const members = await membersOf(stored, await rooms.traits())
      const isSeen = ([, roomOids]: readonly [string, readonly string[]]): boolean =>
        roomOids.length > 0 && roomOids.every((roomOid) => names.has(roomOid))
      return new Set([...members].filter(isSeen).map(([groupOid]) => groupOid))
    },
    async isLimited(groupOid) {
      return (await roomLimits.list()).some(({ kind, oid }) => kind === 'group' && oid === groupOid)
    },
  }
}
