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
    for (const id of ['a', 'b', 'c', 'd']) queue.push(id)
    expect(work.started).toEqual(['a', 'b'])
    work.end('b')
    await expect.poll(() => work.started).toEqual(['a', 'b', 'c'])
    expect(queue.running).toBe(2)
    expect(queue.waiting).toBe(1)
  })

  it('starts more at once when the limit is raised, and interrupts nothing when it is lowered', () => {
    const work = controlled()
    const queue = createQueue({ concurrency: 1, run: work.run })
    for (const id of ['a', 'b', 'c']) queue.push(id)
    queue.setConcurrency(3)
    expect(work.started).toEqual(['a', 'b', 'c'])
    queue.setConcurrency(1)
    expect(queue.running).toBe(3)
  })

  it('takes out what waits, and says no for what runs', () => {
    const work = controlled()
    const queue = createQueue({ concurrency: 1, run: work.run })
    queue.push('a')
    queue.push('b')
    expect(queue.remove('b')).toBe(true)
    expect(queue.remove('a')).toBe(false)
  })

  it('is idle once everything has run', async () => {
    const work = controlled()
    const queue = createQueue({ concurrency: 1, run: work.run })
    queue.push('a')
    queue.push('b')
    let isIdle = false
    const idle = queue.idle().then(() => (isIdle = true))
    work.end('a')
    await expect.poll(() => work.started).toEqual(['a', 'b'])
    expect(isIdle).toBe(false)
    work.end('b')
    await idle
    expect(queue.running).toBe(0)
  })

  it('starts nothing more once stopped', async () => {
    const work = controlled()
    const queue = createQueue({ concurrency: 1, run: work.run })
    queue.push('a')
    queue.push('b')
    queue.stop()
    work.end('a')
    await queue.idle()
    expect(work.started).toEqual(['a'])
  })
})
