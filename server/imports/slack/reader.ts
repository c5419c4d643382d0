import { basename } from 'node:path/posix'
import { readJson, readSmallJson } from '../reading/json-records.ts'
import { eachEntry } from '../reading/reading.ts'
import type { ImportSource, Reader, RoomSink, SinkRoom, SourceEntry } from '../reading/reader.ts'
import { compareNames } from '../reading/source.ts'
import { takeSample } from '../reading/source-text.ts'
import { isDump, readDump } from './dump.ts'
import { isEventLog, readEvents } from './events.ts'
import { slackDirectory, type SlackDirectory } from './people.ts'
import { holdsMessages, takeRecord } from './take.ts'

const DAY_FILE = /^(?:.*\/)?([^/]+)\/\d{4}-\d\d(?:-\d\d)?\.json$/
const LIST_FILE = /^(channels|groups|mpims|dms|users|org_users|usergroups)\.json$/
/** Lists that are no chats and tell nothing of them. */
const OTHER_LIST = /^(?:integration_logs|file_conversations|huddle_transcripts)\.json$/
const ROOM_LIST = /^(?:channels|groups|mpims|dms)\.json$/
const TEXT_FILE = /\.(?:jsonl?|ndjson|txt|log)$/i
/** Where slackdump puts what was sent; a folder `attachments` at the top is a channel. */
const SENT_FILE = /(?:^__uploads|^__avatars|\/attachments)\//
/** The list of users of a very large workspace; it must be held whole. */
const MAX_LIST_BYTES = 64 * 1_024 * 1_024

/**
 * Slack's workspace export, and slackdump's `export`, which imitates it: lists at the top, a folder
 * per conversation, a file per day. Facts: https://slack.com/help/articles/220556107 and exports
 * of several years. The day in a file name is Pacific time; only `ts` counts. Tools that rearrange
 * an export leave one file per conversation, with or without the lists.
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

  owns: (path) =>
    LIST_FILE.test(path) || OTHER_LIST.test(path) || (DAY_FILE.test(path) && !SENT_FILE.test(path)),

  sniff({ name, text }) {
    const head = text.slice(0, 20_000)
    if (LIST_FILE.test(basename(name))) {
      return /^\s*\[\s*(?:\]|\{[^]*?"id"\s*:)/.test(head) ? 0.95 : 0
    }
    return isMessageList(head) ? 0.8 : 0
  },

  async read(source, sink, signal) {
    const whole = isWorkspace(source)
    const isList = ({ name }: SourceEntry) =>
      LIST_FILE.test(whole ? name.slice(source.root.length) : basename(name))
    const lists = source.entries.filter(isList)
    const files = source.entries
      .filter((entry) => !isList(entry))
      .sort((a, b) => compareNames(a.name, b.name))
    const directory = slackDirectory(await readLists({ ...source, entries: lists }, sink, signal))
    const rooms = openRooms(directory, source, sink)
    await eachEntry({ ...source, entries: files }, sink, signal, async (entry) => {
      const kind = await kindOf(entry, whole)
      if (kind === 'dump') await readDump(entry, directory, sink, signal)
      else if (kind === 'events') await readEvents(entry, directory, sink, signal)
      else if (kind === 'messages') {
        const room = rooms(folderOf(entry.name))
        await readJson(entry, sink, signal, {
          plan: (path) => (path.length === 0 ? 'records' : 'skip'),
          record: (record) => takeRecord(record, () => room, entry.name, directory, sink),
        })
      }
    })
  },
}

/** A whole export, as opposed to files that were found one by one. */
const isWorkspace = ({ root, entries }: ImportSource): boolean =>
  entries.some(({ name }) => ROOM_LIST.test(name.slice(root.length)))

/** True if a file begins as a list of messages. */
const isMessageList = (head: string): boolean => /^\s*\[/.test(head) && holdsMessages(head)

/** What a file holds; in an export, one of another name may be "other". */
async function kindOf(
  entry: SourceEntry,
  isPartOfExport: boolean,
): Promise<'messages' | 'dump' | 'events' | 'other'> {
  if (DAY_FILE.test(entry.name)) return 'messages'
  if (isPartOfExport && !TEXT_FILE.test(entry.name)) return 'other'
  const { text } = await takeSample(entry)
  if (isDump(text)) return 'dump'
  if (isEventLog(text)) return 'events'
  return !isPartOfExport || isMessageList(text.slice(0, 20_000)) ? 'messages' : 'other'
}

/** The folder a day file lies in; any other file stands for itself. */
const folderOf = (name: string): string =>
  DAY_FILE.exec(name)?.[1] ?? basename(name).replace(/\.jsonl?$/i, '')

async function readLists(
  source: ImportSource,
  sink: RoomSink,
  signal: AbortSignal,
): Promise<Map<string, unknown>> {
  const lists = new Map<string, unknown[]>()
  await eachEntry(source, sink, signal, async (entry) => {
    const name = basename(entry.name).replace(/\.json$/, '')
    const list: unknown = await readSmallJson(entry, MAX_LIST_BYTES)
    // Several exports of one import are read together where nothing tells them apart.
    if (Array.isArray(list)) lists.set(name, [...(lists.get(name) ?? []), ...(list as unknown[])])
    else {
      sink.warn('unreadable_list', {
        file: entry.name,
        text: name,
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
