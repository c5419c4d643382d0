import { htmlText } from './html-text.ts'
import { readJson, readSmallJson } from './json-records.ts'
import { explicit, unknownMoment } from './moments.ts'
import { eachEntry } from './reading.ts'
import type { ImportSource, IncomingMessage, Reader, RoomSink, SinkRoom } from './reader.ts'
import { field, firstText, isObject, listOf, numberOf, textOf, type JsonObject } from './values.ts'

const MAX_INDEX_BYTES = 256 * 1_024 * 1_024

/**
 * zulip-archive: `stream_index.json`, a folder per stream, a file per topic, texts as HTML.
 * A stream is a room. What people say under a topic answers the topic's first message, which is the
 * one that names it. Stream ids count, for a stream may stand under two names.
 */
export const zulipArchive: Reader = {
  format: 'zulip-archive',
  source: 'zulip',

  folders: (names) =>
    names
      .filter((name) => /(?:^|\/)stream_index\.json$/.test(name))
      .map((name) => ({ root: name.slice(0, -'stream_index.json'.length), keyFile: name })),

  sniff: ({ text }) => (/^\s*\{[^]*?"streams"\s*:\s*\{/.test(text.slice(0, 4_000)) ? 0.95 : 0),

  async read(source, sink, signal) {
    const rooms = new Map<string, SinkRoom>()
    const topics = source.entries.filter((entry) =>
      /^\d+-[^/]*\/.+\.json$/.test(entry.name.slice(source.root.length)),
    )
    await eachEntry({ ...source, entries: topics }, sink, signal, async (entry) => {
      const [folder = '', ...rest] = entry.name.slice(source.root.length).split('/')
      const id = /^\d+/.exec(folder)?.[0] ?? folder
      const name = unescapePercent(folder.slice(id.length + 1).replaceAll('-', ' ')) || folder
      const room = rooms.get(id) ?? sink.room({ id, name })
      rooms.set(id, room)
      const take = topicTaker(topicName(rest.join('/')), room)
      await readJson(entry, sink, signal, {
        plan: (path) => (path.length === 0 ? 'records' : 'skip'),
        record(record) {
          if (isObject(record) && 'content' in record) take(record)
          else sink.unparsed({ file: entry.name, text: JSON.stringify(record) })
        },
      })
    })
  },
}

/** File names are URL-encoded with `.` in place of `%`. */
const topicName = (file: string): string =>
  unescapePercent(file.replace(/\.json$/, '').replaceAll('.', '%'))

function unescapePercent(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Adds the messages of one topic; the first names it, the others answer the first. */
function topicTaker(topic: string, room: SinkRoom): (record: JsonObject) => void {
  let firstId: string | null = null
  return (record) => {
    const message = toMessage(record, htmlText(textOf(record['content'])))
    room.add(
      firstId === null
        ? { ...message, text: topic === '' ? message.text : `[${topic}] ${message.text}` }
        : { ...message, replyTo: firstId },
    )
    firstId ??= message.sourceId ?? null
  }
}

function toMessage(record: JsonObject, text: string): IncomingMessage {
  const seconds = numberOf(record['timestamp'] ?? record['date_sent'])
  const id = textOf(record['sender_id'])
  return {
    when: seconds === undefined ? unknownMoment : explicit(Math.floor(seconds * 1_000)),
    sourceId: textOf(record['id']) || null,
    author: firstText(record['sender_full_name'], record['sender_email'], id),
    authorKey: id || undefined,
    kind: 'message',
    text,
  }
}

/** Zulip's message API, saved: `{messages: [{sender_full_name, display_recipient, subject, ...}]}`. */
export const zulipApi: Reader = {
  format: 'zulip-api',
  source: 'zulip',

  sniff: ({ text }) =>
    /"sender_full_name"\s*:/.test(text) &&
    /"display_recipient"\s*:/.test(text) &&
    /"timestamp"\s*:/.test(text)
      ? 0.9
      : 0,

  async read(source, sink, signal) {
    await eachEntry(source, sink, signal, async (entry) => {
      const takers = new Map<string, (record: JsonObject) => void>()
      await readJson(entry, sink, signal, {
        plan(path, isList) {
          if (path.length === 0) return isList ? 'records' : 'enter'
          return path[0] === 'messages' ? 'records' : 'skip'
        },
        record,
      })
      function record(value: unknown): void {
        if (!isObject(value) || !('content' in value)) {
          sink.unparsed({ file: entry.name, text: JSON.stringify(value) })
          return
        }
        const recipient = value['display_recipient']
        const people = listOf(recipient).map((person) => textOf(field(person, 'full_name')))
        const name = firstText(recipient, people.join(', '), 'Direct messages')
        const id = firstText(value['stream_id'], `name:${name}`)
        const topic = firstText(value['subject'], value['topic'])
        const key = `${id}\n${topic}`
        const take = takers.get(key) ?? topicTaker(topic, sink.room({ id, name }))
        takers.set(key, take)
        take(value)
      }
    })
  },
}

/** Zulip's organisation export, unpacked: `realm.json` and `messages-000001.json` and so on. */
export const zulipExport: Reader = {
  format: 'zulip-export',
  source: 'zulip',

  folders: (names) =>
    names
      .filter((name) => /(?:^|\/)realm\.json$/.test(name))
      .map((name) => ({ root: name.slice(0, -'realm.json'.length), keyFile: name })),

  sniff: ({ text }) => (/"zerver_(?:realm|userprofile|stream|recipient)"/.test(text) ? 0.95 : 0),

  async read(source, sink, signal) {
    const realm = await readRealm(source)
    const takers = new Map<string, (record: JsonObject) => void>()
    const files = source.entries.filter((entry) => /\/?messages-\d+\.json$/.test(entry.name))
    await eachEntry({ ...source, entries: files }, sink, signal, (entry) =>
      readJson(entry, sink, signal, {
        plan: (path) =>
          path.length === 0 ? 'enter' : path[0] === 'zerver_message' ? 'records' : 'skip',
        record(record) {
          if (!isObject(record) || !('content' in record)) {
            sink.unparsed({ file: entry.name, text: JSON.stringify(record) })
            return
          }
          takeExported(record, realm, takers, sink)
        },
      }),
    )
  },
}

interface Realm {
  users: Map<string, string>
  /** Name of the room by recipient id. */
  recipients: Map<string, { id: string; name: string }>
}

async function readRealm(source: ImportSource): Promise<Realm> {
  const entry = source.entries.find(({ name }) => name === `${source.root}realm.json`)
  const realm = entry ? await readSmallJson(entry, MAX_INDEX_BYTES) : undefined
  const table = (name: string) => listOf(field(realm, name)).filter(isObject)
  const users = new Map(
    [...table('zerver_userprofile'), ...table('zerver_userprofile_crossrealm')].map((user) => [
      textOf(user['id']),
      firstText(user['full_name'], user['email']),
    ]),
  )
  const streams = new Map(
    table('zerver_stream').map((stream) => [textOf(stream['id']), textOf(stream['name'])]),
  )
  const recipients = new Map(
    table('zerver_recipient').map((recipient) => {
      const [id, target] = [textOf(recipient['id']), textOf(recipient['type_id'])]
      const isStream = recipient['type'] === 2
      const name = isStream ? streams.get(target) : users.get(target)
      return [
        id,
        { id: isStream ? target : `recipient:${id}`, name: name ?? `Direct messages ${id}` },
      ]
    }),
  )
  return { users, recipients }
}

function takeExported(
  record: JsonObject,
  realm: Realm,
  takers: Map<string, (record: JsonObject) => void>,
  sink: RoomSink,
): void {
  const recipient = textOf(record['recipient'])
  const { id, name } = realm.recipients.get(recipient) ?? {
    id: `recipient:${recipient}`,
    name: recipient,
  }
  const topic = textOf(record['subject'])
  const key = `${id}\n${topic}`
  const take = takers.get(key) ?? topicTaker(topic, sink.room({ id, name }))
  takers.set(key, take)
  const sender = textOf(record['sender'])
  take({
    ...record,
    sender_id: sender,
    sender_full_name: realm.users.get(sender) ?? sender,
  })
}
