import { isInstant } from '../../contract/instant.ts'
import type { TimeSource } from '../../contract/rooms.ts'
import type { WallClock } from './time-zone.ts'

/** When something was said, and how that is known. */
export interface Moment {
  /** Milliseconds since 1970 UTC; null where nothing tells. */
  at: number | null
  timeSource: TimeSource
  /**
   * The clock reading before a zone was applied, where the file names none. It makes the identity of
   * a message without id, so that reading a file again under another zone does not double it.
   */
  wallTime?: number | undefined
}

export const unknownMoment: Moment = { at: null, timeSource: 'unknown' }

/** An instant that the file states; unknown where no date can say it. */
export const explicit = (at: number): Moment =>
  isInstant(at) ? { at, timeSource: 'explicit' } : unknownMoment

/** A clock reading without zone (as if it were UTC). */
export const assumed = (wallTime: number, clock: WallClock): Moment => {
  if (!isInstant(wallTime)) return unknownMoment
  // A zone may lead out of the last year, or the first.
  const at = clock.toUtc(wallTime)
  return isInstant(at) ? { at, timeSource: 'assumed', wallTime } : unknownMoment
}

const ISO =
  /^\s*(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?\s*$/i

/** Whether a text has the form of ISO 8601, though there may be no such date. */
export const isIso = (text: string): boolean => ISO.test(text)

/** Date.UTC that takes years below 100 for what they are and refuses the 31st of February. */
export function wallTimeOf(
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  second = 0,
  milliseconds = 0,
): number {
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= 31)) return NaN
  if (!(hour <= 24 && minute <= 59 && second <= 60)) return NaN
  const time = Date.UTC(year, month - 1, day, hour, minute, second, milliseconds)
  if (year >= 100 && day <= 28) return time
  const date = new Date(time)
  if (year < 100) date.setUTCFullYear(year)
  return date.getUTCDate() === day || hour === 24 || second === 60 ? date.getTime() : NaN
}

const digit = (text: string, at: number): number => {
  const value = text.charCodeAt(at) - 0x30
  return value >= 0 && value <= 9 ? value : NaN
}

/** Of a match whose first seven groups are the year, month, day, hour, minute, second and its decimals. */
export function wallTimeIn(match: RegExpExecArray): number {
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = ''] = match
  return wallTimeOf(
    Number(year),
    Number(month),
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    Number(fraction.slice(0, 3).padEnd(3, '0')),
  )
}

/** Two digits; NaN where there are none. */
export const twoDigits = (text: string, at: number): number =>
  digit(text, at) * 10 + digit(text, at + 1)

/** Milliseconds of `2024-01-15T08:00:00`, as most exporters write it; NaN for any other form. */
export function plainIso(text: string): number {
  const isPlain =
    text.charCodeAt(4) === 0x2d && text.charCodeAt(7) === 0x2d && text.charCodeAt(13) === 0x3a
  const between = text.charCodeAt(10)
  if (!isPlain || text.charCodeAt(16) !== 0x3a) return NaN
  if (between !== 0x54 && between !== 0x20) return NaN
  return wallTimeOf(
    twoDigits(text, 0) * 100 + twoDigits(text, 2),
    twoDigits(text, 5),
    twoDigits(text, 8),
    twoDigits(text, 11),
    twoDigits(text, 14),
    twoDigits(text, 17),
  )
}

/** ISO 8601 with any number of decimals; without an offset it is a reading of `clock`. */
export function isoMoment(text: string, clock: WallClock): Moment {
  const plain = plainIso(text)
  if (!Number.isNaN(plain)) {
    const { length } = text
    if (length === 19) return assumed(plain, clock)
    const isUtc = text.endsWith('Z') || text.endsWith('+00:00')
    if (isUtc && length === (text.endsWith('Z') ? 20 : 25)) return explicit(plain)
    if (isUtc && text.charCodeAt(19) === 0x2e && length === 24 && text.endsWith('Z')) {
      const milliseconds = digit(text, 20) * 100 + twoDigits(text, 21)
      if (!Number.isNaN(milliseconds)) return explicit(plain + milliseconds)
    }
  }
  const match = ISO.exec(text)
  if (!match) return unknownMoment
  const wall = wallTimeIn(match)
  const zone = match[8]
  if (!zone) return assumed(wall, clock)
  return explicit(wall - offsetOf(zone))
}

/** Milliseconds east of Greenwich of `Z`, `+02:00`, `+0200` or `+02`. */
function offsetOf(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(3).replace(':', '') || '0')
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000
}
