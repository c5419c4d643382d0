import * as chrono from 'chrono-node/en'
import { LocalClock } from '../../local-clock.ts'

/** The words that name a time, and the day they mean where it is one. */
export interface DueWords {
  text: string
  date: string | null
}

const maxSentenceLength = 400

const aboutTime =
  /\d|\b(?:today|tonight|tomorrow|noon|midnight|morning|afternoon|evening|night|week(?:end)?s?|months?|days?|hours?|minutes?|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october|november|december)\b/i

/** "The next days" names no day, though it is read as tomorrow. */
const vagueSpan = /\b(?:next|coming|following) (?:few |couple of )?(?:day|week|month)s$/i

/**
 * The first date or time that a sentence names, counted from when it was said. The date is the plain
 * calendar date, with the hour only if one was named.
 *
 * @param timeZone of the report: what is today in Tokyo is yesterday in Lima. An IANA name.
 */
export function dueIn(sentence: string, at: number | null, timeZone = 'UTC'): DueWords | null {
  if (!aboutTime.test(sentence) || sentence.length > maxSentenceLength) return null
  const instant = at === null ? new Date(0) : new Date(at)
  // It also takes "the Heights" for a time, hence the second look at what it found.
  const found = chrono
    .parse(sentence, { instant, timezone: offsetOf(instant, timeZone) }, { forwardDate: true })
    .find((result) => aboutTime.test(result.text))
  if (found === undefined) return null
  const text = found.text
  const { start } = found
  if (vagueSpan.test(text)) return { text, date: null }
  // Without the day it was said, only a date with its year is one.
  if (at === null && !/\d{4}/.test(text)) return { text, date: null }
  const [year, month, day] = [start.get('year'), start.get('month'), start.get('day')]
  if (year === null || month === null || day === null) return { text, date: null }
  const date = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`
  if (!start.isCertain('hour')) return { text, date }
  return {
    text,
    date: `${date}T${pad(start.get('hour') ?? 0, 2)}:${pad(start.get('minute') ?? 0, 2)}`,
  }
}

const pad = (value: number, length: number): string => String(value).padStart(length, '0')

const clocks = new Map<string, LocalClock>()

/** Minutes east of Greenwich at that moment, daylight saving included. */
function offsetOf(instant: Date, timeZone: string): number {
  let clock = clocks.get(timeZone)
  if (clock === undefined) {
    clock = new LocalClock(timeZone)
    clocks.set(timeZone, clock)
  }
  const at = instant.getTime()
  return Math.round((clock.wall(at) - at) / 60_000)
}
