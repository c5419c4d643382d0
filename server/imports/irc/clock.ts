import type { LineTime } from './dialects.ts'
import type { LogDate } from './place.ts'
import { assumed, explicit, unknownMoment, wallTimeOf, type Moment } from '../reading/moments.ts'
import type { WallClock } from '../reading/time-zone.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/**
 * Gives the lines of one log their instants. Lines with a time only take the date from the path or
 * from the last marker; a time that jumps back begins the next day.
 */
export interface IrcClock {
  /** A marker in the log names the day. */
  setDate(date: LogDate): void
  /** The instant of a line; null stands for the instant of the line before. */
  moment(time: LineTime | null): Moment
}

export function ircClock(start: LogDate | null, clock: WallClock): IrcClock {
  /** Midnight of the current day as a clock reading; null while the date is unknown. */
  let midnight = start ? wallTimeOf(start.year, start.month, start.day) : NaN
  let lastTime = -1
  let lastMoment: Moment = unknownMoment
  /** The year where lines give month and day only. */
  let year = start?.year ?? null
  let lastMonth = 0
  /** 12-hour clocks without am and pm: what the afternoon adds. */
  let afternoon = 0

  function reading(time: LineTime): number {
    const ofDay = time.hour * HOUR + time.minute * MINUTE + time.second * 1_000 + time.milliseconds
    if (time.month !== undefined && time.day !== undefined) {
      let lineYear = time.year
      if (lineYear === undefined) {
        if (year === null) return NaN
        // December, then January: the log went on into the next year.
        if (lastMonth === 12 && time.month === 1) year++
        lastMonth = time.month
        lineYear = year
      }
      return wallTimeOf(lineYear, time.month, time.day) + ofDay
    }
    const back = lastTime - ofDay
    if (lastTime >= 0 && back > HOUR + 5 * MINUTE) {
      const noon =
        lastTime >= 12.5 * HOUR && lastTime < 13 * HOUR && ofDay >= HOUR && ofDay < 2 * HOUR
      // 12:59 then 01:00 is the next minute of a clock that does not say pm.
      if (noon && afternoon === 0) {
        afternoon = 12 * HOUR
      } else {
        midnight += DAY
        afternoon = 0
      }
    }
    lastTime = ofDay
    return midnight + ofDay + afternoon
  }

  return {
    setDate(date) {
      midnight = wallTimeOf(date.year, date.month, date.day)
      year = date.year
      lastMonth = date.month
      lastTime = -1
      afternoon = 0
    },
    moment(time) {
      if (time === null) {
        if (lastMoment.at !== null) return { ...lastMoment, timeSource: 'inherited' }
        // Before the first time of the log only its day is known.
        if (Number.isNaN(midnight)) return unknownMoment
        const day = assumed(midnight, clock)
        return day.at === null ? day : { ...day, timeSource: 'inherited' }
      }
      const wallTime = reading(time)
      if (Number.isNaN(wallTime)) return unknownMoment
      lastMoment =
        time.offset === undefined
          ? assumed(wallTime, clock)
          : explicit(wallTime - time.offset * MINUTE)
      return lastMoment
    },
  }
}
