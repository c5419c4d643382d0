import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BestOf } from './best-of.ts'
import { pickPassages, type Candidate } from './coverage.ts'
import type { PassageQuote } from './passage-quote.ts'

let numbers = 0
const quoteOf = (words: number, changes: Partial<PassageQuote> = {}): PassageQuote => ({
  number: ++numbers,
  part: 0,
  messageId: `m${numbers}`,
  author: 'Ann',
  authorKey: 'ann',
  at: null,
  text: `quote ${numbers}`,
  gap: ' ',
  isCutBefore: false,
  isCutBehind: false,
  words,
  nameWords: 0,
  ...changes,
})
const candidate = (
  words: number,
  features: number[],
  { stretch = 0, ...changes }: Partial<PassageQuote> & { stretch?: number } = {},
): Candidate => ({
  quotes: [quoteOf(words, changes)],
  factor: 1,
  stretch,
  features: Int32Array.from(features),
  values: Float32Array.from(features, () => 1),
})
const numberOf = ({ quotes }: Candidate): number => quotes[0]!.number

function quotesOf(candidates: Candidate[], budget: number): PassageQuote[] {
  const picks = pickPassages(candidates, budget)
  for (;;) {
    const step = picks.next()
    if (step.done === true) return step.value
  }
}
const pick = (candidates: Candidate[], budget: number): number[] =>
  quotesOf(candidates, budget).map(({ number }) => number)

describe('picking passages', () => {
  it('takes a second subject before the first one again', () => {
    const first = candidate(10, [1, 2, 3, 4])
    const again = candidate(10, [1, 2, 3, 4])
    const other = candidate(10, [5, 6])
    expect(pick([first, again, other], 20)).toEqual([numberOf(first), numberOf(other)])
  })

  it('stops when nothing new is said, though there is room left', () => {
    const first = candidate(10, [1, 2])
    expect(pick([first, candidate(10, [2, 1])], 100)).toEqual([numberOf(first)])
  })

  it('hears another speaker when two say as much', () => {
    const lead = candidate(10, [1, 2, 3])
    const same = candidate(10, [4, 5])
    const other = candidate(10, [6, 7], { authorKey: 'ben' })
    expect(pick([lead, same, other], 20)).toEqual([numberOf(lead), numberOf(other)])
  })

  it('hears another stretch of the room when two say as much', () => {
    const lead = candidate(10, [1, 2, 3])
    const near = candidate(10, [4, 5], { authorKey: 'ben' })
    const far = candidate(10, [6, 7], { authorKey: 'ben', stretch: 5 })
    expect(pick([lead, near, far], 20)).toEqual([numberOf(lead), numberOf(far)])
  })

  it('takes a question together with its answer, and an answered one never alone', () => {
    const question = { ...candidate(5, [1, 2, 3]), isAnswered: true }
    const answer = candidate(3, [4])
    const quotes = [...question.quotes, ...answer.quotes]
    const exchange = { ...candidate(0, [1, 2, 3, 4]), quotes }
    expect(pick([question, answer, exchange], 20)).toEqual(quotes.map(({ number }) => number))
    expect(pick([question, answer, exchange], 6)).toEqual([numberOf(answer)])
  })

  it('joins passages of a message that follow each other and pays for their name once', () => {
    const changes = { number: 900, messageId: 'm900', nameWords: 4 }
    const parts = [0, 1, 3].map((part) =>
      candidate(3, [part * 2 + 1, part * 2 + 2], { ...changes, part, text: `part ${part}.` }),
    )
    expect(quotesOf(parts, 17).map(({ text }) => text)).toEqual(['part 0. part 1.', 'part 3.'])
    expect(quotesOf(parts, 16).map(({ text }) => text)).toEqual(['part 0. part 1.'])
  })

  it('marks where a quote cuts a sentence, and not between its passages', () => {
    const changes = { number: 901, messageId: 'm901' }
    const first = candidate(3, [1], { ...changes, text: 'one,', isCutBehind: true })
    const second = candidate(3, [2], {
      ...changes,
      part: 1,
      text: 'two,',
      isCutBefore: true,
      isCutBehind: true,
    })
    const texts = (candidates: Candidate[]): string[] =>
      quotesOf(candidates, 50).map(({ text }) => text)
    expect(texts([first, second])).toEqual(['one, two, …'])
    expect(texts([second])).toEqual(['… two, …'])
  })

  it('keeps to the budget and to the order of the room, whatever the candidates', () => {
    const anyCandidate = fc
      .tuple(fc.integer({ min: 1, max: 50 }), fc.array(fc.nat(30), { maxLength: 10 }))
      .map(([words, features]) => candidate(words, [...new Set(features)]))
    fc.assert(
      fc.property(fc.array(anyCandidate), fc.nat(150), (candidates, budget) => {
        const taken = pick(candidates, budget)
        const words = candidates
          .filter((one) => taken.includes(numberOf(one)))
          .reduce((sum, { quotes }) => sum + quotes[0]!.words, 0)
        expect(words).toBeLessThanOrEqual(budget)
        expect(taken).toEqual([...taken].sort((a, b) => a - b))
        expect(new Set(taken).size).toBe(taken.length)
      }),
    )
  })
})

describe('the best so many', () => {
  it('are those that sorting would give, the earlier of equals', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), fc.integer({ min: 1, max: 10 }), (scores, capacity) => {
        const best = new BestOf<number>(capacity)
        for (const [index, score] of scores.entries()) best.add(score, index)
        const sorted = scores
          .map((score, index) => ({ score, index }))
          .sort((a, b) => b.score - a.score || a.index - b.index)
          .slice(0, capacity)
          .map(({ index }) => index)
        expect(best.items().sort((a, b) => a - b)).toEqual(sorted.sort((a, b) => a - b))
      }),
    )
  })
})
