const DAY_MS = 86_400_000

/**
 * Reads the wall clock of a time zone, daylight saving included. Asking `Intl` for each of a million
 * messages takes seconds, so the offset is kept for every UTC day on which it does not change.
 */
export class LocalClock {
  readonly timeZone: string
  readonly #format: Intl.DateTimeFormat | null
  readonly #offsets = new Map<number, number | null>()

  /** @throws RangeError for a zone this system does not know. */
  constructor(timeZone: string) {
    this.timeZone = timeZone
    this.#format =
      timeZone === 'UTC'
        ? null
        : new Intl.DateTimeFormat('en-US', {
            timeZone,
            hourCycle: 'h23',
            era: 'short',
            year: 'numeric',
            month: 'numeric',
            day: 'numeric',
            hour: 'numeric',
            minute: 'numeric',
            second: 'numeric',
          })
  }

  /** The wall clock as milliseconds, to be read with the UTC methods of Date. */
  wall(ms: number): number {
    if (this.#format === null) return ms
    const day = Math.floor(ms / DAY_MS)
    let offset = this.#offsets.get(day)
    if (offset === undefined) {
      const start = this.#measure(day * DAY_MS)
      const end = this.#measure(day * DAY_MS + DAY_MS - 1)
      offset = start === end ? start : null
      this.#offsets.set(day, offset)
    }
    return ms + (offset ?? this.#measure(ms))
  }

  /**
   * The instant at which the wall clock shows this. Readings that a change to summer time skips move forward by
   * the gap; of readings that occur twice the first one is meant.
   *
   * @param wall as `wall` gives it
   */
  instant(wall: number): number {
    const offsetAt = (ms: number): number => this.wall(ms) - ms
    const before = wall - offsetAt(wall - DAY_MS)
    if (this.wall(before) === wall) return before
    const after = wall - offsetAt(wall + DAY_MS)
    return this.wall(after) === wall ? after : before
  }

  #measure(ms: number): number {
    const part: Record<string, string> = {}
    for (const { type, value } of this.#format?.formatToParts(ms) ?? []) part[type] = value
    const year = part.era === 'BC' ? 1 - Number(part.year) : Number(part.year)
    const date = new Date(0)
    date.setUTCFullYear(year, Number(part.month) - 1, Number(part.day))
    date.setUTCHours(Number(part.hour), Number(part.minute), Number(part.second))
    return date.getTime() - Math.floor(ms / 1_000) * 1_000
  }
}
