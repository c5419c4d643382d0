import type { Room } from '../../../server/contract/rooms.ts'
import { once } from '../../ui/once.ts'
import type { RoomSort, RoomViewOptions } from './view-options.ts'

/** Not before something is sorted: to make one takes as long as to draw a hundred rows. */
const words = once(() => new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' }))

/** Sort by report puts first what needs a person, then what moves, then what is done. */
const rank: Record<string, number> = {
  failed: 0,
  writing: 1,
  summarizing: 2,
  collecting: 3,
  queued: 4,
  cancelled: 5,
  finished: 6,
}

type StateOf = (roomOid: string) => string | undefined

const comparison = (column: RoomSort['column'], stateOf: StateOf) => {
  const rankOf = (room: Room) => rank[stateOf(room.roomOid) ?? ''] ?? 7
  const compare: Record<RoomSort['column'], (a: Room, b: Room) => number> = {
    name: (a, b) => words().compare(a.name, b.name),
    source: (a, b) => words().compare(a.source, b.source),
    messages: (a, b) => a.messageCount - b.messageCount,
    lastMessage: (a, b) => Date.parse(a.lastMessageAt ?? '') - Date.parse(b.lastMessageAt ?? ''),
    report: (a, b) => rankOf(a) - rankOf(b),
  }
  return compare[column]
}

/**
 * Ids in the asked order. Equal rooms stand by name, then by id, so that the order is always the
 * same one; rooms without a value (no message yet) stand last in either direction.
 */
export const orderRooms = (rooms: readonly Room[], sort: RoomSort, stateOf: StateOf): string[] => {
  const compare = comparison(sort.column, stateOf)
  const sign = sort.direction === 'ascending' ? 1 : -1
  const missing = (room: Room) => sort.column === 'lastMessage' && room.lastMessageAt === null
  const sorted = [...rooms].sort((a, b) => {
    const gap = Number(missing(a)) - Number(missing(b))
    if (gap !== 0) return gap
    const order = missing(a) ? 0 : sign * compare(a, b)
    return order || words().compare(a.name, b.name) || (a.roomOid < b.roomOid ? -1 : 1)
  })
  return sorted.map(({ roomOid }) => roomOid)
}

/** Every word of the search stands in the name or the source. */
export const matchesSearch = (
  room: Room,
  { search, source }: Pick<RoomViewOptions, 'search' | 'source'>,
): boolean => {
  if (source !== null && room.source !== source) return false
  const text = `${room.name} ${room.source}`.toLocaleLowerCase()
  return search
    .toLocaleLowerCase()
    .split(/\s+/u)
    .every((word) => text.includes(word))
}

/** What lies between two ids on screen, both included, in whichever direction. */
export const rangeBetween = (
  order: readonly string[],
  from: string | null,
  to: string,
): string[] => {
  const target = order.indexOf(to)
  const start = from === null ? target : order.indexOf(from)
  if (target < 0) return []
  if (start < 0) return [to]
  return order.slice(Math.min(start, target), Math.max(start, target) + 1)
}
