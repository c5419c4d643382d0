import { describe, expect, it } from 'vitest'
import { message, roomOf, summarize } from '../../../tests/summary/room.ts'
import { dueIn } from './due-dates.ts'

describe('possible action items', () => {
  it.each([
    ['Can you send me the contract?', 'request'],
    ['Could somebody please review the pull request?', 'request'],
    ['please upload the slides before the meeting', 'request'],
    ["Don't forget to renew the certificate", 'request'],
    ['TODO: rotate the keys', 'request'],
    ['The invoice needs to be sent this week', 'request'],
    ["I'll send the contract to the lawyer", 'commitment'],
    ['I’ll prepare the agenda', 'commitment'],
    ["We're short of time but I'm going to fix the login page", 'commitment'],
    ['ok, will do', 'commitment'],
    ['on it', 'commitment'],
    ['Kannst du die Rechnung prüfen?', 'request'],
  ])('take %j for a %s', async (text, kind) => {
    const { actionItems } = await summarize([message(1, 'Ann', text)])
    expect(actionItems.map((item) => item.kind)).toEqual([kind])
  })

  it.each([
    'See you tomorrow, I will be back soon',
    "I'll see what I can do",
    'Can you see my screen?',
    'Why would you want that?',
    'It sits on it quite well',
    'I will never understand this',
    'The will of the people',
    'well what a day',
  ])('leave out %j', async (text) => {
    expect((await summarize([message(1, 'Ann', text)])).actionItems).toEqual([])
  })

  it('have the one as owner who was called, and nobody who is not in the room', async () => {
    const { actionItems } = await summarize(
      roomOf(`
        Ben Miller: hello
        Ann: Ben, can you book the room?
        Ann: @Zed can you book the other room?
        Ann: Zed, can you pay the bill?
        Ann: somebody should, can you clean the kitchen?`),
    )
    expect(actionItems.map(({ owner }) => owner)).toEqual(['Ben Miller', null, null, null])
  })

  it('have no owner where two people share the name', async () => {
    const { actionItems } = await summarize([
      message(1, 'Ben Miller', 'hello', { authorKey: 'u1' }),
      message(2, 'Ben Smith', 'hello', { authorKey: 'u2' }),
      message(3, 'Ann', 'Ben, can you book the room?'),
    ])
    expect(actionItems.map(({ owner }) => owner)).toEqual([null])
  })

  it('are at most twenty, those with a date and an owner first', async () => {
    const vague = Array.from({ length: 60 }, (_, index) =>
      message(
        index + 1,
        'Ann',
        `Could somebody please check box ${'abcdefgh'[index % 8]}${'x'.repeat(index)}?`,
      ),
    )
    const sharp = message(61, 'Ben', "I'll send the report on Friday")
    const { actionItems } = await summarize([...vague.slice(0, 5), sharp, ...vague.slice(5)])
    expect(actionItems).toHaveLength(20)
    expect(actionItems.map(({ text }) => text)).toContain("I'll send the report on Friday")
  })
})

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
