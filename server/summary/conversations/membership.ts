/** Which conversation each row of a room belongs to: four bytes a row, so that it fits for any room. */
export class Membership {
  /** Number of the conversation plus one; 0 where the row is in none. */
  #of = new Int32Array(1_024)

  set(row: number, conversation: number): void {
    if (row >= this.#of.length) {
      const larger = new Int32Array(Math.max(row + 1, this.#of.length * 2))
      larger.set(this.#of)
      this.#of = larger
    }
    this.#of[row] = conversation + 1
  }

  /** Null for a row that nobody said, and for one that was not read. */
  of(row: number): number | null {
    const found = this.#of[row] ?? 0
    return found === 0 ? null : found - 1
  }
}
