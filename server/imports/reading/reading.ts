import { calendarNames, type OtherCalendar } from './calendars.ts'
import type { DateOrder } from './date-order.ts'
import { readLines, type LineBatch } from './lines.ts'
import type { ImportSource, RoomSink, SourceEntry } from './reader.ts'
import { wordsOf } from '../../words/words-of.ts'

/** The store refused a write: that ends an import, whereas a broken file ends only itself. */
export class StoreFailure extends Error {
  constructor(cause: unknown) {
    super(wordsOf(cause), { cause })
    this.name = 'StoreFailure'
  }
}

/** Runs `read` on every entry; one that cannot be read to its end is warned of by name. */
export async function eachEntry(
  source: ImportSource,
  sink: RoomSink,
  signal: AbortSignal,
  read: (entry: SourceEntry) => Promise<void>,
): Promise<void> {
  for (const entry of source.entries) {
    signal.throwIfAborted()
    try {
      await read(entry)
    } catch (error) {
      if (signal.aborted || error instanceof StoreFailure) throw error
      noteUnreadable(sink, entry, error)
    }
  }
}

/** Says that a file cannot be read, or not to its end. */
export const noteUnreadable = (
  sink: Pick<RoomSink, 'warn'>,
  { name }: SourceEntry,
  error: unknown,
): void => sink.warn('unreadable_file', { file: name, text: wordsOf(error) })

/** Says that day and month of a file could be either. */
export function noteGuessedDates(sink: RoomSink, entry: SourceEntry, order: DateOrder): void {
  sink.warn('ambiguous_dates', { file: entry.name, text: order === 'mdy' ? 'MM/DD' : 'DD/MM' })
}

/** Says that the years of a file were those of another calendar. */
export function noteOtherCalendar(
  sink: RoomSink,
  entry: SourceEntry,
  calendar: OtherCalendar,
  text: string,
): void {
  sink.warn('other_calendar', {
    file: entry.name,
    text: `${calendarNames[calendar]}: ${text}`,
  })
}

/** Says which zone the times of a file were taken to be in, for the file names none. */
export function noteAssumedZone(sink: RoomSink, entry: SourceEntry, text: string): void {
  const { timeZone } = sink.clock
  sink.warn('assumed_zone', { file: entry.name, text }, { timeZone })
}

/** Counts a message that is kept without its time, because nothing can read what stands for it. */
export function noteUnreadableTime(
  sink: RoomSink,
  entry: SourceEntry,
  time: unknown,
  line?: number,
): void {
  sink.repaired('unreadable_time', {
    file: entry.name,
    line,
    text: typeof time === 'string' ? time : (JSON.stringify(time) ?? 'none'),
  })
}

/** Counts the lines of a batch that needed mending. */
export function noteMended(entry: SourceEntry, sink: RoomSink, batch: LineBatch): void {
  for (const { index, how } of batch.mended) {
    const text = batch.lines[index] ?? ''
    const place = { file: entry.name, line: batch.firstLine + index, text }
    sink.repaired(how === 'cut' ? 'line_cut' : 'other_encoding', place)
  }
}

/** Calls `take` for every line; lines that needed mending are counted as repaired. */
export async function eachLine(
  entry: SourceEntry,
  sink: RoomSink,
  signal: AbortSignal,
  take: (line: string, number: number) => void,
  batches: AsyncIterable<LineBatch> = readLines(entry),
): Promise<void> {
  for await (const batch of batches) {
    signal.throwIfAborted()
    noteMended(entry, sink, batch)
    for (let index = 0; index < batch.lines.length; index++) {
      take(batch.lines[index] ?? '', batch.firstLine + index)
    }
  }
}
