import { htmlText } from '../reading/html-text.ts'
import type { IncomingMessage } from '../reading/reader.ts'
import { explicit, unknownMoment } from '../reading/moments.ts'
import { firstText, numberOf, textOf, type JsonObject } from '../reading/values.ts'

/** `type` of a message that tells that a topic was resolved or moved. */
const NOTICE = 2

/** The words of a record of the message API: rendered, unless whoever asked wanted Markdown. */
export function zulipWords({ content, content_type: type }: JsonObject): string {
  const words = textOf(content)
  return textOf(type).includes('markdown') ? words : htmlText(words)
}

/**
 * A stream is a room: what people say under a topic answers the topic's first message, which is the one that names it.
 *
 * @param root id of the topic's first message; null: it is this one
 */
export const inTopic = (
  message: IncomingMessage,
  topic: string,
  root: string | null,
): IncomingMessage =>
  root !== null
    ? { ...message, replyTo: root }
    : { ...message, text: topic === '' ? message.text : `[${topic}] ${message.text}` }

/** The message that one record of Zulip holds, with its words as `text`. */
export function zulipMessage(record: JsonObject, text: string): IncomingMessage {
  const seconds = numberOf(record['timestamp'] ?? record['date_sent'])
  const id = textOf(record['sender_id'])
  return {
    when: seconds === undefined ? unknownMoment : explicit(Math.floor(seconds * 1_000)),
    sourceId: textOf(record['id']) || null,
    author: firstText(record['sender_full_name'], record['sender_email'], id),
    authorKey: id || undefined,
    kind: record['type'] === NOTICE ? 'system' : 'message',
    text,
  }
}
