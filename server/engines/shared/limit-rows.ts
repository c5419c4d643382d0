import type { PeopleGroups, RoomLimit } from '../../ports/room-limits.ts'

export interface LimitRow {
  kind: string
  oid: string
  people: string
}

export const toLimit = ({ kind, oid, people }: LimitRow): RoomLimit => ({
  kind: kind === 'group' ? 'group' : 'room',
  oid,
  people: JSON.parse(people) as string[],
})

export interface MemberRow {
  member_oid: string
  own: string
  claimed: string
}

export const toPeopleGroups = (row: MemberRow | undefined): PeopleGroups => ({
  own: JSON.parse(row?.own ?? '[]') as string[],
  claimed: JSON.parse(row?.claimed ?? '[]') as string[],
})

export const toMembers = (rows: readonly MemberRow[]): Map<string, PeopleGroups> =>
  new Map(rows.map((row) => [row.member_oid, toPeopleGroups(row)]))

/** JSON, or null for what stays as it is. */
export const textOrNull = (groups: readonly string[] | undefined): string | null =>
  groups === undefined ? null : JSON.stringify(groups)
