import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createThrottle } from './throttle.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('a throttle of four a second', () => {
  const throttled = () => {
    const sent: number[] = []
    const throttle = createThrottle<number>((value) => sent.push(value), {
      intervalMs: 250,
      now: () => Date.now(),
    })
    return { sent, ...throttle }
  }

  it('lets the first through at once, and the newest of those it held back when its time has come', () => {
    const { sent, offer } = throttled()
    for (const value of [1, 2, 3]) offer(value)
    expect(sent).toEqual([1])
    vi.advanceTimersByTime(249)
    expect(sent).toEqual([1])
    vi.advanceTimersByTime(1)
    expect(sent).toEqual([1, 3])
    vi.advanceTimersByTime(10_000)
    expect(sent).toEqual([1, 3])
  })

  it('forgets what it held back when it is stopped', () => {
    const { sent, offer, stop } = throttled()
    for (const value of [1, 2]) offer(value)
    stop()
    vi.advanceTimersByTime(10_000)
    expect(sent).toEqual([1])
  })
})
