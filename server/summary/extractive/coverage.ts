/**
 * Picks the passages that cover the most of what a room talked about within a budget of words.
 *
 * Greedy weighted coverage (Takamura & Okumura 2009; Lin & Bilmes 2011, budgeted submodular
 * maximisation): a concept weighs the number of messages it occurs in and counts once, so a second
 * passage about the same thing gains nothing. Length exponent, cue and damping come from experiments
 * on development sets of meetings and small talk; the others are plain priors.
 */
export const weights = {
  /** Gain is divided by words to this power: 0 favours long passages, 1 short ones. */
  lengthExponent: 0.7,
  /** Passages that propose, decide or explain. */
  cue: 1.3,
  /** A question has a section of its own. */
  question: 0.7,
  greeting: 0.5,
  /** First words after a pause: they tend to open a subject. */
  opening: 1.25,
  /** For each answer to the message, up to four. */
  reply: 0.15,
  /** A program writes all day and says little. */
  bot: 0.3,
  /** Least factor of a passage that is more code than prose. */
  code: 0.2,
  /** Taken off for each earlier quote of the same speaker. */
  speakerDamping: 0.1,
} as const

/** A passage that may be quoted. */
export interface Candidate {
  number: number
  /** Position of the passage in its message. */
  part: number
  messageId: string
  author: string
  authorKey: string
  at: number | null
  text: string
  words: number
  /** Product of what is known about the passage before others are picked. */
  factor: number
  /** What it covers, and what each of that is worth. */
  features: Int32Array
  values: Float32Array
}

/** The worth of a passage beside those already picked. */
function scoreOf(candidate: Candidate, covered: ReadonlySet<number>): number {
  let gain = 0
  for (let at = 0; at < candidate.features.length; at++) {
    if (!covered.has(candidate.features[at] ?? -1)) gain += candidate.values[at] ?? 0
  }
  return (gain * candidate.factor) / Math.max(candidate.words, 1) ** weights.lengthExponent
}

/** Earlier in the room wins a tie, so that the same room always gives the same summary. */
const earlier = (a: Candidate, b: Candidate): number => a.number - b.number || a.part - b.part

/**
 * Yields after each pick, so that the caller can rest or stop. The last value lists the picks
 * in the order of the room.
 */
export function* pickPassages(
  candidates: readonly Candidate[],
  budget: number,
): Generator<Candidate[], Candidate[]> {
  const picked: Candidate[] = []
  const covered = new Set<number>()
  const quotes = new Map<string, number>()
  const left = new Set([...candidates].sort(earlier))
  for (let words = budget; left.size > 0;) {
    let best: Candidate | undefined
    let bestScore = 0
    for (const candidate of left) {
      if (candidate.words > words) {
        left.delete(candidate)
        continue
      }
      const damping = (1 - weights.speakerDamping) ** (quotes.get(candidate.authorKey) ?? 0)
      const score = scoreOf(candidate, covered) * damping
      if (score > bestScore) {
        best = candidate
        bestScore = score
      }
    }
    if (best === undefined) break
    picked.push(best)
    left.delete(best)
    words -= best.words
    quotes.set(best.authorKey, (quotes.get(best.authorKey) ?? 0) + 1)
    for (const feature of best.features) covered.add(feature)
    yield picked
  }
  return picked.sort(earlier)
}

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
