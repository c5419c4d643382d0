import { layoutOf, readCsvChat } from '../reading/csv-chat.ts'
import { noColumns } from '../reading/csv-columns.ts'
import { openRoom } from './place.ts'
import { eachEntry } from '../reading/reading.ts'
import type { Reader } from '../reading/reader.ts'
import { takeSample } from '../reading/source-text.ts'

/** DiscordChatExporter's CSV: `AuthorID,Author,Date,Content,...`, with `;` in versions before 2.3. */
export const discordCsv: Reader = {
  format: 'discord-csv',
  source: 'discord',

  sniff({ text }) {
    const header = layoutOf(text)?.header.join(',') ?? ''
    return header.startsWith('authorid,author,date,content,attachments') ? 0.97 : 0
  },

  async read(source, sink, signal) {
    await eachEntry(source, sink, signal, async (entry) => {
      const layout = layoutOf((await takeSample(entry)).text)
      if (!layout) return
      const room = openRoom(entry, sink)
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
