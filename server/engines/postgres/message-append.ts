import { sortKey } from '../../contract/sort-key.ts'
import type { NewMessage } from '../../ports/message.ts'
import type { RoomBatch } from '../../ports/messages.ts'
import { noTotals, type RoomTotals } from '../../ports/rooms.ts'
import { attachmentsOf, keyOfAuthor, sayable, timeSourceCodes } from '../shared/message-rows.ts'
import { foldedName } from '../shared/room-rows.ts'
import type { Pool } from './pool.ts'

interface TotalsRow extends Omit<RoomTotals, 'roomOid' | 'firstAt' | 'lastAt'> {
  room: number
  first_at: number | null
  last_at: number | null
}

const append = `append_messages(${Array.from({ length: 22 }, (_, n) => `$${n + 1}`).join(', ')})`
const appendLive = `SELECT * FROM ${append}`
/** Holds the row of the import, so that nobody takes it over between the look and the write. */
const appendImported = `SELECT a.* FROM
  (SELECT 1 FROM imports WHERE import_id = $1 AND owner = $23 FOR SHARE) held, LATERAL ${append} a`

/** Another node reads the import now, for it took this one for dead. */
export class ImportTakenOver extends Error {
  override name = 'ImportTakenOver'

  constructor() {
    super('Another server has taken this import over.')
  }
}

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

/**
 * The one road into the table `messages`, for imports and live rooms: one call of a function of the database.
 *
 * @param owner the name of this node
 * @throws an error where another node has taken the import over
 */
export async function appendMessages(
  pool: Pool,
  batches: readonly RoomBatch[],
  importId: number | null,
  owner: string,
): Promise<RoomTotals[]> {
  if (batches.length === 0) return []
  const sorted = byRoom(batches)
  const rooms = sorted.map(({ room }) => room)
  const all = sorted.flatMap(({ messages }) => messages).map(sayable)
  // Done twice it would take its own messages for known ones.
  const rows = await pool.once<TotalsRow>(importId === null ? appendLive : appendImported, [
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
    ...(importId === null ? [] : [owner]),
  ])
  if (importId !== null && rows.length === 0) throw new ImportTakenOver()
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
    return found ?? noTotals(roomOid)
  })
}
