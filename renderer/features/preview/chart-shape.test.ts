import fc from 'fast-check'
import { expect, it } from 'vitest'
import { barsOf, labelIndexes, linePath, niceTicks, slicesOf } from './chart-shape.ts'

it.each([
  [7, [0, 2, 4, 6, 8]],
  [100, [0, 50, 100]],
  [0.3, [0, 0.1, 0.2, 0.3]],
  [0, [0, 1]],
  [Number.NaN, [0, 1]],
])('gives an axis up to %d round steps', (highest, ticks) => {
  expect(niceTicks(highest)).toEqual(ticks)
})

it('gives every axis few steps that reach its highest value', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), (highest) => {
      const ticks = niceTicks(highest)
      expect(ticks.length).toBeGreaterThanOrEqual(2)
      expect(ticks.length).toBeLessThanOrEqual(6)
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(highest * 0.999_999)
    }),
  )
})

it('makes bars as tall as their values, and none for gaps', () => {
  const chart = {
    categories: ['Mon', 'Tue', 'Wed'],
    series: [{ name: 'Messages', values: [10, null, 5], color: null }],
  }
  const bars = barsOf(chart, { width: 300, height: 100, top: 10 })
  expect(bars.map(({ category, height, y }) => [category, height, y])).toEqual([
    [0, 100, 0],
    [2, 50, 50],
  ])
})

it('lifts the pen over a gap', () => {
  const path = linePath([0, 5, null, 10], { width: 30, height: 10, top: 10 })
  expect(path).toBe('M0.0 10.0L10.0 5.0M30.0 0.0')
})

it('shares a pie by value, whatever the values', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer({ min: -5, max: 1_000 }))), (values) => {
      const slices = slicesOf(values, { radius: 10, hole: 5 })
      const sum = slices.reduce((total, { share }) => total + share, 0)
      expect(slices.length === 0 || Math.abs(sum - 1) < 1e-9).toBe(true)
      expect(slices.every(({ path }) => !path.includes('NaN'))).toBe(true)
    }),
  )
})

it('names a few of many categories', () => {
  expect(labelIndexes(3, 8)).toEqual([0, 1, 2])
  expect(labelIndexes(24, 8)).toEqual([0, 3, 6, 9, 12, 15, 18, 21])
})
