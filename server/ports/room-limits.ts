/** Who alone may see a room, or all rooms of a group. */
export interface RoomLimit {
  kind: 'room' | 'group'
  /** A `roomOid` or a `groupOid`. */
  oid: string
  /** Names of groups of people. None: admins alone. */
  people: readonly string[]
}

export type LimitChange = Omit<RoomLimit, 'people'> & { people: readonly string[] | null }

/** To which groups of people somebody belongs. */
export interface PeopleGroups {
  /** As an admin says. */
  own: readonly string[]
  /** As the provider said the last time. */
  claimed: readonly string[]
}

/** Rooms that are limited to groups of people, and who belongs to these. Without a limit everybody sees a room. */
export interface RoomLimits {
  list(): Promise<readonly RoomLimit[]>
  /** In place of the limits before, all of them or, where it rejects, none; `people` null takes one away. */
  set(...limits: readonly LimitChange[]): Promise<void>
  /** @param memberOid names an account or a token; one that nobody has spoken of belongs to none */
  groupsOf(memberOid: string): Promise<PeopleGroups>
  /** Of everybody of whom something was said. */
  members(): Promise<ReadonlyMap<string, PeopleGroups>>
  /** What is not named stays. */
  setMember(memberOid: string, groups: Partial<PeopleGroups>): Promise<void>
}
