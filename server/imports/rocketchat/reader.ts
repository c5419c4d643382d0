import { basename } from 'node:path/posix'
import { readJson } from '../reading/json-records.ts'
import { readJsonLines, sampleObjects } from '../reading/json-lines.ts'
import { eachEntry, noteUnreadableTime } from '../reading/reading.ts'
import type { ImportSource, Reader, RoomSink, SinkRoom, SourceEntry } from '../reading/reader.ts'
import { takeSample } from '../reading/source-text.ts'
import { field, firstText, isObject, listOf, textOf, type JsonObject } from '../reading/values.ts'
import { idOf, rocketchatMessage } from './record.ts'

const isMessage = (record: JsonObject): boolean =>
  typeof record['msg'] === 'string' &&
  'ts' in record &&
  (typeof record['username'] === 'string' || isObject(record['u']))

/**
 * Rocket.Chat: the room export (JSON Lines in spite of its name), pages of the REST API, and
 * `mongoexport` of `rocketchat_message`. Facts: `exportRoomMessagesToFile.ts`. The room export names
 * neither ids nor the room, which only the file name tells.
 */
export const rocketchat: Reader = {
  format: 'rocketchat-json',
  source: 'rocketchat',

  /** A dump of the database: the list of rooms beside the messages names them. */
  folders: (names) =>
    names
      .filter((name) => /(?:^|\/)rocketchat_messages?\.json$/.test(name))
      .map((name) => ({ root: name.replace(/[^/]*$/, ''), keyFile: name })),

  sniff({ text }) {
    const objects = sampleObjects(text)
    if (objects.length > 0 && objects.filter(isMessage).length >= objects.length * 0.6) return 0.93
    const page = /^\s*(?:\{\s*"messages"\s*:\s*)?\[\s*\{/.test(text)
    return page && /"rid"\s*:/.test(text) && /"msg"\s*:/.test(text) && /"u"\s*:\s*\{/.test(text)
      ? 0.9
      : 0
  },

  async read(source, sink, signal) {
    const names = await roomNames(source, sink, signal)
    const isDump = source.entries.some(({ name }) => MESSAGES_FILE.test(name))
    const entries = isDump
      ? source.entries.filter(({ name }) => MESSAGES_FILE.test(name))
      : source.entries
    await eachEntry({ ...source, entries }, sink, signal, async (entry) => {
      const reading = openReading(entry, names, sink)
      const sample = await takeSample(entry)
      if (sampleObjects(sample.text).some(isMessage)) {
        await readJsonLines(entry, sink, signal, (record, unparsed) => {
          if (isMessage(record)) reading.take(record)
          else unparsed()
        })
      } else {
        await readJson(entry, sink, signal, {
          plan(path, isList) {
            if (path.length === 0) return isList ? 'records' : 'enter'
            return path[0] === 'messages' ? 'records' : 'skip'
          },
          record: (record) => {
            if (isObject(record) && isMessage(record)) reading.take(record)
            else sink.unparsed({ file: entry.name, text: JSON.stringify(record) })
          },
        })
      }
    })
  },
}

const MESSAGES_FILE = /(?:^|\/)rocketchat_messages?\.json$/
const ROOMS_FILE = /(?:^|\/)rocketchat_rooms?\.json$/

/** Names of rooms by id, from `rocketchat_room.json` if it was exported too. */
async function roomNames(
  source: ImportSource,
  sink: RoomSink,
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const names = new Map<string, string>()
  const take = (room: unknown): void => {
    const people = listOf(field(room, 'usernames')).map(textOf).join(', ')
    const name = firstText(field(room, 'fname'), field(room, 'name'), people)
    if (name !== '') names.set(idOf(field(room, '_id')), name)
  }
  const entries = source.entries.filter(({ name }) => ROOMS_FILE.test(name))
  await eachEntry({ ...source, entries }, sink, signal, async (entry) => {
    const isList = (await takeSample(entry)).text.trimStart().startsWith('[')
    if (!isList) await readJsonLines(entry, sink, signal, (record) => take(record))
    else await readJson(entry, sink, signal, { plan: () => 'records', record: take })
  })
  return names
}

function openReading(entry: SourceEntry, names: Map<string, string>, sink: RoomSink) {
  const stem = basename(entry.name).replace(/\.(?:json|jsonl|txt)$/i, '')
  const rooms = new Map<string, SinkRoom>()
  return {
    take(record: JsonObject) {
      const rid = textOf(record['rid'])
      let room = rooms.get(rid)
      if (!room) {
        const name = names.get(rid) ?? (rid !== '' && MESSAGES_FILE.test(entry.name) ? rid : stem)
        room = sink.room({ id: rid || `name:${stem}`, name })
        rooms.set(rid, room)
      }
      const message = rocketchatMessage(record, sink.clock)
      if (record['t'] === 'e2e') {
        message.text = '** Encrypted message **'
        sink.warn('undecryptable', {
          file: entry.name,
          text: message.sourceId ?? '',
        })
      }
      if (message.when.at === null) noteUnreadableTime(sink, entry, record['ts'])
      room.add(message)
    },
  }
}
