import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createKeeper } from './keeper.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** A disk that can be full, and what was written to it. */
function disk() {
  const written: string[] = []
  const state = { isFull: false, tries: 0 }
  const write = (what: string) => () => {
    state.tries++
    if (state.isFull) throw new Error('full')
    written.push(what)
  }
  return { written, state, write }
}

describe('states that are kept', () => {
  it('are written at once while that is possible', () => {
    const { written, write } = disk()
    const keeper = createKeeper({ onError: () => undefined })
    expect(keeper.keep('a', write('a1'))).toBe(true)
    expect(written).toEqual(['a1'])
    expect(keeper.kept('a')).toBeNull()
  })

  it('wait for better times, the newest of each key, in order', async () => {
    const { written, state, write } = disk()
    const keeper = createKeeper({ onError: () => undefined, retryMs: 100 })
    state.isFull = true
    expect(keeper.keep('a', write('a1'))).toBe(false)
    keeper.keep('b', write('b1'))
    keeper.keep('a', write('a2'))
    const kept = keeper.kept('a')
    vi.advanceTimersByTime(250)
    expect(written).toEqual([])
    state.isFull = false
    vi.advanceTimersByTime(100)
    expect(written).toEqual(['b1', 'a2'])
    await kept
    expect(keeper.keep('a', write('a3'))).toBe(true)
  })

  it('try a locked disk once for all of them, not once for each', () => {
    const { state, write } = disk()
    const keeper = createKeeper({ onError: () => undefined, retryMs: 100 })
    state.isFull = true
    for (let i = 0; i < 500; i++) keeper.keep(`report ${i}`, write(String(i)))
    vi.advanceTimersByTime(1_000)
    expect(state.tries).toBe(11)
  })

  it('are given up when the server stops', async () => {
    const { written, state, write } = disk()
    const keeper = createKeeper({ onError: () => undefined, retryMs: 100 })
    state.isFull = true
    keeper.keep('a', write('a1'))
    const kept = keeper.kept('a')
    keeper.stop()
    await kept
    state.isFull = false
    vi.advanceTimersByTime(1_000)
    expect(written).toEqual([])
  })
})
