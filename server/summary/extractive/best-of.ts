/** Keeps the `capacity` best items it has seen, in memory of that size. */
export class BestOf<Item> {
  readonly #heap: { score: number; order: number; item: Item }[] = []
  readonly #capacity: number
  #added = 0

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  /** False if an item of this score would be refused: spares the caller from making it. */
  wants(score: number): boolean {
    return this.#heap.length < this.#capacity || score > (this.#heap[0]?.score ?? 0)
  }

  add(score: number, item: Item): void {
    if (!this.wants(score)) return
    const entry = { score, order: this.#added++, item }
    if (this.#heap.length < this.#capacity) {
      this.#heap.push(entry)
      this.#rise(this.#heap.length - 1)
    } else {
      this.#heap[0] = entry
      this.#sink(0)
    }
  }

  items(): Item[] {
    return this.#heap.map(({ item }) => item)
  }

  #less(a: number, b: number): boolean {
    const first = this.#heap[a]
    const second = this.#heap[b]
    if (first === undefined || second === undefined) return false
    // Of two equals the later one is the first to go.
    return (
      first.score < second.score || (first.score === second.score && first.order > second.order)
    )
  }

  #swap(a: number, b: number): void {
    const first = this.#heap[a]
    const second = this.#heap[b]
    if (first === undefined || second === undefined) return
    this.#heap[a] = second
    this.#heap[b] = first
  }

  #rise(from: number): void {
    for (let at = from; at > 0;) {
      const parent = (at - 1) >> 1
      if (!this.#less(at, parent)) return
      this.#swap(at, parent)
      at = parent
    }
  }

  #sink(from: number): void {
    for (let at = from; ;) {
      let least = at
      if (this.#less(2 * at + 1, least)) least = 2 * at + 1
      if (this.#less(2 * at + 2, least)) least = 2 * at + 2
      if (least === at) return
      this.#swap(at, least)
      at = least
    }
  }
}
