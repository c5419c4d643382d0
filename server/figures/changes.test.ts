import { describe, expect, it } from 'vitest'
import type { EarlierPeriod, RoomFigures } from '../contract/statistics.ts'
import type { AnswerTimes, Summary } from '../contract/summary.ts'
import { changesOf, comparedWith } from './changes.ts'
import { speechIn } from './speech-in.ts'

const english = speechIn('en', 'UTC')

const noAnswers = {
  asked: 0,
  answered: 0,
  timed: 0,
  medianSeconds: null,
  p90Seconds: null,
  within: { minutes15: 0, hour: 0, day: 0 },
}
const earlier: EarlierPeriod = {
  from: Date.UTC(2026, 0, 5),
  to: Date.UTC(2026, 0, 12),
  isWhole: true,
  messages: 100,
  people: 8,
  days: [],
  newPeople: 2,
  newIsSure: true,
  returning: 6,
  lost: 1,
  spread: { messages: 2, people: null },
  words: { rose: [], fell: [] },
}
const figures = (more: Partial<RoomFigures> = {}): RoomFigures => ({
  total: 200,
  messages: 200,
  people: 8,
  answers: noAnswers,
  answersOfPeople: 0,
  answerers: [],
  earlier,
  unread: [],
  ...more,
})
const summary = (more: Partial<Summary> = {}): Summary => ({
  headline: '',
  keyPoints: [],
  decisions: [],
  actionItems: [],
  openQuestions: [],
  links: [],
  participants: [],
  method: { engine: 'extractive', kind: 'extractive', label: '' },
  coverage: { messages: 200, read: 200, from: null, to: null, truncated: false },
  ...more,
})
const times = (answered: number, medianSeconds: number | null): AnswerTimes => ({
  asked: answered + 2,
  answered,
  medianSeconds,
  p90Seconds: null,
})
const row = (what: string, of: RoomFigures, from: Summary = summary()) =>
  changesOf(english, of, from)?.find((change) => change.what.startsWith(what))

describe('the figures beside those of the time before', () => {
  it('tell a change that the ups and downs of the room do not explain', () => {
    expect(row('Messages', figures())).toMatchObject({
      now: '200',
      before: '100',
      change: '▲ 100 %',
      isNotable: true,
    })
    const wild = { ...earlier, spread: { messages: 60, people: null } }
    expect(row('Messages', figures({ earlier: wild }))).toMatchObject({
      change: 'no clear change',
      isNotable: false,
    })
  })

  it('tell no percentage of less than twenty, and nothing of a change below a quarter', () => {
    const few = { ...earlier, messages: 10, spread: { messages: 1, people: 1 } }
    expect(row('Messages', figures({ messages: 40, earlier: few }))?.change).toBe('▲ 30')
    expect(
      row('Messages', figures({ messages: 4, earlier: { ...few, messages: 5 } }))?.change,
    ).toBe('no clear change')
    const many = { ...earlier, messages: 10_000, spread: { messages: 1, people: 1 } }
    expect(row('Messages', figures({ messages: 12_000, earlier: many }))?.change).toBe(
      'no clear change',
    )
  })

  it('compare nothing with a time that the room only partly holds', () => {
    const partly = { ...earlier, isWhole: false }
    expect(row('Messages', figures({ earlier: partly }))?.change).toBe('')
    expect(comparedWith(english, { earlier: partly })).toBe(
      'Against the time before, 5 Jan 2026 to 11 Jan 2026; the room begins within that time',
    )
  })

  it('call people new only where the room reaches back far enough', () => {
    expect(row('New people', figures())?.now).toBe('2')
    const young = { ...earlier, newIsSure: false }
    expect(row('People seen for the first time', figures({ earlier: young }))?.now).toBe('2')
  })

  it('compare medians of eight answers or more that differ by half', () => {
    const of = (now: AnswerTimes, before: AnswerTimes) =>
      row(
        'Median time',
        figures(),
        summary({ answerTimes: now, earlier: { openQuestions: 0, answerTimes: before } }),
      )
    expect(of(times(9, 600), times(8, 300))).toMatchObject({
      now: '10 min (9)',
      before: '5 min (8)',
      change: '2 times as long',
    })
    expect(of(times(9, 300), times(8, 600))?.change).toBe('2 times as fast')
    expect(of(times(9, 300), times(8, 310))?.change).toBe('no clear change')
    expect(of(times(7, 600), times(8, 300))?.change).toBe('')
    expect(of(times(2, null), times(8, 300))?.now).toBe('too few answers')
  })

  it('are none where there are no earlier messages, which is said', () => {
    expect(changesOf(english, figures({ earlier: null }), summary())).toBeNull()
    expect(comparedWith(english, { earlier: null })).toBe('No earlier messages to compare with')
  })
})
