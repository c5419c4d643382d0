import type { SinkRoom } from '../reading/reader.ts'
import type { JsonObject } from '../reading/values.ts'
import { zulipMessage } from './record.ts'

/** Adds one record to the room, with its words as `text`. */
export type TakeTopic = (record: JsonObject, text: string) => void

/**
 * Adds the messages of one topic. A stream is a room; what people say under a topic answers the
 * topic's first message, which is the one that names it.
 */
export function topicTaker(topic: string, room: SinkRoom): TakeTopic {
  let firstId: string | null = null
  return (record, text) => {
    const message = zulipMessage(record, text)
    room.add(
      firstId === null
        ? { ...message, text: topic === '' ? text : `[${topic}] ${text}` }
        : { ...message, replyTo: firstId },
    )
    firstId ??= message.sourceId ?? null
  }
}
