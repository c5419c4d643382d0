import { htmlText } from '../reading/html-text.ts'
import { looseMoment } from '../reading/loose-dates.ts'
import { isoMoment, unknownMoment, type Moment } from '../reading/moments.ts'
import type { IncomingMessage } from '../reading/reader.ts'
import type { WallClock } from '../reading/time-zone.ts'
import { firstText, isObject, listOf, textOf, type JsonObject } from '../reading/values.ts'
import { cardText } from './cards.ts'
import { either } from './keys.ts'

/**
 * The message that one record of Microsoft Teams holds.
 *
 * @param users names by id, for authors whom the record names by id alone
 */
export function teamsMessage(
  record: JsonObject,
  users: ReadonlyMap<string, string>,
  clock: WallClock,
): IncomingMessage {
  const { id: authorId, name } = senderOf(either(record, 'From'))
  const body = either(record, 'Body')
  const content = textOf(either(body, 'Content'))
  const isHtml = /html/i.test(textOf(either(body, 'ContentType'))) || content.startsWith('<')
  const deleted = either(record, 'DeletedDateTime')
  // PowerShell may write the first moment of its calendar where there is none.
  const isDeleted = deleted != null && (momentOf(deleted, clock).at ?? textOf(deleted).length) > 0
  const type = firstText(either(record, 'MessageType'), 'message')
  const system = type !== 'message' || content.startsWith('<systemEventMessage') || isDeleted
  const attachments = listOf(either(record, 'Attachments'))
  const subject = textOf(either(record, 'Subject'))
  const said = isHtml ? htmlText(content) : content
  // Most messages have a body and nothing else.
  const text =
    subject === '' && attachments.length === 0
      ? said
      : [subject, said, ...attachments.map(attachedText)].filter((one) => one !== '').join('\n')
  return {
    when: momentOf(either(record, 'CreatedDateTime'), clock),
    sourceId: textOf(either(record, 'Id')) || null,
    author: firstText(name, users.get(authorId), authorId),
    authorKey: authorId || undefined,
    kind: system ? 'system' : 'message',
    text: text || (isDeleted ? 'Message deleted' : system ? 'System event' : ''),
    replyTo: firstText(either(record, 'ReplyToId'), quotedId(attachments)) || null,
    attachments:
      attachments.length === 0
        ? undefined
        : attachments.filter(isFile).map((file) => ({
            name: firstText(either(file, 'Name'), 'file'),
          })),
  }
}

/** Who says something: a person, a program or a device; both empty where nobody does. */
export function senderOf(from: unknown): { id: string; name: string } {
  const who = either(from, 'User') ?? either(from, 'Application') ?? either(from, 'Device')
  return { id: textOf(either(who, 'Id')), name: textOf(either(who, 'DisplayName')) }
}

/**
 * ISO 8601, or what Windows PowerShell makes of a time: `/Date(1772445660000)/`, alone or as one of
 * several properties.
 */
function momentOf(time: unknown, clock: WallClock): Moment {
  if (isObject(time)) {
    const known = momentOf(either(time, 'Value'), clock)
    return known.at === null ? spelledMoment(textOf(either(time, 'DateTime')), clock) : known
  }
  const text = textOf(time)
  if (text === '') return unknownMoment
  const iso = isoMoment(text, clock)
  return iso.at === null ? spelledMoment(text, clock) : iso
}

/** Slashes are those of American Windows; with dots (`02.03.2026`) the day comes first everywhere. */
const spelledMoment = (text: string, clock: WallClock): Moment =>
  looseMoment(text, /^\s*\d{1,2}\./.test(text) ? 'dmy' : 'mdy', clock)

const typeOf = (attachment: unknown): string =>
  textOf(either(attachment, 'ContentType')).toLowerCase()

/** In chats an answer quotes what it answers; the quotation names it. */
function quotedId(attachments: readonly unknown[]): string {
  const quote = attachments.find((attachment) => typeOf(attachment) === 'messagereference')
  return textOf(either(quote, 'Id'))
}

/** Cards have no name; a picture or a document has one. */
const isFile = (attachment: unknown): boolean => {
  const type = typeOf(attachment)
  return (
    type === 'reference' ||
    (textOf(either(attachment, 'Name')) !== '' && !/reference$|\bcard\b/.test(type))
  )
}

/** What an attachment says: a forwarded message or a card. What is quoted stands in the room already. */
function attachedText(attachment: unknown): string {
  const type = typeOf(attachment)
  if (type === 'messagereference' || type === 'reference') return ''
  const content = contentOf(attachment)
  if (type !== 'forwardedmessagereference') return cardText(content)
  const words = htmlText(textOf(either(content, 'OriginalMessageContent')))
  if (words === '') return ''
  const { name } = senderOf(either(content, 'OriginalMessageSender'))
  return `${name === '' ? 'Forwarded' : `Forwarded from ${name}`}:\n${words}`
}

/** JSON inside a string, as Graph gives it, or the object itself; undefined for anything else. */
function contentOf(attachment: unknown): unknown {
  const content = either(attachment, 'Content')
  if (typeof content !== 'string' || !content.trimStart().startsWith('{')) {
    return isObject(content) ? content : undefined
  }
  try {
    return JSON.parse(content)
  } catch {
    return undefined
  }
}
