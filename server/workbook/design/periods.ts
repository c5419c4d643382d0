import type { RoomStatistics } from '../statistics.ts'
import type { Speech } from '../../words/speech.ts'

const DAY_MS = 86_400_000
/** More bars than this cannot be told apart in a chart. */
const MAX_BARS = 100
/** Years are listed without the empty ones when a wrong clock puts millennia between messages. */
const MAX_YEARS = 200

export interface Periods {
  unit: 'day' | 'week' | 'month' | 'year'
  items: Period[]
}

export interface Period {
  label: string
  /** First day, counted from 1970-01-01. */
  day: number
  messages: number
  /** Of a day its participants; of longer periods the days with messages. */
  participantsOrDays: number
}

/** Splits the life of a room into days, weeks, months or years, empty ones included. */
export function periodsOf(
  days: RoomStatistics['days'],
  speech: Speech,
  maxBars = MAX_BARS,
): Periods {
  const first = days[0]?.day
  const last = days.at(-1)?.day
  if (first === undefined || last === undefined) return { unit: 'day', items: [] }
  const span = last - first + 1
  const unit =
    span <= maxBars ? 'day' : span <= maxBars * 7 ? 'week' : span <= maxBars * 30 ? 'month' : 'year'
  return collect(unit, days, speech)
}

function collect(unit: Periods['unit'], days: RoomStatistics['days'], speech: Speech): Periods {
  const [first = 0, last = 0] = [days[0]?.day, days.at(-1)?.day]
  const items = new Map<number, Period>()
  const isSparse = unit === 'year' && last - first > MAX_YEARS * 366
  const add = (day: number): Period => {
    const start = startOf(unit, day)
    const known = items.get(start)
    if (known !== undefined) return known
    const period = {
      label: label(unit, start, speech),
      day: start,
      messages: 0,
      participantsOrDays: 0,
    }
    items.set(start, period)
    return period
  }
  if (!isSparse) {
    for (let day = startOf(unit, first); day <= last; day = next(unit, day)) add(day)
  }
  for (const { day, messages, participants } of days) {
    const period = add(day)
    period.messages += messages
    period.participantsOrDays += unit === 'day' ? participants : 1
  }
  return { unit, items: [...items.values()] }
}

/** The first day of the day, week (from Monday), month or year that a day lies in. */
export function startOf(unit: Periods['unit'], day: number): number {
  if (unit === 'day') return day
  // 1970-01-01 was a Thursday, so Mondays lie three days before multiples of seven.
  if (unit === 'week') return day - ((((day + 3) % 7) + 7) % 7)
  const date = new Date(day * DAY_MS)
  return utcDay(date.getUTCFullYear(), unit === 'month' ? date.getUTCMonth() : 0)
}

function next(unit: Periods['unit'], day: number): number {
  if (unit === 'day') return day + 1
  if (unit === 'week') return day + 7
  const date = new Date(day * DAY_MS)
  return unit === 'month'
    ? utcDay(date.getUTCFullYear(), date.getUTCMonth() + 1)
    : utcDay(date.getUTCFullYear() + 1, 0)
}

function utcDay(year: number, month: number): number {
  // Date.UTC takes the years 0 to 99 for 1900 to 1999.
  const date = new Date(0)
  date.setUTCFullYear(year, month, 1)
  return Math.floor(date.getTime() / DAY_MS)
}

function label(unit: Periods['unit'], day: number, speech: Speech): string {
  const wall = day * DAY_MS
  if (unit === 'month') return speech.month(wall)
  return unit === 'year' ? String(new Date(wall).getUTCFullYear()) : speech.day(wall)
}
