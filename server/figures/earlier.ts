import type { EarlierPeriod } from '../contract/statistics.ts'
import { LocalClock } from '../local-clock.ts'
import type { ChangedWords } from './changed-words.ts'

const DAY_MS = 86_400_000
/** A room must reach back so far, or one period, before somebody is called new. */
const NEW_MS = 28 * DAY_MS
/** Periods before the present one that tell how much the counts vary. */
const MAX_PERIODS = 52
const LEAST_PERIODS = 4
/** Days of writing that make a person a regular, who can be lost. */
const REGULAR_DAYS = 2

interface Known {
  /** The period before this one that the person wrote in last, counted backwards from 0. */
  period: number
  /** In period 0. */
  days: number
  lastDay: number
}

/**
 * Reads what was written before a period, oldest first, and tells how that period differs from the
 * one of the same length before. Memory grows with the people, not with the messages.
 */
export class EarlierPeriods {
  readonly #from: number
  readonly #length: number
  readonly #clock: LocalClock
  readonly #people = new Map<string, Known>()
  readonly #days: { day: number; messages: number }[] = []
  readonly #counts: { messages: number; people: number }[] = []
  #firstAt: number | null = null

  /**
   * @param period - Milliseconds; the end is exclusive and later than the start.
   * @throws RangeError for a zone this system does not know
   */
  constructor(period: { from: number; to: number }, timeZone: string) {
    this.#from = period.from
    this.#length = period.to - period.from
    this.#clock = new LocalClock(timeZone)
  }

  add({ at, authorKey }: { at: number; authorKey: string }): void {
    this.#firstAt ??= at
    const period = Math.floor((this.#from - 1 - at) / this.#length)
    const known = this.#people.get(authorKey)
    const isFirst = known === undefined || known.period !== period
    const person = known ?? { period, days: 0, lastDay: Number.NaN }
    if (known === undefined) this.#people.set(authorKey, person)
    person.period = period
    if (period === 0) {
      const day = Math.floor(this.#clock.wall(at) / DAY_MS)
      if (day !== person.lastDay) person.days += 1
      person.lastDay = day
      this.#countDay(day)
    }
    if (period >= MAX_PERIODS) return
    const counts = (this.#counts[period] ??= { messages: 0, people: 0 })
    counts.messages += 1
    if (isFirst) counts.people += 1
  }

  #countDay(day: number): void {
    const last = this.#days.at(-1)
    if (last?.day === day) last.messages += 1
    else this.#days.push({ day, messages: 1 })
  }

  /**
   * @param present - Keys of the people of the present period.
   * @returns null if nothing was written before it
   */
  result(present: ReadonlySet<string>, words: ChangedWords): EarlierPeriod | null {
    if (this.#firstAt === null) return null
    const from = this.#from - this.#length
    const before = [...this.#people].filter(([, { period }]) => period === 0)
    const lost = before.filter(([key, { days }]) => days >= REGULAR_DAYS && !present.has(key))
    return {
      from,
      to: this.#from,
      isWhole: this.#firstAt <= from,
      messages: this.#counts[0]?.messages ?? 0,
      people: this.#counts[0]?.people ?? 0,
      days: this.#days,
      newPeople: [...present].filter((key) => !this.#people.has(key)).length,
      newIsSure: this.#from - this.#firstAt >= Math.min(NEW_MS, this.#length),
      returning: before.filter(([key]) => present.has(key)).length,
      lost: lost.length,
      spread: { messages: this.#spread('messages'), people: this.#spread('people') },
      words,
    }
  }

  /** Variance by mean over whole periods, the empty ones included. */
  #spread(of: 'messages' | 'people'): number | null {
    if (this.#firstAt === null) return null
    const whole = Math.min(MAX_PERIODS, Math.floor((this.#from - this.#firstAt) / this.#length))
    if (whole < LEAST_PERIODS) return null
    const counts = Array.from({ length: whole }, (_, period) => this.#counts[period]?.[of] ?? 0)
    const mean = counts.reduce((sum, value) => sum + value, 0) / whole
    if (mean === 0) return null
    const variance = counts.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (whole - 1)
    return variance / mean
  }
}
