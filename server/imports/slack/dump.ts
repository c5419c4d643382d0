import { readJson } from '../reading/json-records.ts'
import { eachEntry } from '../reading/reading.ts'
import type { Reader, SinkRoom } from '../reading/reader.ts'
import { slackDirectory } from './people.ts'
import { slackMessage } from './reader.ts'
import { firstText, isObject, listOf, textOf } from '../reading/values.ts'

/**
 * slackdump's `dump`: one file per conversation, `{channel_id, name, messages}`, with the replies
 * of a thread inside its first message. Users are not listed; ids stand for names.
 */
export const slackdump: Reader = {
  format: 'slackdump',
  source: 'slack',

  sniff({ text }) {
    const head = text.slice(0, 4_000)
    return /^\s*\{\s*"channel_id"\s*:\s*"[CDG]/.test(head) && /"messages"\s*:/.test(head) ? 0.95 : 0
  },

  async read(source, sink, signal) {
    const directory = slackDirectory(new Map())
    await eachEntry(source, sink, signal, async (entry) => {
      const header = new Map<string, string>()
      let room: SinkRoom | null = null
      const open = (): SinkRoom => {
        const stem = (entry.name.split('/').at(-1) ?? entry.name).replace(/\.json$/i, '')
        const id = header.get('channel_id') ?? `name:${stem}`
        return (room ??= sink.room({ id, name: firstText(header.get('name'), stem) }))
      }
      const take = (record: unknown): void => {
        const message = isObject(record) ? slackMessage(record, directory) : null
        if (message === null) sink.unparsed({ file: entry.name, text: JSON.stringify(record) })
        else if (message === 'edit-log') {
          sink.skipped('edit_log', 'Records of edits and deletions.', {
            file: entry.name,
            text: '',
          })
        } else open().add(message)
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
    })
  },
}
