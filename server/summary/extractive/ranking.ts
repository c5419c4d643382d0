import type { StoredMessage } from '../../store/message.ts'
import { extractiveLimits } from '../../contract/limits.ts'
import { powerOfTwo, type ConceptCounts } from './concepts.ts'
import { BestOf, scoreOf, weights, type Candidate } from './coverage.ts'
import { passagesOf, type Passage } from './passages.ts'
import { isBotName } from './people.ts'
import { cuePhrases, greetings } from './phrases.ts'
import { looksPasted, quoteOf, shapeOf } from './talk.ts'
import type { Word } from './words.ts'

/** A passage needs this many meaningful words to be worth quoting. */
const minConcepts = 3
const minWords = 6
/** A message of this shape said so often is a flood: an advert, a build robot. */
const floodCount = 3
/** Silence after which words open a new subject. */
const pauseMs = 30 * 60 * 1_000
/** Pairs are told from stems by their number. */
const pairOffset = 1 << 24
const nothingCovered: ReadonlySet<number> = new Set()
const codeSymbol = /[/\\_=|<>{}[\]$#~^*;]/g
const asks = /[?？؟]\s*$/u

/** 1 for prose, less the more of a passage is paths, commands and code. */
function proseOf(text: string, words: number): number {
  let symbols = 0
  for (const _symbol of text.matchAll(codeSymbol)) symbols++
  return Math.max(weights.code, 1 - symbols / words)
}

const nameWords = (author: string): number => Math.min(author.trim().split(/\s+/).length, 5)

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

/** The second reading: keeps the passages that could be quoted, best first, in bounded memory. */
export class Ranking {
  readonly #counts: ConceptCounts
  readonly #shapes: Shapes
  readonly #replies: ReadonlyMap<string, number>
  readonly #best = new BestOf<Candidate>(extractiveLimits.maxCandidates)
  readonly #repeated: Shapes
  #lastAt: number | null = null

  constructor(
    counts: ConceptCounts,
    shapes: Shapes,
    replies: ReadonlyMap<string, number>,
    lines: number,
  ) {
    this.#counts = counts
    this.#shapes = shapes
    this.#replies = replies
    this.#repeated = new Shapes(lines)
  }

  add(message: StoredMessage, spoken: string, words: readonly Word[]): void {
    const opens = this.#opens(message.at)
    if (words.length < minWords || looksPasted(message.text)) return
    const said = this.#shapes.count(spoken)
    if (said >= floodCount || (said > 1 && this.#repeated.add(spoken) > 0)) return
    const replies = Math.min(this.#replies.get(message.id) ?? 0, 4)
    const base =
      (opens ? weights.opening : 1) *
      (1 + weights.reply * replies) *
      (isBotName(message.author) ? weights.bot : 1)
    for (const [part, passage] of passagesOf(spoken, words).entries()) {
      this.#addPassage(message, part, passage, spoken, words, base)
    }
  }

  candidates(): Candidate[] {
    return this.#best.items()
  }

  #opens(at: number | null): boolean {
    const opens = at !== null && this.#lastAt !== null && at - this.#lastAt > pauseMs
    if (at !== null) this.#lastAt = at
    return opens
  }

  #addPassage(
    message: StoredMessage,
    part: number,
    passage: Passage,
    spoken: string,
    words: readonly Word[],
    base: number,
  ): void {
    const features = this.#features(words, passage)
    if (features.concepts < minConcepts || passage.endWord - passage.firstWord < minWords) return
    const said = spoken.slice(passage.start, passage.end)
    const factor =
      base *
      (cuePhrases.test(said) ? weights.cue : 1) *
      (asks.test(said) ? weights.question : 1) *
      (greetings.test(said) ? weights.greeting : 1) *
      proseOf(said, passage.endWord - passage.firstWord)
    const candidate: Candidate = {
      number: message.number,
      part,
      messageId: message.id,
      author: message.author,
      authorKey: message.authorKey,
      at: message.at,
      text: '',
      // A quote is shown with its speaker, so the name is part of its price.
      words: passage.endWord - passage.firstWord + nameWords(message.author),
      factor,
      features: features.ids,
      values: features.values,
    }
    const score = scoreOf(candidate, nothingCovered)
    if (score <= 0 || !this.#best.wants(score)) return
    // The quote is the dearest part, so only those that stay get one.
    candidate.text = quoteOf(message.text.slice(passage.start, passage.end))
    if (candidate.text !== '') this.#best.add(score, candidate)
  }

  #features(
    words: readonly Word[],
    { firstWord, endWord }: Passage,
  ): { ids: Int32Array; values: Float32Array; concepts: number } {
    const found = new Map<number, number>()
    let concepts = 0
    let previous = -1
    for (let at = firstWord; at < endWord; at++) {
      const word = words[at]
      if (word === undefined) break
      const id = this.#counts.conceptId(word.stem)
      if (id >= 0 && !found.has(id)) {
        concepts++
        found.set(id, this.#counts.count(id))
      }
      if (id >= 0 && previous >= 0 && id !== previous) {
        const pair = this.#counts.pairOf(previous, id)
        const said = this.#counts.pairCount(pair)
        // A pair that is said once is an accident, not a term.
        if (said > 1) found.set(pairOffset + pair, said)
      }
      previous = word.closes ? -1 : id
    }
    return {
      ids: Int32Array.from(found.keys()),
      values: Float32Array.from(found.values()),
      concepts,
    }
  }
}
