import type { StoredMessage } from '../../ports/message.ts'

/** A sentence that a detector has picked out of a message. */
export interface Finding {
  number: number
  messageId: string
  author: string
  at: number | null
  text: string
}

export const findingOf = (message: StoredMessage, text: string): Finding => ({
  number: message.number,
  messageId: message.id,
  author: message.author,
  at: message.at,
  text,
})

/** The last `capacity` items, oldest first. */
export class LastOf<Item> {
  readonly #items: Item[] = []
  readonly #capacity: number

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  add(item: Item): void {
    this.#items.push(item)
    // Trimmed in blocks, because removing the first of many moves all the others.
    if (this.#items.length >= this.#capacity * 2) {
      this.#items.splice(0, this.#items.length - this.#capacity)
    }
  }

  items(): Item[] {
    return this.#items.slice(-this.#capacity)
  }
}
