import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createKeeper, type Keeper } from './keeper.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** A disk that can be full, and what was written to it, one change of a line after the other. */
function disk() {
  const written: string[] = []
  const state = { isFull: false, tries: 0, isForeign: false }
  const line = (keeper: Keeper) =>
    keeper.line<string>({
      async write(what) {
        state.tries++
        if (state.isFull) throw new Error('full')
        if (state.isForeign) return false
        written.push(what)
        return true
      },
      merge: (older, newer) => `${older}+${newer}`,
    })
  return { written, state, line }
}

const keeperOf = () => createKeeper({ onError: () => undefined, retryMs: 100 })

describe('states that are kept', () => {
  it('are written at once and in order while that is possible, none in place of another', async () => {
    const { written, line } = disk()
    const one = line(keeperOf())
    const all = await Promise.all([one.keep('a1'), one.keep('a2'), one.keep('a3')])
    expect(all).toEqual(['kept', 'kept', 'kept'])
    expect(written).toEqual(['a1', 'a2', 'a3'])
    await one.kept()
  })

  it('wait for better times, merged into one of each line, in order', async () => {
    const { written, state, line } = disk()
    const keeper = keeperOf()
    const [one, two] = [line(keeper), line(keeper)]
    state.isFull = true
    expect(await one.keep('a1')).toBe('waits')
    expect(await two.keep('b1')).toBe('waits')
    expect(await one.keep('a2')).toBe('waits')
    let isKept = false
    const kept = one.kept().then(() => (isKept = true))
    await vi.advanceTimersByTimeAsync(250)
    expect(written).toEqual([])
    expect(isKept).toBe(false)
    state.isFull = false
    await vi.advanceTimersByTimeAsync(100)
    expect(written).toEqual(['a1+a2', 'b1'])
    await kept
    expect(await one.keep('a3')).toBe('kept')
  })

  it('are not overtaken by what comes while they are tried again', async () => {
    const { written, state, line } = disk()
    const one = line(keeperOf())
    state.isFull = true
    await one.keep('a1')
    state.isFull = false
    const trying = vi.advanceTimersByTimeAsync(100)
    const next = one.keep('a2')
    await trying
    await next
    await one.kept()
    expect(written.join(' ')).toMatch(/^a1[ +]a2$/)
  })

  it('try a locked disk once for all of them, not once for each', async () => {
    const { state, line } = disk()
    const keeper = keeperOf()
    state.isFull = true
    await line(keeper).keep('first')
    for (let i = 0; i < 500; i++) void line(keeper).keep(`report ${i}`)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(state.tries).toBe(11)
    state.isFull = false
    await vi.advanceTimersByTimeAsync(100)
    expect(state.tries).toBe(11 + 501)
  })

  it('are refused with all that follow once somebody else holds the report', async () => {
    const { written, state, line } = disk()
    const keeper = keeperOf()
    const [one, two] = [line(keeper), line(keeper)]
    state.isForeign = true
    const answers = [one.keep('a1'), one.keep('a2')]
    expect(await Promise.all(answers)).toEqual(['refused', 'refused'])
    state.isForeign = false
    expect(await one.keep('a3')).toBe('refused')
    expect(await two.keep('b1')).toBe('kept')
    expect(written).toEqual(['b1'])
  })

  it('are given up when the server stops', async () => {
    const { written, state, line } = disk()
    const keeper = keeperOf()
    const one = line(keeper)
    state.isFull = true
    await one.keep('a1')
    await keeper.idle()
    const kept = one.kept()
    keeper.stop()
    await kept
    state.isFull = false
    await vi.advanceTimersByTimeAsync(1_000)
    expect(written).toEqual([])
    expect(await one.keep('a2')).toBe('refused')
  })
})
