import type { StoredMessage } from '../../ports/message.ts'
import { shapeOf } from '../extractive/talk.ts'

const maxRemembered = 10_000

/** Remembers what was said, digits aside: a flood of adverts, or somebody who asks every hour. */
export class Repeats {
  readonly #said = new Set<number>()

  /** Whether the person has said these words before; they count as said from now on. */
  isRepeated(kind: string, { authorKey, text }: StoredMessage): boolean {
    const key = shapeOf(`${kind} ${authorKey} ${text}`)
    if (this.#said.has(key)) return true
    if (this.#said.size >= maxRemembered) this.#said.clear()
    this.#said.add(key)
    return false
  }
}
