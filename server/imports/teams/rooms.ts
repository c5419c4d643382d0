import type { IncomingMessage, RoomSink, SinkRoom } from '../reading/reader.ts'
import { firstText, type JsonObject } from '../reading/values.ts'
import { channelName, type Directory } from './directory.ts'
import { either } from './keys.ts'

/** Messages of one chat kept until it has a name, and of all such chats. */
const HELD_PER_CHAT = 200
const HELD = 5_000

/** Names of people that fit into the name of a room. */
const MAX_NAMES = 5

/** Two people; their ids make the chat's. */
const DIRECT = /^19:([0-9a-f-]{36})_([0-9a-f-]{36})@/i

interface Held {
  messages: IncomingMessage[]
  /** Names of those who speak, by id. */
  people: Map<string, string>
}

/**
 * Opens the rooms of an export. Neither a direct message nor a group has a name of its own; it gets
 * that of its people, and where the list of users does not tell who they are, its first messages are
 * kept until they have told.
 */
export function teamsRooms(sink: RoomSink, directory: Directory) {
  const rooms = new Map<string, SinkRoom>()
  const held = new Map<string, Held>()
  let heldMessages = 0

  const open = (id: string, name: string): SinkRoom => {
    const room = sink.room({ id, name })
    rooms.set(id, room)
    return room
  }

  function release(id: string, { messages, people }: Held): void {
    held.delete(id)
    heldMessages -= messages.length
    const room = open(id, chatName(id, people, directory))
    for (const message of messages) room.add(message)
  }

  return {
    /** @param stem names the room where the record does not say which it is of */
    add(record: JsonObject, stem: string, message: IncomingMessage): void {
      const channel = either(record, 'ChannelIdentity')
      const channelId = firstText(either(channel, 'ChannelId'))
      const id = firstText(channelId, either(record, 'ChatId'), `name:${stem}`)
      const known = rooms.get(id)
      if (known) return known.add(message)
      if (channelId !== '') {
        const team = directory.teams.get(firstText(either(channel, 'TeamId')))
        const name = directory.channels.get(id) ?? channelName(team, `Channel ${id.slice(0, 40)}`)
        return open(id, name).add(message)
      }
      if (id.startsWith('name:')) return open(id, stem).add(message)
      const names = directNames(id, directory.users)
      if (names?.length === 2) return open(id, listed(names)).add(message)
      const chat = held.get(id) ?? { messages: [], people: new Map<string, string>() }
      held.set(id, chat)
      chat.messages.push(message)
      if (message.authorKey !== undefined && message.author !== message.authorKey) {
        chat.people.set(message.authorKey, message.author)
      }
      heldMessages++
      if (chat.messages.length >= HELD_PER_CHAT) release(id, chat)
      else if (heldMessages >= HELD) this.settle()
    },
    /** Nothing more will be told of the chats that are without a name. */
    settle(): void {
      for (const [id, chat] of held) release(id, chat)
    },
  }
}

/** Names of the two people of a direct message, as far as they are known; null for other chats. */
function directNames(id: string, ...lists: ReadonlyMap<string, string>[]): string[] | null {
  const match = DIRECT.exec(id)
  if (!match) return null
  const ids = [...new Set(match.slice(1).map((one) => one.toLowerCase()))]
  const names = ids.map((one) => lists.map((list) => list.get(one)).find(Boolean))
  return names.filter((name) => name !== undefined)
}

function chatName(id: string, people: ReadonlyMap<string, string>, directory: Directory): string {
  const names = directNames(id, directory.users, people) ?? [...people.values()]
  return names.length === 0 ? `Chat ${id.slice(0, 40)}` : listed(names)
}

function listed(names: readonly string[]): string {
  const sorted = [...new Set(names)].sort((a, b) => (a < b ? -1 : 1))
  const more = sorted.length - MAX_NAMES
  return [...sorted.slice(0, MAX_NAMES), ...(more > 0 ? [`+${more}`] : [])].join(', ')
}
