import { expect, it } from 'vitest'
import { sentence } from '../../contract/sentences.ts'
import type { Queue, QueueOptions } from '../queue.ts'
import { onEveryEngine } from './engines.ts'

/** Runs that end when they are told to; of one id the one that began first. */
function controlled(concurrency: number) {
  const started: string[] = []
  const ends: { id: string; resolve: () => void }[] = []
  const options: QueueOptions = {
    concurrency,
    onChange: () => undefined,
    run(id) {
      started.push(id)
      return new Promise<void>((resolve) => ends.push({ id, resolve }))
    },
  }
  function end(id: string): void {
    const at = ends.findIndex((each) => each.id === id)
    if (at !== -1) ends.splice(at, 1)[0]?.resolve()
  }
  return { started, options, end }
}

onEveryEngine('the queue', (fresh) => {
  /** Stores reports that wait, as `Queue` expects of its callers, and tells the queue. */
  async function push(batchOid: string, ...reportOids: string[]): Promise<void> {
    const { reports, queue } = fresh().engine
    await reports.insert({
      reports: reportOids.map((reportOid) => ({
        reportOid,
        batchOid,
        roomOid: 'room',
        options: {},
        said: sentence('waiting_for_turn'),
        delivery: 'none',
        createdAt: 1,
      })),
      events: [],
    })
    await queue.push(reportOids.map((reportOid) => ({ reportOid, batchOid })))
  }

  async function started(concurrency: number) {
    const work = controlled(concurrency)
    const { queue } = fresh().engine
    await queue.start(work.options)
    return { ...work, queue }
  }

  const loadOf = async (queue: Queue) => queue.load()

  it('runs first come, first served, never more than the limit at once', async () => {
    const work = await started(2)
    await push('batch', 'a', 'b', 'c', 'd')
    await expect.poll(() => work.started).toEqual(['a', 'b'])
    work.end('b')
    await expect.poll(() => work.started).toEqual(['a', 'b', 'c'])
    expect(await loadOf(work.queue)).toMatchObject({ running: 2, waiting: 1 })
  })

  it('runs nothing before it is started', async () => {
    await push('batch', 'a')
    const { queue } = fresh().engine
    expect(await loadOf(queue)).toMatchObject({ running: 0, waiting: 1 })
    const work = controlled(1)
    await queue.start(work.options)
    await expect.poll(() => work.started).toEqual(['a'])
  })

  it('starts more at once when the limit is raised, and interrupts nothing when it is lowered', async () => {
    const work = await started(1)
    await push('batch', 'a', 'b', 'c')
    await work.queue.setConcurrency(3)
    await expect.poll(() => work.started).toEqual(['a', 'b', 'c'])
    await work.queue.setConcurrency(1)
    expect(await loadOf(work.queue)).toMatchObject({ running: 3, concurrency: 1 })
  })

  it('takes out what waits, and says no for what runs', async () => {
    const work = await started(1)
    await push('batch', 'a', 'b')
    await expect.poll(() => work.started).toEqual(['a'])
    expect(await work.queue.remove('b')).toBe(true)
    expect(await work.queue.remove('a')).toBe(false)
    expect(await loadOf(work.queue)).toMatchObject({ waiting: 0 })
  })

  it('is idle once everything has run', async () => {
    const work = await started(1)
    await push('batch', 'a', 'b')
    await expect.poll(() => work.started).toEqual(['a'])
    let isIdle = false
    const idle = work.queue.idle().then(() => (isIdle = true))
    work.end('a')
    await expect.poll(() => work.started).toEqual(['a', 'b'])
    expect(isIdle).toBe(false)
    work.end('b')
    await idle
    expect(await loadOf(work.queue)).toMatchObject({ running: 0 })
  })

  it('counts one that was given back while it still runs for each of its runs', async () => {
    const work = await started(2)
    await push('batch', 'a')
    await expect.poll(() => work.started).toEqual(['a'])
    const { reports } = fresh().engine
    const lease = (await reports.get('a'))?.lease ?? 0
    const back = { reportOid: 'a', lease, patch: {}, events: [], owner: null }
    expect(await reports.transition(back)).not.toBeNull()
    await work.queue.push([{ reportOid: 'a', batchOid: 'batch' }])
    await expect.poll(() => work.started).toEqual(['a', 'a'])
    let isIdle = false
    void work.queue.idle().then(() => (isIdle = true))
    work.end('a')
    await expect.poll(async () => loadOf(work.queue)).toMatchObject({ running: 1, waiting: 0 })
    expect(isIdle).toBe(false)
    work.end('a')
    await expect.poll(() => isIdle).toBe(true)
  })

  it('starts nothing more once stopped', async () => {
    const work = await started(1)
    await push('batch', 'a', 'b')
    await expect.poll(() => work.started).toEqual(['a'])
    work.queue.stop()
    work.end('a')
    await work.queue.idle()
    expect(work.started).toEqual(['a'])
  })

  it('lets batches take turns, so that a small one does not wait for a large one', async () => {
    const work = await started(1)
    await push('a', 'a1', 'a2', 'a3', 'a4')
    await push('b', 'b1', 'b2')
    const order = ['a1', 'a2', 'b1', 'a3', 'b2', 'a4']
    for (const [index, id] of order.entries()) {
      await expect.poll(() => work.started).toEqual(order.slice(0, index + 1))
      work.end(id)
    }
    await work.queue.idle()
  })

  it('runs a preferred report before all others, and only a waiting one can be preferred', async () => {
    const work = await started(1)
    await push('batch', 'a', 'b', 'c', 'd')
    await expect.poll(() => work.started).toEqual(['a'])
    expect(await work.queue.runNext('d')).toBe(true)
    expect(await work.queue.runNext('a')).toBe(false)
    work.end('a')
    await expect.poll(() => work.started).toEqual(['a', 'd'])
  })

  it('has one that is pushed twice once', async () => {
    const work = await started(1)
    await push('batch', 'a', 'b')
    await work.queue.push([{ reportOid: 'b', batchOid: 'other' }])
    expect(await loadOf(work.queue)).toMatchObject({ waiting: 1 })
  })

  it('starts nothing while paused, and goes on when resumed', async () => {
    const work = await started(2)
    await push('batch', 'a')
    await expect.poll(() => work.started).toEqual(['a'])
    await work.queue.pause()
    await push('batch', 'b', 'c')
    expect(work.started).toEqual(['a'])
    expect(await loadOf(work.queue)).toEqual({
      paused: true,
      concurrency: 2,
      waiting: 2,
      running: 1,
    })
    await work.queue.resume()
    await expect.poll(() => work.started).toEqual(['a', 'b'])
  })

  it('is paused and holds what waits after a restart, in the same order', async () => {
    const { queue } = fresh().engine
    await queue.pause()
    await push('batch', 'a', 'b', 'c')
    await fresh().restart()
    const work = await started(1)
    expect(await loadOf(work.queue)).toMatchObject({ paused: true, waiting: 3 })
    await work.queue.resume()
    for (const id of ['a', 'b', 'c']) {
      await expect.poll(() => work.started.at(-1)).toBe(id)
      work.end(id)
    }
  })

  it('holds after a restart only what still waits by its row', async () => {
    await push('batch', 'a', 'b')
    const { reports } = fresh().engine
    await reports.transition({
      reportOid: 'a',
      lease: 0,
      patch: { state: 'cancelled' },
      events: [],
      endsAttempt: true,
    })
    await fresh().restart()
    const work = await started(2)
    expect(work.started).toEqual(['b'])
  })

  it('tells of every change of its load', async () => {
    const loads: Promise<{ waiting: number; running: number }>[] = []
    const work = controlled(1)
    const { queue } = fresh().engine
    await queue.start({ ...work.options, onChange: () => loads.push(queue.load()) })
    await push('batch', 'a', 'b')
    work.end('a')
    await expect.poll(() => work.started).toEqual(['a', 'b'])
    expect((await Promise.all(loads)).at(-1)).toMatchObject({ waiting: 0, running: 1 })
  })
})
