import { basename } from 'node:path/posix'
import type { ImportReading } from '../../contract/imports.ts'
import { layoutOf, readCsvChat } from '../reading/csv-chat.ts'
import { chosenColumns, columnsOf, type ChatColumns } from '../reading/csv-columns.ts'
import { foldersOfPages, type PageFolder } from '../reading/page-files.ts'
import { isTime, tableOf } from './recognise.ts'
import { eachEntry } from '../reading/reading.ts'
import type { Reader, RoomSink, Sample, SinkRoom, SourceEntry } from '../reading/reader.ts'
import { takeSample } from '../reading/source-text.ts'

interface Layout {
  delimiter: string
  columns: ChatColumns
  hasHeader: boolean
}

/** Score of a table that can be nothing but messages. */
const CLEAR = 0.5

function csvReader(sniff: Reader['sniff'], layoutFor: (sample: Sample) => Layout | null): Reader {
  return {
    format: 'csv',
    source: 'csv',
    enoughAmongOthers: CLEAR,
    sniff,
    async read(source, sink, signal) {
      const folderOf = foldersOfPages(source.entries)
      await eachEntry(source, sink, signal, async (entry) => {
        const layout = layoutFor(await takeSample(entry))
        if (!layout) return
        await readCsvChat(entry, sink, signal, { ...layout, room: roomsOf(entry, sink, folderOf) })
      })
    },
  }
}

/**
 * Rooms by the cell of their column; the file names the one of an empty cell, or the folder of a page
 * that only carries a number.
 */
function roomsOf(
  entry: SourceEntry,
  sink: RoomSink,
  folderOf: (path: string, stem: string) => PageFolder | null,
): (cell: string) => SinkRoom {
  const file = basename(entry.name)
  const base = file.replace(/\.(?:csv|tsv|tab|txt)$/i, '')
  const stem = folderOf(entry.name, base)?.full ?? base
  const rooms = new Map<string, SinkRoom>()
  return (cell) => {
    const name = cell.trim() || stem
    let room = rooms.get(name)
    if (!room) {
      room = sink.room({ id: name, scope: stem, name, isNamedByFile: cell.trim() === '' })
      rooms.set(name, room)
    }
    return room
  }
}

/**
 * Any table with a header that names a column for the text and one for the author or the time. Much
 * else has two such columns (lists of articles, of changes), and source code may begin like a header:
 * among other files a table counts only where all three are named.
 */
export const csvGeneric: Reader = csvReader(
  ({ text, name }) => {
    const layout = /^\s*[[{<]/.test(text) ? null : layoutOf(text)
    const columns = layout && columnsOf(layout.header)
    if (!columns) return 0
    const isTable = /\.(?:csv|tsv|tab)$/i.test(name)
    if (columns.author < 0 || columns.time < 0) return isTable ? 0.45 : 0.42
    return isTable ? 0.7 : CLEAR
  },
  ({ text }) => {
    const layout = layoutOf(text)
    const columns = layout && columnsOf(layout.header)
    return columns ? { delimiter: layout.delimiter, columns, hasHeader: true } : null
  },
)

/** Tables whose columns a person has chosen. */
export const csvAs = ({ columns, hasHeader }: ImportReading): Reader =>
  csvReader(
    (sample) => (tableOf(sample) ? 0.9 : 0),
    (sample) => {
      const table = tableOf(sample)
      if (!table || !columns) return null
      const firstTime = table.rows[0]?.[columns.time ?? -1] ?? ''
      return {
        delimiter: table.delimiter,
        columns: chosenColumns(columns),
        // No column is called by a time: such a row is a message.
        hasHeader: hasHeader ?? !isTime(firstTime),
      }
    },
  )
