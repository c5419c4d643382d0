/**
 * What belongs to the last `reach` lines of a room, by their spoken position. Lines must come one
 * after the other. A ring, because a map that takes and drops an entry a line is rebuilt all the
 * time, and its old tables keep what has been dropped in memory until the next full collection.
 */
export class Recent<Value> {
  readonly #ring: (Value | undefined)[]
  #next = 0

  /** @param reach - Lines that are remembered, the newest included. */
  constructor(reach: number) {
    this.#ring = Array.from({ length: reach })
  }

  set(spoken: number, value: Value): void {
    this.#ring[spoken % this.#ring.length] = value
    this.#next = spoken + 1
  }

  /** Undefined for a line that is too old, or has not come yet. */
  get(spoken: number): Value | undefined {
    const isNear = spoken >= 0 && spoken < this.#next && spoken >= this.#next - this.#ring.length
    return isNear ? this.#ring[spoken % this.#ring.length] : undefined
  }
}
