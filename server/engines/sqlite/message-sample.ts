import { messageLimits } from '../../contract/limits.ts'
import type { Database } from './database.ts'
import type { StoredMessage } from '../../ports/message.ts'
import { readMessagePage, type MessageRange } from './message-reader.ts'

/**
 * Some messages of a room, from places spread evenly over its time, to judge the rest by. Costs the
 * same for a room of a thousand messages and one of a million.
 *
 * @param span milliseconds of the first and the last message
 */
export function sampleMessages(
  db: Database,
  range: MessageRange,
  span: { first: number; last: number },
): StoredMessage[] {
  const { samplePlaces, samplePerPlace } = messageLimits
  const first = Math.max(span.first, range.from ?? span.first)
  const last = Math.min(span.last, (range.to ?? span.last + 1) - 1)
  const seen = new Map<string, StoredMessage>()
  for (let place = 0; place < samplePlaces && first <= last; place++) {
    const from = first + Math.floor(((last - first) * place) / samplePlaces)
    const page = { after: null, limit: samplePerPlace }
    for (const message of readMessagePage(db, { ...range, from }, page).items) {
      seen.set(message.id, message)
    }
  }
  return [...seen.values()]
}

/**
 * Counts the messages of a period in steps, so that a room of a million holds nobody up.
 *
 * @param pause awaited between two steps
 */
export async function countInSteps(
  db: Database,
  { roomId, from, to }: MessageRange,
  pause: () => Promise<void>,
): Promise<number> {
  const size = messageLimits.countedPerStep
  const step = db.prepare(
    `SELECT count(*) AS read, total(1 - is_system) AS messages FROM (
       SELECT at, is_system FROM messages
       WHERE room_id = :room AND (at, ord) > (:at, :ord) AND at < :to
         AND import_id NOT IN (SELECT import_id FROM imports WHERE state <> 'finished')
       ORDER BY at, ord LIMIT ${size})`,
  )
  const border = db.prepare(
    `SELECT at, ord FROM messages
     WHERE room_id = :room AND (at, ord) > (:at, :ord) AND at < :to
       AND import_id NOT IN (SELECT import_id FROM imports WHERE state <> 'finished')
     ORDER BY at, ord LIMIT 1 OFFSET ${size - 1}`,
  )
  const bounds = { ':room': roomId, ':to': to ?? Number.MAX_SAFE_INTEGER }
  let position = { at: from ?? Number.MIN_SAFE_INTEGER, ord: Number.MIN_SAFE_INTEGER }
  for (let messages = 0; ;) {
    const values = { ...bounds, ':at': position.at, ':ord': position.ord }
    const counted = step.get(values) as unknown as { read: number; messages: number }
    messages += counted.messages
    if (counted.read < size) return messages
    position = border.get(values) as unknown as { at: number; ord: number }
    await pause()
  }
}
