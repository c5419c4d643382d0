import { lowest } from '../shared/message-rows.ts'
import { finished } from './messages.ts'
import type { Pool } from './pool.ts'

/** Messages between two marks. */
const between = 1_000
/** Rooms whose marks are kept. */
const maxRooms = 500

interface Mark {
  at: number
  ord: number
}

export interface Placed extends Mark {
  roomId: number
  /** How many lines the room has now. */
  lines: number
}

/**
 * At which place of its room each message stands. To count a room from its beginning takes too long for every
 * hit of a search, so each thousandth place is remembered, for as long as the room has as many lines.
 */
export function createRoomPositions(
  pool: Pool,
): (messages: readonly Placed[]) => Promise<number[]> {
  const known = new Map<number, { lines: number; marks: Mark[] }>()

  async function marksOf({ roomId, lines }: Placed): Promise<Mark[]> {
    const kept = known.get(roomId)
    if (kept?.lines === lines) return kept.marks
    const marks = await pool.rows<Mark>(
      `SELECT at, ord FROM (
         SELECT at, ord, row_number() OVER (ORDER BY at, ord) AS n FROM messages WHERE room_id = $1 AND ${finished}
       ) numbered WHERE n % ${between} = 0 ORDER BY at, ord`,
      [roomId],
    )
    known.set(roomId, { lines, marks })
    const [oldest] = known.keys()
    if (known.size > maxRooms && oldest !== undefined) known.delete(oldest)
    return marks
  }

  /** The last mark that is not behind the message, and its number. */
  function before(marks: readonly Mark[], { at, ord }: Mark): { mark: Mark; number: number } {
    let low = 0
    let high = marks.length
    while (low < high) {
      const middle = (low + high) >> 1
      const mark = marks[middle]
      if (mark !== undefined && (mark.at < at || (mark.at === at && mark.ord <= ord)))
        low = middle + 1
      else high = middle
    }
    return { mark: marks[low - 1] ?? { at: lowest, ord: lowest }, number: low * between }
  }

  return async (messages) => {
    const starts: { mark: Mark; number: number }[] = []
    for (const message of messages) starts.push(before(await marksOf(message), message))
    const rows = await pool.rows<{ n: number }>(
      `SELECT (SELECT count(*) FROM messages
         WHERE room_id = g.room AND (at, ord) > (g.from_at, g.from_ord) AND (at, ord) <= (g.at, g.ord)
           AND ${finished}) AS n
       FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[]) WITH ORDINALITY
         AS g (room, from_at, from_ord, at, ord, place) ORDER BY place`,
      [
        messages.map(({ roomId }) => roomId),
        starts.map(({ mark }) => mark.at),
        starts.map(({ mark }) => mark.ord),
        messages.map(({ at }) => at),
        messages.map(({ ord }) => ord),
      ],
    )
    return starts.map(({ number }, index) => number + (rows[index]?.n ?? 0))
  }
}
