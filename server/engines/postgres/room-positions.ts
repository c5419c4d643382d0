import { finished } from '../shared/message-rows.ts'
import { createRoomMarks, markBefore, type Mark } from '../shared/room-marks.ts'
import type { SearchRow } from '../shared/search-rows.ts'
import type { Pool } from './pool.ts'

/** Messages between two marks. */
const between = 1_000
/** At which place of its room each message stands. */
export function createRoomPositions(
  pool: Pool,
): (messages: readonly SearchRow[]) => Promise<number[]> {
  const known = createRoomMarks()

  async function marksOf(room: SearchRow): Promise<readonly Mark[]> {
    const marks =
      known.get(room) ??
      (await pool.rows<Mark>(
        `SELECT at, ord FROM (
           SELECT at, ord, row_number() OVER (ORDER BY at, ord) AS n FROM messages WHERE room_id = $1 AND ${finished}
         ) numbered WHERE n % ${between} = 0 ORDER BY at, ord`,
        [room.room_id],
      ))
    // The rooms that were asked for last are kept.
    known.set(room, marks)
    return marks
  }

  return async (messages) => {
    const starts: ReturnType<typeof markBefore>[] = []
    for (const message of messages) starts.push(markBefore(await marksOf(message), message))
    const rows = await pool.rows<{ n: number }>(
      `SELECT (SELECT count(*) FROM messages
         WHERE room_id = g.room AND (at, ord) > (g.from_at, g.from_ord) AND (at, ord) <= (g.at, g.ord)
           AND ${finished}) AS n
       FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[]) WITH ORDINALITY
         AS g (room, from_at, from_ord, at, ord, place) ORDER BY place`,
      [
        messages.map((message) => message.room_id),
        starts.map(({ mark }) => mark.at),
        starts.map(({ mark }) => mark.ord),
        messages.map(({ at }) => at),
        messages.map(({ ord }) => ord),
      ],
    )
    return starts.map(({ count }, index) => count * between + (rows[index]?.n ?? 0))
  }
}
