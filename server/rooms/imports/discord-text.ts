import { layoutOf, noColumns, readCsvChat } from './csv-chat.ts'
import { looseMoment, voteOn } from './loose-dates.ts'
import { dateVote } from './date-order.ts'
import { readLines } from './lines.ts'
import { eachEntry, eachLine } from './reading.ts'
import type { IncomingMessage, Reader, RoomSink, SinkRoom, SourceEntry } from './reader.ts'
import { takeSample } from './source-text.ts'

/** `Guild - Category - channel [123456].csv`, also ` [part 2]`: what the exporter names files. */
function roomFromFile(path: string): { id: string; name: string } {
  const stem = (path.split('/').at(-1) ?? path)
    .replace(/\.(?:csv|txt)$/i, '')
    .replace(/ \[part \d+\]$/, '')
  const match = /^(.*?) ?\[(\d{15,22})\](?: \(.*\))?$/.exec(stem)
  if (!match) return { id: `name:${stem}`, name: stem }
  const name = (match[1] ?? stem).split(' - ').at(-1) ?? stem
  return { id: match[2] ?? stem, name: name || stem }
}

/** Rows have no message ids, so they cannot be matched with those of a JSON export: other rooms. */
const openRoom = (entry: SourceEntry, sink: RoomSink): SinkRoom => {
  const { id, name } = roomFromFile(entry.name)
  return sink.room({ id, scope: 'text', name })
}

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

const RULE = /^={40,}$/
const HEAD = /^\[([^\]]{6,40})\] (.{1,120}?)(?: \(pinned\))?$/
const BLOCK = /^\{(?:Attachments|Embed|Stickers|Reactions|Forwarded Message|Inline Emojis)\}$/

/** DiscordChatExporter's plain text: a header between rules, then `[date] author`, text, blank line. */
export const discordTxt: Reader = {
  format: 'discord-txt',
  source: 'discord',

  sniff({ text }) {
    return /^\s*={40,}\r?\n(?:Guild|Server): .*\r?\nChannel: /.test(text) ? 0.97 : 0
  },

  async read(source, sink, signal) {
    await eachEntry(source, sink, signal, (entry) => readText(entry, sink, signal))
  },
}

async function readText(entry: SourceEntry, sink: RoomSink, signal: AbortSignal): Promise<void> {
  const { id, name: fromFile } = roomFromFile(entry.name)
  const vote = dateVote()
  let channel = ''
  let rules = 0
  for await (const { lines } of readLines(entry)) {
    signal.throwIfAborted()
    for (const line of lines) {
      if (rules < 2 && RULE.test(line)) rules++
      else if (rules === 1 && channel === '')
        channel = /^Channel: (?:.* [/-] )?(.+)$/.exec(line)?.[1] ?? ''
      else voteOn(HEAD.exec(line)?.[1] ?? '', vote)
    }
  }
  const { order } = vote.decide()
  const name = channel || fromFile
  const room = sink.room({ id: id.startsWith('name:') ? `name:${name}` : id, scope: 'text', name })

  let held: IncomingMessage | null = null
  let text: string[] = []
  let inAttachments = false
  let zoneless = false
  rules = 0
  const release = () => {
    if (held) room.add({ ...held, text: text.join('\n').trim() })
    held = null
    text = []
    inAttachments = false
  }
  await eachLine(entry, sink, signal, (line, number) => {
    if (RULE.test(line) && (rules < 2 || held === null || text.at(-1) === '')) {
      rules++
      if (rules === 3) release()
      return
    }
    if (rules !== 2) return
    const head = HEAD.exec(line)
    const moment = head ? looseMoment(head[1] ?? '', order, sink.clock) : null
    if (head && moment && moment.at !== null && (held === null || text.at(-1) === '')) {
      release()
      zoneless ||= moment.timeSource === 'assumed'
      held = { when: moment, author: head[2] ?? '', kind: 'message', text: '' }
      return
    }
    if (!held) {
      if (line.trim() !== '') sink.unparsed({ file: entry.name, line: number, text: line })
      return
    }
    if (BLOCK.test(line)) inAttachments = line === '{Attachments}'
    if (inAttachments && /^https?:\/\/|^[\w./\\-]+\.\w+$/.test(line)) {
      const file = {
        name:
          line
            .replace(/[?#].*$/, '')
            .split(/[/\\]/)
            .at(-1) || line,
      }
      held.attachments = [...(held.attachments ?? []), file]
    }
    text.push(line)
  })
  release()
  if (zoneless && !sink.clock.chosen) {
    sink.warn(
      'assumed_zone',
      'These files name no time zone; their times are taken for UTC. Choose a zone to change that.',
      { file: entry.name, text: name },
    )
  }
}
