import { htmlText } from '../reading/html-text.ts'
import { explicit, unknownMoment } from '../reading/moments.ts'
import type { IncomingMessage } from '../reading/reader.ts'
import {
  field,
  firstText,
  isObject,
  numberOf,
  sizeOf,
  textOf,
  type JsonObject,
} from '../reading/values.ts'

/** Who sent an event; older exports have it under another name. */
export const senderOf = (event: JsonObject): string => firstText(event['sender'], event['user_id'])

/** The name that an event gives to a person; null for events that give none. */
export function nameIn(event: JsonObject): { id: string; name: string } | null {
  if (event['type'] !== 'm.room.member') return null
  const name = textOf(field(event['content'], 'displayname'))
  return name === '' ? null : { id: textOf(event['state_key']) || senderOf(event), name }
}

/** The id of the event that this one edits; empty for other events. */
export const editedId = (event: unknown): string => {
  const relation = field(field(event, 'content'), 'm.relates_to')
  if (relation === undefined) return ''
  return field(relation, 'rel_type') === 'm.replace' ? textOf(field(relation, 'event_id')) : ''
}

/** What an edit wants the message to be; undefined for an event that is none, or cannot be read. */
export function newContentOf(event: unknown): JsonObject | undefined {
  const content = field(event, 'content')
  const replaced = field(content, 'm.new_content')
  if (isObject(replaced)) return replaced
  if (!isObject(content) || editedId(event) === '') return undefined
  // Without it, what is left is the text for programs that know no edits: a star in front.
  const body = textOf(content['body'])
  if (body === '') return undefined
  return { ...content, body: body.replace(/^ ?\* /, '') }
}

/** An edit, by when it was made. */
export interface EditedContent {
  at: number
  content: JsonObject
}

/** Servers may put the newest edit beside the event. */
function bundledEdit(event: JsonObject): EditedContent | undefined {
  const relations = field(event['unsigned'], 'm.relations')
  if (relations === undefined) return undefined
  const edit = field(relations, 'm.replace')
  const content = newContentOf(edit)
  return content && { at: numberOf(field(edit, 'origin_server_ts')) ?? 0, content }
}

/** The content as it was last. What was deleted stays deleted, whatever edits there are. */
function lastContent(event: JsonObject, edit: EditedContent | undefined): unknown {
  const { content } = event
  const bundled = bundledEdit(event)
  // Nearly every event is neither edited nor an edit.
  const mayEdit = 'm.relates_to' in Object(content) || 'm.new_content' in Object(content)
  if (!bundled && !edit && !mayEdit) return content
  if (!isObject(content) || Object.keys(content).length === 0) return content
  const newest = bundled && edit ? (bundled.at >= edit.at ? bundled : edit) : (bundled ?? edit)
  return newest?.content ?? newContentOf(event) ?? content
}

/**
 * The message that one event of Matrix holds: at its first time, with its last content.
 *
 * @param names of people by their Matrix id
 * @param edit the newest edit that stands in the export as an event of its own
 */
export function matrixMessage(
  event: JsonObject,
  names: ReadonlyMap<string, string>,
  edit?: EditedContent,
): IncomingMessage {
  const content = lastContent(event, edit)
  const type = textOf(event['type'])
  const sender = senderOf(event)
  const at = numberOf(event['origin_server_ts'])
  const kind = textOf(field(content, 'msgtype'))
  const said =
    (type === 'm.room.message' || type === 'm.sticker' || POLL.test(type)) &&
    kind !== 'm.bad.encrypted'
  const { quoted, replyTo } = answerOf(event['content'])
  return {
    when: at === undefined ? unknownMoment : explicit(at),
    sourceId: textOf(event['event_id']) || null,
    author: nameOf(sender, names),
    authorKey: sender || undefined,
    kind: said && isObject(content) && Object.keys(content).length > 0 ? 'message' : 'system',
    text:
      type === 'm.room.member'
        ? `${nameOf(textOf(event['state_key']), names)}: ${textOf(field(content, 'membership'))}`
        : textOfEvent(type, kind, content, quoted !== ''),
    replyTo,
    attachments: fileOf(content, kind || type),
  }
}

/** What a message answers: the one that older clients quote in front of the answer, and the one meant. */
function answerOf(content: unknown): { quoted: string; replyTo: string | null } {
  const relates = field(content, 'm.relates_to')
  if (relates === undefined) return { quoted: '', replyTo: null }
  const quoted = textOf(field(field(relates, 'm.in_reply_to'), 'event_id'))
  // What an edit relates to is no message that it answers.
  const isEdit = field(relates, 'rel_type') === 'm.replace'
  const thread = isEdit ? '' : textOf(field(relates, 'event_id'))
  // For clients without threads, each message of one pretends to answer the one before.
  const pretends = field(relates, 'is_falling_back') === true
  const replyTo = pretends ? firstText(thread, quoted) : firstText(quoted, thread)
  return { quoted, replyTo: replyTo || null }
}

const nameOf = (id: string, names: ReadonlyMap<string, string>): string =>
  names.get(id) ?? localPart(id)

/** `ann` of `@ann:example.org`; any other id as it is. */
function localPart(id: string): string {
  const end = id.startsWith('@') ? id.indexOf(':') : -1
  return end > 1 ? id.slice(1, end) : id
}

const POLL = /poll\.start$/

/** The plain text, or the words of the formatted one where nothing else was sent. */
function bodyOf(content: unknown): string {
  const body = textOf(field(content, 'body'))
  if (body !== '') return body
  const formatted = textOf(field(content, 'formatted_body'))
  return htmlText(formatted.replace(/<mx-reply>[^]*<\/mx-reply>/i, ''))
}

function textOfEvent(type: string, kind: string, content: unknown, reply: boolean): string {
  const body = bodyOf(content)
  if (type === 'm.room.message' || type === 'm.sticker') {
    if (!isObject(content) || Object.keys(content).length === 0) return 'Message deleted'
    // Older clients quote the message they answer in front of the answer.
    const own = reply ? body.replace(/^(?:> .*\n)+\n/, '') : body
    return kind === 'm.emote' ? `* ${own}` : own
  }
  if (type === 'm.room.encrypted') return '** Unable to decrypt **'
  if (POLL.test(type)) {
    const poll = field(content, 'm.poll') ?? field(content, 'org.matrix.msc3381.poll.start')
    const question = field(poll, 'question')
    return `Poll: ${firstText(field(question, 'm.text'), field(question, 'org.matrix.msc1767.text'), field(question, 'body'), body)}`
  }
  const detail = firstText(field(content, 'name'), field(content, 'topic'), body)
  return detail === '' ? type : `${type.replace(/^m\.(?:room\.)?/, '')}: ${detail}`
}

const FILE_KINDS = new Set(['m.image', 'm.file', 'm.audio', 'm.video', 'm.sticker'])

function fileOf(
  content: unknown,
  kind: string,
): { name: string; mimeType?: string; bytes?: number }[] {
  if (!FILE_KINDS.has(kind)) return []
  const info = field(content, 'info')
  const mimeType = textOf(field(info, 'mimetype'))
  const bytes = sizeOf(field(info, 'size'))
  return [
    {
      name: firstText(field(content, 'filename'), field(content, 'body'), kind.slice(2)),
      ...(mimeType === '' ? {} : { mimeType }),
      ...(bytes === undefined ? {} : { bytes }),
    },
  ]
}
