import { explicit, unknownMoment, type Moment } from '../reading/moments.ts'
import type { IncomingMessage } from '../reading/reader.ts'
import { field, firstText, listOf, textOf, type JsonObject } from '../reading/values.ts'
import { attachedText, filesOf } from './attachments.ts'
import { withEmoji } from './emoji.ts'
import { holdsToken, readableText, stripTokens, type SlackNames } from './markup.ts'
import { slackAuthor, type SlackPeople } from './people.ts'
import { saidText } from './said.ts'

export interface SlackMessage extends IncomingMessage {
  /** A link held a token of the workspace, which is not in the text any more. */
  tokenRemoved: boolean
}

/** Things that happened to the room, not things that people said in it. */
const isSystem = (subtype: string): boolean =>
  /^(?:channel_|group_|bot_(?:add|remove|enable|disable)|(?:un)?pinned_item|reminder_|sh_room_|huddle_|tombstone|app_conversation_|joiner_)/.test(
    subtype,
  )
const isKnownMessage = (subtype: string): boolean =>
  /^(?:|bot_message|me_message|file_share|file_comment|file_mention|thread_broadcast|reply_broadcast|slackbot_response|assistant_app_thread)$/.test(
    subtype,
  )
/** Records of edits and deletions. */
export const isEditLog = (subtype: string): boolean =>
  /^message_(?:changed|deleted|replied)$/.test(subtype)

/**
 * One record of Slack as a message: of an export, of slackdump, of an event, of the web API.
 *
 * @returns `edit-log` for records of edits and deletions; null if it is no message
 */
export function slackMessage(
  record: JsonObject,
  people: SlackPeople,
): SlackMessage | 'edit-log' | null {
  const subtype = textOf(record['subtype'])
  if (isEditLog(subtype)) return 'edit-log'
  const ts = textOf(record['ts'])
  const type = textOf(record['type'])
  if (ts === '' && firstText(record['text']) === '') return null
  if (type !== '' && type !== 'message') return null

  const { names } = people
  const raw = textOfRecord(record, subtype, names)
  const text = withEmoji(stripTokens(raw))
  const thread = textOf(record['thread_ts'])
  const system = isSystem(subtype) || (!isKnownMessage(subtype) && text === '')
  return {
    when: momentOf(ts),
    sourceId: ts || null,
    ...slackAuthor(record, people),
    kind: system ? 'system' : 'message',
    text: subtype === 'me_message' ? `* ${text}` : text,
    replyTo: thread !== '' && thread !== ts ? thread : null,
    attachments: filesOf(record, names),
    tokenRemoved: holdsToken(raw),
  }
}

function textOfRecord(record: JsonObject, subtype: string, names: SlackNames): string {
  const typed = readableText(textOf(record['text']), names)
  const said = record['blocks'] === undefined ? typed : saidText(typed, record['blocks'], names)
  // A pin shows a message of the same room again.
  const repeats = record['attachments'] === undefined || subtype.endsWith('pinned_item')
  const attached = repeats ? '' : attachedText(record['attachments'], said, names)
  const text = [said, attached].filter((part) => part.trim() !== '').join('\n')
  return text === '' && subtype === 'huddle_thread' ? huddleText(record['room'], names) : text
}

/** Slack tells of a huddle by who was in it. */
function huddleText(room: unknown, names: SlackNames): string {
  const ids = [
    ...listOf(field(room, 'participant_history')),
    ...listOf(field(room, 'participants')),
  ]
  const there = [...new Set(ids.map(textOf))].map((id) => names.user(id) ?? id)
  return ['Huddle', there.join(', ')].filter((part) => part !== '').join(': ')
}

/** `1483051909.018632`: seconds and microseconds; as one number it would lose the last ones. */
function momentOf(ts: string): Moment {
  const match = /^(\d{1,12})(?:\.(\d+))?$/.exec(ts)
  if (!match) return unknownMoment
  const milliseconds = (match[2] ?? '').slice(0, 3).padEnd(3, '0')
  return explicit(Number(match[1]) * 1_000 + Number(milliseconds))
}
