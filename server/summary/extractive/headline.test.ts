import { describe, expect, it } from 'vitest'
import type { Summary } from '../../contract/summary.ts'
import { LocalClock } from '../../local-clock.ts'
import { Speech } from '../../words/speech.ts'
import { headlineParts } from './headline-parts.ts'
import { headlineOf, type HeadlineList, type HeadlineParts } from './headline.ts'

const english = new Speech('en', new LocalClock('UTC'))
const german = new Speech('de', new LocalClock('UTC'))
const listOf = <Item>(items: Item[], count = items.length): HeadlineList<Item> => ({
  items,
  count,
  isLeast: false,
})
const nothing: HeadlineParts = {
  messages: 412,
  people: 9,
  days: 3,
  decisions: listOf<HeadlineParts['decisions']['items'][number]>([]),
  actions: listOf<HeadlineParts['actions']['items'][number]>([]),
  open: listOf<HeadlineParts['open']['items'][number]>([]),
  asked: null,
  possible: { decisions: 0, actions: 0 },
  busiest: null,
  subjects: [],
  weekEnds: '2026-03-08',
  otherLanguage: null,
}
const told = (changes: Partial<HeadlineParts>, speech = english): string =>
  headlineOf(speech, { ...nothing, ...changes })

const decision = { text: 'we take the 9:40 ferry', day: '2026-03-03', people: 4, isClosed: true }
const action = (date: string | null, owner: string | null = 'Ben') => ({
  text: "I'll book the cabins",
  owner,
  due: date === null ? null : { words: 'by Friday', date },
})
const question = (ageSeconds: number | null, text = 'who has the key?') => ({
  text,
  ageSeconds,
  day: ageSeconds === null ? null : '2026-03-03',
})

describe('the headline of a room with outcomes', () => {
  it('quotes the one decision with people and day', () => {
    expect(told({ decisions: listOf([decision]) })).toBe(
      'Settled: "we take the 9:40 ferry" (4 people, 3 March 2026)',
    )
    expect(told({ decisions: listOf([{ ...decision, people: 1, day: null }]) })).toBe(
      'Settled: "we take the 9:40 ferry" (1 person)',
    )
    expect(told({ decisions: listOf([{ ...decision, people: null, day: null }]) })).toBe(
      'Settled: "we take the 9:40 ferry"',
    )
  })

  it('counts several, quotes the latest, and never calls a possible one a decision', () => {
    const decisions = listOf([{ ...decision, text: 'no car' }, decision], 3)
    expect(told({ decisions })).toBe('3 decisions, latest: "we take the 9:40 ferry"')
    expect(told({ decisions, possible: { decisions: 2, actions: 7 } })).toBe(
      '3 decisions, latest: "we take the 9:40 ferry" + 2 further possible decisions',
    )
    expect(told({ decisions: listOf([decision]), possible: { decisions: 1, actions: 0 } })).toMatch(
      / \+ 1 further possible decision$/,
    )
  })

  it('quotes only words that close the matter, and else counts', () => {
    const vague = { ...decision, text: 'one and a two', isClosed: false }
    expect(told({ decisions: listOf([vague]) })).toBe('1 decision')
    expect(told({ decisions: listOf([decision, vague]) })).toBe(
      '2 decisions, latest that says so: "we take the 9:40 ferry"',
    )
  })

  it('puts actions, questions and the busiest conversation behind the decisions', () => {
    const parts = {
      decisions: listOf([decision, decision, decision]),
      actions: listOf([
        action('2026-03-06'),
        action('2026-03-08T10:00'),
        action('2026-03-09'),
        action(null),
      ]),
      open: listOf([question(3 * 86_400)]),
      asked: 4,
      busiest: { text: 'Ferry timetable is out', size: 30 },
    }
    expect(told(parts)).toBe(
      '3 decisions, 4 actions (2 due by Sunday 8 March 2026), ' +
        '1 of 4 questions open since Tuesday 3 March 2026; ' +
        'latest decision: "we take the 9:40 ferry"; ' +
        'busiest conversation: "Ferry timetable is out"',
    )
    expect(told(parts, german)).toBe(
      '3 Entscheidungen, 4 Aufgaben (2 fällig bis Sonntag, 8. März 2026), ' +
        '1 von 4 Fragen offen seit Dienstag, 3. März 2026; ' +
        'letzte Entscheidung: „we take the 9:40 ferry“; ' +
        'lebhaftestes Gespräch: „Ferry timetable is out“',
    )
    expect(told({ ...parts, possible: { decisions: 2, actions: 0 } })).toMatch(
      /^3 decisions \(2 more possible\), 4 actions/,
    )
    expect(told({ ...parts, decisions: listOf([decision]) })).toMatch(
      /^Settled: "we take the 9:40 ferry" \(4 people, 3 March 2026\); 4 actions \(2 due .*2026\), 1 of 4 questions open/,
    )
    expect(
      told({ ...parts, decisions: nothing.decisions, actions: listOf([action(null)]) }),
    ).toMatch(/^Ben: "I'll book the cabins"; 1 of 4 questions open since/)
    expect(told({ ...parts, busiest: { text: 'hm', size: 1 } })).not.toMatch(/busiest/)
  })

  it('quotes the one action with its owner and the words of its date', () => {
    expect(told({ actions: listOf([action('2026-03-06')]) })).toBe(
      'Ben: "I\'ll book the cabins", due by Friday',
    )
    expect(told({ actions: listOf([action(null, null)]) })).toBe('To do: "I\'ll book the cabins"')
  })

  it('tells what is due only where every action is known and the time, too', () => {
    const actions = listOf([action('2026-03-06'), action(null)])
    expect(told({ actions })).toBe('2 actions (1 due by Sunday 8 March 2026)')
    expect(told({ actions: { ...actions, count: 9 } })).toBe('9 actions')
    expect(told({ actions, weekEnds: null })).toBe('2 actions')
    expect(told({ actions: listOf([action(null), action('2026-04-01')]) })).toBe('2 actions')
    const over = listOf([action('2026-03-01'), action('2025-03-06')])
    expect(told({ actions: over }), 'what was due before the last week').toBe('2 actions')
  })

  it.each([
    [10, '1 minute'],
    [3_599, '59 minutes'],
    [3_600, '1 hour'],
    [47.9 * 3_600, '47 hours'],
    [48 * 3_600, '2 days'],
  ])('says how long the oldest question waits, rounded down (%d s)', (seconds, age) => {
    const open = listOf([question(5), question(seconds, 'where do we meet?')])
    expect(told({ open, asked: 7 })).toBe(
      `2 of 7 questions without an answer found; oldest ${age}: "where do we meet?"`,
    )
  })

  it('counts questions only as far as they are known', () => {
    const open = listOf([question(null)])
    expect(told({ open })).toBe('1 question without an answer found; oldest: "who has the key?"')
    expect(told({ open, asked: 0 })).toMatch(/^1 question without/)
    expect(told({ open: { ...open, isLeast: true }, asked: 9 })).toMatch(
      /^at least 1 of 9 questions/,
    )
    expect(told({ open: { ...open, isLeast: true } })).toMatch(/^at least 1 question without/)
    const decisions = listOf([{ ...decision, isClosed: false }])
    const beside = (waiting: HeadlineParts['open']): string => told({ decisions, open: waiting })
    expect(beside(open)).toBe('1 decision, 1 question open')
    expect(beside(listOf([question(7_300)]))).toBe('1 decision, 1 question open for 2 hours')
    expect(beside(listOf([question(90_000), question(7_300)]))).toBe(
      '1 decision, 2 questions open, the oldest since Tuesday 3 March 2026',
    )
  })
})

