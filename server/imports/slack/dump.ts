import { basename } from 'node:path/posix'
import { readJson } from '../reading/json-records.ts'
import { eachEntry } from '../reading/reading.ts'
import type { Reader, RoomSink, SinkRoom, SourceEntry } from '../reading/reader.ts'
import { field, firstText, isObject, listOf } from '../reading/values.ts'
import { slackDirectory, type SlackDirectory } from './people.ts'
import { holdsMessages, takeRecord } from './take.ts'

/**
 * slackdump's `dump`: one file per conversation, `{channel_id, name, messages}`, with the replies
 * of a thread inside its first message. Users are not listed; ids stand for names.
 */
export const slackdump: Reader = {
  format: 'slackdump',
  source: 'slack',

  sniff: ({ text }) => (isDump(text) ? 0.95 : 0),

  async read(source, sink, signal) {
    const directory = slackDirectory(new Map())
    await eachEntry(source, sink, signal, (entry) => readDump(entry, directory, sink, signal))
  },
}

/**
 * True if a file begins as one conversation: of slackdump, or as other tools keep the answers of
 * Slack's `conversations.history`.
 */
export const isDump = (text: string): boolean => {
  const head = text.slice(0, 20_000)
  if (!/^\s*\{/.test(head) || !/"messages"\s*:\s*\[/.test(head)) return false
  return /^\s*\{\s*"channel_id"\s*:\s*"[CDG]/.test(head) || holdsMessages(head)
}

const HEADER = new Set(['channel_id', 'channel', 'name', 'channel_name'])

/** Reads one conversation with its threads. */
export async function readDump(
  entry: SourceEntry,
  directory: SlackDirectory,
  sink: RoomSink,
  signal: AbortSignal,
): Promise<void> {
  const header = new Map<string, unknown>()
  let room: SinkRoom | null = null
  const open = (): SinkRoom => (room ??= openRoom())
  const openRoom = (): SinkRoom => {
    const stem = basename(entry.name).replace(/\.json$/i, '')
    const channel = header.get('channel')
    const id = firstText(header.get('channel_id'), field(channel, 'id'), channel, `name:${stem}`)
    const known = directory.names.channel(id)
    const name = firstText(header.get('name'), header.get('channel_name'), field(channel, 'name'))
    return sink.room({ id, name: firstText(name, known, stem) })
  }
  const take = (record: unknown): void => {
    takeRecord(record, open, entry.name, directory, sink)
    if (isObject(record)) listOf(record['slackdump_thread_replies']).forEach(take)
  }
  await readJson(entry, sink, signal, {
    plan(path) {
      if (path.length === 0) {
        header.clear()
        return 'enter'
      }
      // A file may hold several conversations in a row.
      if (path[0] === 'messages') {
        room = openRoom()
        return 'records'
      }
      return HEADER.has(path[0] ?? '') ? 'value' : 'skip'
    },
    value: (path, value) => void header.set(path[0] ?? '', value),
    record: take,
  })
}
