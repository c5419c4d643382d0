import { randomUUID } from 'node:crypto'
import type {
  Group,
  GroupChange,
  GroupRequest,
  GroupRoom,
  GroupRoomsQuestion,
  OwnChoicesList,
  RoomChoices,
} from '../contract/groups.ts'
import { groupLimits } from '../contract/limits.ts'
import type { ReportOptions } from '../contract/report-options.ts'
import type { Groups, StoredGroup } from '../ports/groups.ts'
import type { Rooms, RoomTraits } from '../ports/rooms.ts'
import type { Schedules } from '../ports/schedules.ts'
import { chosen, NotThere, type ChoiceLayer, type ChoicePorts } from '../reports/choices.ts'
import { membersOf, type GroupRooms } from './membership.ts'
import { changed } from './group-change.ts'

/** Why something cannot be done to a group or a schedule; over HTTP 409 `illegal_transition`. */
export class GroupRefusal extends Error {
  override name = 'GroupRefusal'
  readonly params:
    | { context: 'group_in_use'; schedule: string }
    | { context: 'too_many'; count: number }
    | { context: 'run' }

  constructor(params: GroupRefusal['params']) {
    super(params.context)
    this.params = params
  }
}

/** Groups of rooms, and what groups and rooms choose for their reports. */
export interface GroupService {
  /** By name. */
  list(): Promise<Group[]>
  /** @throws NotThere */
  get(groupOid: string): Promise<Group>
  /** The rooms that a group has now, by name. @throws NotThere */
  roomsOf(groupOid: string): Promise<GroupRoom[]>
  /** The rooms that a group would have. @throws NotThere */
  wouldHave(question: GroupRoomsQuestion): Promise<GroupRoom[]>
  /** @throws NotThere, GroupRefusal */
  create(request: GroupRequest): Promise<Group>
  /** @throws NotThere */
  change(groupOid: string, change: GroupChange): Promise<Group>
  /** @throws NotThere, or GroupRefusal where a schedule reports the group */
  remove(groupOid: string): Promise<void>
  /** @throws NotThere */
  roomChoices(roomOid: string): Promise<RoomChoices>
  /** Rooms that have chosen something themselves. */
  ownChoices(): Promise<OwnChoicesList['items']>
  /** @throws NotThere */
  chooseForRoom(roomOid: string, options: ReportOptions | null): Promise<RoomChoices>
  /** The rooms that each of these groups has, of all that there are. */
  membersOf(
    groups: readonly StoredGroup[],
    traits: readonly RoomTraits[],
  ): Promise<ReadonlyMap<string, string[]>>
  /** For who makes reports. */
  readonly choices: ChoicePorts
}

export interface GroupDeps {
  groups: Groups
  rooms: Pick<Rooms, 'existing' | 'place' | 'traits'>
  schedules: Pick<Schedules, 'list'>
  /** What the settings of this moment choose. */
  settings(): ReportOptions
  /** Told after a group, or what a room has chosen, is another in the store. */
  onChanged(): void
  now?: () => number
}

