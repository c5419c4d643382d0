import type { ConceptCounts } from './concepts.ts'
import { vagueTopics } from './stop-words.ts'
import type { Word } from './words.ts'

const maxTopics = 3
const minTopicCount = 2
/** A pair is the topic instead of its word from this share of the word's messages. */
const phraseShare = 0.35
const counted = new Intl.NumberFormat('en-US')
const amount = (count: number, one: string, many: string): string =>
  `${counted.format(count)} ${count === 1 ? one : many}`

/** "1,031 messages from 34 people; mostly about data visualization, houston, meetup". */
export function headlineOf(messages: number, people: number, topics: readonly string[]): string {
  if (messages === 0) return 'nothing to report'
  const count = `${amount(messages, 'message', 'messages')} from ${amount(people, 'person', 'people')}`
  return topics.length === 0 ? count : `${count}; mostly about ${topics.join(', ')}`
}

/** A passage, as far as topics need it. */
export interface TopicSource {
  text: string
  words: readonly Word[]
}

/**
 * Up to three words or pairs of words that stand in the most messages, as people wrote them.
 * Names and words that fit any room ("time", "question") are no topics.
 */
export function topicsOf(
  counts: ConceptCounts,
  sources: Iterable<TopicSource>,
  isName: (word: string) => boolean,
): string[] {
  const candidates = new Map<string, number>()
  for (const { stem, count } of counts.frequent(60)) {
    if (count >= minTopicCount && !vagueTopics.has(stem)) candidates.set(stem, count)
  }
  const spellings = new Map<string, Map<string, number>>()
  for (const source of sources) tallySpellings(source, candidates, isName, spellings)
  const topics: string[] = []
  const used = new Set<string>()
  for (const [stem, count] of candidates) {
    if (used.has(stem) || topics.length >= maxTopics) continue
    const single = mostFrequent(spellings.get(stem))
    if (single === null) continue
    const phrase = bestPhrase(stem, count, candidates, spellings)
    used.add(stem)
    if (phrase !== null) for (const part of phrase.key.split(' ')) used.add(part)
    topics.push(phrase?.spelling ?? single)
  }
  return topics
}

function tallySpellings(
  { text, words }: TopicSource,
  candidates: ReadonlyMap<string, number>,
  isName: (word: string) => boolean,
  spellings: Map<string, Map<string, number>>,
): void {
  let previous: Word | undefined
  for (const word of words) {
    const spelling = text.slice(word.start, word.end).toLowerCase()
    const fits = candidates.has(word.stem) && spelling.length > 1 && !isName(spelling)
    if (fits) {
      tally(spellings, word.stem, spelling)
      if (previous !== undefined && previous.stem !== word.stem) {
        tally(
          spellings,
          `${previous.stem} ${word.stem}`,
          text.slice(previous.start, word.end).toLowerCase(),
        )
      }
    }
    previous = fits && !word.closes ? word : undefined
  }
}

function tally(spellings: Map<string, Map<string, number>>, key: string, spelling: string): void {
  const known = spellings.get(key) ?? new Map<string, number>()
  spellings.set(key, known)
  known.set(spelling, (known.get(spelling) ?? 0) + 1)
}

function bestPhrase(
  stem: string,
  count: number,
  candidates: ReadonlyMap<string, number>,
  spellings: ReadonlyMap<string, ReadonlyMap<string, number>>,
): { key: string; spelling: string } | null {
  const single = total(spellings.get(stem))
  let best: { key: string; spelling: string; uses: number } | null = null
  for (const other of candidates.keys()) {
    for (const key of [`${stem} ${other}`, `${other} ${stem}`]) {
      const found = spellings.get(key)
      const spelling = mostFrequent(found)
      const uses = total(found)
      if (spelling === null || uses < Math.max(2, single * phraseShare) || count < 2) continue
      if (best === null || uses > best.uses) best = { key, spelling, uses }
    }
  }
  return best
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
