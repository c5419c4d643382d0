import { expect, it } from 'vitest'
import type { AnsweredItem, Found } from '../exchanges/results.ts'
import { answerTimesOf } from './answer-times.ts'
import type { Answerers } from './people.ts'

const everybody: Answerers = { isTeam: false, includes: () => true }

const said = (number: number, author: string) => ({
  number,
  messageId: `m${number}`,
  author,
  at: null,
  text: 'Yes',
})
const answer = (number: number, author: string): AnsweredItem => ({
  ...said(number, 'Asker'),
  probability: 1,
  reply: said(number + 1, author),
  seconds: null,
})
const counts = { found: 0, possible: 0 }
const found: Found = {
  lists: { decisions: [], actions: [], questions: [] },
  counts: { decisions: counts, actions: counts, questions: counts },
  answered: [answer(1, 'Bo'), answer(3, 'Ada'), answer(5, 'Bo')],
  answeredCount: 3,
  answerSeconds: [60, 1_000, 4_000, 90_000, 100_000],
}

it('tells how many answers came in time, and who gave most of them', () => {
  expect(answerTimesOf(found, 2, everybody)).toEqual({
    asked: 5,
    answered: 3,
    medianSeconds: 4_000,
    p90Seconds: null,
    timed: 5,
    within: { minutes15: 1, hour: 2, day: 3 },
    answerers: [
      { author: 'Bo', answers: 2 },
      { author: 'Ada', answers: 1 },
    ],
  })
})

it('names nobody where the answers were too many to be kept', () => {
  expect(answerTimesOf({ ...found, answeredCount: 9 }, 0, everybody).answerers).toBeUndefined()
})

it('counts the answers of the team alone where people have said who that is', () => {
  const team: Answerers = { isTeam: true, includes: (author) => author === 'Ada' }
  const { answerers, isTeam } = answerTimesOf(found, 2, team)
  expect([answerers, isTeam]).toEqual([[{ author: 'Ada', answers: 1 }], true])
})
