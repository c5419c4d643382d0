import { expect, it } from 'vitest'
import { oneAfterAnother } from './one-after-another.ts'

it('runs once more after the run in which it was asked for again, and never twice at once', async () => {
  const ends: (() => void)[] = []
  const ask = oneAfterAnother(() => new Promise((resolve) => ends.push(resolve)))
  ask()
  ask()
  ask()
  expect(ends).toHaveLength(1)
  ends[0]?.()
  await expect.poll(() => ends.length).toBe(2)
  ends[1]?.()
  await Promise.resolve()
  ask()
  await expect.poll(() => ends.length).toBe(3)
})
