import type { IncomingMessage } from '../reading/reader.ts'
import { wallClock } from '../reading/time-zone.ts'
import {
  field,
  firstText,
  isObject,
  listOf,
  numberOf,
  textOf,
  type JsonObject,
} from '../reading/values.ts'
import { discordMessage } from './record.ts'

/** Types of messages that people say, by their numbers in Discord's API, and as exports name them. */
const saidTypes: ReadonlyMap<number, string> = new Map([
  [0, 'Default'],
  [19, 'Reply'],
  [20, 'ChatInputCommand'],
  [23, 'ContextMenuCommand'],
])
/** Those whose words are never missing, unless the bot may not read them. */
const plainTypes: readonly number[] = [0, 19]
/** Points to the message that a thread was started from, which stands in the channel itself. */
const threadStarterType = 21

/** What DiscordChatExporter writes of messages that Discord only numbers. */
const systemTexts: ReadonlyMap<number, string> = new Map([
  [1, 'Added a recipient.'],
  [2, 'Removed a recipient.'],
  [3, 'Started a call.'],
  [4, 'Changed the channel name.'],
  [5, 'Changed the channel icon.'],
  [6, 'Pinned a message.'],
  [7, 'Joined the server.'],
  [8, 'Boosted the server.'],
  [18, 'Started a thread.'],
])

/** Times of the API name their zone. */
const utcClock = wallClock(undefined)

/** The name of a channel or a role by its id; empty where it is not known. */
export type NameById = (id: string) => string

export interface DiscordApiMessage {
  message: IncomingMessage & { sourceId: string }
  editedAt: number | null
}

const typeOf = (record: JsonObject): number => numberOf(record['type']) ?? 0

/**
 * Whether a message is one that nobody can have written: without words, files, cards and all else. Discord answers
 * so, and with no error, to bots without the intent to read what messages hold.
 */
export const isWithheld = (record: unknown): boolean =>
  isObject(record) &&
  plainTypes.includes(typeOf(record)) &&
  textOf(record['content']) === '' &&
  ['attachments', 'embeds', 'components', 'sticker_items', 'message_snapshots'].every(
    (part) => listOf(record[part]).length === 0,
  ) &&
  !['poll', 'activity', 'call'].some((part) => isObject(record[part]))

/**
 * A message of Discord's API with the words that DiscordChatExporter would have written, so that an export and a
 * connection meet; null for what is none, or was withheld.
 *
 * @param thread id of the thread that it stands in, to be shown as answers to the message of the same id
 */
export function discordApiMessage(
  record: unknown,
  nameOf: NameById,
  thread: string | null = null,
): DiscordApiMessage | null {
  if (!isObject(record) || isWithheld(record)) return null
  const type = typeOf(record)
  if (thread !== null && type === threadStarterType) return null
  const snapshot = field(listOf(record['message_snapshots'])[0], 'message')
  const exported: JsonObject = {
    ...partsOf(record, nameOf),
    id: record['id'],
    timestamp: record['timestamp'],
    type: saidTypes.get(type) ?? 'Other',
    author: authorOf(record['author']),
    poll: record['poll'],
    reference: { messageId: field(record['message_reference'], 'message_id') },
    ...(isObject(snapshot) ? { forwardedMessage: partsOf(snapshot, nameOf) } : {}),
  }
  const message = discordMessage(exported, utcClock)
  if (message === null || !message.sourceId) return null
  const { sourceId, replyTo } = message
  const edited = Date.parse(textOf(record['edited_timestamp']))
  return {
    message: {
      ...message,
      sourceId,
      text: message.text || (systemTexts.get(type) ?? ''),
      replyTo: replyTo ?? (thread === sourceId ? null : thread),
    },
    editedAt: Number.isNaN(edited) ? null : edited,
  }
}

/** What a message and a forwarded one have in common. */
const partsOf = (record: JsonObject, nameOf: NameById): JsonObject => ({
  content: resolved(textOf(record['content']), record, nameOf),
  embeds: record['embeds'],
  components: record['components'],
  stickers: record['sticker_items'],
  attachments: listOf(record['attachments']).map((file) => ({
    fileName: field(file, 'filename'),
    fileSizeBytes: field(file, 'size'),
  })),
})

/**
 * The name that a person shows everywhere: those that people have on one server are not in what is asked for, and
 * one person would have two names.
 */
const authorOf = (author: unknown): JsonObject | undefined =>
  isObject(author)
    ? {
        id: author['id'],
        bot: author['bot'],
        name: author['username'],
        nickname: author['global_name'],
      }
    : undefined

/** `<@80351110224678912>` and its like as people read them. */
function resolved(text: string, record: JsonObject, nameOf: NameById): string {
  if (!text.includes('<')) return text
  const beside = new Map(
    [...listOf(record['mentions']), ...listOf(record['mention_channels'])].map((one) => [
      textOf(field(one, 'id')),
      firstText(field(one, 'global_name'), field(one, 'username'), field(one, 'name')),
    ]),
  )
  return text.replace(
    mark,
    (whole: string, sign: string, id: string, emoji: string, at: string) => {
      if (emoji) return `:${emoji}:`
      if (at) return momentOf(Number(at) * 1_000) ?? whole
      const name = firstText(beside.get(id), nameOf(id))
      return name === '' ? whole : `${sign.startsWith('#') ? '#' : '@'}${name}`
    },
  )
}

/** People, roles and channels; emoji of a server; moments. */
const mark = /<(?:(@[!&]?|#)(\d{1,20})|a?:(\w{1,64}):\d{1,20}|t:(-?\d{1,13})(?::\w)?)>/g

function momentOf(at: number): string | null {
  const date = new Date(at)
  return Number.isNaN(date.getTime())
    ? null
    : `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
