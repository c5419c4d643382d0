import { readJson, readSmallJson } from '../reading/json-records.ts'
import { explicit, unknownMoment, type Moment } from '../reading/moments.ts'
import { eachEntry } from '../reading/reading.ts'
import type {
  ImportSource,
  IncomingMessage,
  Reader,
  RoomSink,
  SinkRoom,
} from '../reading/reader.ts'
import { slackAuthor, slackDirectory, type SlackDirectory } from './people.ts'
import { attachedText, holdsToken, plainText, structuredText } from './markup.ts'
import { compareNames } from '../reading/source.ts'
import {
  field,
  firstText,
  isObject,
  listOf,
  sizeOf,
  textOf,
  type JsonObject,
} from '../reading/values.ts'

const DAY_FILE = /^(?:.*\/)?([^/]+)\/\d{4}-\d\d-\d\d\.json$/
const LIST_FILE = /^(channels|groups|mpims|dms|users|org_users)\.json$/
/** The list of users of a very large workspace; it must be held whole. */
const MAX_LIST_BYTES = 64 * 1_024 * 1_024

/**
 * Slack's workspace export, and slackdump's `export`, which imitates it: lists at the top, a folder
 * per conversation, a file per day. Facts: https://slack.com/help/articles/220556107 and exports
 * of several years. The day in a file name is Pacific time; only `ts` counts.
 */
