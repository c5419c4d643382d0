import { wallTimeOf } from './moments.ts'

/** Calendars other than the Gregorian one whose years phones and Windows write into exports. */
export type OtherCalendar = 'buddhist' | 'persian' | 'islamic' | 'roc'

/** Names for warnings. */
export const calendarNames: Record<OtherCalendar, string> = {
  buddhist: 'Thai Buddhist',
  persian: 'Persian solar',
  islamic: 'Islamic (Umm al-Qura)',
  roc: 'Minguo (Taiwan)',
}

/**
 * The calendar that a year belongs to, by its number alone; null for the Gregorian one. No chat is
 * older than 1988, so that each calendar has a span of numbers of its own: 2566, 1402, 1445 and 112
 * all are the Gregorian 2023. Two digits are a Buddhist year where they would else lie decades
 * ahead (66).
 */
export function calendarOf(year: number): OtherCalendar | null {
  if (year > 1_500 && year < 2_531) return null
  if (year >= 2_531 && year <= 2_700) return 'buddhist'
  if (year >= 1_367 && year <= 1_424) return 'persian'
  if (year >= 1_425 && year <= 1_500) return 'islamic'
  if (year >= 100 && year <= 150) return 'roc'
  return year >= 52 && year <= 85 ? 'buddhist' : null
}

/** Midnight of a date of another calendar, as a clock reading; NaN if there is no such date. */
export function midnightIn(
  calendar: OtherCalendar,
  year: number,
  month: number,
  day: number,
): number {
  if (calendar === 'buddhist') {
    return wallTimeOf((year < 100 ? year + 2_500 : year) - 543, month, day)
  }
  if (calendar === 'roc') return wallTimeOf(year + 1_911, month, day)
  return searched(calendar, year, month, day)
}

const DAY = 86_400_000
/** The first day of each calendar and the mean length of its year in days. */
const EPOCHS = {
  persian: { start: Date.UTC(622, 2, 22), days: 365.2422 },
  islamic: { start: Date.UTC(622, 6, 19), days: 354.367 },
}
const formatOf = (calendar: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(`en-u-ca-${calendar}-nu-latn`, {
    timeZone: 'UTC',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  })
const formats: Partial<Record<keyof typeof EPOCHS, Intl.DateTimeFormat>> = {}

/** Chats have many lines a day, and a search asks ICU several times. */
const known = new Map<string, number>()
const MAX_KNOWN = 20_000

/**
 * ICU knows both calendars, but turns only instants into their dates. So a day is estimated and
 * moved by what it is off, until ICU says the date that was asked for.
 */
function searched(calendar: keyof typeof EPOCHS, year: number, month: number, day: number): number {
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= 31)) return NaN
  const key = `${calendar} ${year}-${month}-${day}`
  const found = known.get(key)
  if (found !== undefined) return found
  formats[calendar] ??= formatOf(calendar === 'islamic' ? 'islamic-umalqura' : calendar)
  const format = formats[calendar]
  const { start, days } = EPOCHS[calendar]
  const dayOfYears = (y: number, m: number, d: number): number =>
    (y - 1) * days + (m - 1) * (days / 12) + d - 1
  const wanted = dayOfYears(year, month, day)
  let at = start + Math.round(wanted) * DAY
  let result = NaN
  for (let step = 0; step < 8; step++) {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
    const [y = 0, m = 0, d = 0] = [parts.get('year'), parts.get('month'), parts.get('day')]
    if (y === year && m === month && d === day) {
      result = at
      break
    }
    const off = wanted - dayOfYears(y, m, d)
    at += (Math.round(off) || Math.sign(off)) * DAY
  }
  if (known.size >= MAX_KNOWN) known.clear()
  known.set(key, result)
  return result
}
