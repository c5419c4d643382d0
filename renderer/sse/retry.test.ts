import { describe, expect, it } from 'vitest'
import { defaultRetryTiming, judge, retryDelay, SSE_MAX_RETRY_COUNT } from './retry.ts'

describe('retry delay', () => {
  it('doubles from one second, with jitter over the upper half', () => {
    const attempts = Array.from({ length: SSE_MAX_RETRY_COUNT }, (_, index) => index + 1)
    const at = (random: number) =>
      attempts.map((attempt) => retryDelay(attempt, defaultRetryTiming, random))
    expect(at(1)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000])
    expect(at(0)).toEqual([500, 1_000, 2_000, 4_000, 8_000])
  })

  it('never grows over its cap', () => {
    expect(retryDelay(50, defaultRetryTiming, 1)).toBe(30_000)
  })
})

describe('what an answer means', () => {
  it.each([
    [null, false, 'retry'],
    [null, true, 'retry'],
    [200, false, 'retry'],
    [200, true, 'refused'],
    [204, true, 'over'],
    [401, true, 'unauthorized'],
    [403, true, 'refused'],
    [404, true, 'refused'],
    [429, true, 'retry'],
    [503, true, 'retry'],
  ] as const)('status %s, given up by the transport: %s, is %s', (status, wasRefused, verdict) => {
    expect(judge(status, wasRefused)).toBe(verdict)
  })
})
