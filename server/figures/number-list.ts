/** A list of numbers that grows without boxing them: for one number a message, a million times. */
export class NumberList<T extends Int32Array | Float32Array | Float64Array> {
  #items: T
  readonly #make: (length: number) => T
  #length = 0

  constructor(make: (length: number) => T) {
    this.#make = make
    this.#items = make(1_024)
  }

  get length(): number {
    return this.#length
  }

  push(value: number): void {
    if (this.#length === this.#items.length) {
      const larger = this.#make(this.#length * 2)
      larger.set(this.#items)
      this.#items = larger
    }
    this.#items[this.#length] = value
    this.#length += 1
  }

  at(index: number): number {
    return this.#items[index] ?? 0
  }
}

/** The middle of the values, or null of none. Sorts the array it is given. */
export function medianOf(values: Float32Array): number | null {
  if (values.length === 0) return null
  values.sort()
  return quantileOf(values, 0.5)
}

/** The value at a share (0 to 1) of sorted values, of which there is at least one; between two, their mean. */
export function quantileOf(sorted: Float32Array, share: number): number {
  const place = (sorted.length - 1) * share
  return ((sorted[Math.floor(place)] ?? 0) + (sorted[Math.ceil(place)] ?? 0)) / 2
}
