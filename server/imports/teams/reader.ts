import { basename } from 'node:path/posix'
import { readJson } from '../reading/json-records.ts'
import { eachEntry, noteUnreadableTime } from '../reading/reading.ts'
import type { Reader } from '../reading/reader.ts'
import { isObject, listOf } from '../reading/values.ts'
import { directoryOf } from './directory.ts'
import { either } from './keys.ts'
import { teamsMessage } from './record.ts'
import { teamsRooms } from './rooms.ts'

/** Messages of a channel, or of the chats of one user. */
const MESSAGES = /(?:^|\/)messages_[^/]*\.json$/

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

  owns: (path) => path.endsWith('.json'),

  sniff({ text, name, whole }) {
    // A chat that nobody has written in yet.
    if (whole && MESSAGES.test(name) && /^\s*\[\s*\]\s*$/.test(text)) return 0.5
    const message = /"[cC]reatedDateTime"\s*:/.test(text) && /"[bB]ody"\s*:\s*\{/.test(text)
    return message && /"(?:[mM]essageType|[cC]hannelIdentity|[cC]hatId)"\s*:/.test(text) ? 0.92 : 0
  },

  async read(source, sink, signal) {
    const directory = await directoryOf(source)
    const rooms = teamsRooms(sink, directory)
    const isExport = source.entries.some(({ name }) => /(?:teams|users)List\.json$/.test(name))
    const entries = isExport
      ? source.entries.filter(({ name }) => MESSAGES.test(name))
      : source.entries
    await eachEntry({ ...source, entries }, sink, signal, async (entry) => {
      const stem = basename(entry.name).replace(/\.json$/i, '')
      const take = (record: unknown): void => {
        if (!isObject(record) || either(record, 'Id') === undefined) {
          sink.unparsed({ file: entry.name, text: JSON.stringify(record) })
          return
        }
        const message = teamsMessage(record, directory.users, sink.clock)
        if (message.when.at === null)
          noteUnreadableTime(sink, entry, either(record, 'CreatedDateTime'))
        rooms.add(record, stem, message)
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
      rooms.settle()
    })
    // A file that could not be read to its end has left chats without a name.
    rooms.settle()
  },
}