describe('the headline of a room without outcome', () => {
  it('quotes how the conversation of most messages began', () => {
    const busiest = { text: 'Is the bridge open again?', size: 206 }
    expect(told({ busiest })).toBe(
      'Most talk (50%): "Is the bridge open again?"; 412 messages from 9 people over 3 days; no decision or task found',
    )
    expect(told({ busiest: { ...busiest, size: 100 } })).not.toMatch(/Most talk/)
    expect(told({ messages: 1, busiest: { ...busiest, size: 1 } })).not.toMatch(/Most talk/)
  })

  it('counts, and says what is only possible', () => {
    expect(told({})).toBe('412 messages from 9 people over 3 days; no decision or task found')
    expect(told({ days: 1, messages: 1, people: 1 })).toBe(
      '1 message from 1 person; no decision or task found',
    )
    expect(told({ days: null, messages: 1_200, subjects: ['ferry', 'cabin'] })).toBe(
      '1,200 messages from 9 people, mostly about ferry, cabin; no decision or task found',
    )
    expect(told({ possible: { decisions: 1, actions: 2 } })).toMatch(
      /; 1 possible decision, 2 possible actions$/,
    )
  })

  it('says that nobody looked for outcomes in a language that nobody has learned', () => {
    expect(told({ otherLanguage: 'pl' })).toBe(
      "412 messages from 9 people over 3 days; decisions and tasks were not looked for: the room's language is Polish",
    )
    expect(told({ otherLanguage: 'pl' }, german)).toMatch(/: Die Sprache des Raums ist Polnisch$/)
    expect(told({ otherLanguage: 'pl', open: listOf([question(90_000)]) })).toMatch(
      /without an answer found; .*; decisions and tasks were not looked for: /,
    )
  })

  it('has nothing to report of no messages', () => {
    expect(told({ messages: 0, decisions: listOf([decision]) })).toBe('nothing to report')
  })
})

