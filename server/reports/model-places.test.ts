import { describe, expect, it, vi } from 'vitest'
import type { ModelChoice } from '../summary/choose.ts'
import { defaultLeaseMs } from '../engines/postgres/nodes.ts'
import { createModelSlots, type ModelSlots } from '../ports/model-slots.ts'
import { createModelPlaces } from './model-places.ts'

const never = new AbortController().signal
const nobody = (): void => undefined
const server = (baseUrl: string): ModelChoice => ({ engine: 'ollama', baseUrl, model: 'm' })
const slow = server('http://127.0.0.1:1')

describe('places at a model server', () => {
  it('are given first come, first served, and never more than there are', async () => {
    const places = createModelPlaces(() => 1, createModelSlots())
    const order: string[] = []
    const first = await places.take(slow, never, nobody)
    const second = places
      .take(slow, never, () => order.push('second waits'))
      .then((free) => {
        order.push('second')
        return free
      })
    const third = places.take(slow, never, nobody).then(() => order.push('third'))
    expect(order).toEqual(['second waits'])
    first()
    ;(await second)()
    await third
    expect(order).toEqual(['second waits', 'second', 'third'])
  })

  it('are given back once, however often that is said', async () => {
    const places = createModelPlaces(() => 1, createModelSlots())
    const free = await places.take(slow, never, nobody)
    free()
    free()
    await places.take(slow, never, nobody)
    let isThird = false
    void places.take(slow, never, nobody).then(() => (isThird = true))
    await new Promise((resolve) => setImmediate(resolve))
    expect(isThird).toBe(false)
  })

  it('are not waited for once the wait is aborted', async () => {
    const places = createModelPlaces(() => 1, createModelSlots())
    const free = await places.take(slow, never, nobody)
    const controller = new AbortController()
    const waiting = places.take(slow, controller.signal, nobody)
    controller.abort(new Error('cancelled'))
    await expect(waiting).rejects.toThrow('cancelled')
    free()
    await expect(places.take(slow, never, nobody)).resolves.toBeTypeOf('function')
  })

  it('are more at once where the settings allow more', async () => {
    let most = 1
    const places = createModelPlaces(() => most, createModelSlots())
    await places.take(slow, never, nobody)
    const waiting = places.take(slow, never, nobody)
    most = 3
    await places.take(slow, never, nobody)
    await expect(waiting).resolves.toBeTypeOf('function')
  })

  it('are of that server alone', async () => {
    const places = createModelPlaces(() => 1, createModelSlots())
    await places.take(slow, never, nobody)
    const waits: string[] = []
    await places.take(server('http://127.0.0.1:2'), never, () => waits.push('other'))
    expect(waits).toEqual([])
  })

  it('are counted over all processes that share a storage', async () => {
    const slots = createModelSlots()
    const [one, other] = [createModelPlaces(() => 2, slots), createModelPlaces(() => 2, slots)]
    await one.take(slow, never, nobody)
    const free = await one.take(slow, never, nobody)
    const waits: string[] = []
    let isIn = false
    const waiting = other.take(slow, never, () => waits.push('waits')).then(() => (isIn = true))
    await vi.waitFor(() => expect(waits).toEqual(['waits']))
    expect(isIn).toBe(false)
    free()
    await waiting
  })

  it('of a process that died are free again when others take over its reports', async () => {
    const leases: number[] = []
    const slots = createModelSlots()
    const places = createModelPlaces(() => 1, {
      ...slots,
      claim: (name, asked) => {
        leases.push(asked.leaseMs)
        return slots.claim(name, asked)
      },
    })
    await places.take(slow, never, nobody)
    expect(leases[0]).toBeLessThanOrEqual(defaultLeaseMs)
  })

  it('are not lost to one whose wait was aborted when it had come in', async () => {
    const slots = createModelSlots()
    const claimed: (() => void)[] = []
    const slowSlots: ModelSlots = {
      ...slots,
      claim: (...asked) =>
        new Promise((resolve) => claimed.push(() => resolve(slots.claim(...asked)))),
    }
    const places = createModelPlaces(() => 1, slowSlots)
    const controller = new AbortController()
    const waiting = places.take(slow, controller.signal, nobody)
    await vi.waitFor(() => expect(claimed).toHaveLength(1))
    controller.abort(new Error('cancelled'))
    await expect(waiting).rejects.toThrow('cancelled')
    claimed[0]!()
    const next = places.take(slow, never, nobody)
    await vi.waitFor(() => expect(claimed).toHaveLength(2))
    claimed[1]!()
    await expect(next).resolves.toBeTypeOf('function')
  })

  it('cannot be had where the storage fails, and the wait ends with its error', async () => {
    const slots = createModelSlots()
    let isFull = true
    const places = createModelPlaces(() => 1, {
      ...slots,
      claim: (...asked) =>
        isFull ? Promise.reject(new Error('database or disk is full')) : slots.claim(...asked),
    })
    await expect(places.take(slow, never, nobody)).rejects.toThrow('disk is full')
    isFull = false
    await expect(places.take(slow, never, nobody)).resolves.toBeTypeOf('function')
  })
})
