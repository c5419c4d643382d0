import { describe, expect, it } from 'vitest'
import { createQueue } from './queue.ts'

/** A run that ends when it is told to. */
function controlled() {
  const started: string[] = []
  const ends = new Map<string, () => void>()
  return {
    started,
    run: (id: string) => {
      started.push(id)
      return new Promise<void>((resolve) => ends.set(id, resolve))
    },
    end: (id: string) => ends.get(id)?.(),
  }
}

describe('the queue', () => {
  it('runs first come, first served, never more than the limit at once', async () => {
    const work = controlled()
    const queue = createQueue({ concurrency: 2, run: work.run })
    for (const id of ['a', 'b', 'c', 'd']) queue.push(id, 'batch')
    expect(work.started).toEqual(['a', 'b'])
    work.end('b')
    await expect.poll(() => work.started).toEqual(['a', 'b', 'c'])
    expect(queue.load().running).toBe(2)
    expect(queue.load().waiting).toBe(1)
  })

  it('starts more at once when the limit is raised, and interrupts nothing when it is lowered', () => {
    const work = controlled()
    const queue = createQueue({ concurrency: 1, run: work.run })
    for (const id of ['a', 'b', 'c']) queue.push(id, 'batch')
    queue.setConcurrency(3)
    expect(work.started).toEqual(['a', 'b', 'c'])
    queue.setConcurrency(1)
    expect(queue.load().running).toBe(3)
  })

  it('takes out what waits, and says no for what runs', () => {
    const work = controlled()
    const queue = createQueue({ concurrency: 1, run: work.run })
    queue.push('a', 'batch')
    queue.push('b', 'batch')
    expect(queue.remove('b')).toBe(true)
    expect(queue.remove('a')).toBe(false)
  })

  it('is idle once everything has run', async () => {
    const work = controlled()
    const queue = createQueue({ concurrency: 1, run: work.run })
    queue.push('a', 'batch')
    queue.push('b', 'batch')
    let isIdle = false
    const idle = queue.idle().then(() => (isIdle = true))
    work.end('a')
    await expect.poll(() => work.started).toEqual(['a', 'b'])
    expect(isIdle).toBe(false)
    work.end('b')
    await idle
    expect(queue.load().running).toBe(0)
  })

  it('starts nothing more once stopped', async () => {
    const work = controlled()
    const queue = createQueue({ concurrency: 1, run: work.run })
    queue.push('a', 'batch')
    queue.push('b', 'batch')
    queue.stop()
    work.end('a')
    await queue.idle()
    expect(work.started).toEqual(['a'])
  })

  it('lets batches take turns, so that a small one does not wait for a large one', async () => {
    const work = controlled()
    const queue = createQueue({ concurrency: 1, run: work.run })
    for (const id of ['a1', 'a2', 'a3', 'a4']) queue.push(id, 'a')
    for (const id of ['b1', 'b2']) queue.push(id, 'b')
    const order = ['a1', 'a2', 'b1', 'a3', 'b2', 'a4']
    for (const [index, id] of order.entries()) {
      await expect.poll(() => work.started).toEqual(order.slice(0, index + 1))
      work.end(id)
    }
    await queue.idle()
  })

  it('runs a preferred report before all others, and only a waiting one can be preferred', async () => {
    const work = controlled()
    const queue = createQueue({ concurrency: 1, run: work.run })
    for (const id of ['a', 'b', 'c', 'd']) queue.push(id, 'batch')
    expect(queue.runNext('d')).toBe(true)
    expect(queue.runNext('a')).toBe(false)
    work.end('a')
    await expect.poll(() => work.started).toEqual(['a', 'd'])
  })

  it('starts nothing while paused, and goes on when resumed', async () => {
    const work = controlled()
    const queue = createQueue({ concurrency: 2, run: work.run })
    queue.push('a', 'batch')
    queue.pause()
    queue.push('b', 'batch')
    queue.push('c', 'batch')
    expect(work.started).toEqual(['a'])
    expect(queue.load()).toEqual({ paused: true, concurrency: 2, waiting: 2, running: 1 })
    queue.resume()
    expect(work.started).toEqual(['a', 'b'])
  })
})
