import type { StoredMessage } from '../../store/message.ts'
import { extractiveLimits } from '../../contract/limits.ts'
import { powerOfTwo, type ConceptCounts } from './concepts.ts'
import { BestOf, weights, type Candidate } from './coverage.ts'
import { Features } from './features.ts'
import { passagesOf, type Passage } from './passages.ts'
import { isByProgram } from './people.ts'
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
const codeSymbol = /[/\\_=|<>{}[\]$#~^*;]/g
const asks = /[?？؟]\s*$/u

/** 1 for prose, less the more of a passage is paths, commands and code. */
function proseOf(text: string, words: number): number {
  const symbols = text.match(codeSymbol)?.length ?? 0
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
  readonly #features: Features
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
    this.#features = new Features(counts)
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
      (isByProgram(message) ? weights.bot : 1)
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
    const length = passage.endWord - passage.firstWord
    if (length < minWords) return
    this.#features.read(words, passage)
    if (this.#features.concepts < minConcepts) return
    // A quote is shown with its speaker, so the name is part of its price.
    const price = length + nameWords(message.author)
    const gain = (base * this.#features.total) / price ** weights.lengthExponent
    // Most passages stop here, before their text is looked at.
    if (!this.#best.wants(gain * weights.cue)) return
    const said = spoken.slice(passage.start, passage.end)
    const kind = factorOf(said, length)
    const text = this.#best.wants(gain * kind)
      ? quoteOf(message.text.slice(passage.start, passage.end))
      : ''
    if (text === '') return
    this.#best.add(gain * kind, {
      number: message.number,
      part,
      messageId: message.id,
      author: message.author,
      authorKey: message.authorKey,
      at: message.at,
      text,
      words: price,
      factor: base * kind,
      features: this.#features.ids(),
      values: this.#features.values(),
    })
  }
}

/** What the wording of a passage makes of its worth. */
const factorOf = (said: string, words: number): number =>
  (cuePhrases.test(said) ? weights.cue : 1) *
  (asks.test(said) ? weights.question : 1) *
  (greetings.test(said) ? weights.greeting : 1) *
  proseOf(said, words)
