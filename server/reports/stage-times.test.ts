import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stages } from '../contract/reports.ts'
import { createStageTimes, defaultWeights } from './stage-times.ts'

const run = { engine: 'extractive', messages: 5_000 }

describe('the weights of the stages', () => {
  it('are the measured ones until a room of that size and engine was reported', () => {
    const times = createStageTimes()
    times.learn(run, 'collecting', 100)
    expect(times.weights(run)).toBe(defaultWeights)
    for (const stage of stages) times.learn(run, stage, 100)
    expect(times.weights({ ...run, engine: 'openai:big' })).toBe(defaultWeights)
    expect(times.weights({ ...run, messages: 500_000 })).toBe(defaultWeights)
    expect(times.weights({ ...run, messages: 9_999 })).not.toBe(defaultWeights)
  })

  it('follow what the stages took', () => {
    const times = createStageTimes()
    times.learn(run, 'collecting', 1_000)
    times.learn(run, 'summarizing', 8_000)
    times.learn(run, 'writing', 1_000)
    expect(times.weights(run).summarizing).toBeCloseTo(0.8)
    for (let i = 0; i < 20; i++) times.learn(run, 'summarizing', 2_000)
    expect(times.weights(run).summarizing).toBeCloseTo(0.5, 1)
  })

  it('add up to one and leave no stage without a share, whatever was learned', () => {
    const ms = fc.double({ min: 0, max: 1e9, noNaN: true })
    fc.assert(
      fc.property(ms, ms, ms, (collecting, summarizing, writing) => {
        const times = createStageTimes()
        times.learn(run, 'collecting', collecting)
        times.learn(run, 'summarizing', summarizing)
        times.learn(run, 'writing', writing)
        const weights = times.weights(run)
        const shares = stages.map((stage) => weights[stage])
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1)
        for (const share of shares) expect(share).toBeGreaterThan(0.01)
      }),
    )
  })

  it('are remembered, and forget engines that are no longer used', () => {
    const times = createStageTimes()
    for (const stage of stages) times.learn(run, stage, 100)
    const again = createStageTimes(times.snapshot())
    expect(again.weights(run)).toEqual(times.weights(run))
    for (let i = 0; i < 300; i++) {
      for (const stage of stages) again.learn({ engine: `openai:${i}`, messages: 1 }, stage, 1)
    }
    expect(Object.keys(again.snapshot()).length).toBeLessThanOrEqual(200)
    expect(again.weights(run)).toBe(defaultWeights)
  })
})
