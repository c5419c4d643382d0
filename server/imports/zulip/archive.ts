import { htmlText } from '../reading/html-text.ts'
import { readJson, readSmallJson } from '../reading/json-records.ts'
import { eachEntry } from '../reading/reading.ts'
import type { ImportSource, Reader, SinkRoom } from '../reading/reader.ts'
import { field, isObject, textOf } from '../reading/values.ts'
import { topicTaker } from './topics.ts'

/** A file in the folder of its stream. */
const TOPIC = /^\d+-[^/]*\/.+\.json$/
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

  owns: (path) => path === 'stream_index.json' || TOPIC.test(path),

  sniff: ({ text }) => (/^\s*\{[^]*?"streams"\s*:\s*\{/.test(text.slice(0, 4_000)) ? 0.95 : 0),

  async read(source, sink, signal) {
    const rooms = new Map<string, SinkRoom>()
    const names = await streamNames(source)
    const topics = source.entries.filter((entry) =>
      TOPIC.test(entry.name.slice(source.root.length)),
    )
    await eachEntry({ ...source, entries: topics }, sink, signal, async (entry) => {
      const [folder = '', ...rest] = entry.name.slice(source.root.length).split('/')
      const id = /^\d+/.exec(folder)?.[0] ?? folder
      const name = names.get(folder) ?? names.get(id) ?? plainName(folder, id)
      const room = rooms.get(id) ?? sink.room({ id, name })
      rooms.set(id, room)
      const take = topicTaker(topicName(rest.join('/')), room)
      await readJson(entry, sink, signal, {
        plan: (path) => (path.length === 0 ? 'records' : 'skip'),
        record(record) {
          if (isObject(record) && 'content' in record)
            take(record, htmlText(textOf(record['content'])))
          else sink.unparsed({ file: entry.name, text: JSON.stringify(record) })
        },
      })
    })
  },
}

/** Folders write a space as a hyphen, so that "on-call" and "on call" look alike. */
const plainName = (folder: string, id: string): string =>
  unescapePercent(folder.slice(id.length + 1).replaceAll('-', ' ')) || folder

/** Names of streams by folder and by id; a stream that was renamed stands under both of its names. */
async function streamNames(source: ImportSource): Promise<Map<string, string>> {
  const names = new Map<string, string>()
  const entry = source.entries.find(({ name }) => name === `${source.root}stream_index.json`)
  const streams = entry ? field(await readSmallJson(entry, MAX_INDEX_BYTES), 'streams') : undefined
  for (const [name, stream] of Object.entries(isObject(streams) ? streams : {})) {
    const id = textOf(field(stream, 'id'))
    names.set(id, name)
    names.set(`${id}-${name.replaceAll(' ', '-')}`, name)
  }
  return names
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
