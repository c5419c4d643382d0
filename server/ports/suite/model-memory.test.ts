import { expect, it } from 'vitest'
import { soundHealth, type ServerHealth } from '../model-memory.ts'
import { onEveryEngine } from './engines.ts'

onEveryEngine('what is known of model servers', (fresh) => {
  it('has an answer that was kept, for every thread and after a restart', async () => {
    await fresh().engine.modelMemory.keepAnswer('a', { headline: 'Zürich 🚀', list: [1, null] })
    const answer = { headline: 'Zürich 🚀', list: [1, null] }
    expect(await (await fresh().another()).modelMemory.answer('a')).toEqual(answer)
    await fresh().restart()
    expect(await fresh().engine.modelMemory.answer('a')).toEqual(answer)
  })

  it('has no answer that nobody has kept', async () => {
    expect(await fresh().engine.modelMemory.answer('a')).toBeNull()
  })

  it('has the newest answer of a key', async () => {
    const { modelMemory } = fresh().engine
    await modelMemory.keepAnswer('a', 1)
    await modelMemory.keepAnswer('a', 2)
    expect(await modelMemory.answer('a')).toBe(2)
  })

  it('takes a server that it does not know for sound', async () => {
    expect(await fresh().engine.modelMemory.health('nobody')).toEqual(soundHealth)
  })

  it('keeps the health of each server, for every thread and after a restart', async () => {
    const closed: ServerHealth = {
      failures: 3,
      closedUntil: 1_800_000_000_000,
      reason: '429: quota used up',
      restUntil: 1_700_000_000_000,
    }
    await fresh().engine.modelMemory.saveHealth('server', closed)
    const { modelMemory } = await fresh().another()
    expect(await modelMemory.health('server')).toEqual(closed)
    expect(await modelMemory.health('server with another key')).toEqual(soundHealth)
    await fresh().restart()
    expect(await fresh().engine.modelMemory.health('server')).toEqual(closed)
  })

  it('counts every failure, also of threads that fail at once, and closes at the limit', async () => {
    const failure = { limit: 10, closedUntil: 1_800_000_000_000, reason: 'The connection failed' }
    const threads = [fresh().engine, await fresh().another(), await fresh().another()]
    const fail = (count: number): Promise<unknown> =>
      Promise.all(
        Array.from({ length: count }, (_, n) =>
          threads[n % threads.length]!.modelMemory.countFailure('server', failure),
        ),
      )
    const { modelMemory } = fresh().engine
    await fail(9)
    expect(await modelMemory.health('server')).toEqual({ ...soundHealth, failures: 9 })
    await fail(1)
    const { closedUntil, reason } = failure
    const closed = { failures: 10, closedUntil, reason, restUntil: 0 }
    expect(await modelMemory.health('server')).toEqual(closed)
  })
})
