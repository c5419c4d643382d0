import { basename } from 'node:path/posix'
import { readJson } from '../reading/json-records.ts'
import { eachEntry } from '../reading/reading.ts'
import type { Reader, RoomSink, SinkRoom } from '../reading/reader.ts'
import { field, firstText, shown, textOf, type JsonObject } from '../reading/values.ts'
import { discordMessage } from './record.ts'

/**
 * DiscordChatExporter's JSON: one channel or thread per file, or per part of one.
 * Facts: Tyrrrz/DiscordChatExporter, `JsonMessageWriter.cs`. Ids are text, for they exceed 2^53.
 */
export const discordJson: Reader = {
  format: 'discord-json',
  source: 'discord',

  sniff({ text }) {
    if (!/^\s*\{\s*"guild"\s*:\s*\{/.test(text)) return 0
    return /"channel"\s*:\s*\{/.test(text) ? 0.97 : 0.6
  },

  async read(source, sink, signal) {
    await eachEntry(source, sink, signal, async (entry) => {
      let header: Record<string, unknown> = {}
      let room: SinkRoom | null = null
      await readJson(entry, sink, signal, {
        plan(path) {
          if (path.length === 0) {
            header = {}
            return 'enter'
          }
          if (path.length !== 1) return 'skip'
          // A file may hold several exports in a row.
          if (path[0] === 'messages') {
            room = openRoom(header, entry.name, sink)
            return 'records'
          }
          return path[0] === 'guild' || path[0] === 'channel' ? 'value' : 'skip'
        },
        value(path, value) {
          header[path[0] ?? ''] = value
        },
        record(record) {
          const message = discordMessage(record, sink.clock)
          if (message) room?.add(message)
          else sink.unparsed({ file: entry.name, text: shown(record) })
        },
      })
    })
  },
}

function openRoom(header: JsonObject, file: string, sink: RoomSink): SinkRoom {
  const stem = basename(file).replace(/\.json$/i, '')
  const name = firstText(field(header['channel'], 'name'), stem)
  const id = textOf(field(header['channel'], 'id'))
  return sink.room({ id: id || `name:${stem}`, name })
}
