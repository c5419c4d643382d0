import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { errorCodes } from '../contract/errors.ts'
import { runLimits } from './limits.ts'
import { waitBeforeRetry } from './retry-policy.ts'

describe('the pause before another try', () => {
  it('exists only for what passes by itself', () => {
    const passing = [...errorCodes, 'delivery' as const].filter(
      (what) => waitBeforeRetry(what, 1, 0.5) !== null,
    )
    expect(passing.toSorted()).toEqual(['delivery', 'unavailable', 'worker_crashed'])
  })

  it('grows, is jittered, stays below its cap, and ends', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('delivery' as const, 'unavailable' as const, 'worker_crashed' as const),
        fc.integer({ min: 1, max: 20 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (what, tries, random) => {
          const wait = waitBeforeRetry(what, tries, random)
          if (wait === null) return
          const cap = Math.max(runLimits.retryMaxMs, runLimits.deliveryRetryMaxMs)
          expect(wait).toBeGreaterThan(0)
          expect(wait).toBeLessThanOrEqual(cap)
          expect(wait).toBeGreaterThanOrEqual(waitBeforeRetry(what, tries, 0) ?? 0)
        },
      ),
    )
    expect(waitBeforeRetry('delivery', 2, 0)).toBeGreaterThan(
      waitBeforeRetry('delivery', 1, 1) ?? Number.NaN,
    )
    expect(waitBeforeRetry('delivery', 20, 1)).toBeNull()
  })
})