describe('a quote in a headline', () => {
  it('is one line, cut at a blank, and cannot end its quotation marks', () => {
    const text = `so "this"\n${'long word '.repeat(30)}`
    const headline = told({ decisions: listOf([{ ...decision, text }]) })
    expect(headline).toMatch(/^Settled: "so 'this' long word [^"\n]*word…" \(4 people/)
    expect(headline.length).toBeLessThan(150)
    expect(
      told({ decisions: listOf([{ ...decision, text: '😀'.repeat(90) }]) }).isWellFormed(),
    ).toBe(true)
  })
})

describe('the parts of a headline', () => {
  const item = (messageNumber: number, text: string) => ({
    text,
    author: 'Ann',
    at: '2026-03-03T23:30:00.000Z',
    messageId: `m${messageNumber}`,
    messageNumber,
  })
  const summary: Omit<Summary, 'headline'> = {
    keyPoints: [],
    decisions: [
      { ...item(9, 'the ferry it is!'), certainty: 'found', people: 3 },
      { ...item(2, 'one and a two'), certainty: 'found' },
      { ...item(3, 'perhaps'), certainty: 'possible' },
      item(4, 'of an earlier version'),
    ],
    actionItems: [
      { ...item(5, 'maybe'), kind: 'request', certainty: 'possible', owner: null, due: null },
    ],
    openQuestions: [],
    conversations: [3, 8, 8].map((size, at) => ({
      ...item(at + 1, `who paints the old boat house`),
      messages: [],
      size,
      until: null,
      people: ['Ann', 'Ben'],
      ended: 'talk',
    })),
    links: [],
    participants: [],
    method: { engine: 'e', kind: 'extractive', label: '' },
    coverage: {
      messages: 20,
      read: 20,
      from: '2026-03-01T10:00:00.000Z',
      to: '2026-03-03T23:30:00.000Z',
      truncated: false,
    },
  }
  const speechAt = (timeZone: string) => new Speech('en', new LocalClock(timeZone))
  const room = { people: 4, subjects: [], speech: speechAt('Asia/Tokyo') }

  it('are found ones in the order of the room, with days in the zone of the report', () => {
    expect(headlineParts(summary, room)).toMatchObject({
      messages: 20,
      people: 4,
      days: 4,
      decisions: {
        items: [
          { text: 'one and a two', day: '2026-03-04', people: null, isClosed: false },
          { text: 'the ferry it is!', day: '2026-03-04', people: 3, isClosed: true },
        ],
        count: 2,
      },
      actions: { items: [], count: 0 },
      possible: { decisions: 2, actions: 1 },
      busiest: { text: 'who paints the old boat house', size: 8 },
      weekEnds: '2026-03-08',
    })
  })

  it('count what the lists had no room for', () => {
    const totals = {
      decisions: { found: 30, possible: 4 },
      actionItems: { found: 0, possible: 6 },
      openQuestions: 9,
      answered: 0,
      conversations: 3,
    }
    const open = { ...item(7, 'who?'), certainty: 'found', ageSeconds: 60 } as const
    const parts = headlineParts({ ...summary, totals, openQuestions: [open] }, room)
    expect(parts).toMatchObject({
      decisions: { count: 30 },
      possible: { decisions: 4, actions: 6 },
      open: { count: 1, isLeast: true },
    })
  })

  it.each([
    'did you record it?',
    'Good afternoon, members of the education committee',
    '<attached: video of the harbour.mp4>',
  ])('name no conversation whose opening tells nothing: %s', (text) => {
    const conversations = (summary.conversations ?? []).map((one) => ({ ...one, text }))
    expect(headlineParts({ ...summary, conversations }, room).busiest).toBeNull()
  })

  it.each([
    ['thursday it is', true],
    ['Then the far half of 14', true],
    ['agreed, no car', true],
    ['Gut, 3,80 mit Salat, ist durch', true],
    ['OK . One and a two and three .', false],
    ["I'm in the hangout", false],
    ['So, by 2022, then, you have the guidelines', false],
    ['shall we say agreed?', false],
    ['So , um Yeah . We just used those .', false],
  ])('take %j for the end of a matter: %s', (text, isClosed) => {
    const decisions = [{ ...item(1, text), certainty: 'found' as const, people: 3 }]
    expect(headlineParts({ ...summary, decisions }, room).decisions.items[0]?.isClosed).toBe(
      isClosed,
    )
  })

  it('know no day of messages without times', () => {
    const coverage = { ...summary.coverage, from: null, to: null }
    expect(headlineParts({ ...summary, coverage }, room)).toMatchObject({
      days: null,
      weekEnds: null,
    })
  })

  it.each([
    ['1969-12-28T12:00:00.000Z', '1969-12-28'],
    ['1969-12-29T12:00:00.000Z', '1970-01-04'],
    ['2026-03-09T00:00:00.000Z', '2026-03-15'],
  ])('end the week of %s on the Sunday', (to, sunday) => {
    const coverage = { ...summary.coverage, from: to, to }
    const parts = headlineParts({ ...summary, coverage }, { ...room, speech: speechAt('UTC') })
    expect(parts.weekEnds).toBe(sunday)
  })
})
