import { isByProgram } from '../summary/extractive/people.ts'
import { spokenText } from '../summary/extractive/talk.ts'
import { wordsOf } from '../summary/extractive/words.ts'
import type { StoredMessage } from '../ports/message.ts'
import { isFiller } from './subject-words.ts'
import type { EarlierPeriod } from '../contract/statistics.ts'

export type ChangedWords = EarlierPeriod['words']

/** Different words kept at a time; when they are more, those that stood in one message go. */
const MAX_WORDS = 60_000
const MAX_CHANGED = 5
/** A word in fewer messages than these proves nothing, and neither does a smaller difference. */
const LEAST_MESSAGES = 5
/** Log-likelihood; 10.83 is one chance in a thousand, and thousands of words are compared. */
const LEAST_EVIDENCE = 10.83

/** In how many messages of a period each word stands. */
export class WordCounts {
  messages = 0
  #words = new Map<string, { count: number; spelling: string }>()

  add(message: StoredMessage): void {
    if (message.kind !== 'message' || isByProgram(message)) return
    this.messages += 1
    const spoken = spokenText(message.text)
    const seen = new Set<string>()
    for (const { stem, start, end } of wordsOf(spoken)) {
      if (stem === '' || seen.has(stem)) continue
      seen.add(stem)
      const known = this.#words.get(stem)
      if (known !== undefined) known.count += 1
      else this.#words.set(stem, { count: 1, spelling: spoken.slice(start, end).toLowerCase() })
    }
    if (this.#words.size > MAX_WORDS) this.#prune()
  }

  get(stem: string): number {
    return this.#words.get(stem)?.count ?? 0
  }

  entries(): IterableIterator<[string, { count: number; spelling: string }]> {
    return this.#words.entries()
  }

  #prune(): void {
    this.#words = new Map([...this.#words].filter(([, { count }]) => count > 1))
  }
}

/**
 * The words that stand in more, and in fewer, messages of a period than in the one before, as far as
 * chance does not explain it (Dunning's log-likelihood).
 *
 * @param isName - Whether a word, in lower case, is part of somebody's name.
 */
export function changedWords(
  now: WordCounts,
  before: WordCounts,
  isName: (word: string) => boolean,
): ChangedWords {
  const changes: { word: string; now: number; before: number; evidence: number }[] = []
  const seen = new Set<string>()
  for (const counts of [now, before]) {
    for (const [stem, { spelling }] of counts.entries()) {
      if (seen.has(stem)) continue
      seen.add(stem)
      const change = { word: spelling, now: now.get(stem), before: before.get(stem) }
      if (Math.max(change.now, change.before) < LEAST_MESSAGES) continue
      if (isFiller(stem, spelling) || isName(spelling)) continue
      const evidence = logLikelihood(change.now, now.messages, change.before, before.messages)
      if (evidence >= LEAST_EVIDENCE) changes.push({ ...change, evidence })
    }
  }
  changes.sort((a, b) => b.evidence - a.evidence || (a.word < b.word ? -1 : 1))
  const isMore = (change: { now: number; before: number }): boolean =>
    change.now * before.messages > change.before * now.messages
  const strongest = (list: typeof changes): ChangedWords['rose'] =>
    list.slice(0, MAX_CHANGED).map(({ word, now: present, before: past }) => ({
      word,
      now: present,
      before: past,
    }))
  return {
    rose: strongest(changes.filter(isMore)),
    fell: strongest(changes.filter((change) => !isMore(change))),
  }
}

function logLikelihood(a: number, ofA: number, b: number, ofB: number): number {
  const share = (a + b) / Math.max(1, ofA + ofB)
  const part = (seen: number, of: number): number =>
    seen === 0 || of === 0 ? 0 : seen * Math.log(seen / (of * share))
  return 2 * (part(a, ofA) + part(b, ofB))
}
