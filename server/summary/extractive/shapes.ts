import { extractiveLimits } from './limits.ts'
import { powerOfTwo } from './concepts.ts'
import { shapeOf } from './talk.ts'

/** How often messages of one shape were said; digits count as equal. */
export class Shapes {
  readonly #said: Uint8Array
  readonly #mask: number

  constructor(lines: number) {
    const buckets = powerOfTwo(lines * 8, 1 << 12, extractiveLimits.shapeBuckets)
    this.#said = new Uint8Array(buckets)
    this.#mask = buckets - 1
  }

  count(text: string): number {
    return this.#said[shapeOf(text) & this.#mask] ?? 0
  }

  /** Counts the message and tells how often its shape was said before. */
  add(text: string): number {
    const bucket = shapeOf(text) & this.#mask
    const before = this.#said[bucket] ?? 0
    if (before < 255) this.#said[bucket] = before + 1
    return before
  }
}
