import { isInstant } from '../../contract/instant.ts'
import { LocalClock } from '../../local-clock.ts'
import { timeLanguageOf, type Meant, type TimeLanguage } from './due-languages.ts'

/** The words that name a time, and the day they mean where it is one. */
export interface DueWords {
  text: string
  date: string | null
}

const maxSentenceLength = 400
const dayMs = 86_400_000
/** From when something is said to the farthest day that it can mean without a year. */
const farthestMs = 9 * 366 * dayMs

/** A time named in a sentence: where it stands, and the plain date it means, if it is one. */
interface Named {
  from: number
  to: number
  date: string | null
  isPast: boolean
}

/**
 * The first date or time to come that a sentence names, in English, German, French, Spanish or
 * Portuguese, counted from when it was said. The date is the plain calendar date, with the hour only
 * if one was named; null for ranges ("next week", "in the next days"), which name no day.
 *
 * @param timeZone of the report: what is today in Tokyo is yesterday in Lima. An IANA name.
 */
export function dueIn(sentence: string, saidAt: number | null, timeZone = 'UTC'): DueWords | null {
  // Days around a moment at the edge of what a date can say cannot be counted.
  const isSayable =
    saidAt !== null && isInstant(saidAt - farthestMs) && isInstant(saidAt + farthestMs)
  const at = isSayable ? saidAt : null
  const text = sentence.normalize('NFC')
  if (text.length > maxSentenceLength) return null
  const plain = withoutAccents(text)
  const language = timeLanguageOf(plain)
  if (!/\d/.test(plain) && !mentions(language.times, plain)) return null
  const named = [
    ...spans(language.past, plain).map((span) => ({ ...span, isPast: true })),
    ...ownTimes(language, plain, at, timeZone),
    ...spans(language.vague, plain),
    ...chronoTimes(language, text, plain, at, timeZone),
  ]
  // What stands first in this list knows better what follows it.
  const apart = named.filter((one, index) =>
    named.slice(0, index).every(({ from, to }) => one.to <= from || one.from >= to),
  )
  const due = apart.filter(({ isPast }) => !isPast).sort((a, b) => a.from - b.from)[0]
  return due === undefined ? null : { text: text.slice(due.from, due.to), date: due.date }
}

/** Lower-case letters without accents, each where it was. */
function withoutAccents(text: string): string {
  return Array.from(text, (letter) => {
    const bare = letter.normalize('NFD').replace(/\p{M}/gu, '')
    return bare.length === letter.length ? bare : letter
  }).join('')
}

/** Unlike `test`, `search` leaves no place behind at which a pattern goes on. */
const mentions = (pattern: RegExp, text: string): boolean => text.search(pattern) >= 0

const spans = (pattern: RegExp, text: string): Named[] =>
  [...text.matchAll(pattern)].map(({ index, 0: { length } }) => ({
    from: index,
    to: index + length,
    date: null,
    isPast: false,
  }))

function ownTimes(
  { own }: TimeLanguage,
  text: string,
  at: number | null,
  timeZone: string,
): Named[] {
  const today = at === null ? null : new Date(at + 60_000 * offsetOf(at, timeZone))
  return own.flatMap(([pattern, read]) =>
    [...text.matchAll(pattern)].flatMap(({ index, 0: words, ...groups }): Named[] => {
      const meant = read(Object.values(groups).map(String))
      if (meant === null) return []
      const date = today === null ? null : dayOf(meant, today)
      return [{ from: index, to: index + words.length, date, isPast: false }]
    }),
  )
}

/** The next such day, as a plain date. @param today - Local time, told in UTC. */
function dayOf(meant: Meant, today: Date): string {
  const day = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate()))
  const fits = (one: Date): boolean => {
    if ('weekday' in meant) return one.getUTCDay() === meant.weekday
    if ('days' in meant) return one.getTime() - day.getTime() >= meant.days * dayMs
    const isMonth = !('month' in meant) || one.getUTCMonth() + 1 === meant.month
    return isMonth && one.getUTCDate() === meant.dayOfMonth
  }
  let one = day
  // The 29th of February comes back within eight years.
  for (let days = 0; days < 8 * 366 && !fits(one); days++) one = new Date(one.getTime() + dayMs)
  return one.toISOString().slice(0, 10)
}

/** Words before the bare name of a month that make a time of it. */
const beforeMonth =
  /(?:^|[^\p{L}])(?:in|by|until|till|before|for|during|of|early|late|mid|next|this|im|bis|ab|en|avant|pour|em|para|ate|hasta|antes de|de) $/iu

interface KnownParts {
  isCertain(part: 'day' | 'weekday' | 'hour'): boolean
}
const isDay = (start: KnownParts): boolean =>
  start.isCertain('day') || start.isCertain('weekday') || start.isCertain('hour')

function chronoTimes(
  { parse, times }: TimeLanguage,
  text: string,
  plain: string,
  at: number | null,
  timeZone: string,
): Named[] {
  const instant = new Date(at ?? 0)
  const timezone = offsetOf(instant.getTime(), timeZone)
  const found = parse(text, { instant, timezone }, { forwardDate: true })
  const today = new Date(instant.getTime() + 60_000 * timezone).toISOString().slice(0, 10)
  return found.flatMap(({ index, text: words, start }): Named[] => {
    const span = { from: index, to: index + words.length }
    // It also takes "the Heights" for a time, hence the second look at what it found.
    const own = plain.slice(span.from, span.to)
    if (!/\d/.test(own) && !mentions(times, own)) return []
    // "Our July meetup" names a meetup, "in July" a time.
    const isMonth = start.isCertain('month') && !/[\d\s]/.test(own)
    if (isMonth && !isDay(start) && plain.slice(0, span.from).search(beforeMonth) < 0) return []
    const [year, month, day] = [start.get('year'), start.get('month'), start.get('day')]
    // Without the day it was said, only a date with its year is one.
    const isUnknown = at === null && !/\d{4}/.test(words)
    if (isUnknown || !isDay(start) || year === null || month === null || day === null) {
      return [{ ...span, date: null, isPast: false }]
    }
    const date = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`
    const isPast = at !== null && date < today
    if (!start.isCertain('hour')) return [{ ...span, date, isPast }]
    const hour = `${pad(start.get('hour') ?? 0, 2)}:${pad(start.get('minute') ?? 0, 2)}`
    return [{ ...span, date: `${date}T${hour}`, isPast }]
  })
}

const pad = (value: number, length: number): string => String(value).padStart(length, '0')

const clocks = new Map<string, LocalClock>()

/** Minutes east of Greenwich at that moment, daylight saving included. */
function offsetOf(at: number, timeZone: string): number {
  let clock = clocks.get(timeZone)
  if (clock === undefined) {
    clock = new LocalClock(timeZone)
    clocks.set(timeZone, clock)
  }
  return Math.round((clock.wall(at) - at) / 60_000)
}
