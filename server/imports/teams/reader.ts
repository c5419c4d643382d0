import type { Attachment } from '../../contract/rooms.ts'
import { htmlText } from '../reading/html-text.ts'
import { readJson, readSmallJson } from '../reading/json-records.ts'
import { isoMoment } from '../reading/moments.ts'
import { eachEntry } from '../reading/reading.ts'
import type { IncomingMessage, ImportSource, Reader, SinkRoom } from '../reading/reader.ts'
import type { WallClock } from '../reading/time-zone.ts'
import { field, firstText, isObject, listOf, textOf, type JsonObject } from '../reading/values.ts'

const MAX_LIST_BYTES = 64 * 1_024 * 1_024

/** Messages of a channel, or of the chats of one user. */
const MESSAGES = /(?:^|\/)messages_[^/]*\.json$/

/** The PowerShell export writes keys in PascalCase, the Graph API in camelCase. */
const either = (value: unknown, key: string): unknown =>
  field(value, key) ?? field(value, key.charAt(0).toLowerCase() + key.slice(1))

/**
 * Microsoft Teams: messages of the Graph API, saved page by page (`{value: [...]}`) or by the
 * PowerShell exporter (arrays in `messages_<id>.json`). A chat lies under every member's folder;
 * its messages have the same ids there and are counted as duplicates.
 */
