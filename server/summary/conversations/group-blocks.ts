import { actCount, actIndex } from '../acts/acts.ts'
import type { ReadLine } from '../acts/lines.ts'
import type { Talk } from '../acts/talk-view.ts'
import { Recent } from './recent.ts'

/**
 * Where a new matter begins in a room in which one talk follows the other: pauses, lines that answer
 * nothing, openings. Weights and cut were chosen on small rooms; see docs/summary.md for what they
 * are worth.
 */
export const blockWeights = {
  pause: 0.6,
  /** Minutes that count as one step of the pause. */
  pauseMinutes: 8,
  answersNothing: 2,
  manyWords: 0.5,
  asks: 0.26,
  fewWords: -6,
  answersQuestion: -1.1,
  spokeInBlock: -0.24,
  namesMember: -1.3,
  sharedWord: -0.1,
  cut: 0.8,
  /** From this sureness on, a link to an older conversation takes a line back there. */
  rejoin: 0.6,
}

interface Block {
  id: number
  people: Set<string>
  words: Set<number>
}

/** Lines back to which a line can still be taken. */
const reach = 1_000

/** Assigns lines to conversations, one after the other. */
export class GroupBlocks {
  #next = 0
  #current: Block | null = null
  #lastAt: number | null = null
  /** Conversation of each line that may still be answered, by its spoken position. */
  readonly #blockOf = new Recent<Block>(reach)

  /** @returns the number of the conversation that line `at` belongs to */
  add(talk: Talk, at: number, spoken: number): number {
    const line = talk.lines[at]
    if (line === undefined) return this.#next
    const block = this.#blockFor(talk, line, at, spoken)
    this.#current = block
    block.people.add(line.author)
    for (const word of line.subject) block.words.add(word)
    this.#lastAt = line.at ?? this.#lastAt
    this.#blockOf.set(spoken, block)
    return block.id
  }

  #blockFor(talk: Talk, line: ReadLine, at: number, spoken: number): Block {
    const parent = talk.parents[at] ?? -1
    const sureness = talk.sureness[at] ?? 0
    const answered = parent < 0 ? undefined : this.#blockOf.get(spoken - at + parent)
    if (line.replyTo >= 0 && answered !== undefined) return answered
    const current = this.#current
    if (current === null) return this.#open()
    if (answered !== undefined && answered !== current && sureness >= blockWeights.rejoin) {
      return answered
    }
    return this.#score(talk, line, at, current) > blockWeights.cut ? this.#open() : current
  }

  #score(talk: Talk, line: ReadLine, at: number, block: Block): number {
    const w = blockWeights
    const row = at * actCount
    const { second } = talk
    const parent = talk.parents[at] ?? -1
    const minutes =
      line.at === null || this.#lastAt === null ? 0 : Math.max(0, line.at - this.#lastAt) / 60_000
    const words = line.subject
    let shared = 0
    for (const word of words) if (block.words.has(word)) shared++
    let score = w.pause * Math.log2(1 + minutes / w.pauseMinutes)
    if (parent < 0) score += w.answersNothing * (talk.sureness[at] ?? 0)
    if (words.length >= 5) score += w.manyWords
    if (line.signs.endsAsking) score += w.asks
    if (words.length === 0) score += w.fewWords
    score +=
      w.answersQuestion *
      Math.max(
        second[row + actIndex.answer] ?? 0,
        second[row + actIndex.noanswer] ?? 0,
        second[row + actIndex.accept] ?? 0,
      )
    if (block.people.has(line.author)) score += w.spokeInBlock
    for (const person of line.named) {
      if (!block.people.has(person)) continue
      score += w.namesMember
      break
    }
    return score + w.sharedWord * shared
  }

  #open(): Block {
    return { id: this.#next++, people: new Set(), words: new Set() }
  }
}
