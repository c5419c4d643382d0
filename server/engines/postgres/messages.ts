import { messageLimits } from '../../contract/limits.ts'
import type { StoredMessage } from '../../ports/message.ts'
import type { MessageRange, Messages, TimePosition } from '../../ports/messages.ts'
import {
  changedWhere,
  finished,
  highest,
  lowest,
  messageColumns,
  pageOf,
  sampleStarts,
  toMessage,
  unreadWhere,
  type MessageRow,
} from '../shared/message-rows.ts'
import { appendMessages } from './message-append.ts'
import { reviseMessages } from './message-revise.ts'
import type { Parameter, Pool } from './pool.ts'

/** The first parameters of `messages_after`: the range from a position on. */
const afterBounds = (range: MessageRange, after: TimePosition | null): Parameter[] => [
  range.roomId,
  after?.at ?? startOf(range),
  after?.ord ?? lowest,
  range.to ?? highest,
  range.maxOrd ?? highest,
]

const startOf = ({ since, from }: MessageRange): number =>
  since === undefined ? (from ?? lowest) : lowest
const sinceBounds = ({ since }: MessageRange): Parameter[] =>
  since === undefined
    ? []
    : [since.at, since.ord, since.from ?? lowest, since.isOpen === true ? 1 : 0]

/**
 * The messages in the tables `messages` and `participants`.
 *
 * @param owner the name of this node
 */
export function postgresMessages(pool: Pool, owner: string): Messages {
  const page: Messages['page'] = async (range, { after, limit }) => {
    const read = await pool.rows<MessageRow>(
      range.since === undefined
        ? `SELECT ${messageColumns} FROM messages_after($1, $2, $3, $4, $5, $6)`
        : `SELECT ${messageColumns} FROM messages
           WHERE room_id = $1 AND (at, ord) > ($2, $3) AND at < $4 AND ord <= $5 AND ${finished}
             AND ${unreadWhere('$7', '$8', '$9', '$10::int')} ORDER BY at, ord LIMIT $6`,
      [...afterBounds(range, after), limit + 1, ...sinceBounds(range)],
    )
    const { rows, end } = pageOf(read, limit)
    const start = after?.number ?? 0
    return {
      items: rows.map((row, index) => toMessage(row, start + index + 1)),
      next: end === undefined ? null : { at: end.at, ord: end.ord, number: start + limit },
    }
  }

  return {
    page,
    async pageBackwards(range, { after, limit, last }) {
      const read = await pool.rows<MessageRow>(
        `SELECT ${messageColumns} FROM messages_before($1, $2, $3, $4, $5)`,
        [
          range.roomId,
          after?.at ?? range.to ?? highest,
          // Everything at the end of the range itself lies behind it.
          after?.ord ?? lowest,
          range.maxOrd ?? highest,
          limit + 1,
        ],
      )
      const { rows, end } = pageOf(read, limit)
      return {
        items: rows.map((row, index) => toMessage(row, last - index)),
        next: end === undefined ? null : { at: end.at, ord: end.ord, number: last - limit + 1 },
      }
    },
    async changed(roomId, { askedAt, at, ord, from }) {
      if (askedAt === undefined) return { edited: 0, deleted: 0, moments: [] }
      const where = changedWhere('$1', { askedAt: '$2', at: '$3', ord: '$4', from: '$5' })
      const given = [roomId, askedAt, at, ord, from ?? lowest]
      const [counts] = await pool.rows<{ n: number; deleted: number }>(
        `SELECT count(*) AS n, count(deleted_at) AS deleted FROM messages WHERE ${where}`,
        given,
      )
      const moments = await pool.rows<{ at: number }>(
        `SELECT at FROM messages WHERE ${where} ORDER BY at, ord LIMIT ${messageLimits.changedNamed}`,
        given,
      )
      const { n, deleted } = counts ?? { n: 0, deleted: 0 }
      return { edited: n - deleted, deleted, moments: moments.map((each) => each.at) }
    },
    async times(range, { after, limit }) {
      const read = await pool.rows<TimePosition & { author_key: string; is_counted: boolean }>(
        `SELECT at, ord, coalesce(author_key, author) AS author_key,
           NOT is_system AND time_source <> 3 AS is_counted
         FROM messages_after($1, $2, $3, $4, $5, $6)`,
        [...afterBounds(range, after), limit + 1],
      )
      const { rows, end } = pageOf(read, limit)
      return {
        items: rows
          .filter(({ is_counted: isCounted }) => isCounted)
          .map(({ at, author_key: authorKey }) => ({ at, authorKey })),
        next: end === undefined ? null : { at: end.at, ord: end.ord },
      }
    },
    async count(range) {
      // One statement: it holds up nobody, for every connection has a process of its own.
      const [row] = await pool.rows<{ n: number; system: number }>(
        `SELECT count(*) AS n, count(*) FILTER (WHERE is_system) AS system FROM messages
         WHERE room_id = $1 AND at >= $2 AND at < $3 AND ord <= $4 AND ${finished}
           ${range.since === undefined ? '' : `AND ${unreadWhere('$5', '$6', '$7', '$8::int')}`}`,
        [
          range.roomId,
          startOf(range),
          range.to ?? highest,
          range.maxOrd ?? highest,
          ...sinceBounds(range),
        ],
      )
      const { n = 0, system = 0 } = row ?? {}
      return { messages: n - system, system }
    },
    async lastMoment(range) {
      const [row] = await pool.rows<{ at: number }>(
        `SELECT at FROM messages_before($1, $2, $3, $4, 1) WHERE at >= $5`,
        [range.roomId, range.to ?? highest, lowest, range.maxOrd ?? highest, range.from ?? lowest],
      )
      return row?.at ?? null
    },
    async sample(range, span, size) {
      const { places = messageLimits.samplePlaces, perPlace = messageLimits.samplePerPlace } =
        size ?? {}
      const starts = sampleStarts(range, span, places)
      if (starts.length === 0) return []
      const rows = await pool.rows<MessageRow & { n: number }>(
        `SELECT m.n, ${messageColumns} FROM unnest($2::bigint[]) WITH ORDINALITY AS p (start, place) CROSS JOIN LATERAL (
           SELECT *, row_number() OVER (ORDER BY at, ord) AS n
           FROM messages_after($1, p.start, $3, $4, $5, $6)) m ORDER BY p.place, m.n`,
        [range.roomId, starts, lowest, range.to ?? highest, range.maxOrd ?? highest, perPlace],
      )
      const seen = new Map<string, StoredMessage>()
      for (const row of rows) seen.set(row.key, toMessage(row, row.n))
      return [...seen.values()]
    },
    withKeys: (roomId, keys) =>
      pool.rows(
        'SELECT key, at, author, text FROM messages WHERE room_id = $1 AND key = ANY ($2)',
        [roomId, keys],
      ),
    append: (batches, importId) => appendMessages(pool, batches, importId, owner),
    revise: (revision) => reviseMessages(pool, revision),
  }
}
