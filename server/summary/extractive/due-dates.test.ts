import { describe, expect, it } from 'vitest'
import { dueIn } from './due-dates.ts'

describe('due dates', () => {
  // A Wednesday.
  const at = Date.UTC(2024, 4, 1, 9)

  it.each([
    ['send it tomorrow', 'tomorrow', '2024-05-02'],
    ['send it by Friday', 'Friday', '2024-05-03'],
    ['call me at 10am tomorrow', 'at 10am tomorrow', '2024-05-02T10:00'],
    ['finish it in 2 weeks', 'in 2 weeks', '2024-05-15'],
    ['due 2024-06-30', '2024-06-30', '2024-06-30'],
  ])('of %j', (text, words, date) => {
    expect(dueIn(text, at)).toEqual({ text: words, date })
  })

  it.each(['a babysitter that can come to the Heights', 'send it soon', 'version 3 of it'])(
    'are not found in %j',
    (text) => {
      expect(dueIn(text, at)).toBeNull()
    },
  )

  it.each([
    ['Asia/Tokyo', 'tomorrow', '2024-05-04'],
    ['Asia/Tokyo', 'today', '2024-05-03'],
    ['UTC', 'tomorrow', '2024-05-03'],
    ['America/Lima', 'tomorrow', '2024-05-03'],
    ['Asia/Kathmandu', 'at noon tomorrow', '2024-05-04T12:00'],
    ['Pacific/Kiritimati', 'on Saturday', '2024-05-04'],
  ])('are counted in the zone of the report: %s, %s', (timeZone, words, date) => {
    // Thursday evening in Greenwich, Friday morning in Asia.
    expect(dueIn(`send it ${words}`, Date.UTC(2024, 4, 2, 20), timeZone)?.date).toBe(date)
  })

  it('keep the hour that was named on the day when the clocks change', () => {
    const before = Date.UTC(2024, 2, 30, 12)
    expect(dueIn('call me tomorrow at 10am', before, 'Europe/Berlin')?.date).toBe(
      '2024-03-31T10:00',
    )
  })

  it('stay words where nobody knows when they were said', () => {
    expect(dueIn('send it tomorrow', null)).toEqual({ text: 'tomorrow', date: null })
  })
})

it('quotes "the next days", and takes them for no day', () => {
  const at = Date.UTC(2026, 0, 5, 9)
  expect(dueIn("I'll oil the hinges in the next days", at)).toMatchObject({ date: null })
  expect(dueIn("I'll oil the hinges next week", at)?.date).toMatch(/^2026-01-/)
})
