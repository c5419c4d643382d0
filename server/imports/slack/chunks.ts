import { objectIn, readJsonLines } from '../reading/json-lines.ts'
import { eachEntry, eachLine } from '../reading/reading.ts'
import type { ImportSource, Reader, RoomSink } from '../reading/reader.ts'
import {
  field,
  firstText,
  isObject,
  listOf,
  numberOf,
  shown,
  textOf,
  type JsonObject,
} from '../reading/values.ts'
import { slackDirectory, type SlackDirectory } from './people.ts'
import { takeRecord } from './take.ts'

/** Kinds of answer that hold messages: of a channel, of a thread, of a search. */
const HOLDS_MESSAGES = new Set([0, 1, 10])

/**
 * slackdump's `archive` in its form of files: one answer of Slack's API per line, `{t, ts, id, ...}`,
 * mostly packed with gzip. `t` is 0 for messages of a channel, 1 for those of a thread, 3 for users,
 * 4 and 5 for channels, 7 for members, 10 for messages that a search has found.
 */
export const slackChunks: Reader = {
  format: 'slackdump-archive',
  source: 'slack',

  sniff: ({ text }) =>
    /^\s*\{\s*"t"\s*:\s*\d{1,2}\s*,\s*"ts"\s*:\s*\d{9,20}\s*[,}]/.test(text) ? 0.95 : 0,

  async read(source, sink, signal) {
    const directory = await directoryOf(source, sink, signal)
    const names = new Map(directory.channels.map(({ id, name }) => [id, name]))
    const roomOf = (id: string) => sink.room({ id, name: names.get(id) ?? id })
    await eachEntry(source, sink, signal, (entry) =>
      readJsonLines(entry, sink, signal, (chunk, unparsed) => {
        if (typeof chunk['t'] !== 'number') {
          unparsed()
          return
        }
        const channel = textOf(chunk['id'])
        const take = (message: unknown): void => {
          // What a search has found names the channel itself.
          const id = firstText(channel, field(field(message, 'channel'), 'id'))
          if (id === '') sink.unparsed({ file: entry.name, text: shown(message) })
          else takeRecord(message, () => roomOf(id), entry.name, directory, sink)
        }
        if (chunk['t'] === 0 && channel !== '') roomOf(channel)
        if (chunk['to'] === true && chunk['p'] !== undefined) take(chunk['p'])
        const said = [...listOf(chunk['m']), ...listOf(chunk['sm'])]
        said.forEach(take)
        // `n` counts the messages of an answer, or its files: these have no message of their own.
        if (said.length === 0 && HOLDS_MESSAGES.has(chunk['t']) && (numberOf(chunk['n']) ?? 0) > 0)
          unparsed()
      }),
    )
  },
}

const LIST_CHUNK = /"t"\s*:\s*[3457]\b/

/** Users and channels may stand in any of the files, before or behind the messages. */
async function directoryOf(
  source: ImportSource,
  sink: RoomSink,
  signal: AbortSignal,
): Promise<SlackDirectory> {
  const users: unknown[] = []
  const channels = new Map<string, JsonObject>()
  const members = new Map<string, unknown[]>()
  // What is wrong with a file is told by the second reading.
  const quiet: RoomSink = { ...sink, unparsed: () => {}, repaired: () => {}, warn: () => {} }
  await eachEntry(source, quiet, signal, (entry) =>
    eachLine(entry, quiet, signal, (line) => {
      if (!LIST_CHUNK.test(line.slice(0, 200))) return
      const chunk = objectIn(line)
      users.push(...listOf(field(chunk, 'u')))
      for (const channel of [...listOf(field(chunk, 'ch')), field(chunk, 'ci')]) {
        if (isObject(channel)) channels.set(textOf(channel['id']), channel)
      }
      const there = listOf(field(chunk, 'cu'))
      const id = textOf(field(chunk, 'id'))
      if (there.length > 0) members.set(id, [...(members.get(id) ?? []), ...there])
    }),
  )
  const all = [...channels.values()]
  const isDirect = (channel: JsonObject) => channel['is_im'] === true || channel['is_mpim'] === true
  return slackDirectory(
    new Map<string, unknown>([
      ['users', users],
      ['channels', all.filter((channel) => !isDirect(channel))],
      [
        'dms',
        all.filter(isDirect).map((channel) => ({
          ...channel,
          members: channel['is_im']
            ? []
            : (members.get(textOf(channel['id'])) ?? channel['members']),
        })),
      ],
    ]),
  )
}
