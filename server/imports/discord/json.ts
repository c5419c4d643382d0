import type { Attachment } from '../../contract/rooms.ts'
import { readJson } from '../reading/json-records.ts'
import { isoMoment } from '../reading/moments.ts'
import { eachEntry } from '../reading/reading.ts'
import type { IncomingMessage, Reader, RoomSink, SinkRoom } from '../reading/reader.ts'
import type { WallClock } from '../reading/time-zone.ts'
import {
  field,
  firstText,
  isObject,
  listOf,
  sizeOf,
  textOf,
  type JsonObject,
} from '../reading/values.ts'

/**
 * DiscordChatExporter's JSON: one channel or thread per file, or per part of one.
 * Facts: Tyrrrz/DiscordChatExporter, `JsonMessageWriter.cs`. Ids are text, for they exceed 2^53.
 */
export const discordJson: Reader = {
  format: 'discord-json',
  source: 'discord',

  sniff({ text }) {
    if (!/^\s*\{\s*"guild"\s*:\s*\{/.test(text)) return 0
    return /"channel"\s*:\s*\{/.test(text) ? 0.97 : 0.6
  },

  async read(source, sink, signal) {
    await eachEntry(source, sink, signal, async (entry) => {
      const header: Record<string, unknown> = {}
      let room: SinkRoom | null = null
      const open = () => (room ??= openRoom(header, entry.name, sink))
      await readJson(entry, sink, signal, {
        plan(path) {
          if (path.length === 0) return 'enter'
          if (path.length !== 1) return 'skip'
          if (path[0] === 'messages') {
            open()
            return 'records'
          }
          return path[0] === 'guild' || path[0] === 'channel' ? 'value' : 'skip'
        },
        value(path, value) {
          header[path[0] ?? ''] = value
        },
        record(record) {
          const message = discordMessage(record, sink.clock)
          if (message) open().add(message)
          else sink.unparsed({ file: entry.name, text: JSON.stringify(record) })
        },
      })
    })
  },
}

function openRoom(header: JsonObject, file: string, sink: RoomSink): SinkRoom {
  const stem = (file.split('/').at(-1) ?? file).replace(/\.json$/i, '')
  const name = firstText(field(header['channel'], 'name'), stem)
  const id = textOf(field(header['channel'], 'id'))
  return sink.room({ id: id || `name:${stem}`, name })
}

/** What people said: plain messages, replies, and what slash and context commands show. */
const SAID = new Set([
  '',
  'Default',
  'Reply',
  '19',
  '20',
  '23',
  'ChatInputCommand',
  'ContextMenuCommand',
])

export function discordMessage(record: unknown, clock: WallClock): IncomingMessage | null {
  if (!isObject(record)) return null
  const id = textOf(record['id'])
  const author = record['author']
  if (id === '' || !isObject(author)) return null
  const type = textOf(record['type'])
  const authorId = textOf(author['id'])
  const isReply = type === 'Reply' || type === '19'
  return {
    when: isoMoment(textOf(record['timestamp']), clock),
    sourceId: id,
    author: firstText(author['nickname'], author['name'], authorId),
    authorKey: authorId || undefined,
    kind: SAID.has(type) ? 'message' : 'system',
    text: textOfMessage(record),
    replyTo: isReply ? textOf(field(record['reference'], 'messageId')) || null : null,
    attachments: filesOf(record),
  }
}

function textOfMessage(record: JsonObject): string {
  const said = textOf(record['content'])
  const forwarded = textOf(field(record['forwardedMessage'], 'content'))
  if (forwarded === '' && said.trim() !== '') return said
  const parts = [said, forwarded === '' ? '' : `Forwarded:\n${forwarded}`]
  // Cards repeat the page behind a link; only where nothing else was said they are the message.
  if (said.trim() === '' && forwarded === '') parts.push(...listOf(record['embeds']).map(embedText))
  return parts.filter((part) => part.trim() !== '').join('\n')
}

const embedText = (embed: unknown): string =>
  [
    textOf(field(embed, 'title')),
    textOf(field(embed, 'description')),
    ...listOf(field(embed, 'fields')).map(
      (pair) => `${textOf(field(pair, 'name'))}: ${textOf(field(pair, 'value'))}`,
    ),
    textOf(field(embed, 'url')),
  ]
    .filter((line) => line !== '')
    .join('\n')

function filesOf(record: JsonObject): Attachment[] {
  const forwarded = record['forwardedMessage']
  const files: Attachment[] = []
  for (const source of isObject(forwarded) ? [record, forwarded] : [record]) {
    for (const file of listOf(source['attachments'])) {
      const bytes = sizeOf(field(file, 'fileSizeBytes'))
      const name = firstText(field(file, 'fileName'), 'file')
      files.push({ name, ...(bytes === undefined ? {} : { bytes }) })
    }
    for (const sticker of listOf(source['stickers'])) {
      files.push({ name: firstText(field(sticker, 'name'), 'sticker') })
    }
  }
  return files
}
