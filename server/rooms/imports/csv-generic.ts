import { layoutOf, noColumns, readCsvChat, type ChatColumns } from './csv-chat.ts'
import { eachEntry } from './reading.ts'
import type { Reader, SinkRoom } from './reader.ts'
import { takeSample } from './source-text.ts'

/** Names that tables of messages give their columns, best first; spaces, dots and case do not count. */
const NAMES: Record<keyof ChatColumns, readonly string[]> = {
  text: [
    'text',
    'message',
    'content',
    'body',
    'messagetext',
    'msg',
    'messagebody',
    'comment',
    'nachricht',
    'mensaje',
  ],
  time: [
    'timestamp',
    'datetime',
    'createdat',
    'sentat',
    'date',
    'at',
    'time',
    'created',
    'sent',
    'ts',
    'senton',
    'messagedate',
    'dateutc',
    'datum',
    'fecha',
  ],
  clock: ['time', 'timeofday', 'uhrzeit', 'hora'],
  author: [
    'author',
    'sender',
    'sendername',
    'from',
    'username',
    'user',
    'displayname',
    'nick',
    'nickname',
    'name',
    'authorname',
    'fromname',
    'absender',
    'autor',
  ],
  authorKey: ['authorid', 'userid', 'senderid', 'fromid'],
  room: [
    'room',
    'channel',
    'roomname',
    'channelname',
    'chat',
    'conversation',
    'group',
    'chatname',
    'conversationname',
  ],
  id: ['id', 'messageid', 'msgid', 'guid', 'uuid'],
  replyTo: ['replyto', 'replytoid', 'inreplyto', 'parentid', 'threadid', 'threadts'],
  attachments: ['attachments', 'attachment', 'files', 'file'],
}

/** Which columns a header names; null if it does not name text and who or when. */
export function columnsOf(header: readonly string[]): ChatColumns | null {
  const cells = header.map((cell) => cell.replace(/[^\p{L}\p{N}]/gu, ''))
  const columns: ChatColumns = { ...noColumns }
  for (const [key, names] of Object.entries(NAMES) as [keyof ChatColumns, readonly string[]][]) {
    const name = names.find((candidate) => cells.includes(candidate))
    columns[key] = name === undefined ? -1 : cells.indexOf(name)
  }
  if (columns.clock === columns.time) columns.clock = -1
  return columns.text >= 0 && (columns.author >= 0 || columns.time >= 0) ? columns : null
}

/** Any table with a header that names a column for the text and one for the author or the time. */
export const csvGeneric: Reader = {
  format: 'csv',
  source: 'csv',

  sniff({ text, name }) {
    const layout = layoutOf(text)
    if (!layout || !columnsOf(layout.header)) return 0
    return /\.(?:csv|tsv|tab)$/i.test(name) ? 0.7 : 0.5
  },

  async read(source, sink, signal) {
    await eachEntry(source, sink, signal, async (entry) => {
      const layout = layoutOf((await takeSample(entry)).text)
      const columns = layout && columnsOf(layout.header)
      if (!layout || !columns) return
      const stem = (entry.name.split('/').at(-1) ?? entry.name).replace(
        /\.(?:csv|tsv|tab|txt)$/i,
        '',
      )
      const rooms = new Map<string, SinkRoom>()
      await readCsvChat(entry, sink, signal, {
        delimiter: layout.delimiter,
        columns,
        room(cell) {
          const name = cell.trim() || stem
          const room = rooms.get(name) ?? sink.room({ id: name, scope: stem, name })
          rooms.set(name, room)
          return room
        },
      })
    })
  },
}
