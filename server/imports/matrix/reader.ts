import { basename } from 'node:path/posix'
import { readJson } from '../reading/json-records.ts'
import { mentions } from '../reading/mentions.ts'
import { eachEntry } from '../reading/reading.ts'
import type {
  ImportSource,
  IncomingMessage,
  Place,
  Reader,
  RoomSink,
  SinkRoom,
  SourceEntry,
} from '../reading/reader.ts'
import { isObject, textOf, type JsonObject } from '../reading/values.ts'
import { openEdits, type Edits } from './edits.ts'
import { editedId, matrixMessage, nameIn, newContentOf } from './record.ts'

/**
 * Element's "Export chat" as JSON, pages of the server's `/messages`, and events one after another.
 * Facts: element-web, `JSONExport.ts`. Display names stand only in the member events in range.
 */
export const matrix: Reader = {
  format: 'matrix-json',
  source: 'matrix',

  sniff({ text }) {
    if (!/^\s*[{[]/.test(text)) return 0
    const events = /"type"\s*:\s*"m\.[a-z]/.test(text) && /"origin_server_ts"\s*:/.test(text)
    if (/"room_creator"\s*:/.test(text) && /"export_date"\s*:/.test(text)) return 0.97
    return events ? 0.85 : 0
  },

  async read(source, sink, signal) {
    const edits = await editsOf(source, sink, signal)
    const waiting: WaitingEdit[] = []
    await eachEntry(source, sink, signal, async (entry) => {
      const reading = openReading(entry, sink, edits, waiting)
      await eachEvent(entry, sink, signal, reading)
      reading.end()
    })
    for (const edit of waiting) edit.decide()
  },
}

interface EventTaker {
  event(record: unknown): void
  roomName?(name: string): void
}

/** Hands on the events of a document, or of several one after another. */
async function eachEvent(
  entry: SourceEntry,
  sink: RoomSink,
  signal: AbortSignal,
  { event, roomName }: EventTaker,
): Promise<void> {
  let loose: Record<string, unknown> = {}
  await readJson(entry, sink, signal, {
    plan(path, isList) {
      const [key = ''] = path
      if (path.length === 0) return isList ? 'records' : 'enter'
      if (path.length > 1) return 'skip'
      if (key === 'messages' || key === 'chunk') return 'records'
      // The fields of an event that stands by itself, and the head of an export.
      return key === 'room_name' || EVENT_KEYS.has(key) ? 'value' : 'skip'
    },
    value([key = ''], value) {
      if (key === 'room_name') roomName?.(textOf(value))
      else loose[key] = value
    },
    record: event,
    leave(path) {
      if (path.length > 0) return
      if ('type' in loose) event(loose)
      loose = {}
    },
  })
}

/** Reads the files that hold edits once for these alone, because an edit may stand anywhere. */
async function editsOf(source: ImportSource, sink: RoomSink, signal: AbortSignal): Promise<Edits> {
  const edits = openEdits()
  // What is damaged is told by the second reading.
  const silent: RoomSink = { ...sink, unparsed() {}, skipped() {}, repaired() {}, warn() {} }
  await eachEntry(source, silent, signal, async (entry) => {
    if (!(await mentions(entry, 'm.replace', signal))) return
    await eachEvent(entry, silent, signal, {
      event(record) {
        if (!isObject(record) || edits.note(record)) return
        sink.warn('too_many_edits', {
          file: entry.name,
          text: textOf(record['event_id']),
        })
      },
    })
  })
  edits.settle()
  return edits
}

/** An edit that may turn out to be all there is of its message. */
interface WaitingEdit {
  decide(): void
}

const EVENT_KEYS = new Set([
  'type',
  'sender',
  'content',
  'event_id',
  'room_id',
  'origin_server_ts',
  'state_key',
  'unsigned',
  'user_id',
])

function openReading(entry: SourceEntry, sink: RoomSink, edits: Edits, waiting: WaitingEdit[]) {
  const stem = basename(entry.name).replace(/\.(?:jsonl?|ndjson)$/i, '')
  const outer = stem === 'export' ? entry.name.split('/').at(-2) : undefined
  const fromFile = /^matrix - (.*) - Chat Export/.exec(outer ?? stem)?.[1] ?? outer ?? stem
  const names = new Map<string, string>()
  let roomName = ''
  let room: SinkRoom | null = null
  let openId = ''

  /** Events one after another may be of several rooms; only an export of one names it. */
  function open(roomId: string): SinkRoom {
    if (room !== null && (roomId === '' || roomId === openId)) return room
    const name = roomName || (room === null ? fromFile : `${fromFile} ${roomId}`)
    room = sink.room({ id: roomId || `name:${name}`, name })
    openId = roomId
    return room
  }

  const skipEdit = (place: Place): void => sink.skipped('edit_log', place)

  function takeEdit(record: JsonObject, place: Place): void {
    if (newContentOf(record) === undefined) noteUndecryptable(place)
    const isSettled =
      edits.fateOf(record) === 'superseded' || edits.missingOriginal(record) === null
    if (isSettled) return skipEdit(place)
    waiting.push({
      decide() {
        const missing = edits.missingOriginal(record)
        if (missing === null) skipEdit(place)
        // A later import that has the message itself must find it here.
        else add({ ...record, event_id: missing })
      },
    })
  }

  const noteUndecryptable = (place: Place): void => sink.warn('undecryptable', place)

  const add = (record: JsonObject): IncomingMessage => {
    const named = nameIn(record)
    if (named) names.set(named.id, named.name)
    const message = matrixMessage(record, names, edits.of(record))
    open(textOf(record['room_id'])).add(message)
    return message
  }

  function event(record: unknown): void {
    if (!isObject(record) || textOf(record['type']) === '') {
      sink.unparsed({ file: entry.name, text: JSON.stringify(record) })
      return
    }
    const place = { file: entry.name, text: textOf(record['event_id']) }
    const type = textOf(record['type'])
    if (type === 'm.reaction' || type === 'm.room.redaction') {
      sink.skipped('reaction', place)
    } else if (editedId(record) !== '') {
      takeEdit(record, place)
    } else if (add(record).text.startsWith('** Unable to decrypt')) {
      noteUndecryptable(place)
    }
  }

  return {
    event,
    roomName: (name: string) => void (roomName = name),
    /** An export without messages is a room all the same. */
    end: () => void open(''),
  }
}
