import { repeatCounter } from '../reading/identity.ts'
import { readJson } from '../reading/json-records.ts'
import { eachEntry, noteAssumedZone } from '../reading/reading.ts'
import type { Reader, RoomSink, SinkRoom } from '../reading/reader.ts'
import { firstText, textOf, type JsonObject } from '../reading/values.ts'
import { telegramMessage } from './record.ts'

const CHAT_TYPES =
  /"type"\s*:\s*"(?:saved_messages|replies|verification_codes|personal_chat|bot_chat|private_group|private_supergroup|public_supergroup|private_channel|public_channel)"/

const LOCAL_DATE = /"date"\s*:\s*"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"/

/**
 * Telegram Desktop's JSON, of one chat or of the whole account.
 * Facts: telegramdesktop/tdesktop, `export_output_json.cpp`. Of an account only chats are read:
 * contacts, sessions and phone numbers are passed over unseen.
 */
export const telegram: Reader = {
  format: 'telegram-json',
  source: 'telegram',

  sniff({ text }) {
    if (!/^\s*\{/.test(text)) return 0
    const messages = /"messages"\s*:\s*\[/.test(text)
    if (messages && CHAT_TYPES.test(text)) return 0.95
    if (messages && /"date_unixtime"\s*:/.test(text)) return 0.9
    // The kind of chat may be empty, and the seconds are missing before 2021.
    if (messages && /"type"\s*:\s*"(?:message|service)"/.test(text) && LOCAL_DATE.test(text))
      return 0.8
    if (/"(?:chats|left_chats|personal_information)"\s*:\s*\{/.test(text)) {
      return /Telegram|"list"\s*:\s*\[/.test(text) ? 0.85 : 0
    }
    return 0
  },

  async read(source, sink, signal) {
    await eachEntry(source, sink, signal, async (entry) => {
      let header: Record<string, unknown> = {}
      let room: SinkRoom | null = null
      let zoneless = false
      let nth = repeatCounter()
      await readJson(entry, sink, signal, {
        plan(path) {
          const inChat = path.length === 1 || (path.length === 4 && path[0]?.endsWith('chats'))
          const key = path.at(-1) ?? ''
          if (path.length === 0 || path.length === 3) header = {}
          // A room ends where the next begins: damage may end its list, and its chat, too early.
          if (inChat && key === 'messages') {
            room = openRoom(header, entry.name, sink)
            nth = repeatCounter()
            return 'records'
          }
          if (inChat && /^(?:name|type|id)$/.test(key)) return 'value'
          const way = /^(?:|(?:left_)?chats|(?:left_)?chats list|(?:left_)?chats list \*)$/
          return way.test(path.join(' ')) ? 'enter' : 'skip'
        },
        value(path, value) {
          header[path.at(-1) ?? ''] = value
        },
        record(record) {
          const message = telegramMessage(record, sink.clock)
          if (!message) {
            sink.unparsed({ file: entry.name, text: JSON.stringify(record) })
            return
          }
          zoneless ||= message.when.timeSource === 'assumed'
          // An id that comes again within one chat is no id: somebody has made the file anonymous.
          const isRepeated = message.sourceId != null && nth(message.sourceId) > 1
          room?.add(isRepeated ? { ...message, sourceId: null } : message)
        },
      })
      if (zoneless) noteAssumedZone(sink, entry, textOf(header['name']))
    })
  },
}

function openRoom(header: JsonObject, file: string, sink: RoomSink): SinkRoom {
  const type = textOf(header['type'])
  const folders = file.split('/')
  const stem = (folders.at(-1) ?? file).replace(/\.json$/i, '')
  const outer = stem === 'result' ? folders.at(-2) : undefined
  const fallback =
    {
      saved_messages: 'Saved Messages',
      replies: 'Replies',
      verification_codes: 'Verification Codes',
    }[type] ?? (header['name'] === null ? 'Deleted Account' : (outer ?? stem))
  const name = firstText(header['name'], fallback)
  // Bare ids are unique only within their kind of chat.
  const id = textOf(header['id'])
  return sink.room({ id: id === '' ? `name:${name}` : `${type.replace(/^.*_/, '')}:${id}`, name })
}
