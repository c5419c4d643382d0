// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createFrameBatch } from './frame-batch.ts'

let frames: FrameRequestCallback[] = []

beforeEach(() => {
  frames = []
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  vi.stubGlobal('requestAnimationFrame', (frame: FrameRequestCallback) => frames.push(frame))
  vi.stubGlobal('cancelAnimationFrame', () => undefined)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const draw = () => frames.splice(0).forEach((frame) => frame(0))

it('delivers once a frame, the newest of each key, in the order the keys were heard', () => {
  const deliver = vi.fn()
  const batch = createFrameBatch<string>(deliver)
  for (let n = 0; n < 200; n++) batch.add(`report-${n % 3}`, `status ${n}`)
  expect(deliver).not.toHaveBeenCalled()
  draw()
  expect(deliver.mock.calls).toEqual([[['status 198', 'status 199', 'status 197']]])
})

it('goes on without frames, because a hidden window draws none', () => {
  const deliver = vi.fn()
  createFrameBatch<number>(deliver).add('a', 1)
  vi.advanceTimersByTime(250)
  expect(deliver.mock.calls).toEqual([[[1]]])
})

it('puts together what must not be lost', () => {
  const deliver = vi.fn()
  const batch = createFrameBatch<string>(deliver, (before, item) => before + item)
  for (const piece of ['The ', 'plan ', 'is ready']) batch.add('report', piece)
  draw()
  expect(deliver.mock.calls).toEqual([[['The plan is ready']]])
})

it('keeps nothing back for the next frame', () => {
  const deliver = vi.fn()
  const batch = createFrameBatch<number>(deliver)
  batch.add('a', 1)
  draw()
  batch.flush()
  expect(deliver).toHaveBeenCalledTimes(1)
})
