import { basename } from 'node:path/posix'
import { readJson, readSmallJson } from '../reading/json-records.ts'
import { eachEntry } from '../reading/reading.ts'
import type { ImportSource, Reader, RoomSink } from '../reading/reader.ts'
import {
  field,
  firstText,
  isObject,
  listOf,
  numberOf,
  textOf,
  type JsonObject,
} from '../reading/values.ts'
import { topicTaker, type TakeTopic } from './topics.ts'

/** The list of users, streams and subscriptions of an organisation; it must be held whole. */
const MAX_REALM_BYTES = 256 * 1_024 * 1_024

/** Messages in parts; a crash of the exporter leaves the last one under another name. */
const MESSAGES = /(?:^|\/)(messages-\d+\.json)(?:\.partial|\.locked)?$/

/**
 * Zulip's organisation export, as `.tar.gz` or unpacked: `realm.json` and `messages-000001.json`
 * and so on. Facts: zerver/lib/export.py. Texts are Markdown. Who talks to whom in private stands in
 * sender and recipient together.
 */
export const zulipExport: Reader = {
  format: 'zulip-export',
  source: 'zulip',

  folders: (names) =>
    names
      .filter((name) => /(?:^|\/)realm\.json$/.test(name))
      .map((name) => ({ root: name.slice(0, -'realm.json'.length), keyFile: name })),

  owns: (path) => /\.json(?:\.partial|\.locked)?$/.test(path),

  sniff: ({ text }) => (/"zerver_(?:realm|userprofile|stream|recipient)"/.test(text) ? 0.95 : 0),

  async read(source, sink, signal) {
    const realm = await readRealm(source)
    const takers = new Map<string, TakeTopic>()
    const whole = new Set(source.entries.map(({ name }) => name))
    const files = source.entries.filter(({ name }) => {
      const part = MESSAGES.exec(name)?.[1]
      return part !== undefined && (name.endsWith(part) || !whole.has(name.replace(/\.\w+$/, '')))
    })
    await eachEntry({ ...source, entries: files }, sink, signal, async (entry) => {
      if (!entry.name.endsWith('.json')) {
        sink.warn('partial_file', {
          file: entry.name,
          text: basename(entry.name),
        })
      }
      await readJson(entry, sink, signal, {
        plan: (path) =>
          path.length === 0 ? 'enter' : path[0] === 'zerver_message' ? 'records' : 'skip',
        record(record) {
          if (!isObject(record) || !('content' in record)) {
            sink.unparsed({ file: entry.name, text: JSON.stringify(record) })
          } else {
            takeExported(record, realm, takers, sink)
          }
        },
      })
    })
  },
}

interface Realm {
  users: Map<string, string>
  streams: Map<string, string>
  /** By recipient id; type 1 is one person, 2 a stream, 3 a group. */
  recipients: Map<string, { type: number; target: string }>
  /** User ids of a group, by recipient id. */
  members: Map<string, string[]>
}

async function readRealm(source: ImportSource): Promise<Realm> {
  const entry = source.entries.find(({ name }) => name === `${source.root}realm.json`)
  const realm = entry ? await readSmallJson(entry, MAX_REALM_BYTES) : undefined
  const table = (name: string) => listOf(field(realm, name)).filter(isObject)
  const users = [...table('zerver_userprofile'), ...table('zerver_userprofile_crossrealm')]
  const members = new Map<string, string[]>()
  for (const subscription of table('zerver_subscription')) {
    const recipient = textOf(subscription['recipient'])
    const known = members.get(recipient) ?? []
    members.set(recipient, [...known, textOf(subscription['user_profile'])])
  }
  return {
    users: new Map(
      users.map((user) => [textOf(user['id']), firstText(user['full_name'], user['email'])]),
    ),
    streams: new Map(
      table('zerver_stream').map((stream) => [textOf(stream['id']), textOf(stream['name'])]),
    ),
    recipients: new Map(
      table('zerver_recipient').map((recipient) => [
        textOf(recipient['id']),
        { type: numberOf(recipient['type']) ?? 0, target: textOf(recipient['type_id']) },
      ]),
    ),
    members,
  }
}

/** The room of a message; two people write to each other under two recipients. */
function roomOf(recipientId: string, sender: string, realm: Realm): { id: string; name: string } {
  const recipient = realm.recipients.get(recipientId)
  if (recipient?.type === 2) {
    return { id: recipient.target, name: realm.streams.get(recipient.target) ?? recipient.target }
  }
  const people =
    recipient?.type === 1
      ? [...new Set([sender, recipient.target])]
      : realm.members.get(recipientId)
  const ids = (people ?? []).toSorted((a, b) => Number(a) - Number(b))
  const names = ids.map((id) => realm.users.get(id) ?? id).join(', ')
  if (recipient?.type === 1) return { id: `direct:${ids.join(',')}`, name: names }
  return { id: `recipient:${recipientId}`, name: names || `Direct messages ${recipientId}` }
}

function takeExported(
  record: JsonObject,
  realm: Realm,
  takers: Map<string, TakeTopic>,
  sink: RoomSink,
): void {
  const sender = textOf(record['sender'])
  const { id, name } = roomOf(textOf(record['recipient']), sender, realm)
  const topic = textOf(record['subject'])
  const key = `${id}\n${topic}`
  let take = takers.get(key)
  if (!take) {
    take = topicTaker(topic, sink.room({ id, name }))
    takers.set(key, take)
  }
  take(
    { ...record, sender_id: sender, sender_full_name: realm.users.get(sender) ?? sender },
    textOf(record['content']),
  )
}
