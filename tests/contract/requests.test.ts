import { describe, expect, it } from 'vitest'
import { isThere, namedTests } from './named-tests.ts'

describe.each([
  { document: 'requests.md', lines: 36 },
  { document: 'window.md', lines: 44 },
])('$document', ({ document, lines }) => {
  const tests = namedTests(document)

  it('holds every line by at least one test', () => {
    const numbers = tests.map(({ first }) => first).filter((first) => first !== '')
    expect(numbers).toEqual(Array.from({ length: lines }, (_, index) => String(index + 1)))
  })

  it('names only tests that are there', () => {
    expect(tests.filter((test) => !isThere(test))).toEqual([])
  })
})
