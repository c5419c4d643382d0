import { LocalClock } from './local-clock.ts'

const DAY_MS = 86_400_000

/** Milliseconds since 1970; `to` is exclusive. */
export interface Instants {
  from: number
  to: number
}

/**
 * The days until an instant, by the calendar of a time zone: from the same time of day, whatever daylight saving
 * has done meanwhile. So a run of every Monday at 8 begins where that of last Monday ended.
 *
 * @throws RangeError for a zone this system does not know
 */
export function daysUntil(to: number, days: number, timeZone: string): Instants {
  const clock = new LocalClock(timeZone)
  return { from: clock.instant(clock.wall(to) - days * DAY_MS), to }
}

/** Midnight of the Monday, or of the first of the month, of a wall clock, and of the one before. */
function starts(calendar: 'week' | 'month', wall: number): { last: number; before: number } {
  const day = new Date(wall)
  day.setUTCHours(0, 0, 0, 0)
  if (calendar === 'week') day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7))
  else day.setUTCDate(1)
  const last = day.getTime()
  if (calendar === 'week') day.setUTCDate(day.getUTCDate() - 7)
  else day.setUTCMonth(day.getUTCMonth() - 1)
  return { last, before: day.getTime() }
}

/**
 * The last whole week (Monday to Sunday) or month before an instant, by the calendar of a time zone.
 *
 * @throws RangeError for a zone this system does not know
 */
export function lastWhole(calendar: 'week' | 'month', at: number, timeZone: string): Instants {
  const clock = new LocalClock(timeZone)
  const { last, before } = starts(calendar, clock.wall(at))
  return { from: clock.instant(before), to: clock.instant(last) }
}
