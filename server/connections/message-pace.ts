const windowMs = 60_000
const slotMs = 5_000
const slots = windowMs / slotMs

/** How many messages were said in the last minute, counted in steps of five seconds. */
export class MessagePace {
  readonly #counts = Array.from({ length: slots }, () => 0)
  /** The newest step that is counted. */
  #newest = 0

  /** @param at milliseconds since 1970 when each was said; older ones than a minute do not count */
  add(at: readonly number[], now: number): void {
    this.#moveTo(now)
    for (const each of at) {
      const slot = Math.min(Math.floor(each / slotMs), this.#newest)
      if (slot > this.#newest - slots) this.#counts[slot % slots] = this.#at(slot) + 1
    }
  }

  perMinute(now: number): number {
    this.#moveTo(now)
    return this.#counts.reduce((sum, count) => sum + count, 0)
  }

  #at(slot: number): number {
    return this.#counts[slot % slots] ?? 0
  }

  #moveTo(now: number): void {
    const newest = Math.floor(now / slotMs)
    const from = Math.max(this.#newest + 1, newest - slots + 1)
    for (let slot = from; slot <= newest; slot++) this.#counts[slot % slots] = 0
    this.#newest = Math.max(this.#newest, newest)
  }
}
