import { calendarIn, dateIn, fullYear, type DateOrder, type DateVote } from './date-order.ts'
import { assumed, explicit, isoMoment, unknownMoment, wallTimeOf, type Moment } from './moments.ts'
import { noteOtherCalendar } from './reading.ts'
import type { RoomSink, SourceEntry } from './reader.ts'
import type { WallClock } from './time-zone.ts'

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const TIME = String.raw`(?:[,T ]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*([ap]\.?\s?m\.?)?)?`
const NUMBERS = new RegExp(String.raw`^\s*(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})${TIME}\s*$`, 'i')
const DAY_MONTH = new RegExp(
  String.raw`^\s*(?:[a-z]+,? +)?(\d{1,2})[- ]([a-z]{3})[a-z]*[- ,]+(\d{2,4})${TIME}\s*$`,
  'i',
)
const MONTH_DAY = new RegExp(
  String.raw`^\s*(?:[a-z]+,? +)?([a-z]{3})[a-z]*[- ](\d{1,2}),? +(\d{4})${TIME}\s*$`,
  'i',
)

function timeOfDay(hour = '0', minute = '0', second = '0', meridiem?: string): number {
  let hours = Number(hour)
  if (meridiem) hours = (hours % 12) + (/^p/i.test(meridiem) ? 12 : 0)
  return hours > 24 || Number(minute) > 59
    ? NaN
    : ((hours * 60 + Number(minute)) * 60 + Number(second)) * 1_000
}

/** Shows a date to the vote on its order, if it is one of bare numbers. */
export function voteOn(text: string, vote: DateVote): void {
  const match = NUMBERS.exec(text)
  if (!match) return
  const time = timeOfDay(match[4], match[5], match[6], match[7])
  vote.add(Number(match[1]), Number(match[2]), Number(match[3]), time || 0)
}

/** Says that the years of a file were those of another calendar; one of its dates tells. */
export function noteOtherYears(
  sink: RoomSink,
  entry: SourceEntry,
  date: string,
  order: DateOrder,
): void {
  const match = NUMBERS.exec(date)
  const calendar = match && calendarIn(order, Number(match[1]), Number(match[2]), Number(match[3]))
  if (calendar !== null) noteOtherCalendar(sink, entry, calendar, date)
}

/**
 * Reads a time as spreadsheets and exporters write it: ISO 8601, epoch seconds, milliseconds or
 * microseconds, `17-Mar-19 03:05 AM`, `Mar 17, 2019 3:05 PM`, `03/17/2019 15:05` (in `order`).
 */
export function looseMoment(text: string, order: DateOrder, clock: WallClock): Moment {
  if (text.includes('-', 4)) {
    const iso = isoMoment(text, clock)
    if (iso.at !== null) return iso
  }
  if (/^\s*\d{9,16}(?:\.\d+)?\s*$/.test(text)) {
    const number = Number(text)
    const scale = number < 1e11 ? 1_000 : number < 1e14 ? 1 : 0.001
    return explicit(Math.floor(number * scale))
  }
  const numbers = NUMBERS.exec(text)
  if (numbers) {
    const [, a, b, c, ...time] = numbers
    return assumed(dateIn(order, Number(a), Number(b), Number(c)) + timeOfDay(...time), clock)
  }
  const dayMonth = DAY_MONTH.exec(text)
  if (dayMonth) {
    const [, day, month = '', year, ...time] = dayMonth
    return assumed(named(year, month, day) + timeOfDay(...time), clock)
  }
  const monthDay = MONTH_DAY.exec(text)
  if (monthDay) {
    const [, month = '', day, year, ...time] = monthDay
    return assumed(named(year, month, day) + timeOfDay(...time), clock)
  }
  return unknownMoment
}

const named = (year: string | undefined, month: string, day: string | undefined): number =>
  wallTimeOf(fullYear(Number(year)), MONTHS.indexOf(month.toLowerCase()) + 1, Number(day))