export function createGroupService(deps: GroupDeps): GroupService {
  const { groups, rooms, onChanged, now = () => Date.now() } = deps

  /** The rooms that are there, and where those are now that groups know by an id of before. */
  async function looked(of: readonly GroupRooms[], given?: readonly RoomTraits[]) {
    const traits = given ?? (await rooms.traits())
    const present = new Set(traits.map(({ roomOid }) => roomOid))
    const moved = new Map<string, string>()
    for (const roomOid of new Set(of.flatMap((each) => each.roomOids))) {
      const place = present.has(roomOid) ? null : await rooms.place(roomOid)
      if (place !== null) moved.set(roomOid, place.roomOid)
    }
    return (each: GroupRooms): GroupRoom[] => membersOf(each, traits, moved)
  }

  async function stored(groupOid: string): Promise<StoredGroup> {
    const found = await groups.get(groupOid)
    if (found === null) throw new NotThere('group', groupOid)
    return found
  }

  /** Each room by the id that it has now. */
  async function known(roomOids: readonly string[]): Promise<string[]> {
    const present = await rooms.existing(roomOids)
    const here = new Set<string>()
    for (const roomOid of roomOids) {
      const place = present.has(roomOid) ? { roomOid } : await rooms.place(roomOid)
      if (place === null) throw new NotThere('room', roomOid)
      here.add(place.roomOid)
    }
    return [...here]
  }

  async function shown(those: readonly StoredGroup[]): Promise<Group[]> {
    if (those.length === 0) return []
    const members = await looked(those)
    return those.map((group) => ({
      groupOid: group.groupOid,
      name: group.name,
      roomOids: [...group.roomOids],
      ...(group.rule === null ? {} : { rule: group.rule }),
      ...(group.options === null ? {} : { options: group.options }),
      ...(group.delivery === null ? {} : { delivery: group.delivery }),
      roomCount: members(group).length,
      createdAt: new Date(group.createdAt).toISOString(),
    }))
  }
  const showOne = async (group: StoredGroup): Promise<Group> => {
    const [one] = await shown([group])
    if (one === undefined) throw new NotThere('group', group.groupOid)
    return one
  }

  const layerOf = ({ groupOid, name, options, delivery }: StoredGroup): ChoiceLayer => ({
    from: 'group',
    options: { ...options, ...(delivery === null ? {} : { delivery }) },
    groupOid,
    groupName: name,
  })

  async function having(roomOid: string): Promise<StoredGroup[]> {
    const all = await groups.list()
    if (all.length === 0) return []
    const members = await looked(all)
    return all.filter((group) => members(group).some((room) => room.roomOid === roomOid))
  }

  async function choicesOf(roomOid: string): Promise<RoomChoices> {
    const own = (await groups.roomChoices([roomOid])).get(roomOid) ?? null
    const those = await having(roomOid)
    const { choices } = chosen([
      ...(own === null ? [] : [{ from: 'room' as const, options: own }]),
      ...those.map(layerOf),
      { from: 'settings', options: deps.settings() },
    ])
    const names = those.map(({ groupOid, name }) => ({ groupOid, name }))
    return { roomOid, options: own, groups: names, choices }
  }

  return {
    async list() {
      const all = await shown(await groups.list())
      return all.toSorted((one, other) => one.name.localeCompare(other.name, 'en'))
    },
    get: async (groupOid) => showOne(await stored(groupOid)),
    async roomsOf(groupOid) {
      const group = await stored(groupOid)
      return (await looked([group]))(group)
    },
    async wouldHave({ roomOids, rule = null }) {
      const asked = { roomOids: await known(roomOids), rule }
      return (await looked([asked]))(asked)
    },
    async create(request) {
      if ((await groups.list()).length >= groupLimits.maxGroups) {
        throw new GroupRefusal({ context: 'too_many', count: groupLimits.maxGroups })
      }
      const { name, rule = null, options = null, delivery = null } = request
      const group: StoredGroup = {
        groupOid: randomUUID(),
        name,
        roomOids: await known(request.roomOids),
        rule,
        options,
        delivery,
        createdAt: now(),
        revision: 1,
      }
      await groups.insert(group)
      onChanged()
      return showOne(group)
    },
    async change(groupOid, change) {
      const named = {
        ...change,
        ...(change.roomOids && { roomOids: await known(change.roomOids) }),
        ...(change.addRoomOids && { addRoomOids: await known(change.addRoomOids) }),
      }
      for (;;) {
        const next = changed(await stored(groupOid), named)
        // Somebody else has changed it in between: this change is made to what they have left.
        if (!(await groups.replace(next))) continue
        onChanged()
        return showOne(next)
      }
    },
    async remove(groupOid) {
      const using = (await deps.schedules.list()).find(
        ({ definition }) => definition.groupOid === groupOid,
      )
      if (using !== undefined) {
        throw new GroupRefusal({ context: 'group_in_use', schedule: using.definition.name })
      }
      if (!(await groups.remove(groupOid))) throw new NotThere('group', groupOid)
      onChanged()
    },
    async roomChoices(roomOid) {
      const [here = roomOid] = await known([roomOid])
      return choicesOf(here)
    },
    async ownChoices() {
      const roomOids = (await rooms.traits()).map(({ roomOid }) => roomOid)
      const own = await groups.roomChoices(roomOids)
      return [...own].map(([roomOid, options]) => ({ roomOid, options }))
    },
    async chooseForRoom(roomOid, options) {
      const [here = roomOid] = await known([roomOid])
      await groups.chooseForRoom(here, options)
      onChanged()
      return choicesOf(here)
    },
    async membersOf(those, traits) {
      const members = await looked(those, traits)
      return new Map(
        those.map((group) => [group.groupOid, members(group).map(({ roomOid }) => roomOid)]),
      )
    },
    choices: {
      ofRooms: (roomOids) => groups.roomChoices(roomOids),
      async ofGroup(groupOid) {
        const group = await stored(groupOid)
        const members = (await looked([group]))(group)
        return { layer: layerOf(group), roomOids: members.map(({ roomOid }) => roomOid) }
      },
      ofGroupsOf: async (roomOid) => (await having(roomOid)).map(layerOf),
    },
  }
}
