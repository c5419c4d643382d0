import { extractiveLimits } from './limits.ts'
import { englishStops, otherStops } from './stop-words.ts'
import type { Word } from './words.ts'

/** A list of stop words is switched on from this share of all words of the room. */
const languageShare = 0.06
/** So many different ones must occur, because any one may be a word of another language. */
const languageWords = 3
/** Below this share of known stop words the language is unknown and frequency decides. */
const knownShare = 0.15
const frequentShare = 0.04
const everywhereShare = 0.2
const spacelessScript = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]/

/**
 * In how many messages every stem and every pair of neighbouring stems occurs.
 * Memory is bounded: stems by a cap (the ones seen once go first), pairs by a fixed table.
 */
export class ConceptCounts {
  messages = 0
  readonly #ids = new Map<string, number>()
  readonly #free: number[] = []
  readonly #seen: Uint32Array
  readonly #seenIn: Uint32Array
  readonly #pairSeen: Uint32Array
  readonly #pairSeenIn: Uint32Array
  readonly #pairMask: number
  #stopIds: ReadonlySet<number> = new Set()

  /** @param lines - About how many messages there will be; sizes the tables. */
  constructor(lines: number) {
    const stems = Math.min(extractiveLimits.maxStems, Math.max(2_000, lines * 200))
    const buckets = powerOfTwo(lines * 32, 1 << 12, extractiveLimits.pairBuckets)
    this.#seen = new Uint32Array(stems)
    this.#seenIn = new Uint32Array(stems)
    this.#pairSeen = new Uint32Array(buckets)
    this.#pairSeenIn = new Uint32Array(buckets)
    this.#pairMask = buckets - 1
  }

  /** Counts each stem and pair of one message once. */
  add(words: readonly Word[]): void {
    const message = ++this.messages
    let previous = -1
    for (const { stem, closes } of words) {
      const id = stem === '' ? -1 : this.#idFor(stem)
      if (id >= 0 && this.#seenIn[id] !== message) {
        this.#seenIn[id] = message
        this.#seen[id] = (this.#seen[id] ?? 0) + 1
      }
      if (id >= 0 && previous >= 0 && id !== previous) {
        const pair = this.pairOf(previous, id)
        if (this.#pairSeenIn[pair] !== message) {
          this.#pairSeenIn[pair] = message
          this.#pairSeen[pair] = (this.#pairSeen[pair] ?? 0) + 1
        }
      }
      previous = closes ? -1 : id
    }
  }

  /** Decides which stems carry no meaning: grammar, and `names`. Call it after the last message. */
  close(names: ReadonlySet<string>): void {
    let mass = 0
    for (const id of this.#ids.values()) mass += this.count(id)
    const stops = new Set<number>()
    let known = this.#take(stops, englishStops)
    for (const list of otherStops) {
      const own = new Set([...list].filter((stem) => !englishStops.has(stem)))
      const spoken = [...own].filter((stem) => this.#ids.has(stem)).length
      if (spoken < languageWords || this.#massOf(own) < mass * languageShare) continue
      known += this.#take(stops, own)
    }
    if (known < mass * knownShare && this.messages >= 20) this.#takeFrequent(stops)
    this.#take(stops, names)
    this.#stopIds = stops
  }

  /** The number of a stem that carries meaning; -1 for grammar and for what was never counted. */
  conceptId(stem: string): number {
    const id = stem === '' ? undefined : this.#ids.get(stem)
    return id === undefined || this.#stopIds.has(id) ? -1 : id
  }

  count(id: number): number {
    return this.#seen[id] ?? 0
  }

  pairOf(first: number, second: number): number {
    return (Math.imul(first + 1, 0x9e3779b1) ^ Math.imul(second + 1, 0x85ebca6b)) & this.#pairMask
  }

  pairCount(pair: number): number {
    return this.#pairSeen[pair] ?? 0
  }

  /** The stems that carry meaning, those of most messages first. */
  frequent(limit: number): { stem: string; id: number; count: number }[] {
    const found: { stem: string; id: number; count: number }[] = []
    for (const [stem, id] of this.#ids) {
      const count = this.count(id)
      if (count > 1 && !this.#stopIds.has(id)) found.push({ stem, id, count })
    }
    found.sort((a, b) => b.count - a.count || (a.stem < b.stem ? -1 : 1))
    return found.slice(0, limit)
  }

  #idFor(stem: string): number {
    const known = this.#ids.get(stem)
    if (known !== undefined) return known
    if (this.#ids.size >= this.#seen.length) this.#forgetRare()
    const id = this.#free.pop() ?? this.#ids.size
    if (id >= this.#seen.length) return -1
    this.#ids.set(stem, id)
    this.#seen[id] = 0
    this.#seenIn[id] = 0
    return id
  }

  #forgetRare(): void {
    for (const [stem, id] of this.#ids) {
      if (this.count(id) > 1) continue
      this.#ids.delete(stem)
      this.#free.push(id)
    }
  }

  #massOf(stems: ReadonlySet<string>): number {
    let mass = 0
    for (const stem of stems) {
      const id = this.#ids.get(stem)
      if (id !== undefined) mass += this.count(id)
    }
    return mass
  }

  #take(stops: Set<number>, stems: ReadonlySet<string>): number {
    for (const stem of stems) {
      const id = this.#ids.get(stem)
      if (id !== undefined) stops.add(id)
    }
    return this.#massOf(stems)
  }

  #takeFrequent(stops: Set<number>): void {
    for (const [stem, id] of this.#ids) {
      const share = this.count(id) / this.messages
      const spaceless = spacelessScript.test(stem)
      const short = stem.length <= (spaceless ? 1 : 4) && share > frequentShare
      if (short || (stem.length <= (spaceless ? 2 : 6) && share > everywhereShare)) stops.add(id)
    }
  }
}

/** The power of two at or above `wanted`, within bounds that are powers of two themselves. */
export function powerOfTwo(wanted: number, lowest: number, highest: number): number {
  let size = lowest
  while (size < wanted && size < highest) size *= 2
  return size
}
