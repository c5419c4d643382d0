import { calendarOf } from './calendars.ts'
import { calendarIn, dateIn, fullYear, type DateOrder, type DateVote } from './date-order.ts'
import {
  assumed,
  explicit,
  isIso,
  isoMoment,
  unknownMoment,
  wallTimeIn,
  wallTimeOf,
  type Moment,
} from './moments.ts'
import { commonDate, spelledDate, type SpelledDate } from './spelled-dates.ts'
import { noteOtherCalendar } from './reading.ts'
import type { RoomSink, SourceEntry } from './reader.ts'
import type { WallClock } from './time-zone.ts'
import { zoneOffset } from './zone-names.ts'

const TIME = String.raw`(?:[,T ]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*([ap]\.?\s?m\.?)?)?`
/** The common spelling of bare numbers; everything else is left to `spelledDate`, which is slower. */
const NUMBERS = new RegExp(String.raw`^\s*(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})${TIME}\s*$`, 'i')
/** `20260302T100000Z`, `20260302100000`, `20260302`. */
const COMPACT =
  /^\s*(\d{4})(\d\d)(\d\d)(?:[T _-]?(\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|GMT)?([+-]\d\d(?::?\d\d)?)?\s*$/i
/** What .NET's older JSON writes: `/Date(1772445660000+0100)/`. The offset is a hint for showing it. */
const TICKS = /^\s*\\?\/?Date\((-?\d{1,17})(?:[+-]\d{4})?\)\\?\/?\s*$/i
const EPOCH = /^\s*\d{9,19}(?:\.\d+)?\s*$/
/** A day number of a spreadsheet, from 1954 to 2091: days since 30 December 1899. */
const SERIAL = /^\s*([2-6]\d{4})(?:[.,](\d+))?\s*$/
const SERIAL_OF_1970 = 25_569

function timeOfDay(hour = '0', minute = '0', second = '0', meridiem?: string): number {
  let hours = Number(hour)
  if (meridiem) hours = (hours % 12) + (/^p/i.test(meridiem) ? 12 : 0)
  return hours > 24 || Number(minute) > 59
    ? NaN
    : ((hours * 60 + Number(minute)) * 60 + Number(second)) * 1_000
}

/** Shows a date to the vote on its order, if it is one of bare numbers. */
export function voteOn(text: string, vote: DateVote): void {
  if (commonDate(text)) return
  const match = NUMBERS.exec(text)
  if (match) {
    const time = timeOfDay(match[4], match[5], match[6], match[7])
    vote.add(Number(match[1]), Number(match[2]), Number(match[3]), time || 0)
  } else {
    const spelled = spelledDate(text)
    if (!spelled || spelled.named) return
    vote.add(...spelled.numbers, spelled.timeOfDay || 0)
  }
  if (looksAmerican(text)) vote.lean('mdy')
}

/** `3/2/2026 10:00 AM`: other places that count to twelve write the month with a zero, or `am`. */
const looksAmerican = (text: string): boolean =>
  /^\s*\d{1,2}\/[1-9]\d?\/\d{2,4},?\s+\d{1,2}:\d\d(?::\d\d)?\s*[AP]M\b/.test(text)

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
 * Reads a time as spreadsheets, mails and exporters write it: ISO 8601, also without signs; epoch
 * seconds, milliseconds, microseconds or nanoseconds; a spreadsheet's day number; bare numbers such as
 * `03/17/2019 15:05` (in `order`); and what `spelledDate` reads. Without a zone, `clock` decides.
 */
export function looseMoment(text: string, order: DateOrder, clock: WallClock): Moment {
  const common = commonDate(text)
  if (common) return momentOf(common, order, clock)
  if (text.includes('-', 4)) {
    const iso = isoMoment(text, clock)
    // A clock reading may be of another calendar, as of a phone or spreadsheet in Thailand.
    const isOther = iso.timeSource === 'assumed' && calendarOf(Number(text.slice(0, 4))) !== null
    if (iso.at !== null && !isOther) return iso
    // Nothing else reads it better: a year 0000 would become 2000.
    if (iso.at === null && isIso(text)) return unknownMoment
  }
  const compact = COMPACT.exec(text)
  if (compact) {
    const moment = compactMoment(compact, clock)
    if (moment.at !== null) return moment
  }
  if (EPOCH.test(text)) {
    const number = Number(text)
    const scale = number < 1e11 ? 1_000 : number < 1e14 ? 1 : number < 1e17 ? 1e-3 : 1e-6
    return explicit(Math.floor(number * scale))
  }
  const numbers = NUMBERS.exec(text)
  if (numbers) {
    const [, a, b, c, ...time] = numbers
    return assumed(dateIn(order, Number(a), Number(b), Number(c)) + timeOfDay(...time), clock)
  }
  const serial = SERIAL.exec(text)
  if (serial) return serialMoment(Number(`${serial[1]}.${serial[2] ?? '0'}`), clock)
  const ticks = TICKS.exec(text)
  if (ticks) return explicit(Number(ticks[1]))
  return spelledMoment(text, order, clock)
}

function compactMoment(match: RegExpExecArray, clock: WallClock): Moment {
  // Other long numbers are no dates: chats are of this century or the end of the last.
  if (!(Number(match[1]) >= 1970 && Number(match[1]) < 2100)) return unknownMoment
  return zoned(wallTimeIn(match), zoneOffset(match[8], match[9]), clock)
}

/** Spreadsheets write as many digits as fit; a second is what can be trusted. */
function serialMoment(days: number, clock: WallClock): Moment {
  return assumed(Math.round((days - SERIAL_OF_1970) * 86_400) * 1_000, clock)
}

function spelledMoment(text: string, order: DateOrder, clock: WallClock): Moment {
  const spelled = spelledDate(text)
  return spelled ? momentOf(spelled, order, clock) : unknownMoment
}

function momentOf(spelled: SpelledDate, order: DateOrder, clock: WallClock): Moment {
  const [first, second, third] = spelled.numbers
  const midnight = spelled.named
    ? wallTimeOf(fullYear(first), second, third)
    : dateIn(order, first, second, third)
  return zoned(midnight + spelled.timeOfDay, spelled.offset, clock)
}

const zoned = (wall: number, offset: number | null, clock: WallClock): Moment =>
  offset === null ? assumed(wall, clock) : explicit(wall - offset)
