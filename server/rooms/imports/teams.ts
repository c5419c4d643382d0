import type { Attachment } from '../../contract/rooms.ts'
import { htmlText } from './html-text.ts'
import { readJson, readSmallJson } from './json-records.ts'
import { isoMoment } from './moments.ts'
import { eachEntry } from './reading.ts'
import type { IncomingMessage, ImportSource, Reader, SinkRoom } from './reader.ts'
import type { WallClock } from './time-zone.ts'
import { field, firstText, isObject, listOf, textOf, type JsonObject } from './values.ts'

const MAX_LIST_BYTES = 64 * 1_024 * 1_024

/** The PowerShell export writes keys in PascalCase, the Graph API in camelCase. */
const either = (value: unknown, key: string): unknown =>
  field(value, key) ?? field(value, key.charAt(0).toLowerCase() + key.slice(1))

/**
 * Microsoft Teams: messages of the Graph API, saved page by page (`{value: [...]}`) or by the
 * PowerShell exporter (arrays in `messages_<id>.json`). A chat lies under every member's folder;
 * its messages have the same ids there and are counted as duplicates.
 */
export const teams: Reader = {
  format: 'teams-graph',
  source: 'teams',

  sniff({ text }) {
    const message = /"[cC]reatedDateTime"\s*:/.test(text) && /"[bB]ody"\s*:\s*\{/.test(text)
    return message && /"(?:[mM]essageType|[cC]hannelIdentity|[cC]hatId)"\s*:/.test(text) ? 0.92 : 0
  },

  async read(source, sink, signal) {
    const names = await channelNames(source)
    const rooms = new Map<string, SinkRoom>()
    await eachEntry(source, sink, signal, async (entry) => {
      const stem = (entry.name.split('/').at(-1) ?? entry.name).replace(/\.json$/i, '')
      const take = (record: unknown): void => {
        if (!isObject(record) || either(record, 'Id') === undefined) {
          sink.unparsed({ file: entry.name, text: JSON.stringify(record) })
          return
        }
        const id = firstText(
          either(either(record, 'ChannelIdentity'), 'ChannelId'),
          either(record, 'ChatId'),
          `name:${stem}`,
        )
        const name = names.get(id) ?? (id.startsWith('name:') ? stem : `Chat ${id.slice(0, 40)}`)
        const room = rooms.get(id) ?? sink.room({ id, name })
        rooms.set(id, room)
        room.add(toMessage(record, sink.clock))
      }
      await readJson(entry, sink, signal, {
        plan(path, isList) {
          if (path.length === 0) return isList ? 'records' : 'enter'
          return path[0] === 'value' ? 'records' : 'skip'
        },
        record: take,
      })
    })
  },
}

async function channelNames(source: ImportSource): Promise<Map<string, string>> {
  const names = new Map<string, string>()
  for (const entry of source.entries) {
    if (!/channels_[^/]*\.json$/.test(entry.name)) continue
    for (const channel of listOf(await readSmallJson(entry, MAX_LIST_BYTES))) {
      names.set(textOf(either(channel, 'Id')), textOf(either(channel, 'DisplayName')))
    }
  }
  return names
}

function toMessage(record: JsonObject, clock: WallClock): IncomingMessage {
  const from = either(record, 'From')
  const who = either(from, 'User') ?? either(from, 'Application') ?? either(from, 'Device')
  const body = either(record, 'Body')
  const content = textOf(either(body, 'Content'))
  const isHtml = /html/i.test(textOf(either(body, 'ContentType'))) || content.startsWith('<')
  const type = firstText(either(record, 'MessageType'), 'message')
  const system = type !== 'message' || content.startsWith('<systemEventMessage')
  const subject = textOf(either(record, 'Subject'))
  const text = isHtml ? htmlText(content) : content
  const authorId = textOf(either(who, 'Id'))
  return {
    when: isoMoment(textOf(either(record, 'CreatedDateTime')), clock),
    sourceId: textOf(either(record, 'Id')) || null,
    author: firstText(either(who, 'DisplayName'), authorId),
    authorKey: authorId || undefined,
    kind: system ? 'system' : 'message',
    text: system && text === '' ? 'System event' : [subject, text].filter(Boolean).join('\n'),
    replyTo: textOf(either(record, 'ReplyToId')) || null,
    attachments: filesOf(record),
  }
}

const filesOf = (record: JsonObject): Attachment[] =>
  listOf(either(record, 'Attachments'))
    .filter((attachment) => textOf(either(attachment, 'ContentType')) === 'reference')
    .map((attachment) => ({ name: firstText(either(attachment, 'Name'), 'file') }))
