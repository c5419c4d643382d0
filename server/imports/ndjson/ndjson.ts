import { isoMoment, explicit, unknownMoment, type Moment } from '../reading/moments.ts'
import { recordSink } from '../reading/json-lines.ts'
import { eachEntry, eachLine, noteUnreadableTime } from '../reading/reading.ts'
import type { Reader, RoomSink, SinkRoom, SourceEntry } from '../reading/reader.ts'
import type { WallClock } from '../reading/time-zone.ts'
import { isObject, textOf, type JsonObject } from '../reading/values.ts'

/**
 * Our own format: one JSON object per line, any number of rooms in one file:
 * `{room, id?, at, author, text, replyTo?, kind?}`. `at` is ISO 8601 or epoch milliseconds; the
 * zone of the import counts where it names none. The live route takes the same lines without `room`.
 */
export const ndjson: Reader = {
  format: 'ndjson',
  source: 'rapporteur',

  sniff({ text, whole }) {
    const lines = text.split('\n').filter((line) => line.trim() !== '')
    if (!whole && lines.length > 1) lines.pop()
    const tried = lines.slice(0, 50)
    const hits = tried.filter((line) => parse(line) !== null).length
    return tried.length > 0 && hits >= tried.length * 0.6 ? 0.95 : 0
  },

  async read(source, sink, signal) {
    await eachEntry(source, sink, signal, async (entry) => {
      const rooms = new Map<string, SinkRoom>()
      await eachLine(entry, recordSink(sink), signal, (line, number) => {
        if (line.trim() !== '') takeLine(line, number, entry, sink, rooms)
      })
    })
  },
}

function takeLine(
  line: string,
  number: number,
  entry: SourceEntry,
  sink: RoomSink,
  rooms: Map<string, SinkRoom>,
): void {
  const record = parse(line)
  if (!record) {
    sink.unparsed({ file: entry.name, line: number, text: line })
    return
  }
  const name = textOf(record['room'])
  let room = rooms.get(name)
  if (!room) {
    room = sink.room({ id: name, name })
    rooms.set(name, room)
  }
  const author = textOf(record['author'])
  const when = momentOf(record['at'], sink.clock)
  const isMissing = (record['at'] ?? '') === ''
  if (when.at === null && !isMissing) noteUnreadableTime(sink, entry, record['at'], number)
  room.add({
    when,
    sourceId: textOf(record['id']) || null,
    author,
    kind: record['kind'] === 'system' ? 'system' : 'message',
    text: textOf(record['text']),
    replyTo: textOf(record['replyTo']) || null,
  })
}

/** A line that says which room and what; time and author may be missing. */
function parse(line: string): JsonObject | null {
  if (!line.trimStart().startsWith('{')) return null
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return null
  }
  const fits =
    isObject(value) &&
    textOf(value['room']) !== '' &&
    typeof value['text'] === 'string' &&
    ('at' in value || 'author' in value)
  return fits ? (value as JsonObject) : null
}

function momentOf(at: unknown, clock: WallClock): Moment {
  if (typeof at === 'number') return explicit(at)
  return typeof at === 'string' ? isoMoment(at, clock) : unknownMoment
}
