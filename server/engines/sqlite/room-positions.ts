import { finished } from '../shared/message-rows.ts'
import { createRoomMarks, markBefore, type Mark } from '../shared/room-marks.ts'
import type { SearchRow } from '../shared/search-rows.ts'
import type { Database } from './database.ts'

/** Messages between two marks. */
const between = 100

/** At which place of its room a message stands. */
export function createRoomPositions(db: Database): (message: SearchRow) => number {
  const selectMarks = db.prepare(
    `SELECT at, ord FROM (
       SELECT at, ord, row_number() OVER (ORDER BY at, ord) AS n FROM messages WHERE room_id = ? AND ${finished}
     ) WHERE n % ${between} = 0`,
  )
  const countFrom = db.prepare(
    `SELECT count(*) AS n FROM messages
     WHERE room_id = ? AND (at, ord) > (?, ?) AND (at, ord) <= (?, ?) AND ${finished}`,
  )
  const known = createRoomMarks()

  function marksOf(room: SearchRow): readonly Mark[] {
    const marks = known.get(room) ?? (selectMarks.all(room.room_id) as unknown as Mark[])
    // The rooms that were asked for last are kept.
    known.set(room, marks)
    return marks
  }

  return (message) => {
    const { room_id: roomId, at, ord } = message
    const { mark, count } = markBefore(marksOf(message), message)
    const { n } = countFrom.get(roomId, mark.at, mark.ord, at, ord) as { n: number }
    return count * between + n
  }
}
