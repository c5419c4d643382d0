import { describe, expect, it } from 'vitest'
import {
  addSample,
  batchFraction,
  countBatch,
  isBusy,
  notBelowRows,
  smooth,
  timeLeft,
  type Sample,
} from './batch.ts'
import type { ReportEntry } from './entry.ts'

const entry = (roomOid: string, part: Partial<ReportEntry>): ReportEntry => ({
  reportOid: `report-of-${roomOid}`,
  roomOid,
  state: 'queued',
  delivery: 'none',
  progress: { done: 0, total: null, unit: '' },
  percent: null,
  etaSeconds: null,
  message: '',
  attempt: 1,
  createdAt: null,
  startedAt: null,
  finishedAt: null,
  complete: true,
  ...part,
})

describe('a batch', () => {
  it('counts every report exactly once', () => {
    const states = ['queued', 'collecting', 'summarizing', 'writing', 'finished', 'failed'] as const
    const counts = countBatch(states.map((state) => entry(state, { state })))
    expect(counts).toEqual({ total: 6, queued: 1, running: 3, done: 1, failed: 1, cancelled: 0 })
    expect(isBusy(counts)).toBe(true)
    expect(isBusy(countBatch([entry('a', { state: 'cancelled' })]))).toBe(false)
  })

  it('weighs a huge room by its messages, so that nine small ones do not make 90 percent', () => {
    const small = Array.from({ length: 9 }, (_, n) => entry(`small-${n}`, { state: 'finished' }))
    const entries = [...small, entry('huge', { state: 'collecting', percent: 0 })]
    const messagesOf = (oid: string) => (oid === 'huge' ? 100_000 : 100)
    expect(batchFraction(entries, messagesOf)).toBeLessThan(0.02)
  })

  it('is complete when every report has ended, however it ended', () => {
    const entries = (['finished', 'failed', 'cancelled'] as const).map((state) =>
      entry(state, { state, percent: 40 }),
    )
    expect(batchFraction(entries, () => 500)).toBe(1)
    expect(batchFraction([], () => 0)).toBe(0)
  })
})

describe('the time left', () => {
  const steady = (seconds: number, perSecond: number): Sample[] => {
    let samples: Sample[] = []
    for (let second = 0; second <= seconds; second++) {
      samples = addSample(samples, { at: second * 1_000, fraction: second * perSecond })
    }
    return samples
  }

  it('is not said in the first seconds', () => {
    expect(timeLeft(steady(3, 0.05))).toBeNull()
  })

  it('is a range around the truth once it can be known', () => {
    // 10 seconds for 20 percent leave 40 seconds for the rest.
    const left = timeLeft(steady(10, 0.02))
    expect(left?.low).toBeLessThan(40)
    expect(left?.high).toBeGreaterThan(40)
  })

  it('is not said while nothing moves, nor at the end', () => {
    expect(timeLeft(steady(10, 0))).toBeNull()
    expect(timeLeft(steady(10, 0.1))).toBeNull()
  })

  it('forgets what is longer ago than the window and starts anew when a batch grows', () => {
    const samples = steady(100, 0.005)
    expect(samples[0]!.at).toBeGreaterThan(60_000)
    const grown = addSample(samples, { at: 101_000, fraction: 0.2 })
    expect(grown.every(({ fraction }) => fraction <= 0.2)).toBe(true)
  })

  it('is never shorter than that of the report that takes longest', () => {
    const rows = [
      entry('a', { state: 'summarizing', etaRange: { low: 300, high: 420 } }),
      entry('b', { state: 'writing', etaSeconds: 30 }),
      entry('c', { state: 'finished', etaSeconds: 9_000 }),
    ]
    expect(notBelowRows({ low: 60, high: 120 }, rows)).toEqual({ low: 300, high: 420 })
    expect(notBelowRows({ low: 600, high: 900 }, rows)).toEqual({ low: 600, high: 900 })
    expect(notBelowRows(null, rows)).toBeNull()
  })

  it('moves slowly when the pace jumps, and counts down meanwhile', () => {
    const before = { low: 300, high: 600 }
    expect(smooth(before, { low: 48, high: 90 }, 1)?.low).toBeGreaterThan(240)
    expect(smooth(before, { low: 299, high: 599 }, 1)).toEqual({ low: 299, high: 599 })
    expect(smooth(null, before, 1)).toEqual(before)
    expect(smooth(before, null, 1)).toBeNull()
  })
})
