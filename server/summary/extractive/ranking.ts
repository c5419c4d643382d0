import type { StoredMessage } from '../../ports/message.ts'
import { extractiveLimits } from './limits.ts'
import { AnswersNearby } from './answers-nearby.ts'
import { BestOf } from './best-of.ts'
import type { ConceptCounts } from './concepts.ts'
import { priceOf, weights, type Candidate } from './coverage.ts'
import { Features } from './features.ts'
import { passagesOf, type Passage } from './passages.ts'
import { maxNameWords, nameWordsOf, quoteFrom, type PassageQuote } from './passage-quote.ts'
import { isByProgram, type People } from './people.ts'
import { Shapes } from './shapes.ts'
import { looksPasted } from './talk.ts'
import { asks, factorOf, isSocial } from './wording.ts'
import type { Word } from './words.ts'

/** A message of this shape said so often is a flood: an advert, a build robot. */
const floodCount = 3
/** Silence after which words open a new subject. */
const pauseMs = 30 * 60 * 1_000
/** Fewer words open nothing ("hi", "one moment"). */
const openingWords = 4
/** Quotes are spread over so many stretches of the room, each with candidates of its own. */
const stretches = 8
/** Candidates of programs, for a room where nobody else speaks. */
const maxOfPrograms = 200
/** Quotes of a room that has nothing better. */
const maxLeftovers = 3
/** A quote has at least this part of all words that may be quoted, up to these bounds. */
const least = { wordShare: 1 / 10, maxWords: 6, conceptShare: 1 / 40, maxConcepts: 3 }
/** A message of so many words is quoted whole: its sentences need each other. */
const wholeWords = 20
/** Of longer ones, sentences are joined to passages of this length; where little may be quoted, of half of that. */
const joinedWords = 15
/** Where talks run side by side, a question must hold so much to be understood. */
const subjectWords = 2

/** What the first reading has learnt of the room. */
export interface KnownRoom {
  counts: ConceptCounts
  shapes: Shapes
  people: People
  /** Answers by the id of the message they answer. */
  replies: ReadonlyMap<string, number>
  /** Messages, and first and last time of them. */
  messages: number
  from: number | null
  to: number | null
}

/** One message on its way through the ranking. */
interface Spoken {
  message: StoredMessage
  text: string
  words: readonly Word[]
  /** What is known of the message as a whole, as a factor. */
  base: number
  /** What is left of the worth of a question without answer. */
  alone: number
  stretch: number
}

/** A question that waits for its answer. */
interface Question {
  /** As it would be quoted without one. */
  alone: Candidate
  /** Its factor with one. */
  factor: number
}

/** The second reading: keeps the passages that could be quoted, best first, in bounded memory. */
export class Ranking {
  readonly #room: KnownRoom
  readonly #features: Features
  readonly #answers: AnswersNearby<Question>
  readonly #best: BestOf<Candidate>[]
  readonly #ofPrograms = new BestOf<Candidate>(maxOfPrograms)
  readonly #leftovers = new BestOf<PassageQuote>(maxLeftovers)
  readonly #repeated: Shapes
  readonly #leastWords: number
  readonly #leastConcepts: number
  readonly #passageWords: { limit: number; joined: number }
  #lastAt: number | null = null
  #sincePause = 0
  #count = 0

