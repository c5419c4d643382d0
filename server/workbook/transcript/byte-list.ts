/**
 * Text that is gathered in small pieces and needed once, as a whole. As strings, tens of thousands of
 * pieces would be copied by every collection of garbage until then.
 */
export class ByteList {
  #bytes: Buffer
  #length = 0

  constructor(firstCapacity: number) {
    this.#bytes = Buffer.allocUnsafe(firstCapacity)
  }

  get isEmpty(): boolean {
    return this.#length === 0
  }

  push(text: string): void {
    // A UTF-16 unit takes three bytes at most.
    const needed = this.#length + text.length * 3
    if (needed > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2))
      this.#bytes.copy(larger, 0, 0, this.#length)
      this.#bytes = larger
    }
    this.#length += this.#bytes.write(text, this.#length)
  }

  /** The whole text; the list is empty afterwards. */
  take(): string {
    const text = this.#bytes.toString('utf8', 0, this.#length)
    this.#length = 0
    return text
  }
}
