import { expect, it } from 'vitest'
import { draftOfFilter, filterProblem, noFilter, toFilter } from './filter.ts'

it('asks for all messages where nothing is named', () => {
  expect(toFilter(noFilter)).toBeUndefined()
  expect(toFilter({ people: [], keyword: '  ', thread: ' ' })).toBeUndefined()
})

it('asks for what is named, without the spaces around it, and reads it back', () => {
  const filter = { people: ['Ada', 'Ben'], keyword: 'green crane', thread: '17.5' }
  expect(toFilter({ people: ['Ada', 'Ben'], keyword: ' green crane ', thread: ' 17.5 ' })).toEqual(
    filter,
  )
  expect(draftOfFilter(filter)).toEqual(filter)
  expect(draftOfFilter({ keyword: 'crane' })).toEqual({ ...noFilter, keyword: 'crane' })
  expect(draftOfFilter(undefined)).toEqual(noFilter)
})

it('names the part that the server would refuse', () => {
  expect(filterProblem(noFilter)).toBeNull()
  expect(filterProblem({ people: ['Ada'], keyword: 'crane', thread: '1' })).toBeNull()
  const many = Array.from({ length: 51 }, (_, index) => `person ${index}`)
  expect(filterProblem({ ...noFilter, people: many })).toBe('people')
  expect(filterProblem({ ...noFilter, people: ['x'.repeat(201)] })).toBe('people')
  expect(filterProblem({ ...noFilter, keyword: 'x'.repeat(201) })).toBe('keyword')
  expect(filterProblem({ ...noFilter, thread: 'x'.repeat(513) })).toBe('thread')
})
