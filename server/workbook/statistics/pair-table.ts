const FIRST_CAPACITY = 1_024
/** Above this share of used slots lookups get slow. */
const MAX_LOAD = 0.6

/**
 * A map from two 32-bit numbers to one non-negative number, in typed arrays: twelve bytes a slot,
 * where a Map of a million strings would take a hundred megabytes.
 */
export class PairTable {
  #keys: Int32Array
  /** Value plus one; zero marks a free slot. */
  #values: Int32Array
  #size = 0

  /** @param expected pairs there will be, as far as that is known: growing costs time */
  constructor(expected = 0) {
    let capacity = FIRST_CAPACITY
    while (capacity * MAX_LOAD <= expected) capacity *= 2
    this.#keys = new Int32Array(capacity * 2)
    this.#values = new Int32Array(capacity)
  }

  get(first: number, second: number): number | undefined {
    const value = this.#values[this.#find(first | 0, second | 0)] ?? 0
    return value === 0 ? undefined : value - 1
  }

  /** @returns false if the pair was there already; its value is then left as it was. */
  add(first: number, second: number, value: number): boolean {
    if (this.#size >= this.#values.length * MAX_LOAD) this.#grow()
    const slot = this.#find(first | 0, second | 0)
    if (this.#values[slot] !== 0) return false
    this.#keys[slot * 2] = first
    this.#keys[slot * 2 + 1] = second
    this.#values[slot] = value + 1
    this.#size += 1
    return true
  }

  #find(first: number, second: number): number {
    const mask = this.#values.length - 1
    let slot = (Math.imul(first ^ Math.imul(second, 0x9e3779b1), 0x85ebca6b) >>> 7) & mask
    while (
      this.#values[slot] !== 0 &&
      (this.#keys[slot * 2] !== first || this.#keys[slot * 2 + 1] !== second)
    ) {
      slot = (slot + 1) & mask
    }
    return slot
  }

  #grow(): void {
    const keys = this.#keys
    const values = this.#values
    this.#keys = new Int32Array(keys.length * 2)
    this.#values = new Int32Array(values.length * 2)
    for (let slot = 0; slot < values.length; slot += 1) {
      const value = values[slot] ?? 0
      if (value === 0) continue
      const first = keys[slot * 2] ?? 0
      const second = keys[slot * 2 + 1] ?? 0
      const target = this.#find(first, second)
      this.#keys[target * 2] = first
      this.#keys[target * 2 + 1] = second
      this.#values[target] = value
    }
  }
}

/**
 * From message ids to numbers. Ids are kept as 64 bits of hash: of a million ids two collide with a
 * chance of one in tens of millions, and all that would follow is one wrong arrow between replies.
 */
export class IdIndex {
  readonly #table: PairTable

  /** @param expected ids there will be, as far as that is known */
  constructor(expected = 0) {
    this.#table = new PairTable(expected)
  }

  /** The first message with an id keeps it. */
  add(id: string, value: number): void {
    hash(id)
    this.#table.add(firstHash, secondHash, value)
  }

  get(id: string): number | undefined {
    hash(id)
    return this.#table.get(firstHash, secondHash)
  }
}

/** The result of `hash`, kept here so that hashing a million ids makes no million objects. */
let firstHash = 0
let secondHash = 0

/** FNV-1a over UTF-16 units, twice, with a last mix so that ids that only count up spread out. */
function hash(text: string): void {
  let first = 0x811c9dc5
  let second = 0x2545f491
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    first = Math.imul(first ^ unit, 0x01000193)
    second = Math.imul(second ^ unit, 0x5bd1e995)
  }
  firstHash = mix(first)
  secondHash = mix(second)
}

const mix = (value: number): number => {
  const mixed = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d)
  return mixed ^ (mixed >>> 13)
}
