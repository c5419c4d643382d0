import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stages } from '../contract/reports.ts'
import { createEtaEstimator, percentOf, type TimeLeft } from './progress.ts'
import { defaultWeights } from './stage-times.ts'

describe('percent', () => {
  it('stays within 0 and 100 and never falls while a stage counts up', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...stages),
        fc.nat(1_000_000),
        fc.nat(1_000),
        (stage, total, steps) => {
          let last = 0
          for (let step = 0; step <= Math.min(steps, 50); step++) {
            const done = Math.floor((total * step) / Math.max(1, Math.min(steps, 50)))
            const percent =
              percentOf(stage, { done, total, unit: 'messages' }, defaultWeights) ?? -1
            expect(percent).toBeGreaterThanOrEqual(last)
            expect(percent).toBeLessThanOrEqual(100)
            last = percent
          }
        },
      ),
    )
  })

  it('is unknown while the total is', () => {
    expect(
      percentOf('collecting', { done: 7, total: null, unit: 'messages' }, defaultWeights),
    ).toBeNull()
  })

  it('is 100 at the end of an empty room', () => {
    expect(percentOf('writing', { done: 0, total: 0, unit: 'rows' }, defaultWeights)).toBe(100)
  })
})

describe('time left', () => {
  it('says nothing before it has seen enough', () => {
    const eta = createEtaEstimator(0)
    expect(eta.sample(100, 1)).toBeNull()
    expect(eta.sample(1_000, 50)).toBeNull()
  })

  it('comes near the truth of a steady run', () => {
    const eta = createEtaEstimator(0)
    let last: TimeLeft | null = null
    for (let second = 1; second <= 50; second++) last = eta.sample(second * 1_000, second)
    expect(last?.seconds).toBeGreaterThan(45)
    expect(last?.seconds).toBeLessThan(55)
  })

  it('counts from where a retry went on, not from zero', () => {
    const eta = createEtaEstimator(0)
    eta.sample(0, 60)
    const left = eta.sample(10_000, 80)
    expect(left?.seconds).toBe(10)
  })

  it('is zero at the end', () => {
    expect(createEtaEstimator(0).sample(1, 100)).toEqual({ seconds: 0, low: 0, high: 0 })
  })

  it('is a range that holds the end of an unsteady run, and is wider than that of a steady one', () => {
    const width = (unsteady: boolean): number => {
      const eta = createEtaEstimator(0)
      let last: TimeLeft | null = null
      for (let second = 1; second <= 40; second++) {
        const swing = unsteady ? 6 * Math.sin(second) : 0
        last = eta.sample(second * 1_000, second + 8 + swing)
      }
      if (last === null) throw new Error('no estimate')
      expect(last.low).toBeLessThanOrEqual(last.seconds)
      expect(last.high).toBeGreaterThanOrEqual(last.seconds)
      if (unsteady) {
        expect(last.low).toBeLessThan(60)
        expect(last.high).toBeGreaterThan(40)
      }
      return (last.high - last.low) / last.seconds
    }
    expect(width(true)).toBeGreaterThan(width(false))
  })
})
