import type { SinkRoom } from '../reading/reader.ts'
import type { JsonObject } from '../reading/values.ts'
import { inTopic, zulipMessage } from './record.ts'

/** Adds one record to the room, with its words as `text`. */
export type TakeTopic = (record: JsonObject, text: string) => void

/** Adds the messages of one topic, the first of them first. */
export function topicTaker(topic: string, room: SinkRoom): TakeTopic {
  let firstId: string | null = null
  return (record, text) => {
    const message = zulipMessage(record, text)
    room.add(inTopic(message, topic, firstId))
    firstId ??= message.sourceId ?? null
  }
}
