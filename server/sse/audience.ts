import type { EncodedEvent } from './chunk.ts'
import type { EventSight } from './event-sight.ts'

/** The rooms a stream follows; `'*'` follows also those made later. */
export type RoomSelection = '*' | ReadonlySet<string>

/** The topic that every stream carries, and whose events are chosen by room. */
export const roomTopic = 'reports'

/**
 * All streams that follow the same rooms and topics. They get the same bytes, so the events of a
 * tick are joined once for all of them. Who does not see all rooms is an audience of its own.
 */
export class Audience<Member> {
  readonly connections = new Set<Member>()
  readonly key: string
  readonly rooms: RoomSelection
  readonly topics: ReadonlySet<string>
  /** Null: all rooms. */
  readonly sight: EventSight | null
  /** Events of the running tick; empty outside of a delivery. */
  pending: EncodedEvent[] = []

  constructor(
    key: string,
    rooms: RoomSelection,
    topics: ReadonlySet<string>,
    sight: EventSight | null = null,
  ) {
    this.sight = sight
    this.key = key
    this.rooms = rooms
    this.topics = topics
  }
}

export function follows(
  rooms: RoomSelection,
  topics: ReadonlySet<string>,
  room: string,
  topic: string,
): boolean {
  if (topic !== roomTopic) return topics.has(topic)
  return rooms === '*' || rooms.has(room)
}

/** Finds the audiences of an event without looking at every connection: by room, by topic, and those of all rooms. */
export class AudienceIndex<Member> {
  readonly #byKey = new Map<string, Audience<Member>>()
  readonly #byRoom = new Map<string, Set<Audience<Member>>>()
  readonly #byTopic = new Map<string, Set<Audience<Member>>>()
  readonly #everyRoom = new Set<Audience<Member>>()
  #sights = 0

  /** @param sight of somebody who does not see all rooms; default: all are seen */
  join(
    connection: Member,
    rooms: RoomSelection,
    topics: ReadonlySet<string>,
    sight: EventSight | null = null,
  ): Audience<Member> {
    const key = audienceKey(rooms, topics) + (sight === null ? '' : ` ${++this.#sights}`)
    let audience = this.#byKey.get(key)
    if (!audience) {
      audience = new Audience<Member>(key, rooms, topics, sight)
      this.#byKey.set(key, audience)
      if (rooms === '*') this.#everyRoom.add(audience)
      else for (const room of rooms) addTo(this.#byRoom, room, audience)
      for (const topic of topics) addTo(this.#byTopic, topic, audience)
    }
    audience.connections.add(connection)
    return audience
  }

  leave(connection: Member, audience: Audience<Member>): void {
    audience.connections.delete(connection)
    if (audience.connections.size > 0) return
    this.#byKey.delete(audience.key)
    this.#everyRoom.delete(audience)
    if (audience.rooms !== '*')
      for (const room of audience.rooms) removeFrom(this.#byRoom, room, audience)
    for (const topic of audience.topics) removeFrom(this.#byTopic, topic, audience)
  }

  *listeners(room: string, topic: string): Generator<Audience<Member>, void, undefined> {
    if (topic !== roomTopic) {
      yield* this.#byTopic.get(topic) ?? []
      return
    }
    yield* this.#everyRoom
    yield* this.#byRoom.get(room) ?? []
  }

  /** Number of index entries; zero once everyone has left. */
  get size(): number {
    return this.#byKey.size + this.#byRoom.size + this.#byTopic.size + this.#everyRoom.size
  }
}

function audienceKey(rooms: RoomSelection, topics: ReadonlySet<string>): string {
  // JSON keeps hostile names apart; any separator of our own could be part of one.
  return JSON.stringify([rooms === '*' ? '*' : [...rooms].sort(), [...topics].sort()])
}

function addTo<Item>(index: Map<string, Set<Item>>, key: string, item: Item): void {
  const found = index.get(key)
  if (found) found.add(item)
  else index.set(key, new Set([item]))
}

function removeFrom<Item>(index: Map<string, Set<Item>>, key: string, item: Item): void {
  const found = index.get(key)
  found?.delete(item)
  if (found?.size === 0) index.delete(key)
}
