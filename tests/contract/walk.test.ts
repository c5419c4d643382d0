import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

/** Rows of the table in docs/architecture.md: file, and the name in it that the road goes through. */
const rows = [
  ...readFileSync('docs/architecture.md', 'utf8').matchAll(
    /^\| \d+ +\| `([^`]+)` +\| `([^`]+)`/gmu,
  ),
].map(([, file = '', name = '']) => ({ file, name }))

/** Steps that a newcomer has to follow from the button to the row, at most. */
const mostSteps = 38

describe('the walk from "Generate reports" to "Done"', () => {
  it('leads through files that are there, and names in them', () => {
    const lost = rows.filter(
      ({ file, name }) =>
        !existsSync(file) || !new RegExp(`\\b${name}\\b`, 'u').test(readFileSync(file, 'utf8')),
    )
    expect(lost).toEqual([])
  })

  it('takes no more steps than were agreed', () => {
    expect(rows.length).toBeGreaterThan(30)
    expect(rows.length).toBeLessThanOrEqual(mostSteps)
  })

  it('crosses from the window to the server and back once', () => {
    const sides = rows.map(({ file }) => file.split('/')[0])
    expect(sides.filter((side, index) => side !== sides[index - 1])).toEqual([
      'renderer',
      'server',
      'renderer',
    ])
  })
})
