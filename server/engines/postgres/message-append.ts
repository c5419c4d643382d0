import { sortKey } from '../../contract/sort-key.ts'
import type { NewMessage } from '../../ports/message.ts'
import type { RoomBatch } from '../../ports/messages.ts'
import type { RoomTotals } from '../../ports/rooms.ts'
import {
  attachmentsOf,
  keyOfAuthor,
  nothingOf,
  sayable,
  timeSourceCodes,
} from '../shared/message-rows.ts'
import { foldedName } from '../shared/room-rows.ts'
import type { Pool } from './pool.ts'

interface TotalsRow extends Omit<RoomTotals, 'roomOid' | 'firstAt' | 'lastAt'> {
  room: number
  first_at: number | null
  last_at: number | null
}

const append = `SELECT * FROM append_messages(${Array.from({ length: 22 }, (_, n) => `$${n + 1}`).join(', ')})`

/** One batch for each room, in the order in which everybody takes rooms. */
function byRoom(batches: readonly RoomBatch[]): RoomBatch[] {
  const rooms = new Map<string, { room: RoomBatch['room']; messages: readonly NewMessage[] }>()
  for (const { room, messages } of batches) {
    const known = rooms.get(room.roomOid)
    if (known === undefined) rooms.set(room.roomOid, { room, messages })
    else known.messages = [...known.messages, ...messages]
  }
  return [...rooms.values()].toSorted((a, b) => (a.room.roomOid < b.room.roomOid ? -1 : 1))
}

/** The one road into the table `messages`, for imports and live rooms: one call of a function of the database. */
export async function appendMessages(
  pool: Pool,
  batches: readonly RoomBatch[],
  importId: number | null,
): Promise<RoomTotals[]> {
  if (batches.length === 0) return []
  const sorted = byRoom(batches)
  const rooms = sorted.map(({ room }) => room)
  const all = sorted.flatMap(({ messages }) => messages).map(sayable)
  // Done twice it would take its own messages for known ones.
  const rows = await pool.once<TotalsRow>(append, [
    importId,
    Date.now(),
    rooms.map(({ roomOid }) => roomOid),
    rooms.map(({ name }) => name),
    rooms.map(({ name }) => sortKey(name)),
    rooms.map(({ name }) => foldedName(name)),
    rooms.map(({ source }) => source),
    rooms.map(({ format }) => format),
    sorted.map(({ messages }) => messages.length),
    sorted.flatMap(({ messages }, room) => messages.map(() => room + 1)),
    sorted.flatMap(({ messages }) => messages.map((_, place) => place + 1)),
    all.map(({ at }) => at),
    all.map(({ key }) => key),
    all.map(({ sourceId }) => sourceId),
    all.map(({ timeSource }) => timeSourceCodes[timeSource]),
    all.map(({ author }) => author),
    all.map(keyOfAuthor),
    all.map(({ kind }) => kind === 'system'),
    all.map(({ isBot = false }) => isBot),
    all.map(({ text }) => text),
    all.map(({ replyTo = null }) => replyTo),
    all.map(attachmentsOf),
  ])
  const totals = new Map(
    rows.map(({ room, first_at: firstAt, last_at: lastAt, ...counts }) => {
      const roomOid = rooms[room - 1]?.roomOid ?? ''
      return [roomOid, { roomOid, ...counts, firstAt, lastAt }]
    }),
  )
  return batches.map(({ room: { roomOid } }) => {
    const found = totals.get(roomOid)
    // A room that was given twice is told of once.
    totals.delete(roomOid)
    return found ?? nothingOf(roomOid)
  })
}
