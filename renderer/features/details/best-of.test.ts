import { expect, it } from 'vitest'
import { bestOf } from './best-of.ts'

const items = (count: number, certainty?: 'found' | 'possible') =>
  Array.from({ length: count }, (_, at) => ({ at, certainty }))
const times = (of: { at: number }[]) => of.map(({ at }) => at)

it('shows a short list whole', () => {
  expect(times(bestOf(items(3), 6))).toEqual([0, 1, 2])
})

it('shows the whole time of a long list, in order', () => {
  expect(times(bestOf(items(21), 5))).toEqual([0, 5, 10, 15, 20])
  expect(times(bestOf(items(9), 1))).toEqual([0])
  expect(bestOf(items(9), 0)).toEqual([])
})

it('leaves out what is possible before what was found', () => {
  const all = [...items(4, 'possible'), ...items(5, 'found')]
  expect(bestOf(all, 4).every(({ certainty }) => certainty === 'found')).toBe(true)
  expect(bestOf(all, 7).map(({ certainty }) => certainty)).toEqual([
    ...Array.from({ length: 2 }, () => 'possible'),
    ...Array.from({ length: 5 }, () => 'found'),
  ])
})
