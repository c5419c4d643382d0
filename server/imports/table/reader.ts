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

function csvReader(sniff: Reader['sniff'], layoutFor: (sample: Sample) => Layout | null): Reader {
  return {
    format: 'csv',
    source: 'csv',
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
  const file = entry.name.split('/').at(-1) ?? entry.name
  const base = file.replace(/\.(?:csv|tsv|tab|txt)$/i, '')
  const stem = folderOf(entry.name, base)?.full ?? base
  const rooms = new Map<string, SinkRoom>()
  return (cell) => {
    const name = cell.trim() || stem
    let room = rooms.get(name)
    if (!room) {
      room = sink.room({ id: name, scope: stem, name })
      rooms.set(name, room)
    }
    return room
  }
}

/** Any table with a header that names a column for the text and one for the author or the time. */
export const csvGeneric: Reader = csvReader(
  ({ text, name }) => {
    const layout = layoutOf(text)
    if (!layout || !columnsOf(layout.header)) return 0
    return /\.(?:csv|tsv|tab)$/i.test(name) ? 0.7 : 0.5
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
