import { isInstant } from '../../contract/instant.ts'
import type { Attachment, TimeSource } from '../../contract/rooms.ts'
import type { NewMessage, StoredMessage } from '../../ports/message.ts'
import type { MessageRange, TimePosition } from '../../ports/messages.ts'
import type { RoomTotals } from '../../ports/rooms.ts'

/** `messages.time_source` as the schemas number it. */
export const timeSourceCodes: Record<TimeSource, number> = {
  explicit: 0,
  assumed: 1,
  inherited: 2,
  unknown: 3,
}
const timeSources: readonly TimeSource[] = ['explicit', 'assumed', 'inherited', 'unknown']

/** The columns of a row. */
export const messageColumns = `at, ord, key, source_id, time_source, author, author_key, is_bot, is_system, text,
  reply_to, attachments, edited_at, deleted_at`

/**
 * What a report has not read yet, as `MessageRange.since` tells it; arrivals are numbered in `arrivalCodes`.
 *
 * @param at placeholders, here and below: those of its fields; `isOpen` is 1 or 0
 */
export const unreadWhere = (at: string, ord: string, from: string, isOpen: string): string =>
  `(at > ${at} AND (ord > ${ord} OR arrival = 0 OR ${isOpen} = 0)
    OR ord > ${ord} AND (arrival IN (1, 2) OR arrival = 3 AND at >= ${from}))`

/**
 * What a report has read, and was changed after it was asked for. A plus keeps SQLite from looking for them by their
 * times, which are those of the whole room.
 *
 * @param askedAt placeholders of the fields of `ReadBefore`, and of the room
 */
export const changedWhere = (
  room: string,
  { at, ord, from, askedAt }: Readonly<Record<'at' | 'ord' | 'from' | 'askedAt', string>>,
): string =>
  `room_id = ${room} AND changed_at >= ${askedAt} AND +at >= ${from} AND +at <= ${at} AND ord <= ${ord}`

/** Messages of an import that has not finished are not there yet. */
export const finished = `import_id NOT IN (SELECT import_id FROM imports WHERE state <> 'finished')`

export interface MessageRow {
  at: number
  ord: number
  key: string
  source_id: string | null
  time_source: number
  author: string
  author_key: string | null
  is_bot: number | boolean
  is_system: number | boolean
  text: string
  reply_to: string | null
  attachments: string | null
  edited_at: number | null
  deleted_at: number | null
}

const noAttachments: readonly Attachment[] = []

export function toMessage(row: MessageRow, number: number): StoredMessage {
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
    isBot: Boolean(row.is_bot),
    kind: row.is_system ? 'system' : 'message',
    text: row.text,
    replyTo: row.reply_to,
    attachments:
      row.attachments === null ? noAttachments : (JSON.parse(row.attachments) as Attachment[]),
    editedAt: row.edited_at ?? undefined,
    deletedAt: row.deleted_at ?? undefined,
  }
}

/** Whole numbers that stand for "no bound" of a time or an order number. */
export const lowest = Number.MIN_SAFE_INTEGER
export const highest = Number.MAX_SAFE_INTEGER

/** The rows of a page, of which one more was read than it may have: it tells whether there is another. */
export function pageOf<Row extends TimePosition>(
  rows: Row[],
  limit: number,
): { rows: Row[]; end?: Row } {
  const end = rows.length > limit ? rows[limit - 1] : undefined
  return end === undefined ? { rows } : { rows: rows.slice(0, limit), end }
}

/** A time that no date can say is sorted as what has no time at all. */
export const sayable = (message: NewMessage): NewMessage =>
  isInstant(message.at) ? message : { ...message, at: 0, timeSource: 'unknown' }

/** As `sayable`; the list itself where there is nothing to mend, as nearly always. */
export const allSayable = (messages: readonly NewMessage[]): readonly NewMessage[] =>
  messages.every(({ at }) => isInstant(at)) ? messages : messages.map(sayable)

/** NULL where the name is all there is. */
export const keyOfAuthor = ({ author, authorKey }: NewMessage): string | null =>
  authorKey === undefined || authorKey === author ? null : authorKey

/** JSON, NULL if there are none. */
export const attachmentsOf = ({ attachments }: Pick<NewMessage, 'attachments'>): string | null =>
  attachments && attachments.length > 0 ? JSON.stringify(attachments) : null

function addTime(totals: RoomTotals, at: number): void {
  if (totals.firstAt === null || at < totals.firstAt) totals.firstAt = at
  if (totals.lastAt === null || at > totals.lastAt) totals.lastAt = at
}

/** Counts new messages, and returns who wrote them. */
export function addToTotals(totals: RoomTotals, messages: readonly NewMessage[]): Set<string> {
  const authors = new Set<string>()
  for (const message of messages) {
    if (message.kind === 'system') {
      totals.system++
      continue
    }
    totals.messages++
    if (message.timeSource !== 'unknown') addTime(totals, message.at)
    authors.add(message.authorKey ?? message.author)
  }
  authors.delete('')
  return authors
}

/** Where the places of a sample begin, evenly over what of the span lies in the range. */
export function sampleStarts(
  { from, to }: MessageRange,
  span: { first: number; last: number },
  places: number,
): number[] {
  const first = Math.max(span.first, from ?? span.first)
  const last = Math.min(span.last, (to ?? span.last + 1) - 1)
  if (first > last) return []
  return Array.from(
    { length: places },
    (_, place) => first + Math.floor(((last - first) * place) / places),
  )
}
