import { createSelector } from '@reduxjs/toolkit'
import type { Room } from '../../../server/contract/rooms.ts'
import { sortKey } from '../../../server/contract/sort-key.ts'
import type { RoomsRoot } from './rooms-slice.ts'

/** What people see of a room that tells it from others of its name. */
export type Told = Pick<Room, 'name' | 'source' | 'importName'>

/** What has to be said of a room beside its name: nothing, where it is from, or that and its days. */
export type Distinction = 'none' | 'place' | 'days'

interface Keys {
  /** Case and accents aside, because people read over them. */
  name: string
  /** The name, and where the room is from. */
  place: string
}

/** Made once for each room as it stands in the store: a change of one of thousands must not make all again. */
const known = new WeakMap<Told, Keys>()

const keysOf = (room: Told): Keys => {
  const made = known.get(room)
  if (made) return made
  const name = sortKey(room.name)
  const keys = { name, place: [name, room.source, room.importName ?? ''].join('\n') }
  known.set(room, keys)
  return keys
}

/** Names, and names with their places, that several rooms have. */
export const repeated = (rooms: readonly (Told | undefined)[]): ReadonlySet<string> => {
  const seen = new Set<string>()
  const again = new Set<string>()
  for (const room of rooms) {
    if (!room) continue
    const { name, place } = keysOf(room)
    for (const key of [name, place]) {
      if (seen.has(key)) again.add(key)
      else seen.add(key)
    }
  }
  return again
}

export const distinctionOf = (room: Told, again: ReadonlySet<string>): Distinction => {
  const { name, place } = keysOf(room)
  if (!again.has(name)) return 'none'
  return again.has(place) ? 'days' : 'place'
}

const isSame = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((name) => b.has(name))

const selectRepeated = createSelector(
  [({ rooms }: RoomsRoot) => rooms.ids, ({ rooms }: RoomsRoot) => rooms.entities],
  (ids, entities) => repeated(ids.map((id) => entities[id])),
  { memoizeOptions: { resultEqualityCheck: isSame } },
)

export const selectDistinction = (root: RoomsRoot, roomOid: string): Distinction => {
  const room = root.rooms.entities[roomOid]
  return room === undefined ? 'none' : distinctionOf(room, selectRepeated(root))
}
