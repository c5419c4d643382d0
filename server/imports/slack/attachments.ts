import type { Attachment } from '../../contract/rooms.ts'
import { labelled, titleText } from '../reading/attachment-text.ts'
import {
  field,
  firstText,
  isObject,
  listOf,
  sizeOf,
  textOf,
  type JsonObject,
} from '../reading/values.ts'
import { namedIds, readableText, type SlackNames } from './markup.ts'
import { holds, saidText } from './said.ts'

/** Deepest nesting of messages in messages that is read. */
const MAX_DEPTH = 4
const PLACEHOLDER = /^\[no preview available\]$/i

/**
 * What stands under a message: what programs attach, and messages that were forwarded. Left out is
 * what Slack itself adds to show where a link leads.
 *
 * @param said the words of the message
 */
export function attachedText(
  attachments: unknown,
  said: string,
  names: SlackNames,
  depth = 0,
): string {
  const parts = listOf(attachments)
    .filter((attachment) => !isPreview(attachment, said))
    .map((attachment) =>
      isForward(attachment)
        ? forwardedText(attachment, names, depth)
        : attachmentText(attachment, names),
    )
  return parts.filter((part) => part !== '' && !holds(said, part)).join('\n')
}

/** Somebody has shared a message, as opposed to a link that Slack has followed. */
const isForward = (attachment: unknown): boolean =>
  field(attachment, 'is_share') === true || field(attachment, 'is_msg_unfurl') === true

function isPreview(attachment: unknown, said: string): boolean {
  if (field(attachment, 'is_share') === true) return false
  // A reply that is also shown in the channel carries the message it answers.
  if (field(attachment, 'is_thread_root_unfurl') === true) return true
  const address = firstText(
    field(attachment, 'from_url'),
    field(attachment, 'original_url'),
    field(attachment, 'app_unfurl_url'),
  )
  if (address === '') return false
  if (isForward(attachment)) return said.includes(address.replace(/\?.*$/, ''))
  return /https?:\/\//i.test(said)
}

function forwardedText(attachment: unknown, names: SlackNames, depth: number): string {
  const authorId = textOf(field(attachment, 'author_id'))
  const author = firstText(
    namedIds(textOf(field(attachment, 'author_name')), names),
    names.user(authorId),
    field(attachment, 'author_subname'),
    authorId,
  )
  const channelId = textOf(field(attachment, 'channel_id'))
  const channel = firstText(field(attachment, 'channel_name'), names.channel(channelId))
  const from = `${author === '' ? '' : ` from ${author}`}${channel === '' ? '' : ` in #${channel}`}`
  const words = forwardedWords(attachment, names, depth)
  return `Forwarded${from}${words === '' ? '' : `:\n${words}`}`
}

/** A forwarded message says its words as text, as blocks of its own, or as the message it was. */
function forwardedWords(attachment: unknown, names: SlackNames, depth: number): string {
  const messages = listOf(field(attachment, 'message_blocks')).map((one) => field(one, 'message'))
  const blocks = [
    ...listOf(field(attachment, 'blocks')),
    ...messages.flatMap((message) => listOf(field(message, 'blocks'))),
  ]
  const text = readableText(textOf(field(attachment, 'text')), names)
  const said = joinLines([
    readableText(textOf(field(attachment, 'title')), names),
    saidText(text, blocks, names),
    ...fieldTexts(attachment, names),
  ])
  const under =
    depth < MAX_DEPTH
      ? messages.map((message) =>
          attachedText(field(message, 'attachments'), said, names, depth + 1),
        )
      : []
  const words = joinLines([said, ...under])
  return words !== '' ? words : fallbackOf(attachment, names)
}

function attachmentText(attachment: unknown, names: SlackNames): string {
  const line = (key: string) => readableText(textOf(field(attachment, key)), names)
  const said = saidText(line('text'), field(attachment, 'blocks'), names)
  const title = line('title')
  const head = [
    line('pretext'),
    line('author_name'),
    holds(said, title) ? title : titleText(attachment, title),
  ]
  const words = joinLines([
    ...head.filter((text) => !holds(said, text)),
    said,
    ...fieldTexts(attachment, names),
    buttonsText(attachment, names),
    line('footer'),
  ])
  if (words !== '') return words
  const fallback = fallbackOf(attachment, names)
  if (fallback !== '') return fallback
  return firstText(field(attachment, 'image_url'), field(attachment, 'title_link'))
}

const fieldTexts = (attachment: unknown, names: SlackNames): string[] =>
  listOf(field(attachment, 'fields')).map((pair) =>
    labelled(
      readableText(textOf(field(pair, 'title')), names),
      readableText(textOf(field(pair, 'value')), names),
    ),
  )

/** Buttons, as those of blocks are shown. */
const buttonsText = (attachment: unknown, names: SlackNames): string =>
  listOf(field(attachment, 'actions'))
    .map((action) => readableText(textOf(field(action, 'text')), names))
    .filter((text) => text !== '')
    .map((text) => `[${text}]`)
    .join(' ')

/** The line for devices that show no attachments; Slack has a sentence for "there is none". */
function fallbackOf(attachment: unknown, names: SlackNames): string {
  const fallback = readableText(textOf(field(attachment, 'fallback')), names)
  return PLACEHOLDER.test(fallback.trim()) ? '' : fallback
}

/** Files of a message, and those of the messages that were forwarded with it. */
export function filesOf(message: JsonObject, names: SlackNames): Attachment[] {
  if (!message['files'] && !message['file'] && !message['attachments']) return []
  const shared = listOf(message['attachments']).flatMap((attachment) =>
    isForward(attachment) ? listOf(field(attachment, 'files')) : [],
  )
  const files = [...listOf(message['files']), message['file'], ...shared]
  return files.filter(isObject).map((file) => {
    const gone = textOf(file['mode']) === 'tombstone' ? 'deleted file' : 'file'
    const name = namedIds(firstText(file['name'], file['title'], file['id'], gone), names)
    const mimeType = textOf(file['mimetype'])
    const bytes = sizeOf(file['size'])
    return {
      name,
      ...(mimeType === '' ? {} : { mimeType }),
      ...(bytes === undefined ? {} : { bytes }),
    }
  })
}

const joinLines = (lines: readonly string[]): string =>
  lines.filter((line) => line.trim() !== '').join('\n')
