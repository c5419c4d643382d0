import { expect, it } from 'vitest'
import { spread } from './spread.ts'

const items = (probabilities: readonly number[]) =>
  probabilities.map((probability, index) => ({ number: index + 1, probability }))

it('keeps everything that fits, in the order of the room', () => {
  const all = items([0.2, 0.9, 0.4])
  expect(spread(all.toReversed(), 3)).toEqual(all)
  expect(spread([], 3)).toEqual([])
  expect(spread(all, 0)).toEqual([])
})

it('takes the best of each part before the second best of any', () => {
  // A lively end must not push out what was settled before.
  const chosen = spread(items([0.5, 0.4, 0.6, 0.3, 0.9, 0.8, 0.95, 0.85]), 4)
  expect(chosen.map(({ number }) => number)).toEqual([1, 3, 5, 7])
})

it('fills up from lively parts where others are empty', () => {
  const all = [...items([0.9, 0.8, 0.7]), { number: 100, probability: 0.1 }]
  expect(spread(all, 3).map(({ number }) => number)).toEqual([1, 2, 100])
})
