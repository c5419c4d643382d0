import type { TFunction } from 'i18next'
import type { Account, ApiToken, RoomLimit } from '../../../server/contract/access.ts'
import { oneLine } from '../../ui/plain-text.ts'

/** A room, or a group of rooms, that people may be kept from. */
export interface LimitTarget extends Pick<RoomLimit, 'kind' | 'oid'> {
  name: string
}

/** Groups of people that alone may see it; none: admins alone. Null: everybody. */
export type Sight = string[] | null

/** What is said of the target itself. */
export const limitOf = (
  limits: readonly RoomLimit[],
  { kind, oid }: Pick<LimitTarget, 'kind' | 'oid'>,
): Sight => limits.find((limit) => limit.kind === kind && limit.oid === oid)?.people ?? null

/** A limit that counts for a room and is not its own. */
export interface OtherLimit {
  /** By which it is changed. */
  target: LimitTarget
  people: string[]
}

/**
 * Limits of the groups that have a room, and of rooms that have become a part of it.
 *
 * @param groups that have the room
 */
export const othersOf = (
  limits: readonly RoomLimit[],
  room: LimitTarget,
  groups: readonly { groupOid: string; name: string }[],
): OtherLimit[] => {
  const names = new Map(groups.map(({ groupOid, name }) => [groupOid, name]))
  return limits.flatMap(({ kind, oid, people, mergedInto }) => {
    const name = kind === 'group' ? names.get(oid) : mergedInto === room.oid ? room.name : undefined
    return name === undefined ? [] : [{ target: { kind, oid, name }, people }]
  })
}

/** Which limits count for each room that is limited, as far as was read last. */
export const limitsByRoom = (
  limits: readonly RoomLimit[],
): ReadonlyMap<string, readonly RoomLimit[]> => {
  const found = new Map<string, RoomLimit[]>()
  for (const limit of limits) {
    const { kind, oid, mergedInto, roomOids = [] } = limit
    for (const roomOid of kind === 'group' ? roomOids : [mergedInto ?? oid]) {
      found.set(roomOid, [...(found.get(roomOid) ?? []), limit])
    }
  }
  return found
}

/** What is said of all of these, where it is the same; undefined: it is not. */
export const commonSight = (
  limits: readonly RoomLimit[],
  targets: readonly LimitTarget[],
): Sight | undefined => {
  const own = new Map(limits.map((limit) => [`${limit.kind} ${limit.oid}`, limit.people]))
  const [first = null, ...others] = targets.map(
    ({ kind, oid }) => own.get(`${kind} ${oid}`) ?? null,
  )
  const same = JSON.stringify(first)
  return others.every((other) => JSON.stringify(other) === same) ? first : undefined
}

/** Groups of people that the server has heard of, and how many people and programs belong to each. */
export const knownGroups = (
  accounts: readonly Pick<Account, 'groups' | 'claimGroups'>[],
  tokens: readonly Pick<ApiToken, 'groups'>[],
): Readonly<Record<string, number>> => {
  const counts = new Map<string, number>()
  const all = [
    ...accounts.map(({ groups, claimGroups }) => [...groups, ...claimGroups]),
    ...tokens.map(({ groups = [] }) => groups),
  ]
  for (const name of all.flatMap((names) => [...new Set(names)])) {
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return Object.fromEntries(counts)
}

/** Names as one reads them in a sentence. */
export const namesText = (names: readonly string[]): string => names.map(oneLine).join(', ')

/** What a room or a group is called in a sentence. */
export const nameOf = (t: TFunction, { kind, name }: LimitTarget): string =>
  oneLine(name).trim() || t(`${kind}s.unnamed`)

/** Who may see something, in words. */
export const sightText = (t: TFunction, sight: Sight): string => {
  if (sight === null) return t('access.everybody')
  if (sight.length === 0) return t('access.admins')
  return t('access.only', { names: namesText(sight) })
}
