import { expect, it, vi } from 'vitest'
import { onEveryEngine } from './engines.ts'

const two = { slots: 2, leaseMs: 60_000 }

onEveryEngine('places at model servers', (fresh) => {
  it('are never more than there are, whoever asks, and each server has its own', async () => {
    const one = fresh().engine.modelMemory.slots
    const other = (await fresh().another()).modelMemory.slots
    const asked = await Promise.all(
      Array.from({ length: 10 }, (_, n) => (n % 2 === 0 ? one : other).claim('server', two)),
    )
    expect(new Set(asked.filter((slot) => slot !== null)).size).toBe(2)
    expect(asked.filter((slot) => slot === null)).toHaveLength(8)
    expect(await one.claim('another server', two)).not.toBeNull()
  })

  it('can be had again once they are given back, by anybody', async () => {
    const one = fresh().engine.modelMemory.slots
    const other = (await fresh().another()).modelMemory.slots
    const slot = await one.claim('server', { ...two, slots: 1 })
    await other.release(slot!)
    await other.release(slot!)
    expect(await other.claim('server', { ...two, slots: 1 })).not.toBeNull()
    expect(await one.claim('server', { ...two, slots: 1 })).toBeNull()
  })

  it('are kept by who has one when there are fewer, and more at once when there are more', async () => {
    const { slots } = fresh().engine.modelMemory
    const first = await slots.claim('server', two)
    await slots.claim('server', two)
    expect(await slots.claim('server', { ...two, slots: 1 })).toBeNull()
    expect(await slots.renew(first!, 60_000)).toBe(true)
    expect(await slots.claim('server', { ...two, slots: 3 })).not.toBeNull()
  })

  it('are free again when a holder has not renewed its lease', async () => {
    const { slots } = fresh().engine.modelMemory
    const lost = await slots.claim('server', { slots: 1, leaseMs: 1 })
    const next = await vi.waitFor(async () => {
      const slot = await slots.claim('server', { slots: 1, leaseMs: 60_000 })
      expect(slot).not.toBeNull()
      return slot
    })
    expect(await slots.renew(lost!, 60_000)).toBe(false)
    await slots.release(lost!)
    expect(await slots.renew(next!, 60_000)).toBe(true)
  })
})
