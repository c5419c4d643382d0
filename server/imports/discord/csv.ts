import { layoutOf, readCsvChat } from '../reading/csv-chat.ts'
import { noColumns } from '../reading/csv-columns.ts'
import { roomsOfFiles } from './place.ts'
import { eachEntry } from '../reading/reading.ts'
import type { Reader } from '../reading/reader.ts'
import { takeSample } from '../reading/source-text.ts'

const HEADER = /^(?:authorid,)?author,date,content,attachments(?:,|$)/

/**
 * DiscordChatExporter's CSV: `AuthorID,Author,Date,Content,...`; the versions before 2.3 separate
 * with `;` and have no ids of authors.
 */
export const discordCsv: Reader = {
  format: 'discord-csv',
  source: 'discord',

  sniff({ text }) {
    const header = layoutOf(text)?.header.join(',') ?? ''
    return HEADER.test(header) ? 0.97 : 0
  },

  async read(source, sink, signal) {
    const placeOf = roomsOfFiles(source.entries)
    await eachEntry(source, sink, signal, async (entry) => {
      const layout = layoutOf((await takeSample(entry)).text)
      if (!layout) return
      // Rows have no message ids, so they cannot be matched with those of a JSON export: other rooms.
      const room = sink.room({ ...placeOf(entry), scope: 'text' })
      const column = (name: string) => layout.header.indexOf(name)
      await readCsvChat(entry, sink, signal, {
        delimiter: layout.delimiter,
        columns: {
          ...noColumns,
          authorKey: column('authorid'),
          author: column('author'),
          time: column('date'),
          text: column('content'),
          attachments: column('attachments'),
        },
        room: () => room,
      })
    })
  },
}
