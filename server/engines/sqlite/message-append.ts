import { sortKey } from '../../contract/sort-key.ts'
import type { NewMessage } from '../../ports/message.ts'
import type { RoomBatch } from '../../ports/messages.ts'
import { noTotals, type RoomDescription, type RoomTotals } from '../../ports/rooms.ts'
import { addToTotals, allSayable } from '../shared/message-rows.ts'
import type { Database } from './database.ts'
import { insertMessages } from './message-rows.ts'
import { createParticipants } from './people-of-rooms.ts'

interface RoomRow {
  roomId: number
  nextOrd: number
  visible: number
}

/** Messages of imports and of live feeds come into the table `messages` through this, those of connections by `openRevise`. Call it inside a transaction. */
export function openAppend(
  db: Database,
): (batches: readonly RoomBatch[], importId: number | null) => RoomTotals[] {
  const insert = insertMessages(db)
  // A number that the search still knows is not given out again: the words of a deleted room would be those
  // of the new one.
  const makeRoom = db.prepare(
    `INSERT INTO rooms (room_id, room_oid, name, name_key, source, format, visible, created_at)
     VALUES (1 + max((SELECT ifnull(max(room_id), 0) FROM rooms), (SELECT ifnull(max(room_id), 0) FROM search_rooms)),
       ?, ?, ?, ?, ?, ?, ?)`,
  )
  const takeOrds = db.prepare(
    `UPDATE rooms SET next_ord = next_ord + ? WHERE room_oid = ?
     RETURNING room_id AS roomId, next_ord AS nextOrd, visible`,
  )
  const showRoom = db.prepare('UPDATE rooms SET visible = 1 WHERE room_id = ?')
  const noteRoom = db.prepare('INSERT OR IGNORE INTO import_rooms VALUES (?, ?)')
  const count = countRoom(db)
  const join = createParticipants(db)

  /** Finds or makes the room, and takes order numbers for so many messages. */
  function openRoom(room: RoomDescription, messages: number, isLive: boolean): RoomRow {
    const found = takeOrds.get(messages, room.roomOid) as RoomRow | undefined
    if (found) return found
    const { roomOid, name, source, format } = room
    makeRoom.run(roomOid, name, sortKey(name), source, format, isLive ? 1 : 0, Date.now())
    return takeOrds.get(messages, roomOid) as unknown as RoomRow
  }

  function write({ room, messages }: RoomBatch, importId: number | null): RoomTotals {
    const isLive = importId === null
    const { roomId, nextOrd, visible } = openRoom(room, messages.length, isLive)
    if (!isLive) noteRoom.run(importId, roomId)
    else if (visible === 0) showRoom.run(roomId)
    const rows = allSayable(messages)
    const firstOrd = nextOrd - rows.length
    const known = insert(rows, { roomId, firstOrd, importId: importId ?? 0 })
    const totals = noTotals(room.roomOid)
    totals.duplicates = known.length
    totals.participants = join(roomId, addToTotals(totals, without(rows, known)))
    if (isLive) count(roomId, totals)
    return totals
  }

  return (batches, importId) => batches.map((each) => write(each, importId))
}

/** The messages but those of these indexes. */
function without(messages: readonly NewMessage[], indexes: readonly number[]) {
  // The usual import brings nothing that is known, and is not copied for it.
  if (indexes.length === 0) return messages
  const left = new Set(indexes)
  return messages.filter((_, index) => !left.has(index))
}

/** Adds to the counters of a room; call it inside a transaction. */
export function countRoom(db: Database): (roomId: number, totals: Readonly<RoomTotals>) => void {
  const statement = db.prepare(
    `UPDATE rooms SET
       message_count = message_count + ?, system_count = system_count + ?,
       participant_count = participant_count + ?,
       first_message_at = CASE WHEN ?4 IS NULL THEN first_message_at
         ELSE min(coalesce(first_message_at, ?4), ?4) END,
       last_message_at = CASE WHEN ?5 IS NULL THEN last_message_at
         ELSE max(coalesce(last_message_at, ?5), ?5) END
     WHERE room_id = ?6`,
  )
  return (roomId, totals) => {
    statement.run(
      totals.messages,
      totals.system,
      totals.participants,
      totals.firstAt,
      totals.lastAt,
      roomId,
    )
  }
}
