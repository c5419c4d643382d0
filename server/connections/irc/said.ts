import { recordOf } from '../../imports/irc/record.ts'
import { messageKey } from '../../imports/reading/identity.ts'
import { explicit } from '../../imports/reading/moments.ts'
import type { IncomingMessage } from '../../imports/reading/reader.ts'
import type { SaidMessage } from '../connector.ts'
import type { IrcMessage } from './line.ts'

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/
const ACTION = /^\x01ACTION(?: ([^]*?))?\x01?$/

/** Milliseconds since 1970 that the server names for a line; null where it names none. */
export function timeOf({ tags }: IrcMessage): number | null {
  const time = tags.get('time') ?? ''
  const at = TIME.test(time) ? Date.parse(time) : Number.NaN
  return Number.isNaN(at) ? null : at
}

/** What was said to a channel. */
export interface Spoken {
  channel: string
  said: SaidMessage
}

/**
 * A line as a message; null for what is none, and for what was said to us alone.
 *
 * @param isChannel whether a name is that of a channel
 * @param nth how often a key has been given before, and now: most servers give messages no id, and one that is said
 *   twice in the same millisecond stands there twice
 * @param heardAt when it came, for servers that do not say when it was said
 */
export function spokenIn(
  message: IrcMessage,
  isChannel: (name: string) => boolean,
  nth: (key: string) => number,
  heardAt: number,
): Spoken | null {
  const { command, source, params, tags } = message
  const [channel = '', text] = params
  const isSpeech = command === 'PRIVMSG' || command === 'NOTICE'
  if (!isSpeech || text === undefined || source === '' || !isChannel(channel)) return null
  const record = recordOfSpeech(source, text, timeOf(message) ?? heardAt)
  if (record === null) return null
  const key = messageKey(record.when.at, record.authorKey ?? '', record.text)
  const count = nth(key)
  const sourceId = tags.get('msgid') || (count === 1 ? key : `${key}~${count}`)
  const isBot = tags.has('bot') || tags.has('draft/bot')
  return { channel, said: { message: { ...record, sourceId, ...(isBot ? { isBot } : {}) } } }
}

function recordOfSpeech(source: string, text: string, at: number): IncomingMessage | null {
  const when = explicit(at)
  const action = ACTION.exec(text)
  if (action !== null) {
    return recordOf({ body: `* ${source} ${action[1] ?? ''}` }, when, false)
  }
  // Other requests from client to client, such as for its version.
  if (text.startsWith('\x01')) return null
  // No nick holds a dot: the server itself has said it.
  if (source.includes('.')) return recordOf({ body: `-!- ${text}` }, when, false)
  return recordOf({ body: text, nick: source }, when, false)
}
