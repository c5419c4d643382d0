import { expect, it } from 'vitest'
import { actCount, actIndex } from '../acts/acts.ts'
import { LineReader } from '../acts/lines.ts'
import { Names } from '../conversations/names.ts'
import { exchangesOf } from './anchor-features.ts'
import { apart } from './carried.ts'

/** Rows of each decision that a proposal, what agrees with it, and a close come to. */
function rowsOf(rows: readonly (readonly [author: string, text: string])[]) {
  const reader = new LineReader(new Names())
  const lines = rows.map(([author, text]) =>
    reader.read({ text, author, at: null, isBot: false, replyTo: -1 }),
  )
  const second = new Float32Array(rows.length * actCount)
  for (let at = 1; at < rows.length - 1; at++) second[at * actCount + actIndex.accept] = 0.9
  const parents = Int32Array.from(rows, (_, at) => at - 1)
  const sureness = new Float32Array(rows.length).fill(1)
  const exchanges = exchangesOf({ lines, first: second, parents, sureness, second })
  const whole = {
    at: rows.length - 1,
    probability: 0.9,
    messages: rows.map((_, row) => row),
    lead: 0,
    evidence: 'enough',
    plain: null,
    certainty: 'found',
  } as const
  return apart(exchanges, whole).map(({ at, messages }) => [at, messages])
}

it('parts a proposal that all carry from a close that names another day', () => {
  expect(
    rowsOf([
      ['Ivo', 'no sailing on the 3rd and the 10th'],
      ['Pia', '+1'],
      ['Ulf', 'fine by me'],
      ['Ivo', 'good, then the next regatta is on the 17th'],
    ]),
  ).toEqual([
    [2, [0, 1, 2]],
    [3, [3]],
  ])
})

it.each([
  ['repeats the day', 'good, no sailing on the 3rd and the 10th then'],
  ['names none', 'good, that is settled'],
])('keeps one decision where the close %s', (_, close) => {
  expect(
    rowsOf([
      ['Ivo', 'no sailing on the 3rd and the 10th'],
      ['Pia', '+1'],
      ['Ulf', 'fine by me'],
      ['Ivo', close],
    ]),
  ).toEqual([[3, [0, 1, 2, 3]]])
})

it('keeps one decision where somebody named the other day, or only one person agreed', () => {
  expect(
    rowsOf([
      ['Ivo', 'sailing on the 3rd?'],
      ['Pia', 'yes, or the 4th'],
      ['Ulf', 'fine by me'],
      ['Ivo', 'the 4th then'],
    ]),
  ).toHaveLength(1)
  expect(
    rowsOf([
      ['Ivo', 'no sailing on the 3rd'],
      ['Pia', '+1'],
      ['Ivo', 'then the next regatta is on the 17th'],
    ]),
  ).toHaveLength(1)
})
