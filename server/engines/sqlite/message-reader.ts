import { isInstant } from '../../contract/instant.ts'
import type { Attachment, TimeSource } from '../../contract/rooms.ts'
import type { Database } from './database.ts'
import type { StoredMessage } from '../../ports/message.ts'

const timeSources: readonly TimeSource[] = ['explicit', 'assumed', 'inherited', 'unknown']

export interface MessageRange {
  roomId: number
  /** Milliseconds, inclusive. */
  from?: number | null
  /** Milliseconds, exclusive. */
  to?: number | null
  /** Newest order number that counts, so that a running report does not see what comes in meanwhile. */
  maxOrd?: number | null
}

interface MessageRow {
  at: number
  ord: number
  key: string
  source_id: string | null
  time_source: number
  author: string
  author_key: string | null
  is_bot: number
  is_system: number
  text: string
  reply_to: string | null
  attachments: string | null
}

const noAttachments: readonly Attachment[] = []

function toMessage(row: MessageRow, number: number): StoredMessage {
  // Rows of earlier versions may hold instants that no date can say.
  const timeSource = isInstant(row.at) ? (timeSources[row.time_source] ?? 'unknown') : 'unknown'
  return {
    number,
    id: row.key,
    sourceId: row.source_id,
    at: timeSource === 'unknown' ? null : row.at,
    timeSource,
    author: row.author,
    authorKey: row.author_key ?? row.author,
    isBot: row.is_bot === 1,
    kind: row.is_system === 1 ? 'system' : 'message',
    text: row.text,
    replyTo: row.reply_to,
    attachments:
      row.attachments === null ? noAttachments : (JSON.parse(row.attachments) as Attachment[]),
  }
}

/** Messages of an import that has not finished are not there yet. */
export const unfinished = `import_id NOT IN (SELECT import_id FROM imports WHERE state <> 'finished')`
const range = `room_id = :room AND at >= :from AND at < :to AND ord <= :maxOrd AND ${unfinished}`
/**
 * The same range from a position on. The position is the only lower bound: with a second one SQLite
 * may seek to that instead, and every slice would read all slices before it again.
 */
const rangeAfter = `room_id = :room AND (at, ord) > (:lastAt, :lastOrd) AND at < :to
  AND ord <= :maxOrd AND ${unfinished}`
const columns = `at, ord, key, source_id, time_source, author, author_key, is_bot, is_system, text, reply_to, attachments`

/** The next `limit` messages of a range after a position. */
export const sliceQuery = (limit: number): string =>
  `SELECT ${columns} FROM messages WHERE ${rangeAfter} ORDER BY at, ord LIMIT ${limit}`

/** SQLite integers that stand for "no bound". */
const lowest = Number.MIN_SAFE_INTEGER
const highest = Number.MAX_SAFE_INTEGER

const upperBounds = (asked: MessageRange) => ({
  ':room': asked.roomId,
  ':to': asked.to ?? highest,
  ':maxOrd': asked.maxOrd ?? highest,
})

export interface MessageCounts {
  messages: number
  system: number
}

export function countMessages(db: Database, asked: MessageRange): MessageCounts {
  const row = db
    .prepare(`SELECT count(*) AS n, total(is_system) AS system FROM messages WHERE ${range}`)
    .get({ ...upperBounds(asked), ':from': asked.from ?? lowest }) as unknown as {
    n: number
    system: number
  }
  return { messages: row.n - row.system, system: row.system }
}

/** When the last message of a range was written, in milliseconds; null if it has none. */
export function lastMoment(db: Database, asked: MessageRange): number | null {
  const row = db
    .prepare(`SELECT max(at) AS at FROM messages WHERE ${range}`)
    .get({ ...upperBounds(asked), ':from': asked.from ?? lowest }) as unknown as {
    at: number | null
  }
  return row.at
}

/**
 * Reads a range in order, in slices, by keyset: no slice costs more than its own rows, and no read
 * transaction stays open between two slices (it would keep the WAL from being checkpointed).
 *
 * @param sliceSize rows per slice
 */
export function* readMessages(
  db: Database,
  asked: MessageRange,
  sliceSize: number,
): Generator<readonly StoredMessage[], void, void> {
  const statement = db.prepare(sliceQuery(sliceSize))
  let lastAt = asked.from ?? lowest
  let lastOrd = lowest
  let number = 0
  for (;;) {
    const rows = statement.all({
      ...upperBounds(asked),
      ':lastAt': lastAt,
      ':lastOrd': lastOrd,
    }) as unknown as MessageRow[]
    const last = rows.at(-1)
    if (last === undefined) return
    yield rows.map((row) => toMessage(row, ++number))
    if (rows.length < sliceSize) return
    lastAt = last.at
    lastOrd = last.ord
  }
}

/** One page for the API: the position of its first message and where the next page starts. */
export function readMessagePage(
  db: Database,
  asked: MessageRange,
  page: { after: { at: number; ord: number; number: number } | null; limit: number },
): { items: StoredMessage[]; next: { at: number; ord: number; number: number } | null } {
  const rows = db.prepare(sliceQuery(page.limit + 1)).all({
    ...upperBounds(asked),
    ':lastAt': page.after?.at ?? asked.from ?? lowest,
    ':lastOrd': page.after?.ord ?? lowest,
  }) as unknown as MessageRow[]
  const start = page.after?.number ?? 0
  const kept = rows.slice(0, page.limit)
  const last = kept.at(-1)
  return {
    items: kept.map((row, index) => toMessage(row, start + index + 1)),
    next:
      rows.length > page.limit && last !== undefined
        ? { at: last.at, ord: last.ord, number: start + kept.length }
        : null,
  }
}
