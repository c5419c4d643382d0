import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { scheduleLimits } from '../contract/limits.ts'
import { createScheduler, nudgeMs, type Scheduler } from './scheduler.ts'

let looks: number
let lookEnds: Promise<void>
let scheduler: Scheduler

beforeEach(async () => {
  vi.useFakeTimers()
  looks = 0
  lookEnds = Promise.resolve()
  scheduler = createScheduler({
    schedules: {
      due: () => Promise.resolve([]),
      nextAt: () => Promise.resolve(null),
      claim: () => Promise.resolve(false),
      get: () => Promise.resolve(null),
      openRuns: () => Promise.resolve([]),
    },
    runs: {
      start: () => Promise.resolve(),
      skip: () => Promise.resolve(),
      advance: () => {
        looks += 1
        return lookEnds
      },
    },
    now: Date.now,
    onError: (error) => {
      throw error
    },
  })
  scheduler.start()
  await vi.advanceTimersByTimeAsync(0)
  expect(looks).toBe(1)
})
afterEach(async () => {
  await scheduler.close()
  vi.useRealTimers()
})

it('looks again soon where something ended while it looked', async () => {
  let endLook = (): void => undefined
  lookEnds = new Promise((resolve) => (endLook = resolve))
  await vi.advanceTimersByTimeAsync(scheduleLimits.lookMs)
  expect(looks).toBe(2)
  scheduler.nudge()
  endLook()
  await vi.advanceTimersByTimeAsync(nudgeMs)
  expect(looks).toBe(3)
})

it('looks though reports end all the time, and once for many', async () => {
  for (let end = 0; end < 10; end++) {
    scheduler.nudge()
    await vi.advanceTimersByTimeAsync(nudgeMs / 2)
  }
  expect(looks).toBe(1 + 5)
})

it('looks by itself as ever once what was asked for is done', async () => {
  scheduler.nudge()
  await vi.advanceTimersByTimeAsync(nudgeMs + scheduleLimits.lookMs)
  expect(looks).toBe(3)
})
