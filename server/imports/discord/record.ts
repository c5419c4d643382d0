import type { Attachment } from '../../contract/rooms.ts'
import { isoMoment } from '../reading/moments.ts'
import type { IncomingMessage } from '../reading/reader.ts'
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
import { componentText, embedsText, pollText } from './embeds.ts'

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

/**
 * One message of Discord as DiscordChatExporter writes it; null if it is none.
 *
 * @param clock for times without a zone, which no version writes today
 */
export function discordMessage(record: unknown, clock: WallClock): IncomingMessage | null {
  if (!isObject(record)) return null
  const id = textOf(record['id'])
  const author = record['author']
  if (id === '' || !isObject(author)) return null
  const type = textOf(record['type'])
  const authorId = textOf(author['id'])
  const isReply = type === 'Reply' || type === '19'
  const isBot = author['isBot'] === true || author['bot'] === true
  return {
    when: isoMoment(textOf(record['timestamp']), clock),
    sourceId: id,
    author: firstText(author['nickname'], author['name'], authorId),
    authorKey: authorId || undefined,
    isBot,
    kind: SAID.has(type) ? 'message' : 'system',
    text: textOfMessage(record, isBot),
    replyTo: isReply ? textOf(field(record['reference'], 'messageId')) || null : null,
    attachments: filesOf(record),
  }
}

function textOfMessage(record: JsonObject, isBot: boolean): string {
  const forwarded = record['forwardedMessage']
  if (!isObject(forwarded)) return saidIn(record, isBot)
  // Nothing tells who wrote what was forwarded: a program may have, and only programs make cards.
  const words = saidIn(forwarded, true)
  return joined([saidIn(record, isBot), words === '' ? '' : `Forwarded:\n${words}`])
}

const saidIn = (record: JsonObject, isBot: boolean): string => {
  const said = textOf(record['content'])
  const { embeds, components, poll } = record
  // Most messages are words and nothing else.
  if (!poll && !components && !(Array.isArray(embeds) && embeds.length > 0)) return said
  return joined([said, embedsText(embeds, said, isBot), componentText(components), pollText(poll)])
}

const joined = (parts: readonly string[]): string =>
  parts.filter((part) => part.trim() !== '').join('\n')

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
