import type { IncomingMessage, SinkRoom } from '../reading/reader.ts'
import { explicit, unknownMoment } from '../reading/moments.ts'
import { firstText, numberOf, textOf, type JsonObject } from '../reading/values.ts'

/** Adds one record to the room, with its words as `text`. */
export type TakeTopic = (record: JsonObject, text: string) => void

/**
 * Adds the messages of one topic. A stream is a room; what people say under a topic answers the
 * topic's first message, which is the one that names it.
 */
export function topicTaker(topic: string, room: SinkRoom): TakeTopic {
  let firstId: string | null = null
  return (record, text) => {
    const message = toMessage(record, text)
    room.add(
      firstId === null
        ? { ...message, text: topic === '' ? text : `[${topic}] ${text}` }
        : { ...message, replyTo: firstId },
    )
    firstId ??= message.sourceId ?? null
  }
}

/** `type` of a message that tells that a topic was resolved or moved. */
const NOTICE = 2

function toMessage(record: JsonObject, text: string): IncomingMessage {
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
