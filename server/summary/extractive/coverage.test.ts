import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BestOf, pickPassages, type Candidate } from './coverage.ts'

let numbers = 0
const candidate = (
  words: number,
  features: number[],
  changes: Partial<Candidate> = {},
): Candidate => ({
  number: ++numbers,
  part: 0,
  messageId: `m${numbers}`,
  author: 'Ann',
  authorKey: 'ann',
  at: null,
  text: '',
  words,
  factor: 1,
  features: Int32Array.from(features),
  values: Float32Array.from(features, () => 1),
  ...changes,
})

function pick(candidates: Candidate[], budget: number): number[] {
  const picks = pickPassages(candidates, budget)
  for (;;) {
    const step = picks.next()
    if (step.done === true) return step.value.map(({ number }) => number)
  }
}

describe('picking passages', () => {
  it('takes a second subject before the first one again', () => {
    const first = candidate(10, [1, 2, 3, 4])
    const again = candidate(10, [1, 2, 3, 4])
    const other = candidate(10, [5, 6])
    expect(pick([first, again, other], 20)).toEqual([first.number, other.number])
  })

  it('stops when nothing new is said, though there is room left', () => {
    const first = candidate(10, [1, 2])
    expect(pick([first, candidate(10, [2, 1])], 100)).toEqual([first.number])
  })

  it('hears another speaker when two say as much', () => {
    const lead = candidate(10, [1, 2, 3])
    const same = candidate(10, [4, 5])
    const other = candidate(10, [6, 7], { authorKey: 'ben' })
    expect(pick([lead, same, other], 20)).toEqual([lead.number, other.number])
  })

  it('keeps to the budget and to the order of the room, whatever the candidates', () => {
    const anyCandidate = fc
      .tuple(fc.integer({ min: 1, max: 50 }), fc.array(fc.nat(30), { maxLength: 10 }))
      .map(([words, features]) => candidate(words, [...new Set(features)]))
    fc.assert(
      fc.property(fc.array(anyCandidate), fc.nat(150), (candidates, budget) => {
        const taken = pick(candidates, budget)
        const words = candidates
          .filter(({ number }) => taken.includes(number))
          .reduce((sum, { words: own }) => sum + own, 0)
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
