/** Turns clock readings into instants. */
export interface WallClock {
  /** IANA name that clock readings are taken to be in. */
  readonly timeZone: string
  /** True where the person chose the zone; false where it is taken for UTC. */
  readonly chosen: boolean
  /** `wall` is the reading as if it were UTC, in milliseconds; the answer is the instant. */
  toUtc(wall: number): number
}

const QUARTER_HOUR = 15 * 60_000

/**
 * A clock for one zone. Readings that a change to summer time skips move forward by the gap;
 * readings that occur twice mean the first one. Offsets are looked up once per quarter of an hour,
 * because `Intl` needs microseconds for each.
 *
 * @param timeZone IANA name; undefined means UTC
 * @throws RangeError for a zone this system does not know
 */
export function wallClock(timeZone: string | undefined): WallClock {
  const chosen = timeZone !== undefined
  if (!timeZone || /^(utc|gmt|etc\/utc)$/i.test(timeZone)) {
    return { timeZone: 'UTC', chosen, toUtc: (wall) => wall }
  }
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    era: 'short',
  })
  const offsets = new Map<number, number>()

  function offsetAt(instant: number): number {
    const slot = Math.floor(instant / QUARTER_HOUR)
    const known = offsets.get(slot)
    if (known !== undefined) return known
    if (offsets.size > 100_000) offsets.clear()
    const start = slot * QUARTER_HOUR
    const parts = new Map(format.formatToParts(start).map((part) => [part.type, part.value]))
    const field = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type))
    const year = parts.get('era') === 'BC' ? 1 - field('year') : field('year')
    const wall = new Date(0)
    wall.setUTCFullYear(year, field('month') - 1, field('day'))
    wall.setUTCHours(field('hour'), field('minute'), field('second'))
    const offset = wall.getTime() - start
    offsets.set(slot, offset)
    return offset
  }

  return {
    timeZone,
    chosen,
    toUtc(wall) {
      const before = wall - offsetAt(wall - 86_400_000)
      const after = wall - offsetAt(wall + 86_400_000)
      if (offsetAt(before) === wall - before) return before
      if (offsetAt(after) === wall - after) return after
      return before
    },
  }
}
