import type { OverviewRoom } from '../../contract/overview-rooms.ts'

/** A year, and what hangs over at its ends. */
const MAX_WEEKS = 54

export interface Weeks {
  /** Mondays, counted from 1970-01-01, without a gap; the last ones where there are too many. */
  days: number[]
  /** Weeks from the first to the last one with a message. */
  inAll: number
}

/** The weeks in which somebody wrote in one of the rooms, and those between them. */
export function weeksOf(rooms: readonly OverviewRoom[]): Weeks {
  let [first, last] = [Infinity, -Infinity]
  for (const { weeks } of rooms) {
    for (const { day } of weeks) {
      first = Math.min(first, day)
      last = Math.max(last, day)
    }
  }
  if (last < first) return { days: [], inAll: 0 }
  const inAll = (last - first) / 7 + 1
  const shown = Math.min(MAX_WEEKS, inAll)
  const days = Array.from({ length: shown }, (_, index) => last - 7 * (shown - 1 - index))
  return { days, inAll }
}

/** The messages of a room in each of these weeks. */
export function inWeeks({ weeks }: Pick<OverviewRoom, 'weeks'>, days: readonly number[]): number[] {
  const [first = 0] = days
  const counts = days.map(() => 0)
  for (const { day, messages } of weeks) {
    const index = (day - first) / 7
    if (index >= 0 && index < counts.length) counts[index] = messages
  }
  return counts
}

/** The same of all rooms together. */
export function allInWeeks(rooms: readonly OverviewRoom[], days: readonly number[]): number[] {
  const sums = days.map(() => 0)
  for (const room of rooms) {
    for (const [index, messages] of inWeeks(room, days).entries()) {
      sums[index] = (sums[index] ?? 0) + messages
    }
  }
  return sums
}