export const teams: Reader = {
  format: 'teams-graph',
  source: 'teams',

  folders(names) {
    const roots = names.flatMap((name) => {
      const root = /^((?:.*\/)?)(?:teams\/teamsList|users\/usersList)\.json$/.exec(name)?.[1]
      return root === undefined ? [] : [root]
    })
    return [...new Set(roots)].flatMap((root) => {
      const isMessages = (name: string) => name.startsWith(root) && MESSAGES.test(name)
      const keyFile = names.find(isMessages)
      return keyFile === undefined ? [] : [{ root, keyFile }]
    })
  },

  sniff({ text, name, whole }) {
    // A chat that nobody has written in yet.
    if (whole && MESSAGES.test(name) && /^\s*\[\s*\]\s*$/.test(text)) return 0.5
    const message = /"[cC]reatedDateTime"\s*:/.test(text) && /"[bB]ody"\s*:\s*\{/.test(text)
    return message && /"(?:[mM]essageType|[cC]hannelIdentity|[cC]hatId)"\s*:/.test(text) ? 0.92 : 0
  },

  async read(source, sink, signal) {
    const directory = await directoryOf(source)
    const rooms = new Map<string, SinkRoom>()
    const isExport = source.entries.some(({ name }) => /(?:teams|users)List\.json$/.test(name))
    const entries = isExport
      ? source.entries.filter(({ name }) => MESSAGES.test(name))
      : source.entries
    await eachEntry({ ...source, entries }, sink, signal, async (entry) => {
      const stem = (entry.name.split('/').at(-1) ?? entry.name).replace(/\.json$/i, '')
      const take = (record: unknown): void => {
        if (!isObject(record) || either(record, 'Id') === undefined) {
          sink.unparsed({ file: entry.name, text: JSON.stringify(record) })
          return
        }
        const id = firstText(
          either(either(record, 'ChannelIdentity'), 'ChannelId'),
          either(record, 'ChatId'),
          `name:${stem}`,
        )
        const name =
          directory.channels.get(id) ?? (id.startsWith('name:') ? stem : `Chat ${id.slice(0, 40)}`)
        const room = rooms.get(id) ?? sink.room({ id, name })
        rooms.set(id, room)
        room.add(toMessage(record, directory.users, sink.clock))
        // Graph nests replies where the caller has asked to expand them.
        listOf(either(record, 'Replies')).forEach(take)
      }
      await readJson(entry, sink, signal, {
        plan(path, isList) {
          if (path.length === 0) return isList ? 'records' : 'enter'
          return path[0] === 'value' ? 'records' : 'skip'
        },
        record: take,
      })
    })
  },
}

interface Directory {
  channels: Map<string, string>
  /** Active users; others are known by their messages alone. */
  users: Map<string, string>
}

async function directoryOf(source: ImportSource): Promise<Directory> {
  const directory: Directory = { channels: new Map(), users: new Map() }
  for (const entry of source.entries) {
    const isChannels = /(?:^|\/)channels_[^/]*\.json$/.test(entry.name)
    if (!isChannels && !/(?:^|\/)usersList\.json$/.test(entry.name)) continue
    const list = await readSmallJson(entry, MAX_LIST_BYTES)
    for (const item of listOf(field(list, 'value') ?? list)) {
      const names = isChannels ? directory.channels : directory.users
      const [id, name] = [textOf(either(item, 'Id')), textOf(either(item, 'DisplayName'))]
      if (id !== '' && name !== '') names.set(id, name)
    }
  }
  return directory
}

function toMessage(
  record: JsonObject,
  users: ReadonlyMap<string, string>,
  clock: WallClock,
): IncomingMessage {
  const from = either(record, 'From')
  const who = either(from, 'User') ?? either(from, 'Application') ?? either(from, 'Device')
  const authorId = textOf(either(who, 'Id'))
  const body = either(record, 'Body')
  const content = textOf(either(body, 'Content'))
  const isHtml = /html/i.test(textOf(either(body, 'ContentType'))) || content.startsWith('<')
  const isDeleted = textOf(either(record, 'DeletedDateTime')) !== ''
  const type = firstText(either(record, 'MessageType'), 'message')
  const system = type !== 'message' || content.startsWith('<systemEventMessage') || isDeleted
  const said = isHtml ? htmlText(content) : content
  const text = [textOf(either(record, 'Subject')), said].filter(Boolean).join('\n')
  const files = listOf(either(record, 'Attachments'))
  return {
    when: isoMoment(textOf(either(record, 'CreatedDateTime')), clock),
    sourceId: textOf(either(record, 'Id')) || null,
    author: firstText(either(who, 'DisplayName'), users.get(authorId), authorId),
    authorKey: authorId || undefined,
    kind: system ? 'system' : 'message',
    text: text || (isDeleted ? 'Message deleted' : system ? 'System event' : cardText(files)),
    replyTo: firstText(either(record, 'ReplyToId'), quotedId(files)) || null,
    attachments: filesOf(files),
  }
}

const isReference = (attachment: unknown, type: string): boolean =>
  textOf(either(attachment, 'ContentType')).toLowerCase() === type

/** In chats an answer quotes what it answers; the quotation names it. */
function quotedId(attachments: readonly unknown[]): string {
  const quote = attachments.find((attachment) => isReference(attachment, 'messagereference'))
  return textOf(either(quote, 'Id'))
}

/** What a bot says with a card: its strings, in order. */
function cardText(attachments: readonly unknown[]): string {
  const words: string[] = []
  const collect = (value: unknown, depth: number): void => {
    if (depth > 8 || words.length > 50) return
    if (Array.isArray(value)) value.forEach((item) => collect(item, depth + 1))
    else if (isObject(value)) {
      for (const key of ['title', 'subtitle', 'summary', 'text']) {
        if (typeof value[key] === 'string' && value[key] !== '') words.push(value[key])
      }
      for (const key of ['body', 'items', 'sections', 'columns', 'facts']) {
        collect(value[key], depth + 1)
      }
    }
  }
  for (const attachment of attachments) {
    try {
      collect(JSON.parse(textOf(either(attachment, 'Content'))), 0)
    } catch {
      // Not a card; its name stands among the files.
    }
  }
  return words.join('\n')
}

const filesOf = (attachments: readonly unknown[]): Attachment[] =>
  attachments
    .filter((attachment) => isReference(attachment, 'reference'))
    .map((attachment) => ({ name: firstText(either(attachment, 'Name'), 'file') }))
