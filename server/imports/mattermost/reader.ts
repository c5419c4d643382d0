import { readJsonLines, sampleObjects } from '../reading/json-lines.ts'
import { explicit, unknownMoment } from '../reading/moments.ts'
import { eachEntry } from '../reading/reading.ts'
import type { IncomingMessage, Reader, RoomDraft, RoomSink, SinkRoom } from '../reading/reader.ts'
import {
  firstText,
  isObject,
  listOf,
  numberOf,
  textOf,
  field,
  type JsonObject,
} from '../reading/values.ts'

/**
 * Mattermost's bulk export: JSON Lines, first a version, then teams, channels, users and posts with
 * their replies inside. Posts have no ids; author and time of creation stand in for one, so that
 * replies can name what they answer.
 */
export const mattermost: Reader = {
  format: 'mattermost-bulk',
  source: 'mattermost',

  sniff({ text }) {
    const [first] = sampleObjects(text)
    return first && first['type'] === 'version' && 'version' in first ? 0.97 : 0
  },

  async read(source, sink, signal) {
    await eachEntry(source, sink, signal, async (entry) => {
      const lists: Lists = { channels: new Map(), users: new Map(), rooms: new Map() }
      await readJsonLines(entry, sink, signal, (line, unparsed) => {
        if (!takeLine(line, lists, sink)) unparsed()
      })
    })
  },
}

interface Lists {
  channels: Map<string, string>
  users: Map<string, string>
  rooms: Map<string, SinkRoom>
}

/** Kinds of line that hold no messages. */
const OTHER = new Set(['version', 'team', 'emoji', 'role', 'scheme', 'bot'])

function takeLine(line: JsonObject, lists: Lists, sink: RoomSink): boolean {
  const type = textOf(line['type'])
  const value = line[type]
  if (OTHER.has(type)) return true
  if (!isObject(value)) return false
  if (type === 'channel') {
    const id = `${textOf(value['team'])}/${textOf(value['name'])}`
    lists.channels.set(id, firstText(value['display_name'], value['name']))
    roomOf(value, 'name', lists, sink)
  } else if (type === 'user') {
    const name = firstText(
      value['nickname'],
      `${textOf(value['first_name'])} ${textOf(value['last_name'])}`.trim(),
      value['username'],
    )
    lists.users.set(textOf(value['username']), name)
  } else if (type === 'direct_channel') {
    directRoom(value, lists, sink)
  } else if (type === 'post') {
    takePost(value, roomOf(value, 'channel', lists, sink), lists)
  } else if (type === 'direct_post') {
    takePost(value, directRoom(value, lists, sink), lists)
  } else {
    return false
  }
  return true
}

function open(draft: RoomDraft, lists: Lists, sink: RoomSink): SinkRoom {
  const room = lists.rooms.get(draft.id) ?? sink.room(draft)
  lists.rooms.set(draft.id, room)
  return room
}

function roomOf(value: JsonObject, key: string, lists: Lists, sink: RoomSink): SinkRoom {
  const channel = textOf(value[key])
  const id = `${textOf(value['team'])}/${channel}`
  return open({ id, name: lists.channels.get(id) ?? channel }, lists, sink)
}

function directRoom(value: JsonObject, lists: Lists, sink: RoomSink): SinkRoom {
  const members = [...listOf(value['channel_members']), ...listOf(value['members'])]
    .map((member) => firstText(member, field(member, 'username')))
    .filter((name, index, all) => name !== '' && all.indexOf(name) === index)
    .sort()
  const name = members.map((member) => lists.users.get(member) ?? member).join(', ')
  return open({ id: `direct:${members.join(',')}`, name }, lists, sink)
}

function takePost(post: JsonObject, room: SinkRoom, lists: Lists): void {
  const message = toMessage(post, lists, null)
  room.add(message)
  for (const reply of listOf(post['replies']).filter(isObject)) {
    room.add(toMessage(reply, lists, message.sourceId ?? null))
  }
}

function toMessage(post: JsonObject, lists: Lists, replyTo: string | null): IncomingMessage {
  const user = textOf(post['user'])
  const at = numberOf(post['create_at'])
  const props = propsOf(post['props'])
  return {
    when: at === undefined ? unknownMoment : explicit(at),
    sourceId: at === undefined ? null : `${at}.${user}`,
    author: firstText(props['override_username'], lists.users.get(user), user),
    authorKey: user || undefined,
    kind: textOf(post['type']).startsWith('system_') ? 'system' : 'message',
    text: firstText(post['message'], attachedText(props)),
    replyTo,
    attachments: listOf(post['attachments'])
      .map((file) => textOf(field(file, 'path')).split('/').at(-1) ?? '')
      .filter((name) => name !== '')
      .map((name) => ({ name })),
  }
}

/** What a webhook says; some versions write it as JSON inside a string. */
function propsOf(props: unknown): JsonObject {
  if (isObject(props)) return props
  // Most posts have none, and an exception for each would cost more than reading it.
  if (typeof props !== 'string' || !props.startsWith('{')) return {}
  try {
    const parsed: unknown = JSON.parse(props)
    return isObject(parsed) ? parsed : {}
  } catch {
    return {}
  }
}

const attachedText = (props: JsonObject): string =>
  listOf(props['attachments'])
    .flatMap((attachment) => {
      const words = [
        field(attachment, 'pretext'),
        field(attachment, 'title'),
        field(attachment, 'text'),
      ]
        .map(textOf)
        .filter((line) => line !== '')
      return words.length > 0 ? words : [textOf(field(attachment, 'fallback'))]
    })
    .filter((line) => line !== '')
    .join('\n')
