import { discordApiMessage } from '../../imports/discord/api.ts'
import { field, isObject, listOf, textOf, type JsonObject } from '../../imports/reading/values.ts'
import type { Heard } from '../connector.ts'
import { isForum, titleOf } from './api.ts'

/** What a session knows of channels, threads and roles; the Gateway tells all of them when it begins. */
export class Events {
  readonly #known = new Map<string, JsonObject>()
  readonly #hear: (event: Heard) => void
  /** Servers that are out of reach for a while. */
  readonly #away = new Set<string>()

  constructor(hear: (event: Heard) => void) {
    this.#hear = hear
  }

  take(type: string, data: unknown): void {
    if (!isObject(data)) return
    const id = textOf(data['id'])
    switch (type) {
      case 'GUILD_CREATE':
        return this.#meet(id, data)
      case 'GUILD_DELETE':
        return this.#leave(id, data['unavailable'] === true)
      case 'CHANNEL_CREATE':
      case 'THREAD_CREATE':
      case 'THREAD_UPDATE':
      case 'CHANNEL_UPDATE':
        return this.#change(type, id, data)
      case 'THREAD_LIST_SYNC':
        return listOf(data['threads']).forEach((thread) => this.#note(thread))
      case 'CHANNEL_DELETE':
        return this.#hear({ type: 'lost', room: id })
      case 'GUILD_ROLE_CREATE':
      case 'GUILD_ROLE_UPDATE':
        return this.#note(data['role'])
      case 'MESSAGE_CREATE':
      case 'MESSAGE_UPDATE':
        return this.#say(data)
      case 'MESSAGE_DELETE':
        return this.#remove(textOf(data['channel_id']), [id])
      case 'MESSAGE_DELETE_BULK':
        return this.#remove(textOf(data['channel_id']), listOf(data['ids']).map(textOf))
    }
  }

  /** A thread, a channel or a role; of each no more than is needed. */
  #note(value: unknown, guild = textOf(field(value, 'guild_id'))): void {
    if (!isObject(value)) return
    const { id, name, type, parent_id: parent, thread_metadata: metadata } = value
    const isThread = isObject(metadata)
    this.#known.set(textOf(id), { name, type, guild, ...(isThread ? { parent } : {}) })
  }

  #meet(id: string, guild: JsonObject): void {
    const channels = listOf(guild['channels'])
    for (const each of [...channels, ...listOf(guild['threads']), ...listOf(guild['roles'])]) {
      this.#note(each, id)
    }
    if (!this.#away.delete(id)) return
    for (const channel of channels) this.#hear({ type: 'gap', room: textOf(field(channel, 'id')) })
  }

  #leave(id: string, isAway: boolean): void {
    if (isAway) {
      this.#away.add(id)
      return
    }
    for (const [room, { guild, parent }] of this.#known) {
      if (guild === id && parent === undefined) this.#hear({ type: 'lost', room })
    }
  }

  #change(type: string, id: string, data: JsonObject): void {
    this.#note(data)
    if (type === 'CHANNEL_UPDATE') {
      const name = textOf(data['name'])
      if (name !== '') this.#hear({ type: 'renamed', room: id, name })
    }
    const room = this.#roomOf(id)
    const title = type === 'THREAD_CREATE' ? titleOf(data) : null
    if (title !== null && isForum(this.#known.get(room))) {
      this.#hear({ type: 'said', room, said: title })
    }
  }

  /** The channel of a thread, or the channel itself. */
  #roomOf(channel: string): string {
    return textOf(this.#known.get(channel)?.['parent']) || channel
  }

  #say(data: JsonObject): void {
    const channel = textOf(data['channel_id'])
    const room = this.#roomOf(channel)
    const nameOf = (id: string): string => textOf(this.#known.get(id)?.['name'])
    const said = discordApiMessage(data, nameOf, room === channel ? null : channel)
    if (said !== null) this.#hear({ type: 'said', room, said })
  }

  #remove(channel: string, ids: readonly string[]): void {
    const room = this.#roomOf(channel)
    for (const key of ids) {
      if (key === '') continue
      this.#hear({ type: 'amended', room, amendment: { key, deletedAt: Date.now() } })
    }
  }
}
