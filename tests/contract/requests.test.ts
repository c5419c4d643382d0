import { expect, it } from 'vitest'
import { isThere, namedTests } from './named-tests.ts'

const tests = namedTests('requests.md')

it('holds every request by at least one test', () => {
  const numbers = tests.map(({ first }) => first).filter((first) => first !== '')
  expect(numbers).toEqual(Array.from({ length: 36 }, (_, index) => String(index + 1)))
})

it('names only tests that are there', () => {
  expect(tests.filter((test) => !isThere(test))).toEqual([])
})
