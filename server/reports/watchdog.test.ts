import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startWatchdog } from './watchdog.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('the watchdog of a stage', () => {
  it('barks after the silence, and not while there are signs of life', () => {
    const watchdog = startWatchdog({ silenceMs: 1_000, deadlineMs: 60_000 })
    for (let i = 0; i < 10; i++) {
      vi.advanceTimersByTime(900)
      watchdog.refresh()
    }
    expect(watchdog.signal.aborted).toBe(false)
    vi.advanceTimersByTime(1_000)
    expect(watchdog.signal.aborted).toBe(true)
    expect(watchdog.reason).toBe('silent')
  })

  it('ends a stage that talks for ever', () => {
    const watchdog = startWatchdog({ silenceMs: 1_000, deadlineMs: 5_000 })
    for (let i = 0; i < 10; i++) {
      vi.advanceTimersByTime(500)
      watchdog.refresh()
    }
    expect(watchdog.reason).toBe('late')
  })

  it('takes no night of sleep and no clock that is set for silence', () => {
    const watchdog = startWatchdog({ silenceMs: 1_000, deadlineMs: 60_000 })
    vi.advanceTimersByTime(400)
    // Asleep for ten hours: the clock leaps, timers that are due run once.
    vi.setSystemTime(Date.now() + 36_000_000)
    vi.advanceTimersByTime(60)
    expect(watchdog.signal.aborted).toBe(false)
    watchdog.stop()
  })

  it('is quiet once stopped', () => {
    const watchdog = startWatchdog({ silenceMs: 100, deadlineMs: 1_000 })
    watchdog.stop()
    vi.advanceTimersByTime(10_000)
    expect(watchdog.reason).toBeNull()
  })
})
