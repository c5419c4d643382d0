import { calendarOf, midnightIn, type OtherCalendar } from './calendars.ts'
import { wallTimeOf } from './moments.ts'

export type DateOrder = 'ymd' | 'dmy' | 'mdy'

/** How the order of day and month was found out. */
export interface DateDecision {
  order: DateOrder
  /** No date of the file tells, and neither order is more plausible than the other. */
  guessed: boolean
}

/**
 * Finds out in which order a file writes its dates, from all of them: one 13th decides for every
 * line. Feed it every date, then ask. Where no date decides, the order in which the times run
 * forward wins.
 */
export interface DateVote {
  add(first: number, second: number, third: number, timeOfDay: number): void
  /** What the look of a date suggests; it counts where nothing else tells. */
  lean(order: 'dmy' | 'mdy'): void
  decide(fallback?: 'dmy' | 'mdy'): DateDecision
}

/** A last number that varies by more than this, while the first hardly does, is no year. */
const YEARS_OF_A_CHAT = 5

export function dateVote(): DateVote {
  let seen = 0
  let yearFirst = 0
  let dayFirst = 0
  let monthFirst = 0
  let usual: 'dmy' | 'mdy' = 'dmy'
  let back = { dmy: 0, mdy: 0 }
  let last = { dmy: -Infinity, mdy: -Infinity }
  /** Smallest and largest first and third number, while a year of two digits may come first. */
  let spread: [number, number, number, number] | null = [99, 0, 99, 0]

  return {
    add(first, second, third, timeOfDay) {
      seen++
      if (first > 31) {
        yearFirst++
        return
      }
      if (spread && second <= 12 && third >= 1 && third <= 31) {
        spread = [
          Math.min(spread[0], first),
          Math.max(spread[1], first),
          Math.min(spread[2], third),
          Math.max(spread[3], third),
        ]
      } else {
        spread = null
      }
      if (first > 12) dayFirst++
      if (second > 12) monthFirst++
      const year = fullYear(third)
      const dmy = wallTimeOf(year, second, first) + timeOfDay
      const mdy = wallTimeOf(year, first, second) + timeOfDay
      // Half a day of slack: files are almost in order, not quite.
      if (dmy < last.dmy - 43_200_000) back.dmy++
      if (mdy < last.mdy - 43_200_000) back.mdy++
      last = { dmy: dmy || last.dmy, mdy: mdy || last.mdy }
    },
    lean(order) {
      usual = order
    },
    decide(fallback = usual) {
      if (yearFirst > 0 && yearFirst >= dayFirst + monthFirst)
        return { order: 'ymd', guessed: false }
      // 23-12-20: days run through a month while years stand still.
      if (spread && spread[3] - spread[2] > 2 * (spread[1] - spread[0]) + YEARS_OF_A_CHAT) {
        return { order: 'ymd', guessed: false }
      }
      if (dayFirst !== monthFirst) {
        return { order: dayFirst > monthFirst ? 'dmy' : 'mdy', guessed: false }
      }
      if (back.dmy !== back.mdy) {
        return { order: back.dmy < back.mdy ? 'dmy' : 'mdy', guessed: false }
      }
      return { order: fallback, guessed: seen > 0 }
    },
  }
}

/** 24 is 2024: no chat of these formats is older. */
export const fullYear = (year: number): number => (year < 100 ? 2_000 + year : year)

/** Year, month and day of three numbers. A year of four digits in front is one in any order. */
const partsIn = (
  order: DateOrder,
  first: number,
  second: number,
  third: number,
): [year: number, month: number, day: number] => {
  if (first > 31 || order === 'ymd') return [first, second, third]
  return order === 'dmy' ? [third, second, first] : [third, first, second]
}

/**
 * Midnight of a date written in `order`, as a clock reading; NaN if there is no such date. Years of
 * other calendars are turned into Gregorian ones; `calendarIn` tells of them.
 */
export function dateIn(order: DateOrder, first: number, second: number, third: number): number {
  const [year, month, day] = partsIn(order, first, second, third)
  const calendar = calendarOf(year)
  if (calendar !== null) return midnightIn(calendar, year, month, day)
  return wallTimeOf(fullYear(year), month, day)
}

/** The calendar of a date that `dateIn` has turned; null for the Gregorian one. */
export const calendarIn = (
  order: DateOrder,
  first: number,
  second: number,
  third: number,
): OtherCalendar | null => calendarOf(partsIn(order, first, second, third)[0])
