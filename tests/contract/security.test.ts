import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { isThere, namedTests } from './named-tests.ts'

const root = join(import.meta.dirname, '..', '..')
const tests = namedTests('security.md')

it('holds every point of the checklist by at least one test', () => {
  const points = tests.map(({ first }) => first).filter((first) => /^\d+$/.test(first))
  const all = Array.from({ length: 20 }, (_, index) => String(index + 1))
  expect(points).toEqual(all)
})

it('names only tests that are there', () => {
  expect(tests.filter((test) => !isThere(test))).toEqual([])
})

it('ships a version of Electron that is still mended', () => {
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>
  }
  // The three newest majors are, and one appears every eight weeks: 45 is mended until 48 is out.
  const [, major = '0'] = /^(\d+)\.\d+\.\d+$/.exec(devDependencies['electron'] ?? '') ?? []
  expect(Number(major)).toBeGreaterThanOrEqual(45)
})
