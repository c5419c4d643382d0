import { expect, it } from 'vitest'
import { united, within } from './stretches.ts'

const hour = 3_600_000
const at = (hours: number): number => Date.UTC(2026, 2, 12) + hours * hour

it('Stretches that touch are one, and an open end swallows what lies in it', () => {
  expect(
    united([
      { from: at(5), to: at(6) },
      { from: at(1), to: at(3) },
      { from: at(3), to: at(4) },
      { from: null, to: at(2) },
    ]),
  ).toEqual([
    { from: null, to: at(4) },
    { from: at(5), to: at(6) },
  ])
  expect(
    united([
      { from: at(1), to: null },
      { from: at(2), to: at(3) },
    ]),
  ).toEqual([{ from: at(1), to: null }])
})

it('Only what lies in the period counts, its end excluded', () => {
  const gaps = [{ from: at(1), to: at(3) }]
  expect(within(gaps, { from: at(3), to: at(9) })).toEqual([])
  expect(within(gaps, { from: null, to: at(1) })).toEqual([])
  expect(within(gaps, { from: at(2), to: at(9) })).toEqual([{ from: at(2), to: at(3) }])
})
