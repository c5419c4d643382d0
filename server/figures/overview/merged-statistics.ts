import { united } from '../../contract/stretches.ts'
import {
  noAnswers,
  type ParticipantStatistics,
  type RoomStatistics,
} from '../../contract/statistics.ts'

const sums = (into: number[], more: readonly number[]): void => {
  for (const [index, value] of more.entries()) into[index] = (into[index] ?? 0) + value
}

const least = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b)
const most = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.max(a, b)

interface PersonInRooms extends ParticipantStatistics {
  rooms: number
}

/**
 * The figures of many rooms as those of one. What does not add up is left out: a median of medians is
 * none, and who wrote in two rooms on one day was active on one day. Such figures are null, or hold of the
 * room in which they are largest.
 */
export class MergedStatistics {
  readonly #people = new Map<string, PersonInRooms>()
  readonly #days = new Map<number, { day: number; messages: number; participants: number }>()
  readonly #sum: Omit<RoomStatistics, 'participants' | 'days' | 'earlier' | 'longestSilence'>
  #timed = 0

  constructor(timeZone: string) {
    this.#sum = {
      timeZone,
      total: 0,
      messages: 0,
      system: 0,
      firstAt: null,
      lastAt: null,
      hours: Array.from({ length: 24 }, () => 0),
      weekdays: Array.from({ length: 7 }, () => 0),
      week: Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0)),
      replies: { marked: 0, named: 0 },
      answers: { ...noAnswers, within: { ...noAnswers.within } },
      attachments: { count: 0, bytes: 0 },
      messagesWithLinks: 0,
      timeUnknown: 0,
      timeAssumed: 0,
      edited: 0,
      deleted: 0,
      unread: [],
    }
  }

  /** @param personOf who a participant is over all rooms */
  add(room: RoomStatistics, personOf: (authorKey: string) => string): void {
    const sum = this.#sum
    for (const name of ['total', 'messages', 'system'] as const) sum[name] += room[name]
    sum.messagesWithLinks += room.messagesWithLinks
    for (const name of ['timeUnknown', 'timeAssumed', 'edited', 'deleted'] as const) {
      sum[name] += room[name]
    }
    sum.unread = united([...sum.unread, ...room.unread])
    sum.firstAt = least(sum.firstAt, room.firstAt)
    sum.lastAt = most(sum.lastAt, room.lastAt)
    sums(sum.hours, room.hours)
    sums(sum.weekdays, room.weekdays)
    for (const [day, hours] of room.week.entries()) sums(sum.week[day] ?? [], hours)
    sum.replies.marked += room.replies.marked
    sum.replies.named += room.replies.named
    sum.attachments.count += room.attachments.count
    sum.attachments.bytes += room.attachments.bytes
    this.#addAnswers(room.answers)
    for (const { day, messages, participants } of room.days) {
      const known = this.#days.get(day)
      if (known === undefined) this.#days.set(day, { day, messages, participants })
      else {
        known.messages += messages
        known.participants = Math.max(known.participants, participants)
      }
    }
    for (const person of room.participants) this.#addPerson(personOf(person.authorKey), person)
  }

  result(): RoomStatistics {
    return {
      ...this.#sum,
      participants: [...this.#people.values()].sort((a, b) => b.messages - a.messages),
      days: [...this.#days.values()].sort((a, b) => a.day - b.day),
      earlier: null,
      longestSilence: null,
    }
  }

  #addAnswers(answers: RoomStatistics['answers']): void {
    const sum = this.#sum.answers
    sum.asked += answers.asked
    sum.answered += answers.answered
    sum.timed += answers.timed
    for (const name of ['minutes15', 'hour', 'day'] as const) {
      sum.within[name] += answers.within[name]
    }
    if (answers.timed > 0) this.#timed += 1
    const isOnly = answers.timed > 0 && this.#timed === 1
    if (isOnly)
      Object.assign(sum, { medianSeconds: answers.medianSeconds, p90Seconds: answers.p90Seconds })
    else if (this.#timed > 1) Object.assign(sum, { medianSeconds: null, p90Seconds: null })
  }

  #addPerson(key: string, person: ParticipantStatistics): void {
    const known = this.#people.get(key)
    if (known === undefined) {
      this.#people.set(key, { ...person, authorKey: key, rooms: 1 })
      return
    }
    const medianAnswerSeconds =
      known.answers === 0
        ? person.medianAnswerSeconds
        : person.answers === 0
          ? known.medianAnswerSeconds
          : null
    // The name is the one under which most was written.
    if (person.messages > known.messages) known.author = person.author
    if (person.role !== undefined) known.role = person.role
    const names = new Set([...(known.sourceNames ?? []), ...(person.sourceNames ?? [])])
    if (names.size > 0) known.sourceNames = [...names]
    known.rooms += 1
    for (const name of ['messages', 'repliesGiven', 'repliesReceived', 'attachments'] as const) {
      known[name] += person[name]
    }
    known.answers += person.answers
    known.medianAnswerSeconds = medianAnswerSeconds
    known.activeDays = Math.max(known.activeDays, person.activeDays)
    known.firstAt = least(known.firstAt, person.firstAt)
    known.lastAt = most(known.lastAt, person.lastAt)
  }
}
