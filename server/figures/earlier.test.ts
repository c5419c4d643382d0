import { describe, expect, it } from 'vitest'
import { EarlierPeriods } from './earlier.ts'

const DAY = 86_400_000
const from = Date.UTC(2026, 1, 2)
const period = { from, to: from + 7 * DAY }
const none = { rose: [], fell: [] }

function earlierOf(writing: readonly [daysBefore: number, author: string][], present: string[]) {
  const periods = new EarlierPeriods(period, 'UTC')
  for (const [days, authorKey] of writing) periods.add({ at: from - days * DAY, authorKey })
  return periods.result(new Set(present), none)
}

describe('the period before', () => {
  it('tells who is new, who came back, and which regulars wrote no more', () => {
    const result = earlierOf(
      [
        [40, 'Old'],
        [6, 'Gone'],
        [5, 'Gone'],
        [4, 'Once'],
        [3, 'Stays'],
        [1, 'Stays'],
      ],
      ['Stays', 'Old', 'Fresh'],
    )
    expect(result).toMatchObject({
      from: from - 7 * DAY,
      to: from,
      isWhole: true,
      messages: 5,
      people: 3,
      newPeople: 1,
      newIsSure: true,
      returning: 1,
      lost: 1,
    })
    expect(result!.days.map(({ messages }) => messages)).toEqual([1, 1, 1, 1, 1])
  })

  it('is not whole where the room begins in it, and nobody is surely new then', () => {
    expect(earlierOf([[3, 'Ada']], ['Bo'])).toMatchObject({ isWhole: false, newIsSure: false })
  })

  it('is nothing where nothing was written', () => {
    expect(earlierOf([], ['Ada'])).toBeNull()
  })

  it('knows from four periods on how much the room goes up and down, quiet ones included', () => {
    const weekly = (counts: readonly number[]): [number, string][] =>
      counts.flatMap((amount, index) =>
        Array.from({ length: amount }, (): [number, string] => [
          (counts.length - index) * 7 - 0.5,
          'Ada',
        ]),
      )
    const steady = earlierOf([[35, 'Ada'], ...weekly([5, 5, 5, 5, 5])], ['Ada'])
    expect(steady!.spread.messages).toBeLessThan(0.1)
    const wild = earlierOf([[35, 'Ada'], ...weekly([0, 20, 0, 20, 0])], ['Ada'])
    expect(wild!.spread.messages).toBeGreaterThan(5)
    expect(earlierOf([[14, 'Ada']], ['Ada'])!.spread).toEqual({ messages: null, people: null })
  })
})
