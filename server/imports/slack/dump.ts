import { readJson } from '../reading/json-records.ts'
import { eachEntry } from '../reading/reading.ts'
import type { Reader, RoomSink, SinkRoom, SourceEntry } from '../reading/reader.ts'
import { firstText, isObject, listOf, textOf } from '../reading/values.ts'
import { slackDirectory, type SlackDirectory } from './people.ts'
import { takeRecord } from './take.ts'

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

/** True if a file begins as a dump of one conversation. */
export const isDump = (text: string): boolean => {
  const head = text.slice(0, 4_000)
  return /^\s*\{\s*"channel_id"\s*:\s*"[CDG]/.test(head) && /"messages"\s*:/.test(head)
}

/** Reads one conversation with its threads. */
export async function readDump(
  entry: SourceEntry,
  directory: SlackDirectory,
  sink: RoomSink,
  signal: AbortSignal,
): Promise<void> {
  const header = new Map<string, string>()
  let room: SinkRoom | null = null
  const open = (): SinkRoom => {
    const stem = (entry.name.split('/').at(-1) ?? entry.name).replace(/\.json$/i, '')
    const id = header.get('channel_id') ?? `name:${stem}`
    return (room ??= sink.room({ id, name: firstText(header.get('name'), stem) }))
  }
  const take = (record: unknown): void => {
    takeRecord(record, open, entry.name, directory, sink)
    if (isObject(record)) listOf(record['slackdump_thread_replies']).forEach(take)
  }
  await readJson(entry, sink, signal, {
    plan(path) {
      if (path.length === 0) return 'enter'
      if (path[0] === 'messages') {
        open()
        return 'records'
      }
      return path[0] === 'channel_id' || path[0] === 'name' ? 'value' : 'skip'
    },
    value: (path, value) => void header.set(path[0] ?? '', textOf(value)),
    record: take,
  })
}
