import type { NewMessage } from '../../ports/message.ts'
import type { Messages, RoomBatch } from '../../ports/messages.ts'
import {
  addTotals,
  noTotals,
  type RoomPlace,
  type Rooms,
  type RoomTotals,
} from '../../ports/rooms.ts'
import { keysIn } from './distinct-keys.ts'

/** Writes messages under the ids that their sources have for rooms, wherever these rooms are now. */
export interface Placing {
  /** As `Messages.append`; totals are told under the id that was asked for. */
  append: Messages['append']
  /** The id of the room that people see; the same one where there is none. */
  placeOf(roomOid: string): Promise<string>
  /** The same totals by the rooms that people see. */
  placed(totals: readonly Readonly<RoomTotals>[]): Promise<RoomTotals[]>
}

/** What comes under the id of a room that has become part of another one goes there. */
export function createPlacing(ports: {
  rooms: Pick<Rooms, 'place'>
  messages: Pick<Messages, 'append' | 'withKeys'>
}): Placing {
  const { rooms, messages } = ports

  const placeOf = async (roomOid: string): Promise<string> =>
    (await rooms.place(roomOid))?.roomOid ?? roomOid

  async function batchThere({ room, messages: said }: RoomBatch): Promise<RoomBatch> {
    const place = await rooms.place(room.roomOid)
    if (place === null || (place.roomOid === room.roomOid && !place.isMerged)) {
      return { room, messages: said }
    }
    return { room: { ...room, roomOid: place.roomOid }, messages: await distinct(place, said) }
  }

  async function distinct(
    { roomId, isMerged }: RoomPlace,
    said: readonly NewMessage[],
  ): Promise<readonly NewMessage[]> {
    if (!isMerged) return said
    // A key that we made is one of its words: the store tells these apart by itself.
    const named = said.filter(({ sourceId }) => sourceId !== null)
    const keys = await keysIn(messages, roomId, named)
    const keyOf = new Map(named.map((message, index) => [message, keys[index] ?? message.key]))
    return said.map((message) => ({ ...message, key: keyOf.get(message) ?? message.key }))
  }

  return {
    async append(batches, importId) {
      const there = await Promise.all(batches.map(batchThere))
      const totals = await messages.append(there, importId)
      return totals.map((total, index): RoomTotals => {
        return { ...total, roomOid: batches[index]?.room.roomOid ?? total.roomOid }
      })
    },
    placeOf,
    async placed(totals) {
      const sums = new Map<string, RoomTotals>()
      for (const total of totals) {
        const roomOid = await placeOf(total.roomOid)
        const sum = sums.get(roomOid) ?? noTotals(roomOid)
        addTotals(sum, total)
        sums.set(roomOid, sum)
      }
      return [...sums.values()]
    },
  }
}
