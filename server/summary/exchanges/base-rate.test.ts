import { expect, it } from 'vitest'
import { BaseRate } from './base-rate.ts'

const learned = 0.05

/** What a likely line is worth in a room of so many lines, with so many as likely ones in it. */
function heeded(probability: number, lines: number, likely: number): number {
  const rate = new BaseRate(learned)
  rate.add(
    Array.from({ length: likely }, () => probability),
    lines,
  )
  return rate.heeding()(probability)
}

it('leaves probabilities as they were learned in a room of a few lines', () => {
  expect(heeded(0.8, 8, 1)).toBeGreaterThan(0.7)
})

it('leaves them in a long room that has as many likely lines as those that were learned from', () => {
  expect(heeded(0.8, 1_000, 60)).toBeGreaterThan(0.75)
})

it('doubts the one likely line of a long room that has no other', () => {
  expect(heeded(0.8, 1_000, 1)).toBeLessThan(0.3)
  expect(heeded(0.99, 1_000, 1)).toBeGreaterThan(0.8)
})

it('says the same in one piece and in many', () => {
  const whole = new BaseRate(learned)
  whole.add([0.9, 0.2, 0.4], 400)
  const parts = new BaseRate(learned)
  for (const one of [0.9, 0.2, 0.4]) parts.add([one], 100)
  parts.add([], 100)
  expect(parts.heeding()(0.7)).toBe(whole.heeding()(0.7))
})
