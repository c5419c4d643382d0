import type { ConceptCounts } from './concepts.ts'
import { timeWords, vagueTopics } from './stop-words.ts'
import type { Word } from './words.ts'

const maxTopics = 3
const minTopicCount = 2
/** A pair is the topic instead of its word from this share of the word's messages. */
const phraseShare = 0.35
/** Two letters are a slip or a stutter more often than a subject, and a number is none. */
const noSubject = /^(?:[a-z]{1,2}|\p{N}.*)$/u
/**
 * Finds up to three words or pairs of words that stand in the most messages, as people wrote them.
 * Words that fit any room ("time", "question") are no topics.
 */
export class Topics {
  /** Stems that may become a topic, with the messages that have them; most first. */
  readonly #candidates = new Map<string, number>()
  readonly #spellings = new Map<string, Map<string, number>>()

  /** @param names - Stems of the names of people: none of them is a subject. */
  constructor(counts: ConceptCounts, names: ReadonlySet<string>) {
    for (const { stem, count } of counts.frequent(60)) {
      const fits =
        count >= minTopicCount &&
        !noSubject.test(stem) &&
        !vagueTopics.has(stem) &&
        !timeWords.has(stem) &&
        !names.has(stem)
      if (fits) this.#candidates.set(stem, count)
    }
  }

  /** Learns from a text how its words are spelt and which stand side by side. */
  learn(text: string, words: readonly Word[]): void {
    let previous: Word | undefined
    for (const word of words) {
      const spelling = text.slice(word.start, word.end).toLowerCase()
      const fits = this.#candidates.has(word.stem)
      if (fits) {
        tally(this.#spellings, word.stem, spelling)
        if (previous !== undefined && previous.stem !== word.stem) {
          const pair = text.slice(previous.start, word.end).toLowerCase()
          tally(this.#spellings, `${previous.stem} ${word.stem}`, pair)
        }
      }
      previous = fits && !word.closes ? word : undefined
    }
  }

  best(): string[] {
    const topics: string[] = []
    const used = new Set<string>()
    for (const stem of this.#candidates.keys()) {
      if (used.has(stem) || topics.length >= maxTopics) continue
      const single = mostFrequent(this.#spellings.get(stem))
      if (single === null) continue
      const phrase = this.#bestPhrase(stem)
      used.add(stem)
      if (phrase !== null) for (const part of phrase.key.split(' ')) used.add(part)
      topics.push(phrase?.spelling ?? single)
    }
    return topics
  }

  #bestPhrase(stem: string): { key: string; spelling: string } | null {
    const enough = Math.max(2, total(this.#spellings.get(stem)) * phraseShare)
    let best: { key: string; spelling: string; uses: number } | null = null
    for (const other of this.#candidates.keys()) {
      for (const key of [`${stem} ${other}`, `${other} ${stem}`]) {
        const found = this.#spellings.get(key)
        const spelling = mostFrequent(found)
        const uses = total(found)
        if (spelling === null || uses < enough) continue
        if (best === null || uses > best.uses) best = { key, spelling, uses }
      }
    }
    return best
  }
}

function tally(spellings: Map<string, Map<string, number>>, key: string, spelling: string): void {
  const known = spellings.get(key) ?? new Map<string, number>()
  spellings.set(key, known)
  known.set(spelling, (known.get(spelling) ?? 0) + 1)
}

const total = (spellings: ReadonlyMap<string, number> | undefined): number =>
  [...(spellings?.values() ?? [])].reduce((sum, uses) => sum + uses, 0)

function mostFrequent(spellings: ReadonlyMap<string, number> | undefined): string | null {
  let best: string | null = null
  let uses = 0
  for (const [spelling, count] of spellings ?? []) {
    if (count > uses) [best, uses] = [spelling, count]
  }
  return best
}
