import type { Attachment } from '../../contract/rooms.ts'
import { delimiterOf, readCsv } from './csv.ts'
import { dateVote, type DateOrder } from './date-order.ts'
import { looseMoment, voteOn } from './loose-dates.ts'
import { noteAssumedZone } from './reading.ts'
import type { IncomingMessage, RoomSink, SinkRoom, SourceEntry } from './reader.ts'

/** Which column holds what; -1 for none. */
export interface ChatColumns {
  time: number
  /** Time of day, where it stands in a column of its own. */
  clock: number
  author: number
  authorKey: number
  text: number
  room: number
  id: number
  replyTo: number
  attachments: number
}

export const noColumns: ChatColumns = {
  time: -1,
  clock: -1,
  author: -1,
  authorKey: -1,
  text: -1,
  room: -1,
  id: -1,
  replyTo: -1,
  attachments: -1,
}

export interface CsvLayout {
  delimiter: string
  /** The header's cells, trimmed and in lower case. */
  header: string[]
}

/** The header line of a sample; null if there is none. */
export function layoutOf(text: string): CsvLayout | null {
  const line = text.slice(0, 8_000).split(/\r?\n/, 1)[0] ?? ''
  const delimiter = delimiterOf(line)
  if (delimiter === null) return null
  const header = line
    .split(delimiter)
    .map((cell) => cell.trim().replace(/^"|"$/g, '').trim().toLowerCase())
  return { delimiter, header }
}

interface ChatOptions {
  delimiter: string
  columns: ChatColumns
  /** The room of a row; the cell is empty where there is no such column. */
  room: (cell: string) => SinkRoom
}

/** Reads a table with one message per row. */
export async function readCsvChat(
  entry: SourceEntry,
  sink: RoomSink,
  signal: AbortSignal,
  { delimiter, columns, room }: ChatOptions,
): Promise<void> {
  const { order, guessed } = await orderOf(entry, delimiter, columns, signal)
  if (guessed) {
    sink.warn(
      'ambiguous_dates',
      'No date of these files tells whether the day or the month comes first; the day was taken to.',
      { file: entry.name, text: order },
    )
  }
  let isHeader = true
  let zoneless = false
  await readCsv(entry, delimiter, signal, {
    row({ cells, line }) {
      if (isHeader) {
        isHeader = false
        return
      }
      const cell = (column: number): string => (column < 0 ? '' : (cells[column] ?? ''))
      if (cells.length <= Math.max(columns.text, columns.author, columns.time)) {
        sink.unparsed({ file: entry.name, line, text: cells.join(delimiter) })
        return
      }
      const moment = looseMoment(
        [cell(columns.time), cell(columns.clock)].join(' ').trim(),
        order,
        sink.clock,
      )
      zoneless ||= moment.timeSource === 'assumed'
      const message: IncomingMessage = {
        when: moment,
        sourceId: cell(columns.id) || null,
        author: cell(columns.author) || cell(columns.authorKey),
        authorKey: cell(columns.authorKey) || undefined,
        kind: 'message',
        text: cell(columns.text),
        replyTo: cell(columns.replyTo) || null,
        attachments: linkedFiles(cell(columns.attachments)),
      }
      if (moment.at === null && cell(columns.time) !== '') {
        sink.repaired('unreadable_time', 'Times that could not be read are left blank.', {
          file: entry.name,
          line,
          text: cell(columns.time),
        })
      }
      room(cell(columns.room)).add(message)
    },
    broken: (text, line) => sink.unparsed({ file: entry.name, line, text }),
  })
  if (zoneless) noteAssumedZone(sink, entry, order)
}

/** Reads the file once for the order of its dates, unless its first date needs no such thing. */
async function orderOf(
  entry: SourceEntry,
  delimiter: string,
  columns: ChatColumns,
  signal: AbortSignal,
): Promise<{ order: DateOrder; guessed: boolean }> {
  const vote = dateVote()
  let rows = 0
  let numeric = 0
  const needed = new AbortController()
  const either = AbortSignal.any([signal, needed.signal])
  try {
    await readCsv(entry, delimiter, either, {
      row({ cells }) {
        const date = cells[columns.time] ?? ''
        rows++
        if (/^\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}/.test(date) && !/^\s*\d{4}-/.test(date)) numeric++
        voteOn(date, vote)
        if (rows === 50 && numeric === 0) needed.abort()
      },
      broken: () => {},
    })
  } catch (error) {
    if (signal.aborted || !needed.signal.aborted) throw error
  }
  const decision = vote.decide()
  return { order: decision.order, guessed: decision.guessed && numeric > 0 }
}

const linkedFiles = (cell: string): Attachment[] =>
  cell
    // Addresses may stand with nothing but a space between them; names of files hold spaces.
    .split(/,\s*|\s+(?=https?:)/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((link) => ({
      name:
        link
          .replace(/[?#].*$/, '')
          .split('/')
          .at(-1) || link,
    }))
