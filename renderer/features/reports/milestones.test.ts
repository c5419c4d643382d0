import { describe, expect, it } from 'vitest'
import { startI18n } from '../../app/i18n.ts'
import type { BatchCounts } from './batch.ts'
import { milestone } from './milestones.ts'

const { t } = startI18n()
const counts = (part: Partial<BatchCounts>): BatchCounts => ({
  total: 0,
  done: 0,
  running: 0,
  queued: 0,
  failed: 0,
  cancelled: 0,
  ...part,
})

describe('what a screen reader hears', () => {
  it('is the start with its number', () => {
    expect(milestone(t, counts({}), counts({ total: 12, queued: 12 }))).toBe('12 reports started')
  })

  it('is nothing for single reports between two quarters', () => {
    const before = counts({ total: 100, done: 30, running: 70 })
    expect(milestone(t, before, counts({ total: 100, done: 40, running: 60 }))).toBeNull()
  })

  it('is a quarter once, even where several are passed at once', () => {
    const before = counts({ total: 8, done: 1, running: 7 })
    const now = counts({ total: 8, done: 6, running: 2 })
    expect(milestone(t, before, now)).toBe('75 percent done, 6 of 8 reports')
  })

  it('is a failure and the end in one sentence', () => {
    const before = counts({ total: 3, done: 2, running: 1 })
    expect(milestone(t, before, counts({ total: 3, done: 2, failed: 1 }))).toBe(
      '1 report failed. All reports ended: 2 done, 1 failed, 0 cancelled',
    )
  })

  it('is the start of the next batch although its number is smaller', () => {
    const before = counts({ total: 50, done: 50 })
    expect(milestone(t, before, counts({ total: 2, queued: 2 }))).toBe('2 reports started')
  })
})
