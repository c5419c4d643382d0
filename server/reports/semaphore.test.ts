import { describe, expect, it } from 'vitest'
import { createSemaphore } from './semaphore.ts'

const never = new AbortController().signal

describe('places', () => {
  it('are given first come, first served, and never more than there are', async () => {
    const places = createSemaphore(1)
    const order: string[] = []
    const first = await places.take(never)
    const second = places
      .take(never, () => order.push('second waits'))
      .then((free) => {
        order.push('second')
        return free
      })
    const third = places.take(never).then(() => order.push('third'))
    expect(order).toEqual(['second waits'])
    first()
    ;(await second)()
    await third
    expect(order).toEqual(['second waits', 'second', 'third'])
  })

  it('are given back once, however often that is said', async () => {
    const places = createSemaphore(1)
    const free = await places.take(never)
    free()
    free()
    await places.take(never)
    let isThird = false
    void places.take(never).then(() => (isThird = true))
    await Promise.resolve()
    expect(isThird).toBe(false)
  })

  it('are not waited for once the wait is aborted', async () => {
    const places = createSemaphore(1)
    const free = await places.take(never)
    const controller = new AbortController()
    const waiting = places.take(controller.signal)
    controller.abort(new Error('cancelled'))
    await expect(waiting).rejects.toThrow('cancelled')
    free()
    await expect(places.take(never)).resolves.toBeTypeOf('function')
  })
})
