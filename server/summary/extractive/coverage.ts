import type { PassageQuote } from './passage-quote.ts'

/**
 * Picks the passages that cover the most of what a room talked about within a budget of words.
 *
 * Greedy weighted coverage (Takamura & Okumura 2009; Lin & Bilmes 2011, budgeted submodular
 * maximisation): a concept weighs the number of messages it occurs in and counts once, so a second
 * passage about the same thing gains nothing. The numbers come from trials on public sets of
 * meetings and short dialogues (docs/summary.md), each from the middle of a range that changes little.
 */
export const weights = {
  /** Gain is divided by words to this power: 0 favours long passages, 1 short ones. */
  lengthExponent: 0.7,
  /** Words that every quote costs a reader beside its own. */
  overhead: 2,
  /** A question of which no answer is known; questions have a section of their own. */
  question: 0.7,
  /**
   * A question with its answer, and a line that calls somebody, in a room where people call each
   * other: many talks run side by side there, and a single line of one is out of context.
   */
  calledExchange: 2,
  calledAlone: 0.5,
  greeting: 0.5,
  /** The rest of a sentence that was too long to be quoted whole. */
  rest: 0.5,
  /** More for the words that open a room, or a subject after a pause; fades over so many messages. */
  opening: 1,
  openingMessages: 3,
  /** For each answer to the message, up to four. */
  reply: 0.15,
  /** Least factor of a passage that is more code than prose. */
  code: 0.2,
  /** Taken off for each earlier quote of the same speaker. */
  speakerDamping: 0.1,
  /** Taken off for each earlier quote of the same stretch of the room. */
  stretchDamping: 0.1,
} as const

/** What may be quoted: one passage, or a question with its answer. */
export interface Candidate {
  quotes: readonly PassageQuote[]
  /** Product of what is known about the passage before others are picked. */
  factor: number
  /** Set where the answer of this question is known: it is quoted with it, not alone. */
  isAnswered?: boolean
  /** Which stretch of the room it stands in. */
  stretch: number
  /** What it covers, and what each of that is worth. */
  features: Int32Array
  values: Float32Array
}

/** What the words of so many quotes cost the reader. */
export const priceOf = (words: number, quotes: number): number =>
  (words + weights.overhead * quotes) ** weights.lengthExponent

/** Earlier in the room wins a tie, so that the same room always gives the same summary. */
const byPlace = (a: PassageQuote, b: PassageQuote): number => a.number - b.number || a.part - b.part

function earlier(a: Candidate, b: Candidate): number {
  const [first, second] = [a.quotes[0], b.quotes[0]]
  if (first === undefined || second === undefined) return 0
  return byPlace(first, second) || a.quotes.length - b.quotes.length
}

/** What has been picked so far, and what a further candidate would add to it. */
class Picks {
  readonly quotes: PassageQuote[] = []
  readonly #covered = new Set<number>()
  readonly #taken = new Set<string>()
  readonly #ofSpeaker = new Map<string, number>()
  readonly #ofStretch = new Map<number, number>()

  /** The quotes of a candidate that are not there yet. */
  newOf(candidate: Candidate): PassageQuote[] {
    return candidate.quotes.filter((quote) => !this.#taken.has(keyOf(quote)))
  }

  /** Words that more quotes would take: one that follows another of its message needs no name. */
  wordsOf(quotes: readonly PassageQuote[]): number {
    let sum = 0
    for (const { number, part, words, nameWords } of quotes) {
      const isBeside =
        this.#taken.has(keyOf({ number, part: part - 1 })) ||
        this.#taken.has(keyOf({ number, part: part + 1 }))
      sum += words + (isBeside ? 0 : nameWords)
    }
    return sum
  }

  scoreOf(candidate: Candidate, fresh: readonly PassageQuote[]): number {
    let gain = 0
    for (let at = 0; at < candidate.features.length; at++) {
      if (!this.#covered.has(candidate.features[at] ?? -1)) gain += candidate.values[at] ?? 0
    }
    if (gain === 0) return 0
    const said = Math.min(...fresh.map(({ authorKey }) => this.#ofSpeaker.get(authorKey) ?? 0))
    const near = this.#ofStretch.get(candidate.stretch) ?? 0
    const damping = (1 - weights.speakerDamping) ** said * (1 - weights.stretchDamping) ** near
    return (gain * candidate.factor * damping) / priceOf(this.wordsOf(fresh), fresh.length)
  }

  add(candidate: Candidate, fresh: readonly PassageQuote[]): void {
    for (const quote of fresh) {
      this.quotes.push(quote)
      this.#taken.add(keyOf(quote))
      this.#ofSpeaker.set(quote.authorKey, (this.#ofSpeaker.get(quote.authorKey) ?? 0) + 1)
    }
    this.#ofStretch.set(candidate.stretch, (this.#ofStretch.get(candidate.stretch) ?? 0) + 1)
    for (const feature of candidate.features) this.#covered.add(feature)
  }
}

const keyOf = ({ number, part }: Pick<PassageQuote, 'number' | 'part'>): string =>
  `${number}:${part}`

/**
 * Yields after each pick, so that the caller can rest or stop. The last value lists the picks
 * in the order of the room.
 */
export function* pickPassages(
  candidates: readonly Candidate[],
  budget: number,
): Generator<void, PassageQuote[]> {
  const picks = new Picks()
  const left = new Set(candidates.filter(({ isAnswered }) => isAnswered !== true).sort(earlier))
  for (let words = budget; left.size > 0;) {
    let best: { candidate: Candidate; fresh: PassageQuote[]; score: number } | undefined
    for (const candidate of left) {
      const fresh = picks.newOf(candidate)
      if (fresh.length === 0 || picks.wordsOf(fresh) > words) {
        // What is too dear stays so, unless one of its two quotes may still be taken by itself.
        if (fresh.length < 2) left.delete(candidate)
        continue
      }
      const score = picks.scoreOf(candidate, fresh)
      if (score > (best?.score ?? 0)) best = { candidate, fresh, score }
    }
    if (best === undefined) break
    left.delete(best.candidate)
    words -= picks.wordsOf(best.fresh)
    picks.add(best.candidate, best.fresh)
    yield
  }
  return joined(picks.quotes.sort(byPlace))
}

/** Passages of one message that follow each other are one quote; "…" stands where it cuts a sentence. */
function joined(quotes: readonly PassageQuote[]): PassageQuote[] {
  const all: PassageQuote[] = []
  for (const quote of quotes) {
    const last = all.at(-1)
    const follows = last?.number === quote.number && last.part + 1 === quote.part
    if (last === undefined || !follows) all.push(quote)
    else {
      const { part, isCutBehind } = quote
      const text = last.text + quote.gap + quote.text
      all[all.length - 1] = { ...last, text, part, isCutBehind, words: last.words + quote.words }
    }
  }
  return all.map((quote) => ({
    ...quote,
    text: `${quote.isCutBefore ? '… ' : ''}${quote.text}${quote.isCutBehind ? ' …' : ''}`,
  }))
}
