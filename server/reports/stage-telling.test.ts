import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { StageEvent } from '../contract/stage-event.ts'
import { runLimits } from './limits.ts'
import { createStageTelling } from './stage-telling.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const count = (done: number): StageEvent => ({ type: 'progress', done, total: 9, unit: 'rows' })
const text = { type: 'text', text: 'a quote' } as const

function telling() {
  const posted: StageEvent[][] = []
  return { posted, ...createStageTelling((events) => posted.push(events)) }
}

describe('what a stage tells the main thread', () => {
  it('is the newest counter, when its time has come, and not again', () => {
    const { posted, hear } = telling()
    for (const done of [1, 2, 3]) hear(count(done))
    vi.advanceTimersByTime(runLimits.counterHeldMs - 1)
    expect(posted).toEqual([])
    vi.advanceTimersByTime(1)
    expect(posted).toEqual([[count(3)]])
    vi.advanceTimersByTime(10 * runLimits.counterHeldMs)
    expect(posted).toHaveLength(1)
    hear(count(4))
    vi.advanceTimersByTime(runLimits.counterHeldMs)
    expect(posted[1]).toEqual([count(4)])
  })

  it('is all else at once, behind the counter that came before it', () => {
    const { posted, hear } = telling()
    hear(count(1))
    hear(text)
    hear(text)
    expect(posted).toEqual([[count(1), text], [text]])
    vi.advanceTimersByTime(10 * runLimits.counterHeldMs)
    expect(posted).toHaveLength(2)
  })

  it('goes along with its end, so that the last counter is never lost and nothing follows', () => {
    const { posted, hear, rest } = telling()
    hear(count(8))
    hear(count(9))
    expect(rest()).toEqual([count(9)])
    expect(rest()).toEqual([])
    vi.advanceTimersByTime(10 * runLimits.counterHeldMs)
    expect(posted).toEqual([])
  })
})
