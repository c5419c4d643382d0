import type { Conversation } from '../../contract/summary.ts'
import type { Speech } from '../../words/speech.ts'
import type { RoomStatistics } from '../statistics.ts'
import { shorten } from './text.ts'
import { periodsOf, startOf, type Periods } from './periods.ts'

const DAY_MS = 86_400_000
/** Rows that a reader takes in at a glance; where days are more, weeks or months take their place. */
const MAX_ROWS = 14
/** One or two messages are no conversation. */
const LEAST_MESSAGES = 3
/** Characters of an opening line. */
const MAX_OPENING = 160

export interface TimelineEntry {
  label: string
  /** Messages of the whole day, week or month. */
  messages: number
  /** Most messages first. */
  conversations: Conversation[]
}

export interface Timeline {
  unit: Periods['unit']
  entries: TimelineEntry[]
}

/** Conversations by day, week, month or year, as fits the life of the room; empty ones are left out. */
export function timelineOf(
  conversations: readonly Conversation[],
  days: RoomStatistics['days'],
  speech: Speech,
): Timeline {
  const { clock } = speech
  const { unit, items } = periodsOf(days, speech, MAX_ROWS)
  const entries = new Map<number, TimelineEntry>()
  for (const { day, label, messages } of items) {
    entries.set(day, { label, messages, conversations: [] })
  }
  for (const conversation of worthTelling(conversations)) {
    if (conversation.at === null) continue
    const day = Math.floor(clock.wall(Date.parse(conversation.at)) / DAY_MS)
    entries.get(startOf(unit, day))?.conversations.push(conversation)
  }
  const told = [...entries.values()].filter((entry) => entry.conversations.length > 0)
  for (const entry of told) entry.conversations.sort((a, b) => b.size - a.size)
  return { unit, entries: told }
}

export const worthTelling = (conversations: readonly Conversation[]): Conversation[] =>
  conversations.filter(({ size }) => size >= LEAST_MESSAGES)

/** `34 messages, 2 h 5 min` */
export function lengthText(speech: Speech, { size, at, until }: Conversation): string {
  const length = at === null || until === null ? 0 : (Date.parse(until) - Date.parse(at)) / 1_000
  const messages = speech.many('messages', size)
  return length < 60 ? messages : speech.say('length', { messages, time: speech.duration(length) })
}

/** `Ann, Ben, Cid and 4 more` */
export function peopleText(speech: Speech, people: readonly string[], shown = 3): string {
  const more = people.length - shown
  const names = people.slice(0, shown).join(', ')
  return more > 0 ? speech.say('and_more', { names, n: speech.count(more) }) : names
}

/** `ferry, timetable`, or the title, on the first line; the line that opened the conversation on the second. */
export function subjectText(speech: Speech, { title, words = [], text }: Conversation): string {
  const subject = title ?? words.join(', ')
  const opening = speech.say('long_quote', { text: shorten(text, MAX_OPENING) })
  return subject === '' ? opening : `${subject}\n${opening}`
}
