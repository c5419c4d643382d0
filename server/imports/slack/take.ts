import type { RoomSink, SinkRoom } from '../reading/reader.ts'
import { isObject, shown, textOf } from '../reading/values.ts'
import type { SlackPeople } from './people.ts'
import { slackMessage } from './record.ts'

/** True if the beginning of a file holds messages of Slack: nobody else writes times like these. */
export const holdsMessages = (head: string): boolean =>
  /"ts"\s*:\s*"\d{9,10}\.\d{4,6}"/.test(head) &&
  /"(?:type"\s*:\s*"message|subtype|user|bot_id)"/.test(head)

/** Hands one record to the sink: as a message, as one left out, or as one that is none. */
export function takeRecord(
  record: unknown,
  room: () => SinkRoom,
  file: string,
  people: SlackPeople,
  sink: RoomSink,
): void {
  const message = isObject(record) ? slackMessage(record, people) : null
  if (message === null) {
    sink.unparsed({ file, text: shown(record) })
  } else if (message === 'edit-log') {
    const text = isObject(record) ? textOf(record['subtype']) : ''
    noteEditLog(sink, file, text)
  } else {
    if (message.tokenRemoved) {
      sink.warn('token_removed', {
        file,
        text: message.author,
      })
    }
    room().add(message)
  }
}

export const noteEditLog = (sink: RoomSink, file: string, text: string): void =>
  sink.skipped('edit_log', { file, text })
