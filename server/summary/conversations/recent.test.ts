import { expect, it } from 'vitest'
import { Recent } from './recent.ts'

it('remembers what belongs to the last lines, and nothing of older or later ones', () => {
  const recent = new Recent<string>(3)
  expect(recent.get(0)).toBeUndefined()
  for (const [spoken, value] of ['a', 'b', 'c', 'd', 'e'].entries()) recent.set(spoken, value)
  expect([-1, 0, 1, 2, 3, 4, 5].map((spoken) => recent.get(spoken))).toEqual([
    undefined,
    undefined,
    undefined,
    'c',
    'd',
    'e',
    undefined,
  ])
})
