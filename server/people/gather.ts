import type { Person, PersonPart } from '../contract/people.ts'
import { isoOrNull } from '../contract/instant.ts'
import { peopleLimits } from '../contract/limits.ts'
import type { SaidOfAuthor, SeenAuthor } from '../ports/people.ts'
import { isByProgram } from '../summary/extractive/people.ts'

/** What was said, by the id of the author. */
export type Said = ReadonlyMap<string, SaidOfAuthor>

export const saidByOid = (said: readonly SaidOfAuthor[]): Said =>
  new Map(said.map((one) => [one.personOid, one]))

/** The person that an author is. */
export const wholeOf = (said: Said, personOid: string): string =>
  said.get(personOid)?.partOf ?? personOid

/** One author over all rooms. */
interface Author {
  personOid: string
  source: string
  authorKey: string
  messages: number
  newest: { name: string; at: number }
}

interface Gathered {
  authors: Map<string, Author>
  /** Messages by name, and by room. */
  names: Map<string, number>
  rooms: Map<string, { name: string; messages: number }>
  messages: number
  botMessages: number
  firstAt: number
  lastAt: number
}

const nothing = (): Gathered => ({
  authors: new Map(),
  names: new Map(),
  rooms: new Map(),
  messages: 0,
  botMessages: 0,
  firstAt: Number.POSITIVE_INFINITY,
  lastAt: Number.NEGATIVE_INFINITY,
})

/** Authors of rooms as the people that they are, most messages first. */
export function gatherPeople(seen: readonly SeenAuthor[], said: Said): Person[] {
  const people = new Map<string, Gathered>()
  for (const row of seen) {
    const oid = wholeOf(said, row.personOid)
    let person = people.get(oid)
    if (person === undefined) people.set(oid, (person = nothing()))
    add(person, row)
  }
  return [...people].map(([oid, gathered]) => toPerson(oid, gathered, said)).sort(byMessages)
}

export const byMessages = (a: Person, b: Person): number =>
  b.messageCount - a.messageCount || (a.personOid < b.personOid ? -1 : 1)

function add(person: Gathered, row: SeenAuthor): void {
  const { personOid, source, authorKey, author, roomOid, roomName, messages } = row
  const at = row.lastAt ?? Number.NEGATIVE_INFINITY
  person.messages += messages
  person.botMessages += row.botMessages
  person.firstAt = Math.min(person.firstAt, row.firstAt ?? Number.POSITIVE_INFINITY)
  person.lastAt = Math.max(person.lastAt, at)
  person.names.set(author, (person.names.get(author) ?? 0) + messages)
  const room = person.rooms.get(roomOid)
  if (room === undefined) person.rooms.set(roomOid, { name: roomName, messages })
  else room.messages += messages
  const known = person.authors.get(personOid)
  if (known === undefined) {
    const newest = { name: author, at }
    person.authors.set(personOid, { personOid, source, authorKey, messages, newest })
    return
  }
  known.messages += messages
  if (at > known.newest.at) known.newest = { name: author, at }
}

const most = <Value extends { messages: number }>(a: Value, b: Value): number =>
  b.messages - a.messages

function toPerson(personOid: string, gathered: Gathered, said: Said): Person {
  const { authors, names, rooms, messages, botMessages, firstAt, lastAt } = gathered
  const whole = said.get(personOid)
  const sorted = [...authors.values()].sort(
    (a, b) => Number(b.personOid === personOid) - Number(a.personOid === personOid) || most(a, b),
  )
  const name = whole?.name ?? sorted[0]?.newest.name ?? ''
  const role = whole?.role ?? null
  // As a report judges each message; here it is said of the person as a whole.
  const isBot = isByProgram({
    ...(role !== null && { role }),
    author: name,
    sourceName: sorted[0]?.newest.name,
    isBot: botMessages * 2 > messages,
  })
  return {
    personOid,
    name,
    givenName: whole?.name ?? null,
    names: [...names]
      .sort(([, a], [, b]) => b - a)
      .slice(0, peopleLimits.maxNames)
      .map(([each]) => each),
    role,
    isBot,
    sources: [...new Set(sorted.map(({ source }) => source))],
    messageCount: messages,
    roomCount: rooms.size,
    rooms: [...rooms]
      .map(([roomOid, room]) => ({ roomOid, ...room }))
      .sort(most)
      .slice(0, peopleLimits.maxRooms)
      .map(({ roomOid, name: roomName, messages: messageCount }) => {
        return { roomOid, name: roomName, messageCount }
      }),
    firstMessageAt: isoOrNull(Number.isFinite(firstAt) ? firstAt : null),
    lastMessageAt: isoOrNull(Number.isFinite(lastAt) ? lastAt : null),
    parts: sorted.map(partOf),
  }
}

const partOf = (author: Author): PersonPart => ({
  personOid: author.personOid,
  name: author.newest.name,
  source: author.source,
  authorKey: author.authorKey,
  messageCount: author.messages,
})