export const slack: Reader = {
  format: 'slack-export',
  source: 'slack',

  folders(names) {
    const found: { root: string; keyFile: string }[] = []
    for (const name of names) {
      const match = /^((?:.*\/)?)(channels|groups|dms|mpims)\.json$/.exec(name)
      const root = match?.[1]
      if (root === undefined || found.some((folder) => folder.root === root)) continue
      const hasDays = names.some((other) => other.startsWith(root) && DAY_FILE.test(other))
      const hasUsers = names.includes(`${root}users.json`)
      if (hasDays || hasUsers) found.push({ root, keyFile: name })
    }
    return found
  },

  sniff({ name, text }) {
    const head = text.slice(0, 20_000)
    if (LIST_FILE.test(name.split('/').at(-1) ?? '')) {
      return /^\s*\[\s*(?:\]|\{[^]*?"id"\s*:)/.test(head) ? 0.95 : 0
    }
    const isMessages = /^\s*\[/.test(head) && /"ts"\s*:\s*"\d{9,10}\.\d{4,6}"/.test(head)
    return isMessages && /"(?:type"\s*:\s*"message|subtype|user|bot_id)"/.test(head) ? 0.8 : 0
  },

  async read(source, sink, signal) {
    const directory = slackDirectory(await readLists(source, sink, signal))
    const rooms = openRooms(directory, source, sink)
    const days = source.entries
      .filter((entry) => !LIST_FILE.test(entry.name.slice(source.root.length)))
      .filter((entry) => source.entries.length === 1 || DAY_FILE.test(entry.name))
      .sort((a, b) => compareNames(a.name, b.name))
    await eachEntry({ ...source, entries: days }, sink, signal, async (entry) => {
      const room = rooms(folderOf(entry.name))
      await readJson(entry, sink, signal, {
        plan: (path) => (path.length === 0 ? 'records' : 'skip'),
        record: (record) => takeRecord(record, room, entry.name, directory, sink),
      })
    })
  },
}

/** The folder a day file lies in; a file that was dropped alone stands for itself. */
const folderOf = (name: string): string =>
  DAY_FILE.exec(name)?.[1] ?? (name.split('/').at(-1) ?? name).replace(/\.json$/i, '')

async function readLists(
  source: ImportSource,
  sink: RoomSink,
  signal: AbortSignal,
): Promise<Map<string, unknown>> {
  const lists = new Map<string, unknown>()
  await eachEntry(source, sink, signal, async (entry) => {
    const match = LIST_FILE.exec(entry.name.slice(source.root.length))
    if (!match?.[1]) return
    const list = await readSmallJson(entry, MAX_LIST_BYTES)
    if (Array.isArray(list)) lists.set(match[1], list)
    else {
      sink.warn('unreadable_list', 'Lists that could not be read; names may be missing.', {
        file: entry.name,
        text: match[1],
      })
    }
  })
  return lists
}

/** Every listed conversation is a room, with or without messages, and so is every other folder. */
function openRooms(
  directory: SlackDirectory,
  source: ImportSource,
  sink: RoomSink,
): (folder: string) => SinkRoom {
  const rooms = new Map<string, SinkRoom>()
  for (const { id, folder, name } of directory.channels) {
    const room = sink.room({ id: id || `name:${folder}`, scope: id ? '' : directory.teamId, name })
    rooms.set(folder, room)
    // slackdump names some folders by id.
    if (id && !rooms.has(id)) rooms.set(id, room)
  }
  const scope = directory.teamId || source.root.replace(/\.zip\/$/i, '').replace(/\/$/, '')
  return (folder) => {
    const known = rooms.get(folder)
    if (known) return known
    const room = sink.room({ id: `name:${folder}`, scope, name: folder })
    rooms.set(folder, room)
    return room
  }
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

function takeRecord(
  record: unknown,
  room: SinkRoom,
  file: string,
  directory: SlackDirectory,
  sink: RoomSink,
): void {
  if (!isObject(record)) {
    sink.unparsed({ file, text: JSON.stringify(record) })
    return
  }
  const message = slackMessage(record, directory)
  if (message === 'edit-log') {
    sink.skipped(
      'edit_log',
      'Records of edits and deletions; the message itself is in the export as it was last.',
      { file, text: textOf(record['subtype']) },
    )
  } else if (message === null) {
    sink.unparsed({ file, text: JSON.stringify(record) })
  } else {
    if (holdsToken(JSON.stringify(record['text'] ?? ''))) {
      sink.warn('token_removed', 'Access tokens in links were removed before storing.', {
        file,
        text: message.author,
      })
    }
    room.add(message)
  }
}

/** One record of Slack as a message; null if it is none. Also used for slackdump's dumps. */
export function slackMessage(
  record: JsonObject,
  directory: Pick<SlackDirectory, 'names'>,
): IncomingMessage | 'edit-log' | null {
  const subtype = textOf(record['subtype'])
  if (/^message_(?:changed|deleted|replied)$/.test(subtype)) return 'edit-log'
  const ts = textOf(record['ts'])
  const type = textOf(record['type'])
  if (ts === '' && firstText(record['text']) === '') return null
  if (type !== '' && type !== 'message') return null

  const { names } = directory
  const typed = plainText(textOf(record['text']), names)
  const said = typed.trim() !== '' ? typed : structuredText(record, names)
  const attached = attachedText(record, names)
  const text = attached === '' || said.includes(attached) ? said : joinLines(said, attached)
  const thread = textOf(record['thread_ts'])
  const system = isSystem(subtype) || (!isKnownMessage(subtype) && text === '')
  return {
    when: momentOf(ts),
    sourceId: ts || null,
    ...slackAuthor(record, names),
    kind: system ? 'system' : 'message',
    text: subtype === 'me_message' ? `* ${text}` : text,
    replyTo: thread !== '' && thread !== ts ? thread : null,
    attachments: filesOf(record),
  }
}

/** `1483051909.018632`: seconds and microseconds; as one number it would lose the last ones. */
function momentOf(ts: string): Moment {
  const match = /^(\d{1,12})(?:\.(\d+))?$/.exec(ts)
  if (!match) return unknownMoment
  const milliseconds = (match[2] ?? '').slice(0, 3).padEnd(3, '0')
  return explicit(Number(match[1]) * 1_000 + Number(milliseconds))
}

const joinLines = (first: string, second: string): string =>
  first === '' ? second : `${first}\n${second}`

function filesOf(record: JsonObject): { name: string; mimeType?: string; bytes?: number }[] {
  const files = [...listOf(record['files']), record['file']].filter(isObject)
  return files.map((file) => {
    const gone = textOf(file['mode']) === 'tombstone' ? 'deleted file' : 'file'
    const name = firstText(file['name'], file['title'], file['id'], gone)
    const mimeType = textOf(field(file, 'mimetype'))
    const bytes = sizeOf(file['size'])
    return {
      name,
      ...(mimeType === '' ? {} : { mimeType }),
      ...(bytes === undefined ? {} : { bytes }),
    }
  })
}
