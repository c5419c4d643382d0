import { expect, it } from 'vitest'
import type { RoomStatistics } from '../../contract/statistics.ts'
import type { Summary } from '../../contract/summary.ts'
import { speechIn } from '../speech-in.ts'
import { MergedStatistics } from './merged-statistics.ts'
import { mondayOf, roomCounted, roomTold, roomWithout } from './overview-room.ts'
import { OverviewSummary } from './overview-summary.ts'

type Person = RoomStatistics['participants'][number]
const person = (authorKey: string, messages: number, more: Partial<Person> = {}): Person => ({
  author: authorKey,
  authorKey,
  messages,
  firstAt: 1_000,
  lastAt: 2_000,
  activeDays: 1,
  repliesGiven: 0,
  repliesReceived: 0,
  answers: 0,
  medianAnswerSeconds: null,
  attachments: 0,
  ...more,
})

const roomOf = (participants: Person[], more: Partial<RoomStatistics> = {}): RoomStatistics => {
  const messages = participants.reduce((sum, each) => sum + each.messages, 0)
  return {
    timeZone: 'UTC',
    total: messages,
    messages,
    system: 0,
    unread: [],
    firstAt: 1_000,
    lastAt: 2_000,
    participants,
    days: [{ day: 0, messages, participants: participants.length }],
    hours: Array.from({ length: 24 }, () => 0),
    weekdays: Array.from({ length: 7 }, () => 0),
    week: Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0)),
    replies: { marked: 0, named: 0 },
    answers: {
      asked: 4,
      answered: 2,
      timed: 2,
      medianSeconds: 60,
      p90Seconds: null,
      within: { minutes15: 2, hour: 2, day: 2 },
    },
    earlier: null,
    longestSilence: null,
    attachments: { count: 0, bytes: 0 },
    messagesWithLinks: 0,
    timeUnknown: 0,
    timeAssumed: 0,
    edited: 0,
    deleted: 0,
    ...more,
  }
}

const summaryOf = (more: Partial<Summary>): Summary => ({
  headline: 'One thing was settled',
  keyPoints: [],
  decisions: [],
  actionItems: [],
  openQuestions: [],
  links: [],
  participants: [],
  method: { engine: 'extractive', kind: 'extractive', label: 'Quotes' },
  coverage: { messages: 5, read: 5, from: null, to: null, truncated: false },
  ...more,
})

const item = (text: string, at: string | null = null) => ({
  text,
  author: 'ann',
  at,
  messageId: text,
  messageNumber: 1,
})
const known = (name: string) =>
  ({
    roomOid: name,
    reportOid: `report of ${name}`,
    name,
    source: 'irc',
    state: 'covered',
    workbook: `${name}.xlsx`,
  }) as const

it('counts who writes in several rooms once, and in how many rooms', () => {
  const merged = new MergedStatistics('UTC')
  merged.add(roomOf([person('ann', 5), person('bo', 1)]), (key) => `irc ${key}`)
  merged.add(
    roomOf([person('ann', 2, { lastAt: 9_000 })], { lastAt: 9_000 }),
    (key) => `irc ${key}`,
  )
  merged.add(roomOf([person('ann', 1)]), (key) => `slack ${key}`)
  const { messages, participants, lastAt, days } = merged.result()
  expect([messages, lastAt]).toEqual([9, 9_000])
  expect(participants.map((each) => [each.author, each.rooms, each.messages, each.lastAt])).toEqual(
    [
      ['ann', 2, 7, 9_000],
      ['bo', 1, 1, 2_000],
      ['ann', 1, 1, 2_000],
    ],
  )
  expect(days.map((day) => day.messages)).toEqual([9])
})

it('adds questions and answers up, and tells no median of medians', () => {
  const merged = new MergedStatistics('UTC')
  merged.add(roomOf([person('ann', 5)]), (key) => key)
  expect(merged.result().answers).toMatchObject({ asked: 4, medianSeconds: 60 })
  merged.add(roomOf([person('bo', 5)]), (key) => key)
  expect(merged.result().answers).toMatchObject({ asked: 8, answered: 4, medianSeconds: null })
})

