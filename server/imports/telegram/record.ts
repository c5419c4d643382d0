import { explicit, isoMoment, unknownMoment, type Moment } from '../reading/moments.ts'
import type { IncomingMessage } from '../reading/reader.ts'
import type { WallClock } from '../reading/time-zone.ts'
import { firstText, isObject, numberOf, textOf, type JsonObject } from '../reading/values.ts'
import { filesOf, messageText, serviceText } from './text.ts'

/** The message that one record of Telegram holds; null if it is none. */
export function telegramMessage(record: unknown, clock: WallClock): IncomingMessage | null {
  if (!isObject(record)) return null
  const id = textOf(record['id'])
  const type = textOf(record['type'])
  if (type === 'unsupported') {
    return {
      when: momentOf(record, clock),
      sourceId: id || null,
      author: '',
      kind: 'system',
      text: 'A message that Telegram could not export.',
    }
  }
  if (!('text' in record) && !('date' in record) && !('action' in record)) return null
  const service = type === 'service'
  const [name, key] = service ? ['actor', 'actor_id'] : ['from', 'from_id']
  const authorId = textOf(record[key])
  const deleted = authorId === '' ? 'Deleted account' : `Deleted account (${authorId})`
  const unnamed = service && authorId === '' ? '' : deleted
  return {
    when: momentOf(record, clock),
    sourceId: id || null,
    author: firstText(record[name], record['author'], unnamed),
    authorKey: authorId || undefined,
    kind: service ? 'system' : 'message',
    text: service ? serviceText(record) : messageText(record),
    // An answer to a message of another chat answers nothing here, though that id may exist here too.
    replyTo: 'reply_to_peer_id' in record ? null : textOf(record['reply_to_message_id']) || null,
    attachments: filesOf(record),
  }
}

/** `date_unixtime` is the truth; `date` is the clock of the computer that exported. */
function momentOf(record: JsonObject, clock: WallClock): Moment {
  const seconds = numberOf(record['date_unixtime'])
  if (seconds !== undefined && seconds > 0) return explicit(seconds * 1_000)
  const date = textOf(record['date'])
  return date === '' ? unknownMoment : isoMoment(date, clock)
}
