import { readJson } from '../reading/json-records.ts'
import { explicit, unknownMoment } from '../reading/moments.ts'
import { eachEntry } from '../reading/reading.ts'
import type { IncomingMessage, Reader, RoomSink, SinkRoom, SourceEntry } from '../reading/reader.ts'
import {
  field,
  firstText,
  isObject,
  numberOf,
  sizeOf,
  textOf,
  type JsonObject,
} from '../reading/values.ts'

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
    await eachEntry(source, sink, signal, async (entry) => {
      const reading = openReading(entry, sink)
      await readJson(entry, sink, signal, {
        plan(path, isList) {
          const [key = ''] = path
          if (path.length === 0) return isList ? 'records' : 'enter'
          if (path.length > 1) return 'skip'
          if (key === 'messages' || key === 'chunk') return 'records'
          // The fields of an event that stands by itself, and the head of an export.
          return HEAD_KEYS.has(key) || EVENT_KEYS.has(key) ? 'value' : 'skip'
        },
        value: (path, value) => reading.value(path[0] ?? '', value),
        record: (record) => reading.event(record),
        leave: (path) => path.length === 0 && reading.endOfDocument(),
      })
      reading.end()
    })
  },
}

const HEAD_KEYS = new Set(['room_name', 'topic'])
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

function openReading(entry: SourceEntry, sink: RoomSink) {
  const stem = (entry.name.split('/').at(-1) ?? entry.name).replace(/\.json$/i, '')
  const outer = stem === 'export' ? entry.name.split('/').at(-2) : undefined
  const fromFile = /^matrix - (.*) - Chat Export/.exec(outer ?? stem)?.[1] ?? outer ?? stem
  const names = new Map<string, string>()
  let roomName = ''
  let room: SinkRoom | null = null
  let loose: Record<string, unknown> = {}

  const open = (roomId: string): SinkRoom =>
    (room ??= sink.room({
      id: roomId || `name:${roomName || fromFile}`,
      name: roomName || fromFile,
    }))

  function event(record: unknown): void {
    if (!isObject(record) || textOf(record['type']) === '') {
      sink.unparsed({ file: entry.name, text: JSON.stringify(record) })
      return
    }
    const place = { file: entry.name, text: textOf(record['event_id']) }
    const type = textOf(record['type'])
    const relation = textOf(field(field(record['content'], 'm.relates_to'), 'rel_type'))
    if (type === 'm.reaction' || type === 'm.room.redaction') {
      sink.skipped('reaction', 'Reactions and deletions; they say nothing of their own.', place)
    } else if (relation === 'm.replace') {
      sink.skipped(
        'edit_log',
        'Records of edits; the message itself is in the export as it was last.',
        place,
      )
    } else {
      const message = matrixMessage(record, names)
      if (message.text.startsWith('** Unable to decrypt')) {
        sink.warn('undecryptable', 'Messages that the export could not decrypt.', place)
      }
      open(textOf(record['room_id'])).add(message)
    }
  }

  return {
    event,
    value(key: string, value: unknown) {
      if (key === 'room_name') roomName = textOf(value)
      else if (EVENT_KEYS.has(key)) loose[key] = value
    },
    endOfDocument() {
      if ('type' in loose) event(loose)
      loose = {}
    },
    /** An export without messages is a room all the same. */
    end: () => void open(''),
  }
}

/** The content as it was last: servers put the newest edit beside the event. */
function contentOf(event: JsonObject): unknown {
  const edit = field(field(event['unsigned'], 'm.relations'), 'm.replace')
  const edited = field(field(edit, 'content'), 'm.new_content')
  const own = field(event['content'], 'm.new_content')
  return isObject(edited) ? edited : isObject(own) ? own : event['content']
}

function matrixMessage(event: JsonObject, names: Map<string, string>): IncomingMessage {
  const content = contentOf(event)
  const type = textOf(event['type'])
  const sender = firstText(event['sender'], event['user_id'])
  const stateKey = textOf(event['state_key'])
  if (type === 'm.room.member') {
    const name = textOf(field(content, 'displayname'))
    if (name !== '') names.set(stateKey || sender, name)
  }
  const nameOf = (id: string) => names.get(id) ?? /^@([^:]+):/.exec(id)?.[1] ?? id
  const at = numberOf(event['origin_server_ts'])
  const kind = textOf(field(content, 'msgtype'))
  const said =
    (type === 'm.room.message' || type === 'm.sticker' || POLL.test(type)) &&
    kind !== 'm.bad.encrypted'
  const relates = field(event['content'], 'm.relates_to')
  const quoted = textOf(field(field(relates, 'm.in_reply_to'), 'event_id'))
  const thread = textOf(field(relates, 'event_id'))
  // For clients without threads, each message of one pretends to answer the one before.
  const pretends = field(relates, 'is_falling_back') === true
  const replyTo = pretends ? firstText(thread, quoted) : firstText(quoted, thread)
  const file = fileOf(content, kind || type)
  return {
    when: at === undefined ? unknownMoment : explicit(at),
    sourceId: textOf(event['event_id']) || null,
    author: nameOf(sender),
    authorKey: sender || undefined,
    kind: said && isObject(content) && Object.keys(content).length > 0 ? 'message' : 'system',
    text: textOfEvent(type, kind, content, nameOf(stateKey), quoted !== ''),
    replyTo: replyTo || null,
    attachments: file,
  }
}

const POLL = /poll\.start$/

function textOfEvent(
  type: string,
  kind: string,
  content: unknown,
  target: string,
  reply: boolean,
): string {
  const body = textOf(field(content, 'body'))
  if (type === 'm.room.message' || type === 'm.sticker') {
    if (!isObject(content) || Object.keys(content).length === 0) return 'Message deleted'
    // Older clients quote the message they answer in front of the answer.
    const own = reply ? body.replace(/^(?:> .*\n)+\n/, '') : body
    return kind === 'm.emote' ? `* ${own}` : own
  }
  if (type === 'm.room.encrypted') return '** Unable to decrypt **'
  if (type === 'm.room.member') return `${target}: ${textOf(field(content, 'membership'))}`
  if (POLL.test(type)) {
    const poll = field(content, 'm.poll') ?? field(content, 'org.matrix.msc3381.poll.start')
    const question = field(poll, 'question')
    return `Poll: ${firstText(field(question, 'm.text'), field(question, 'org.matrix.msc1767.text'), field(question, 'body'), body)}`
  }
  const detail = firstText(field(content, 'name'), field(content, 'topic'), body)
  return detail === '' ? type : `${type.replace(/^m\.(?:room\.)?/, '')}: ${detail}`
}

function fileOf(
  content: unknown,
  kind: string,
): { name: string; mimeType?: string; bytes?: number }[] {
  if (!/^m\.(?:image|file|audio|video|sticker)$/.test(kind)) return []
  const info = field(content, 'info')
  const mimeType = textOf(field(info, 'mimetype'))
  const bytes = sizeOf(field(info, 'size'))
  return [
    {
      name: firstText(field(content, 'filename'), field(content, 'body'), kind.slice(2)),
      ...(mimeType === '' ? {} : { mimeType }),
      ...(bytes === undefined ? {} : { bytes }),
    },
  ]
}
