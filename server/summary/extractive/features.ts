import { extractiveLimits } from './limits.ts'
import type { ConceptCounts } from './concepts.ts'
import type { Passage } from './passages.ts'
import type { Word } from './words.ts'

/** Pairs are told from stems by their number. */
const pairOffset = 1 << 24

/**
 * What one passage covers: the stems that carry meaning, and the pairs of them that the room says
 * more than once. One object serves all passages of a room, because there are millions of them.
 */
export class Features {
  /** Different stems among them. */
  concepts = 0
  /** Sum of all values. */
  total = 0
  readonly #counts: ConceptCounts
  readonly #ids = new Int32Array(2 * extractiveLimits.passageWords)
  readonly #values = new Float32Array(2 * extractiveLimits.passageWords)
  #size = 0

  constructor(counts: ConceptCounts) {
    this.#counts = counts
  }

  read(words: readonly Word[], { firstWord, endWord }: Passage): void {
    this.concepts = 0
    this.total = 0
    this.#size = 0
    let previous = -1
    for (let at = firstWord; at < endWord; at++) {
      const word = words[at]
      if (word === undefined) break
      const id = this.#counts.conceptId(word.stem)
      if (id >= 0 && this.#add(id, this.#counts.count(id))) this.concepts++
      if (id >= 0 && previous >= 0 && id !== previous) {
        const pair = this.#counts.pairOf(previous, id)
        const said = this.#counts.pairCount(pair)
        // A pair that is said once is an accident, not a term.
        if (said > 1) this.#add(pairOffset + pair, said)
      }
      previous = word.closes ? -1 : id
    }
  }

  ids(): Int32Array {
    return this.#ids.slice(0, this.#size)
  }

  values(): Float32Array {
    return this.#values.slice(0, this.#size)
  }

  /** False if it is there already. A search of so few numbers is faster than any set. */
  #add(id: number, value: number): boolean {
    for (let at = 0; at < this.#size; at++) if (this.#ids[at] === id) return false
    if (this.#size === this.#ids.length) return false
    this.#ids[this.#size] = id
    this.#values[this.#size] = value
    this.#size++
    this.total += value
    return true
  }
}
