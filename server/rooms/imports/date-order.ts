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
  decide(fallback?: 'dmy' | 'mdy'): DateDecision
}

export function dateVote(): DateVote {
  let yearFirst = 0
  let dayFirst = 0
  let monthFirst = 0
  let back = { dmy: 0, mdy: 0 }
  let last = { dmy: -Infinity, mdy: -Infinity }

  return {
    add(first, second, third, timeOfDay) {
      if (first > 31) {
        yearFirst++
        return
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
    decide(fallback = 'dmy') {
      if (yearFirst > 0 && yearFirst >= dayFirst + monthFirst)
        return { order: 'ymd', guessed: false }
      if (dayFirst !== monthFirst) {
        return { order: dayFirst > monthFirst ? 'dmy' : 'mdy', guessed: false }
      }
      if (back.dmy !== back.mdy) {
        return { order: back.dmy < back.mdy ? 'dmy' : 'mdy', guessed: false }
      }
      return { order: fallback, guessed: true }
    },
  }
}

/** 24 is 2024: no chat of these formats is older. */
export const fullYear = (year: number): number => (year < 100 ? 2_000 + year : year)

/** Midnight of a date written in `order`, as a clock reading; NaN if there is no such date. */
export function dateIn(order: DateOrder, first: number, second: number, third: number): number {
  // A year of four digits in front is one, whatever the other lines look like.
  if (first > 31 || order === 'ymd') return wallTimeOf(fullYear(first), second, third)
  const [day, month] = order === 'dmy' ? [first, second] : [second, first]
  return wallTimeOf(fullYear(third), month, day)
}
