import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')

interface Line {
  number: string
  file: string
  name: string
}

const lines: Line[] = readFileSync(join(root, 'docs', 'requests.md'), 'utf8')
  .split('\n')
  .map((line) => line.split(/(?<!\\)\|/u).map((cell) => cell.trim()))
  .filter(([, , , file]) => file?.startsWith('`') === true)
  .map(([, number = '', , file = '', name = '']) => ({
    number,
    file: file.replaceAll('`', ''),
    name,
  }))

it('holds every request by at least one test', () => {
  const numbers = lines.map(({ number }) => number).filter((number) => number !== '')
  expect(numbers).toEqual(Array.from({ length: 36 }, (_, index) => String(index + 1)))
})

it('names only tests that are there', () => {
  const gone = lines.filter(({ file, name }) => {
    const source = readFileSync(join(root, file), 'utf8').replaceAll("\\'", "'")
    return !source.includes(name)
  })
  expect(gone).toEqual([])
})
