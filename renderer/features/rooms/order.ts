import type { Room } from '../../../server/contract/rooms.ts'
import { sortKey } from '../../../server/contract/sort-key.ts'
import type { RoomSort, RoomViewOptions } from './view-options.ts'

/** Order of a sort by report: failed first, then running, then finished. */
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

/** A room beside what it is sorted by, which is made once and not for every comparison. */
interface Keyed {
  room: Room
  name: string
  /** Of the column, where that is none of the room's numbers. */
  text: string
}

const byText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1)

const comparison = (column: RoomSort['column'], stateOf: StateOf) => {
  const rankOf = (room: Room) => rank[stateOf(room.roomOid) ?? ''] ?? 7
  const first = ({ firstMessageAt }: Room) => Date.parse(firstMessageAt ?? '')
  const last = ({ lastMessageAt }: Room) => Date.parse(lastMessageAt ?? '')
  const compare: Record<RoomSort['column'], (a: Keyed, b: Keyed) => number> = {
    name: (a, b) => byText(a.name, b.name),
    source: (a, b) => byText(a.text, b.text),
    import: (a, b) => byText(a.text, b.text),
    people: (a, b) => a.room.participantCount - b.room.participantCount,
    new: (a, b) => (a.room.newMessages ?? 0) - (b.room.newMessages ?? 0),
    firstMessage: (a, b) => first(a.room) - first(b.room),
    messages: (a, b) => a.room.messageCount - b.room.messageCount,
    lastMessage: (a, b) => last(a.room) - last(b.room),
    report: (a, b) => rankOf(a.room) - rankOf(b.room),
  }
  return compare[column]
}

/** Columns in which a room may have no value. */
const isMissing: Partial<Record<RoomSort['column'], (room: Room) => boolean>> = {
  import: ({ importName }) => importName === undefined,
  new: ({ newMessages }) => newMessages === undefined,
  firstMessage: ({ firstMessageAt }) => firstMessageAt === null,
  lastMessage: ({ lastMessageAt }) => lastMessageAt === null,
}

const textOf: Partial<Record<RoomSort['column'], (room: Room) => string | undefined>> = {
  source: ({ source }) => source,
  import: ({ importName }) => importName,
}

/**
 * Ids in the asked order, which by name is that of the server too. Equal rooms stand by name, then by id,
 * so that the order is always the same one; rooms without a value (no message yet) stand last in either
 * direction.
 */
export const orderRooms = (rooms: readonly Room[], sort: RoomSort, stateOf: StateOf): string[] => {
  const compare = comparison(sort.column, stateOf)
  const sign = sort.direction === 'ascending' ? 1 : -1
  const missing = ({ room }: Keyed) => isMissing[sort.column]?.(room) ?? false
  const keyed = rooms.map((room): Keyed => {
    const text = sortKey(textOf[sort.column]?.(room) ?? '')
    return { room, name: sortKey(room.name), text }
  })
  keyed.sort((a, b) => {
    const gap = Number(missing(a)) - Number(missing(b))
    if (gap !== 0) return gap
    const order = missing(a) ? 0 : sign * compare(a, b)
    return order || byText(a.name, b.name) || byText(a.room.roomOid, b.room.roomOid)
  })
  return keyed.map(({ room }) => room.roomOid)
}

/**
 * Every word of the search stands in the name, the source or the import.
 *
 * @param sourceWords what the source is called on screen; default: nothing more than its id
 */
export const matchesSearch = (
  room: Room,
  { search, source }: Pick<RoomViewOptions, 'search' | 'source'>,
  sourceWords = '',
): boolean => {
  if (source !== null && room.source !== source) return false
  const { name, importName = '' } = room
  const text = [name, room.source, sourceWords, importName].join(' ').toLocaleLowerCase()
  return search
    .toLocaleLowerCase()
    .split(/\s+/u)
    .every((word) => text.includes(word))
}