  /** @param budget - Words that may be quoted in all. */
  constructor(room: KnownRoom, budget: number) {
    this.#room = room
    this.#features = new Features(room.counts)
    this.#answers = new AnswersNearby<Question>(room.people)
    this.#repeated = new Shapes(room.messages)
    const capacity = extractiveLimits.maxCandidates / stretches
    this.#best = Array.from({ length: stretches }, () => new BestOf<Candidate>(capacity))
    // Where much may be quoted, crumbs are not worth a line; a short chat may have nothing else.
    this.#leastWords = between(1, budget * least.wordShare, least.maxWords)
    this.#leastConcepts = between(1, budget * least.conceptShare, least.maxConcepts)
    this.#passageWords = {
      limit: between(8, budget - maxNameWords, extractiveLimits.passageWords),
      joined: between(1, budget / 2, joinedWords),
    }
  }

  add(message: StoredMessage, text: string, words: readonly Word[]): void {
    this.#count++
    const isProgram = isByProgram(message)
    const question = isProgram ? null : this.#answers.answeredBy(message)
    if (words.length === 0) return
    const said = this.#room.shapes.count(text)
    const isFlood = said >= floodCount || (said > 1 && this.#repeated.add(text) > 0)
    const spoken = this.#spoken(message, text, words)
    if (isSocial(text, words.length)) return this.#addLeftover(spoken, 0)
    if (looksPasted(message.text) || isFlood) return this.#addLeftover(spoken, 1)
    this.#addLeftover(spoken, isProgram ? 2 : 3)
    for (const [part, passage] of this.#passagesOf(spoken).entries()) {
      const isQuestion = this.#addPassage(spoken, part, passage, isProgram)
      if (part > 0 || question === null || isQuestion) continue
      this.#addExchange(question, this.#candidate(spoken, part, passage))
    }
  }

  /** What may be quoted: of people, and of programs only where people said nothing of weight. */
  candidates(): Candidate[] {
    const people = this.#best.flatMap((best) => best.items())
    return people.length > 0 ? people : this.#ofPrograms.items()
  }

  /** What is quoted where no candidate is: words of people, of programs, pastes, greetings. */
  leftovers(): PassageQuote[] {
    return this.#leftovers.items().sort((a, b) => a.number - b.number)
  }

  #spoken(message: StoredMessage, text: string, words: readonly Word[]): Spoken {
    const stretch = this.#stretchOf(message.at)
    if (isByProgram(message)) return { message, text, words, base: 1, alone: 1, stretch }
    const fresh = this.#freshness(message.at, words)
    const replies = Math.min(this.#room.replies.get(message.id) ?? 0, 4)
    const { people } = this.#room
    const isCall = people.callEachOther && people.calledBy(message.text).length > 0
    const base =
      (1 + weights.opening * fresh) *
      (1 + weights.reply * replies) *
      (isCall ? weights.calledAlone : 1)
    // The question that opens a subject says what it is.
    const alone = weights.question + (1 - weights.question) * fresh
    return { message, text, words, base, alone, stretch }
  }

  #passagesOf({ text, words }: Spoken): Passage[] {
    const { limit, joined } = this.#passageWords
    return passagesOf(text, words, limit, words.length <= wholeWords ? limit : joined)
  }

  #stretchOf(at: number | null): number {
    const { from, to, messages } = this.#room
    const isTimed = at !== null && from !== null && to !== null && to > from
    const share = isTimed ? (at - from) / (to - from) : this.#count / messages
    return Math.max(0, Math.min(stretches - 1, Math.floor(share * stretches)))
  }

  /** 1 for the message that opens the room or a subject after a pause, down to 0 for later ones. */
  #freshness(at: number | null, words: readonly Word[]): number {
    if (at !== null && this.#lastAt !== null && at - this.#lastAt > pauseMs) this.#sincePause = 0
    if (at !== null) this.#lastAt = at
    const fresh = Math.max(0, 1 - this.#sincePause / weights.openingMessages)
    if (words.length >= openingWords) this.#sincePause++
    return fresh
  }

  /** Tells whether the passage is a question. */
  #addPassage(spoken: Spoken, part: number, passage: Passage, isProgram: boolean): boolean {
    const { message, text, words, base, alone, stretch } = spoken
    const said = text.slice(passage.start, passage.end)
    const length = passage.endWord - passage.firstWord
    if (isSocial(said, length)) return false
    const isQuestion = asks.test(said)
    let asked: Candidate | null = null
    if (isQuestion && !isProgram) {
      asked = this.#candidate(spoken, part, passage)
      this.#answers.ask(message, { alone: asked, factor: asked.factor })
      asked.factor *= alone
    }
    this.#features.read(words, passage)
    const isEnough = length >= this.#leastWords && this.#features.concepts >= this.#leastConcepts
    const best = isProgram ? this.#ofPrograms : this.#best[stretch]
    const gain = this.#features.total / priceOf(length + nameWordsOf(message.author), 1)
    // Most passages stop here, before more of them is read.
    if (!isEnough || best?.wants(gain * base) !== true) return isQuestion
    const candidate = asked ?? this.#candidate(spoken, part, passage)
    best.add(gain * candidate.factor, candidate)
    return isQuestion
  }

  #addExchange(question: Question, answer: Candidate): void {
    const { alone } = question
    const worth = new Map<number, number>()
    for (const { features, values } of [alone, answer]) {
      for (let at = 0; at < features.length; at++) worth.set(features[at] ?? 0, values[at] ?? 0)
    }
    const quotes = [...alone.quotes, ...answer.quotes]
    const words = quotes.reduce((sum, quote) => sum + quote.words + quote.nameWords, 0)
    if (words < this.#leastWords || worth.size < this.#leastConcepts) return
    const isCalled = this.#room.people.callEachOther
    // "should i?" "yes, reboot": nobody who was not there knows what it is about.
    const isClear = alone.features.length >= subjectWords && answer.features.length > 0
    if (isCalled && !isClear) return
    alone.isAnswered = true
    const values = Float32Array.from(worth.values())
    const factor =
      Math.max(question.factor, answer.factor) * (isCalled ? weights.calledExchange : 1)
    const score = (factor * values.reduce((sum, one) => sum + one, 0)) / priceOf(words, 2)
    const features = Int32Array.from(worth.keys())
    this.#best[alone.stretch]?.add(score, {
      ...alone,
      isAnswered: false,
      quotes,
      factor,
      features,
      values,
    })
  }

  #candidate(
    { message, text, words, base, stretch }: Spoken,
    part: number,
    passage: Passage,
  ): Candidate {
    this.#features.read(words, passage)
    const length = passage.endWord - passage.firstWord
    return {
      quotes: [quoteFrom(message, part, passage)],
      factor:
        base *
        factorOf(text.slice(passage.start, passage.end), length) *
        (passage.isCutBefore ? weights.rest : 1),
      stretch,
      features: this.#features.ids(),
      values: this.#features.values(),
    }
  }

  /** @param rank - How fit its kind is to be quoted; among equals the longest message. */
  #addLeftover(spoken: Spoken, rank: number): void {
    const score = rank * 1_000 + Math.min(spoken.words.length, 999)
    if (!this.#leftovers.wants(score)) return
    const passage = this.#passagesOf(spoken)[0]
    if (passage !== undefined) this.#leftovers.add(score, quoteFrom(spoken.message, 0, passage))
  }
}

const between = (lowest: number, wanted: number, highest: number): number =>
  Math.max(lowest, Math.min(highest, Math.round(wanted)))
