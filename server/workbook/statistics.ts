import type { ParticipantStatistics, RoomStatistics } from '../contract/statistics.ts'
import type { StoredMessage } from '../ports/message.ts'
import { Answers } from '../figures/answers.ts'
import { NumberList } from '../figures/number-list.ts'
import { IdIndex, PairTable } from './statistics/pair-table.ts'
import { LocalClock } from '../local-clock.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

export type { ParticipantStatistics, RoomStatistics } from '../contract/statistics.ts'

export interface RoomStatisticsCollector {
  add(message: StoredMessage): void
  result(): RoomStatistics
}

interface Person extends ParticipantStatistics {
  index: number
  sourceNames: string[]
}

/** `nick: text` or `nick, text`, the way people answer where the source has no reply mark. */
const leadingName = /^([^\s:,@]{2,64})[:,]\s/
/** `@nick text` or `@First Last text`; names are known up to so many words. */
const leadingMention = /^@(?:\S+\s?){1,4}/

/**
 * Collects in one pass what the report says about a room. Time grows with the messages, memory by
 * about forty bytes for each, whatever their text.
 *
 * @param options.timeZone IANA name for days, hours and weekdays, default UTC
 */
export function createRoomStatistics(options: { timeZone?: string } = {}): RoomStatisticsCollector {
  const clock = new LocalClock(options.timeZone ?? 'UTC')
  const people: Person[] = []
  const byKey = new Map<string, Person>()
  const byName = new Map<string, Person>()
  const days = new Map<number, { day: number; messages: number; participants: number }>()
  const personDays = new PairTable()
  const ids = new IdIndex()
  const authors = new NumberList((length) => new Int32Array(length))
  const answers = new Answers()
  const week = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0))
  const attachments = { count: 0, bytes: 0 }
  const replies = { marked: 0, named: 0 }
  let total = 0
  let messages = 0
  let messagesWithLinks = 0
  let timeUnknown = 0
  let timeAssumed = 0
  let edited = 0
  let deleted = 0
  let firstAt: number | null = null
  let lastAt: number | null = null
  let previousAt: number | null = null
  let silence: { from: number; to: number } | null = null

  function callBy(name: string, person: Person): void {
    const key = name.toLowerCase()
    if (!byName.has(key)) byName.set(key, person)
  }

  function personOf(message: StoredMessage): Person {
    const person = byKey.get(message.authorKey) ?? newPerson(message)
    const { sourceName } = message
    if (sourceName !== undefined && !person.sourceNames.includes(sourceName)) {
      person.sourceNames.push(sourceName)
      callBy(sourceName, person)
    }
    return person
  }

  function newPerson(message: StoredMessage): Person {
    const person: Person = {
      index: people.length,
      author: message.author,
      authorKey: message.authorKey,
      sourceNames: [],
      ...(message.role === undefined ? {} : { role: message.role }),
      messages: 0,
      firstAt: null,
      lastAt: null,
      activeDays: 0,
      repliesGiven: 0,
      repliesReceived: 0,
      answers: 0,
      medianAnswerSeconds: null,
      attachments: 0,
    }
    people.push(person)
    byKey.set(message.authorKey, person)
    callBy(message.author, person)
    return person
  }

  function countTime(at: number, person: Person): void {
    firstAt = firstAt === null ? at : Math.min(firstAt, at)
    lastAt = lastAt === null ? at : Math.max(lastAt, at)
    if (previousAt !== null && at - previousAt > (silence ? silence.to - silence.from : 0)) {
      silence = { from: previousAt, to: at }
    }
    previousAt = at
    person.firstAt = person.firstAt === null ? at : Math.min(person.firstAt, at)
    const wall = clock.wall(at)
    const day = Math.floor(wall / DAY_MS)
    let entry = days.get(day)
    if (entry === undefined) {
      entry = { day, messages: 0, participants: 0 }
      days.set(day, entry)
    }
    entry.messages += 1
    if (personDays.add(person.index, day, 0)) {
      entry.participants += 1
      person.activeDays += 1
    }
    // 1970-01-01 was a Thursday, which is 3 where Monday is 0.
    const hours = week[(((day + 3) % 7) + 7) % 7]
    const hour = Math.floor((wall - day * DAY_MS) / HOUR_MS)
    if (hours !== undefined) hours[hour] = (hours[hour] ?? 0) + 1
  }

  /** Who is called by name at the start of a text. */
  function namedIn(text: string): Person | undefined {
    if (!text.startsWith('@')) {
      const name = leadingName.exec(text)?.[1]
      return name === undefined ? undefined : byName.get(name.toLowerCase())
    }
    const mention = leadingMention.exec(text.slice(0, 200))?.[0]
    if (mention === undefined) return undefined
    const words = mention.slice(1).toLowerCase().trim().split(/\s/)
    for (; words.length > 0; words.pop()) {
      const name = words.join(' ')
      const found = byName.get(name) ?? byName.get(name.replace(/[:,.!?;]+$/, ''))
      if (found !== undefined) return found
    }
    return undefined
  }

  function countReply(message: StoredMessage, person: Person): void {
    const named = namedIn(message.text)
    const isNamed = named !== undefined && named !== person && named.messages > 0
    if (message.replyTo !== null) {
      replies.marked += 1
      person.repliesGiven += 1
      const target = ids.get(message.replyTo)
      const asked = target === undefined ? undefined : people[authors.at(target)]
      if (asked !== undefined && asked !== person) asked.repliesReceived += 1
    } else if (isNamed) {
      replies.named += 1
      person.repliesGiven += 1
      named.repliesReceived += 1
    }
    answers.hear({ message, person: person.index, named: isNamed ? named.index : null })
  }

  function add(message: StoredMessage): void {
    const { at } = message
    const person = message.kind === 'message' ? personOf(message) : null
    total += 1
    if (message.deletedAt !== undefined) deleted += 1
    else if (message.editedAt !== undefined) edited += 1
    if (at === null) timeUnknown += 1
    else if (message.timeSource === 'assumed') timeAssumed += 1
    if (person !== null) {
      messages += 1
      if (at !== null) countTime(at, person)
      countReply(message, person)
      person.messages += 1
      if (at !== null) person.lastAt = person.lastAt === null ? at : Math.max(person.lastAt, at)
      person.attachments += message.attachments.length
      if (message.text.includes('http://') || message.text.includes('https://')) {
        messagesWithLinks += 1
      }
    }
    attachments.count += message.attachments.length
    for (const attachment of message.attachments) attachments.bytes += attachment.bytes ?? 0
    ids.add(message.id, authors.length)
    authors.push(person === null ? -1 : person.index)
  }

  function result(): RoomStatistics {
    const times = answers.ofPeople(people.length)
    const participants = people.map(({ index, sourceNames, ...person }) => ({
      ...person,
      ...(sourceNames.length > 0 && { sourceNames }),
      answers: times[index]?.answers ?? 0,
      medianAnswerSeconds: times[index]?.medianSeconds ?? null,
    }))
    participants.sort((a, b) => b.messages - a.messages || compare(a.author, b.author))
    const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)
    return {
      timeZone: clock.timeZone,
      total,
      messages,
      system: total - messages,
      firstAt,
      lastAt,
      participants,
      days: [...days.values()].sort((a, b) => a.day - b.day),
      hours: Array.from({ length: 24 }, (_, hour) => sum(week.map((hours) => hours[hour] ?? 0))),
      weekdays: week.map(sum),
      week: week.map((hours) => [...hours]),
      replies: { ...replies },
      answers: answers.figures(),
      earlier: null,
      unread: [],
      longestSilence: silence,
      attachments: { ...attachments },
      messagesWithLinks,
      timeUnknown,
      timeAssumed,
      edited,
      deleted,
    }
  }

  return { add, result }
}

/** By code unit: the order does not depend on the machine's language. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
