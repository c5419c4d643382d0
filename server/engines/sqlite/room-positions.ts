import type { Database } from './database.ts'
import { finished } from './message-pages.ts'

/** Messages between two marks. */
const between = 100
/** Rooms whose marks are kept. */
const maxRooms = 500

interface Mark {
  at: number
  ord: number
}

/**
 * At which place of its room a message stands. To count a room from its beginning takes too long for every
 * hit of a search, so each hundredth place is remembered, for as long as the room has as many lines.
 */
export function createRoomPositions(
  db: Database,
): (room: { roomId: number; lines: number }, message: Mark) => number {
  const selectMarks = db.prepare(
    `SELECT at, ord FROM (
       SELECT at, ord, row_number() OVER (ORDER BY at, ord) AS n FROM messages WHERE room_id = ? AND ${finished}
     ) WHERE n % ${between} = 0`,
  )
  const countFrom = db.prepare(
    `SELECT count(*) AS n FROM messages
     WHERE room_id = ? AND (at, ord) > (?, ?) AND (at, ord) <= (?, ?) AND ${finished}`,
  )
  const known = new Map<number, { lines: number; marks: Mark[] }>()

  function marksOf({ roomId, lines }: { roomId: number; lines: number }): Mark[] {
    const kept = known.get(roomId)
    known.delete(roomId)
    const marks =
      kept?.lines === lines ? kept.marks : (selectMarks.all(roomId) as unknown as Mark[])
    known.set(roomId, { lines, marks })
    const [oldest] = known.keys()
    if (known.size > maxRooms && oldest !== undefined) known.delete(oldest)
    return marks
  }

  return (room, { at, ord }) => {
    const marks = marksOf(room)
    let low = 0
    let high = marks.length
    while (low < high) {
      const middle = (low + high) >> 1
      const mark = marks[middle]
      if (mark !== undefined && (mark.at < at || (mark.at === at && mark.ord <= ord)))
        low = middle + 1
      else high = middle
    }
    const start = marks[low - 1] ?? { at: Number.MIN_SAFE_INTEGER, ord: 0 }
    const { n } = countFrom.get(room.roomId, start.at, start.ord, at, ord) as { n: number }
    return low * between + n
  }
}
