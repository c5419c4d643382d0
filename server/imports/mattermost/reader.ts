import { timedRepeatCounter } from '../reading/identity.ts'
import { readJsonLines, sampleObjects } from '../reading/json-lines.ts'
import { eachEntry } from '../reading/reading.ts'
import type { IncomingMessage, Reader, RoomDraft, RoomSink } from '../reading/reader.ts'
import { field, firstText, isObject, listOf, textOf, type JsonObject } from '../reading/values.ts'
import { mattermostMessage } from './record.ts'

/**
 * Mattermost's bulk export: JSON Lines, first a version, then teams, channels, users and posts with
 * their replies inside. Posts have no ids; author and time of creation stand in for one, and a number where two
 * share these, so that replies can name what they answer.
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
  rooms: Map<string, Room>
}

interface Room {
  /** Returns the id under which the message is kept. */
  add(message: IncomingMessage): string | null
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

function open(draft: RoomDraft, lists: Lists, sink: RoomSink): Room {
  const known = lists.rooms.get(draft.id)
  if (known) return known
  const target = sink.room(draft)
  const nth = timedRepeatCounter()
  const room: Room = {
    add(message) {
      const { sourceId } = message
      const count = sourceId ? nth(message.when.at, sourceId) : 1
      const id = count > 1 ? `${sourceId}.${count}` : (sourceId ?? null)
      target.add(count > 1 ? { ...message, sourceId: id } : message)
      return id
    },
  }
  lists.rooms.set(draft.id, room)
  return room
}

function roomOf(value: JsonObject, key: string, lists: Lists, sink: RoomSink): Room {
  const channel = textOf(value[key])
  const id = `${textOf(value['team'])}/${channel}`
  return open({ id, name: lists.channels.get(id) ?? channel }, lists, sink)
}

function directRoom(value: JsonObject, lists: Lists, sink: RoomSink): Room {
  const members = [...listOf(value['channel_members']), ...listOf(value['members'])]
    .map((member) => firstText(member, field(member, 'username')))
    .filter((name, index, all) => name !== '' && all.indexOf(name) === index)
    .sort()
  const name = members.map((member) => lists.users.get(member) ?? member).join(', ')
  return open({ id: `direct:${members.join(',')}`, name }, lists, sink)
}

function takePost(post: JsonObject, room: Room, lists: Lists): void {
  const id = room.add(mattermostMessage(post, lists.users, null))
  for (const reply of listOf(post['replies']).filter(isObject)) {
    room.add(mattermostMessage(reply, lists.users, id))
  }
}
