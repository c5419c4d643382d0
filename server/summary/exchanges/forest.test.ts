import { expect, it } from 'vitest'
import { packForest, probabilityOf, unpackForest, type Forest } from './forest.ts'

/** Asks whether the second number is above 2, and after that nothing. */
const forest: Forest = {
  base: -0.5,
  features: Uint8Array.of(1, 0, 0, 0, 0, 0, 0),
  thresholds: Float32Array.of(2, Infinity, Infinity, Infinity, Infinity, Infinity, Infinity),
  leaves: Float32Array.of(0.25, 0, 0, 0, 1.5, 0, 0, 0),
}
const logistic = (score: number): number => 1 / (1 + Math.exp(-score))

it('walks each tree to the leaf that the numbers lead to', () => {
  expect(probabilityOf(forest, Float32Array.of(9, 2))).toBeCloseTo(logistic(-0.25), 12)
  expect(probabilityOf(forest, Float32Array.of(9, 2.5))).toBeCloseTo(logistic(1), 12)
})

it('is the same after it was written as text', () => {
  expect(unpackForest(packForest(forest))).toEqual(forest)
})
