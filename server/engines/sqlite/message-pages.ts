import type { StoredMessage } from '../../ports/message.ts'
import type {
  MessagePosition,
  MessageRange,
  Page,
  PageRequest,
  TimedMessage,
  TimePosition,
} from '../../ports/messages.ts'
import {
  finished,
  highest,
  lowest,
  messageColumns,
  pageOf,
  toMessage,
  unreadWhere,
  type MessageRow,
} from '../shared/message-rows.ts'
import type { Database } from './database.ts'

const sinceWhere = `(:sinceAt IS NULL OR ${unreadWhere(':sinceAt', ':sinceOrd', ':sinceFrom', ':sinceOpen')})`
const sinceBounds = ({ since }: MessageRange) => ({
  ':sinceAt': since?.at ?? null,
  ':sinceOrd': since?.ord ?? null,
  ':sinceFrom': since?.from ?? lowest,
  ':sinceOpen': since?.isOpen === true ? 1 : 0,
})

export const rangeWhere = `room_id = :room AND at >= :from AND at < :to AND ord <= :maxOrd AND ${sinceWhere}
  AND ${finished}`
/**
 * The same range from a position on. The position is the only lower bound: with a second one SQLite
 * may seek to that instead, and every page would read all pages before it again.
 */
export const afterWhere = `room_id = :room AND (at, ord) > (:lastAt, :lastOrd) AND at < :to
  AND ord <= :maxOrd AND ${sinceWhere} AND ${finished}`

const startOf = ({ since, from }: MessageRange): number =>
  since === undefined ? (from ?? lowest) : lowest

/** Bounds of `rangeWhere`. */
export const rangeBounds = (range: MessageRange) => ({
  ':room': range.roomId,
  ':from': startOf(range),
  ':to': range.to ?? highest,
  ':maxOrd': range.maxOrd ?? highest,
  ...sinceBounds(range),
})

/** Bounds of `afterWhere`; without a position the beginning of the range. */
export const afterBounds = (range: MessageRange, after: TimePosition | null) => ({
  ':room': range.roomId,
  ':lastAt': after?.at ?? startOf(range),
  ':lastOrd': after?.ord ?? lowest,
  ':to': range.to ?? highest,
  ':maxOrd': range.maxOrd ?? highest,
  ...sinceBounds(range),
})

/** The next messages of a range after a position. */
export const pageQuery = `SELECT ${messageColumns}
  FROM messages WHERE ${afterWhere} ORDER BY at, ord LIMIT :limit`

export function pageReader(
  db: Database,
): (
  range: MessageRange,
  page: PageRequest<MessagePosition>,
) => Page<StoredMessage, MessagePosition> {
  const statement = db.prepare(pageQuery)
  return (range, { after, limit }) => {
    const bounds = { ...afterBounds(range, after), ':limit': limit + 1 }
    const read = statement.all(bounds) as unknown as MessageRow[]
    const { rows, end } = pageOf(read, limit)
    const start = after?.number ?? 0
    return {
      items: rows.map((row, index) => toMessage(row, start + index + 1)),
      next: end === undefined ? null : { at: end.at, ord: end.ord, number: start + limit },
    }
  }
}

/** The same from the end of a range towards its beginning. */
export function backwardsReader(
  db: Database,
): (
  range: MessageRange,
  page: PageRequest<TimePosition> & { last: number },
) => Page<StoredMessage, MessagePosition> {
  const statement = db.prepare(
    `SELECT ${messageColumns} FROM messages
     WHERE room_id = :room AND (at, ord) < (:lastAt, :lastOrd) AND ord <= :maxOrd AND ${finished}
     ORDER BY at DESC, ord DESC LIMIT :limit`,
  )
  return (range, { after, limit, last }) => {
    const bounds = {
      ':room': range.roomId,
      ':lastAt': after?.at ?? range.to ?? highest,
      // Everything at the end of the range itself lies behind it.
      ':lastOrd': after?.ord ?? lowest,
      ':maxOrd': range.maxOrd ?? highest,
      ':limit': limit + 1,
    }
    const { rows, end } = pageOf(statement.all(bounds) as unknown as MessageRow[], limit)
    return {
      items: rows.map((row, index) => toMessage(row, last - index)),
      next: end === undefined ? null : { at: end.at, ord: end.ord, number: last - limit + 1 },
    }
  }
}

interface TimeRow {
  at: number
  ord: number
  author: string
  author_key: string | null
  isCounted: number
}

export function timeReader(
  db: Database,
): (range: MessageRange, page: PageRequest<TimePosition>) => Page<TimedMessage, TimePosition> {
  const statement = db.prepare(
    `SELECT at, ord, author, author_key, is_system = 0 AND time_source <> 3 AS isCounted
     FROM messages WHERE ${afterWhere} ORDER BY at, ord LIMIT :limit`,
  )
  return (range, { after, limit }) => {
    const bounds = { ...afterBounds(range, after), ':limit': limit + 1 }
    const { rows, end } = pageOf(statement.all(bounds) as unknown as TimeRow[], limit)
    return {
      items: rows
        .filter(({ isCounted }) => isCounted === 1)
        .map(({ at, author, author_key: key }) => ({ at, authorKey: key ?? author })),
      next: end === undefined ? null : { at: end.at, ord: end.ord },
    }
  }
}
