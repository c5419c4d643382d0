import { expect, test } from 'vitest'
import { calendarOf, midnightIn } from './calendars.ts'

const DAY = 86_400_000

test.each([
  ['persian', 'persian'],
  ['islamic', 'islamic-umalqura'],
] as const)('every %s date from 2009 to 2034 is the day that ICU writes so', (calendar, icu) => {
  const format = new Intl.DateTimeFormat(`en-u-ca-${icu}-nu-latn`, {
    timeZone: 'UTC',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  })
  for (let at = Date.UTC(2009, 0, 1); at < Date.UTC(2035, 0, 1); at += DAY) {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
    const [year, month, day] = [parts.get('year')!, parts.get('month')!, parts.get('day')!]
    const found = midnightIn(calendar, year, month, day)
    if (found !== at) expect({ year, month, day, found }).toEqual({ year, month, day, found: at })
    expect(calendarOf(year)).toBe(calendar)
  }
})

test('the 30th of Esfand is there in leap years of the Persian calendar alone', () => {
  expect(new Date(midnightIn('persian', 1403, 12, 30)).toISOString()).toContain('2025-03-20')
  expect(midnightIn('persian', 1402, 12, 30)).toBeNaN()
  expect(midnightIn('persian', 1402, 13, 1)).toBeNaN()
})

test('Buddhist and Minguo years share the days of the Gregorian calendar, leap days too', () => {
  expect(midnightIn('buddhist', 2567, 2, 29)).toBe(Date.UTC(2024, 1, 29))
  expect(midnightIn('buddhist', 66, 5, 14)).toBe(Date.UTC(2023, 4, 14))
  expect(midnightIn('roc', 113, 2, 29)).toBe(Date.UTC(2024, 1, 29))
  expect(midnightIn('buddhist', 2566, 2, 29)).toBeNaN()
})

test.each([
  [2023, null],
  [24, null],
  [99, null],
  [2566, 'buddhist'],
  [66, 'buddhist'],
  [1402, 'persian'],
  [1445, 'islamic'],
  [112, 'roc'],
  [0, null],
  [Number.NaN, null],
])('the year %d is of the calendar %s', (year, calendar) => {
  expect(calendarOf(year)).toBe(calendar)
})
