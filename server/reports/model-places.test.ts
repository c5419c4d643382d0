import { describe, expect, it } from 'vitest'
import type { SummaryChoice } from '../summary/choose.ts'
import { createModelPlaces } from './model-places.ts'

const never = new AbortController().signal
const nobody = (): void => undefined
const server = (baseUrl: string): SummaryChoice => ({ engine: 'ollama', baseUrl, model: 'm' })
const slow = server('http://127.0.0.1:1')

describe('places at a model server', () => {
  it('are given first come, first served, and never more than there are', async () => {
    const places = createModelPlaces(() => 1)
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
    const places = createModelPlaces(() => 1)
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
    const places = createModelPlaces(() => 1)
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
    const places = createModelPlaces(() => most)
    await places.take(slow, never, nobody)
    const waiting = places.take(slow, never, nobody)
    most = 3
    await places.take(slow, never, nobody)
    await expect(waiting).resolves.toBeTypeOf('function')
  })

  it('are of that server alone, and none are needed where no server is asked', async () => {
    const places = createModelPlaces(() => 1)
    await places.take(slow, never, nobody)
    const waits: string[] = []
    await places.take(server('http://127.0.0.1:2'), never, () => waits.push('other'))
    await places.take({ engine: 'extractive' }, never, () => waits.push('extractive'))
    expect(waits).toEqual([])
  })
})
