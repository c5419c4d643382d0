/**
 * Numbers in a fixed order, written one after the other. One array serves all lines, because a new
 * one for each of them costs more than what is computed.
 */
export class Cells {
  readonly numbers = new Float32Array(512)
  #size = 0

  get size(): number {
    return this.#size
  }

  clear(): this {
    this.#size = 0
    return this
  }

  add(value: number): void {
    this.numbers[this.#size++] = value
  }

  addAll(...values: readonly number[]): void {
    for (const value of values) this.numbers[this.#size++] = value
  }

  /** A copy, for who keeps it. */
  taken(): Float32Array {
    return this.numbers.slice(0, this.#size)
  }
}
