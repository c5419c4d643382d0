import { csvHead, readCsv } from './csv.ts'
import type { ChatColumns } from './csv-columns.ts'
import { cellAt, rowMessage } from './csv-record.ts'
import { dateVote, type DateOrder } from './date-order.ts'
import { noteOtherYears, voteOn } from './loose-dates.ts'
import { noteAssumedZone, noteGuessedDates, noteUnreadableTime } from './reading.ts'
import type { RoomSink, SinkRoom, SourceEntry } from './reader.ts'

export interface CsvLayout {
  delimiter: string
  /** The header's cells, trimmed and in lower case. */
  header: string[]
}

/** The header line of a sample; null if there is none. */
export function layoutOf(text: string): CsvLayout | null {
  const head = csvHead(text.slice(0, 8_000))
  if (head === null) return null
  const header = head.header
    .split(head.delimiter)
    .map((cell) => cell.trim().replace(/^"|"$/g, '').trim().toLowerCase())
  return { delimiter: head.delimiter, header }
}

interface ChatOptions {
  delimiter: string
  columns: ChatColumns
  /** Whether the first row names the columns; default true. */
  hasHeader?: boolean
  /** The room of a row; the cell is empty where there is no such column. */
  room: (cell: string) => SinkRoom
}

/** Reads a table with one message per row. */
export async function readCsvChat(
  entry: SourceEntry,
  sink: RoomSink,
  signal: AbortSignal,
  options: ChatOptions,
): Promise<void> {
  const { delimiter, columns, room } = options
  const order = sink.dateOrder ?? (await orderOf(entry, delimiter, columns, sink, signal))
  const { clock } = sink
  const width = Math.max(columns.text, columns.author, columns.time)
  let isHeader = options.hasHeader ?? true
  let zoneless: string | null = null
  await readCsv(entry, delimiter, signal, {
    row(cells, line) {
      if (isHeader) {
        isHeader = false
        return
      }
      if (cells.length <= width) {
        sink.unparsed({ file: entry.name, line, text: cells.join(delimiter) })
        return
      }
      const message = rowMessage(cells, columns, order, clock)
      const { at, timeSource } = message.when
      const date = cellAt(cells, columns.time)
      if (timeSource === 'assumed') zoneless ??= date
      if (at === null && date !== '') noteUnreadableTime(sink, entry, date, line)
      room(cellAt(cells, columns.room)).add(message)
    },
    broken: (text, line) => sink.unparsed({ file: entry.name, line, text }),
  })
  if (zoneless === null) return
  noteAssumedZone(sink, entry, zoneless)
  noteOtherYears(sink, entry, zoneless, order)
}

/** Rows that show whether dates are written with bare numbers at all. */
const TELLING_ROWS = 50

/** Reads the file once for the order of its dates, unless its first dates are written so that there is no doubt. */
async function orderOf(
  entry: SourceEntry,
  delimiter: string,
  columns: ChatColumns,
  sink: RoomSink,
  signal: AbortSignal,
): Promise<DateOrder> {
  const vote = dateVote()
  let rows = 0
  let numeric = 0
  const needed = new AbortController()
  const either = AbortSignal.any([signal, needed.signal])
  try {
    await readCsv(entry, delimiter, either, {
      row(cells) {
        const date = cells[columns.time] ?? ''
        rows++
        if (/^\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}/.test(date) && !/^\s*\d{4}-/.test(date)) numeric++
        if (rows > TELLING_ROWS && numeric === 0) return
        voteOn(date, vote)
        if (rows === TELLING_ROWS && numeric === 0) needed.abort()
      },
      broken: () => {},
    })
  } catch (error) {
    if (signal.aborted || !needed.signal.aborted) throw error
  }
  const decision = vote.decide()
  if (decision.guessed && numeric > 0) noteGuessedDates(sink, entry, decision.order)
  return decision.order
}
