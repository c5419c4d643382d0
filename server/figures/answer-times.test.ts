import { describe, expect, it } from 'vitest'
import type { RoomFigures } from '../contract/statistics.ts'
import type { AnswerTimes, OpenQuestion, Summary } from '../contract/summary.ts'
import { answerFacts } from './answer-times.ts'
import { speechIn } from './speech-in.ts'

const english = speechIn('en', 'UTC')

const figures: RoomFigures = {
  total: 100,
  messages: 100,
  people: 4,
  answers: {
    asked: 8,
    answered: 6,
    timed: 6,
    medianSeconds: 240,
    p90Seconds: null,
    within: { minutes15: 5, hour: 6, day: 6 },
  },
  answersOfPeople: 20,
  answerers: [
    { author: 'Ada', answers: 15 },
    { author: 'Bo', answers: 5 },
  ],
  earlier: null,
  unread: [],
}
const open = (...ages: number[]): OpenQuestion[] =>
  ages.map((ageSeconds, index) => ({
    text: 'Where?',
    author: 'Cy',
    at: null,
    messageId: `m${index}`,
    messageNumber: index + 1,
    ageSeconds,
  }))
const summary = (more: Partial<Summary> = {}): Summary => ({
  headline: '',
  keyPoints: [],
  decisions: [],
  actionItems: [],
  openQuestions: [],
  links: [],
  participants: [],
  method: { engine: 'extractive', kind: 'extractive', label: '' },
  coverage: { messages: 100, read: 100, from: null, to: null, truncated: false },
  ...more,
})
const judged: AnswerTimes = {
  asked: 40,
  answered: 30,
  medianSeconds: 120,
  p90Seconds: 7_200,
  timed: 29,
  within: { minutes15: 20, hour: 26, day: 29 },
  answerers: [{ author: 'Cy', answers: 24 }],
}

describe('what is told of questions and answers', () => {
  it('says nothing of how fast they came where the transcript has no times', () => {
    const untimed = {
      ...judged,
      timed: 0,
      medianSeconds: null,
      within: { minutes15: 0, hour: 0, day: 0 },
    }
    const facts = answerFacts(english, figures, summary({ answerTimes: untimed }))
    expect(facts.map(([label]) => label)).not.toContain('First answer')
  })

  it('is what the engine judged, where it did, and all of it from there', () => {
    const facts = answerFacts(
      english,
      figures,
      summary({
        answerTimes: judged,
        openQuestions: open(3_600, 90_000, 400_000),
        totals: {
          decisions: { found: 0, possible: 0 },
          actionItems: { found: 0, possible: 0 },
          openQuestions: 3,
          answered: 30,
          conversations: 0,
        },
      }),
    )
    expect(facts).toEqual([
      ['Answered', '30 of 40 questions'],
      ['Time to an answer', 'Median 2 min, nine in ten within 2 h (29 answers)'],
      ['First answer', 'Within 15 min 50 %, within 1 h 65 %, within 1 day 73 % of 40 questions'],
      [
        'Without an answer',
        '2 for a day or more (oldest 4 days 15 h), 1 still waiting for less than a day',
      ],
      ['Answered most', 'Cy 24 (80 %)'],
    ])
  })

  it('is what reply marks and names tell elsewhere, in counts where shares would flatter', () => {
    expect(answerFacts(english, figures, summary({ openQuestions: open(90_000) }))).toEqual([
      ['Answered', '6 of 8 questions'],
      ['Time to an answer', 'Median 4 min (6 answers)'],
      ['First answer', 'Within 15 min 5, within 1 h 6, within 1 day 6 of 8 questions'],
      ['Answered most', 'Ada 15 (75 %), Bo 5 (25 %)'],
    ])
  })

  it('counts what may be open apart, where the list holds all', () => {
    const [first, second] = open(90_000, 400_000)
    const openQuestions = [first!, { ...second!, certainty: 'possible' as const }]
    const facts = answerFacts(english, figures, summary({ answerTimes: judged, openQuestions }))
    expect(facts).toContainEqual([
      'Without an answer',
      '1 for a day or more (oldest 1 day 1 h), 1 more possibly',
    ])
  })

  it('is no time where less than five were answered, and nothing where none were', () => {
    const few = { ...figures.answers, answered: 4, timed: 4, medianSeconds: null }
    const facts = answerFacts(english, { ...figures, answers: few, answersOfPeople: 4 }, summary())
    expect(facts.map(([label]) => label)).toEqual(['Answered', 'First answer'])
    const none = { ...few, answered: 0, timed: 0 }
    expect(
      answerFacts(english, { ...figures, answers: none, answersOfPeople: 0 }, summary()),
    ).toEqual([])
  })
})
