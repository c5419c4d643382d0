import type { Attachment } from '../../contract/rooms.ts'
import { attachmentText } from '../reading/attachment-text.ts'
import { explicit, isoMoment, unknownMoment, type Moment } from '../reading/moments.ts'
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
import { blockLines } from './blocks.ts'

/** A quoted message stands in front as an empty link to it. */
const QUOTES = /^(?:\[ ?\]\(\S+\)\s*)+/

/** The message that one record of Rocket.Chat holds, from any of its exports. */
export function rocketchatMessage(record: JsonObject, clock: WallClock): IncomingMessage {
  const user = record['u']
  const system = firstText(record['t'], record['type'])
  const msg = textOf(record['msg'])
  const attachments = listOf(record['attachments'])
  const own = msg.startsWith('[') ? msg.replace(QUOTES, '') : msg
  const words = withCards(own, attachments, record['blocks'])
  return {
    when: momentOf(record['ts'], clock),
    sourceId: idOf(record['_id']) || null,
    author: firstText(
      record['alias'],
      field(user, 'name'),
      field(user, 'username'),
      record['username'],
    ),
    authorKey: firstText(field(user, '_id'), record['username']) || undefined,
    kind: system === '' ? 'message' : 'system',
    // Who forwards a message says nothing else, and then the quotation is the message.
    text: words || firstText(quotedText(attachments), system.replaceAll('_', ' ')),
    replyTo: firstText(idOf(record['tmid']), words === '' ? '' : quotedId(msg)) || null,
    attachments: filesOf(record),
  }
}

function withCards(own: string, attachments: readonly unknown[], blocks: unknown): string {
  // Most messages have neither.
  if (attachments.length === 0 && blocks === undefined) return own.trim() === '' ? '' : own
  const said = [own, ...attachments.map(attachedText)]
  for (const line of blockLines(blocks)) {
    // Programs send the words of their blocks as the message too, for those who see no blocks.
    if (!said.some((words) => words.includes(line))) said.push(line)
  }
  return said.filter((one) => one.trim() !== '').join('\n')
}

export const idOf = (id: unknown): string => firstText(id, field(id, '$oid'))

const isQuote = (attachment: unknown): boolean => textOf(field(attachment, 'message_link')) !== ''

/** An uploaded file, in contrast to the card of a program, which may show a picture too. */
const isFile = (attachment: unknown): boolean =>
  field(attachment, 'type') === 'file' ||
  field(attachment, 'title_link_download') === true ||
  firstText(field(attachment, 'fileName'), field(attachment, 'fileId')) !== '' ||
  /^\/|\/(?:file-upload|ufs)\//.test(textOf(field(attachment, 'title_link'))) ||
  /^\/|\/(?:file-upload|ufs)\//.test(
    firstText(
      field(attachment, 'image_url'),
      field(attachment, 'audio_url'),
      field(attachment, 'video_url'),
    ),
  )

/** What stands with a message: captions of files and cards of programs; quotations repeat another. */
function attachedText(attachment: unknown): string {
  if (isQuote(attachment)) return ''
  if (isFile(attachment)) {
    return firstText(field(attachment, 'description'), field(attachment, 'text'))
  }
  const inner = listOf(field(attachment, 'attachments')).map(attachedText)
  return [attachmentText(attachment), ...inner].filter((words) => words !== '').join('\n')
}

function quotedText(attachments: readonly unknown[]): string {
  const quotes = attachments.filter(isQuote).map((quote) => {
    const words = [
      textOf(field(quote, 'text')),
      ...listOf(field(quote, 'attachments')).map(attachedText),
    ]
      .filter((one) => one !== '')
      .join('\n')
    const name = textOf(field(quote, 'author_name'))
    return words === '' ? '' : `${name === '' ? 'Forwarded' : `Forwarded from ${name}`}:\n${words}`
  })
  return quotes.filter((one) => one !== '').join('\n')
}

/** The message whose link stands in front. */
const quotedId = (msg: string): string =>
  /[?&]msg=([\w-]+)/.exec(QUOTES.exec(msg)?.[0] ?? '')?.[1] ?? ''

/** ISO text, milliseconds, or what mongoexport writes: `{"$date": ...}`. */
function momentOf(ts: unknown, clock: WallClock): Moment {
  const value = isObject(ts) ? (ts['$date'] ?? ts) : ts
  if (typeof value === 'number') return explicit(value)
  const long = textOf(field(value, '$numberLong'))
  if (long !== '') return explicit(Number(long))
  return typeof value === 'string' ? isoMoment(value, clock) : unknownMoment
}

function filesOf(record: JsonObject): Attachment[] {
  const files = listOf(record['files']).length > 0 ? listOf(record['files']) : [record['file']]
  const named = files.filter(isObject).map((file) => {
    const bytes = sizeOf(file['size'])
    return { name: firstText(file['name'], 'file'), ...(bytes === undefined ? {} : { bytes }) }
  })
  if (named.length > 0) return named
  return listOf(record['attachments'])
    .filter((attachment) => !isQuote(attachment) && isFile(attachment))
    .map((attachment) => ({
      name: firstText(field(attachment, 'fileName'), field(attachment, 'title'), 'file'),
    }))
}
