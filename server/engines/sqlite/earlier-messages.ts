import type { Database } from './database.ts'
import { unfinished } from './message-reader.ts'

/** A message of which only time and author matter. */
export interface TimedMessage {
  /** Milliseconds since 1970 UTC. */
  at: number
  authorKey: string
}

interface Row {
  at: number
  ord: number
  author: string
  author_key: string | null
  isCounted: number
}

/**
 * Everything that people wrote in a room before a moment, oldest first, in slices: a lighter reading
 * than that of the messages themselves, without texts. What has no time of its own is left out.
 *
 * @param asked.before milliseconds, exclusive
 * @param asked.maxOrd newest order number that counts
 */
export function* readEarlierMessages(
  db: Database,
  asked: { roomId: number; before: number; maxOrd: number },
  sliceSize: number,
): Generator<readonly TimedMessage[], void, void> {
  const statement = db.prepare(
    `SELECT at, ord, author, author_key, is_system = 0 AND time_source <> 3 AS isCounted
     FROM messages WHERE room_id = :room AND (at, ord) > (:lastAt, :lastOrd) AND at < :before
       AND ord <= :maxOrd AND ${unfinished}
     ORDER BY at, ord LIMIT ${sliceSize}`,
  )
  let last = { at: Number.MIN_SAFE_INTEGER, ord: Number.MIN_SAFE_INTEGER }
  for (;;) {
    const rows = statement.all({
      ':room': asked.roomId,
      ':before': asked.before,
      ':maxOrd': asked.maxOrd,
      ':lastAt': last.at,
      ':lastOrd': last.ord,
    }) as unknown as Row[]
    const end = rows.at(-1)
    if (end === undefined) return
    yield rows
      .filter(({ isCounted }) => isCounted === 1)
      .map(({ at, author, author_key: key }) => ({ at, authorKey: key ?? author }))
    if (rows.length < sliceSize) return
    last = { at: end.at, ord: end.ord }
  }
}