it('puts days into the weeks of their Mondays, also before 1970', () => {
  // 1970-01-01 was a Thursday.
  expect([-4, -3, 0, 3, 4].map(mondayOf)).toEqual([-10, -3, -3, -3, 4])
  const days = [-4, 0, 3, 4].map((day) => ({ day, messages: 2, participants: 1 }))
  const { weeks } = roomCounted(known('pier'), roomOf([person('ann', 8)], { days }))
  expect(weeks).toEqual([
    { day: -10, messages: 2 },
    { day: -3, messages: 4 },
    { day: 4, messages: 2 },
  ])
})

it('tells a change only where chance does not explain it, and never against a part of the time', () => {
  const earlier = {
    from: 0,
    to: 1,
    isWhole: true,
    messages: 400,
    people: 1,
    days: [],
    newPeople: 0,
    newIsSure: true,
    returning: 1,
    lost: 2,
    spread: { messages: 1, people: null },
    words: { rose: [], fell: [] },
  }
  const of = (messages: number, more: object = {}) =>
    roomCounted(
      known('pier'),
      roomOf([person('ann', messages)], { earlier: { ...earlier, ...more } }),
    ).earlier?.change
  expect(of(200)).toBeLessThan(-2)
  expect(of(800)).toBeGreaterThan(2)
  expect(of(410)).toBe(0)
  expect(of(800, { isWhole: false })).toBe(0)
})

it('takes the answer times of the summary, which judges answers, and else those that were counted', () => {
  const counted = roomCounted(known('pier'), roomOf([person('ann', 5)]))
  expect(roomTold(counted, summaryOf({})).answers).toEqual({
    asked: 4,
    answered: 2,
    timed: 2,
    medianSeconds: 60,
  })
  const answerTimes = { asked: 9, answered: 7, medianSeconds: 30, p90Seconds: null }
  expect(roomTold(counted, summaryOf({ answerTimes })).answers).toEqual({
    asked: 9,
    answered: 7,
    timed: 7,
    medianSeconds: 30,
  })
})

it('lists decisions the newest first, tasks by the day they are due, questions by how long they wait', () => {
  const told = new OverviewSummary()
  const pier = roomCounted(known('pier'), roomOf([person('ann', 5)]))
  const quay = roomCounted(known('quay'), roomOf([person('ann', 50)]))
  const task = (text: string, date: string | null) => ({
    ...item(text),
    kind: 'request' as const,
    owner: null,
    due: date === null ? null : { words: text, date },
  })
  told.add(
    pier,
    summaryOf({
      decisions: [item('old', '2026-01-01T00:00:00Z')],
      actionItems: [task('some day', null), task('later', '2026-03-02')],
      openQuestions: [{ ...item('short'), ageSeconds: 60 }],
    }),
  )
  told.add(
    quay,
    summaryOf({
      decisions: [item('new', '2026-02-01T00:00:00Z')],
      actionItems: [task('soon', '2026-03-01')],
      openQuestions: [{ ...item('long'), ageSeconds: 600 }, item('unknown')],
    }),
  )
  told.addWithout(roomWithout({ ...known('reef'), state: 'failed', workbook: null }))
  const statistics = roomOf([person('ann', 55)])
  const summary = told.result(statistics, 1, speechIn('en', 'UTC'))
  const texts = (list: readonly { text: string; room?: { name: string } | undefined }[]) =>
    list.map(({ text, room }) => `${room?.name}: ${text}`)
  expect(texts(summary.decisions)).toEqual(['quay: new', 'pier: old'])
  expect(texts(summary.actionItems)).toEqual(['quay: soon', 'pier: later', 'pier: some day'])
  expect(texts(summary.openQuestions)).toEqual(['quay: long', 'pier: short', 'quay: unknown'])
  expect(summary.rooms?.map(({ name, state }) => [name, state])).toEqual([
    ['quay', 'covered'],
    ['pier', 'covered'],
    ['reef', 'failed'],
  ])
  expect(summary.headline).toBe(
    '55 messages from 1 person in 3 rooms: 2 decisions; 3 action items; 3 open questions',
  )
})
