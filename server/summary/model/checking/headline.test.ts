import { describe, expect, it } from 'vitest'
import type { Summary } from '../../../contract/summary.ts'
import { conversationName } from '../parts.ts'
import { OurReading } from './our-reading.ts'
import { headlineOrNull } from './headline.ts'
import { timelineOf } from './timeline.ts'
import type { Shown } from './shown.ts'

const said = (row: number, author: string, text: string): [number, Shown] => [
  row,
  { messageId: `id-${row}`, author, at: null, text, replyTo: null, conversation: 4 },
]
const shown = new Map([
  said(1, 'Ann', 'We decided to order 4 pumps by Friday.'),
  said(2, 'Ben', 'Who paints the boat house?'),
  said(3, 'Cleo', 'The ferry was late.'),
])
const item = (row: number, text: string) => ({
  text,
  author: shown.get(row)!.author,
  at: null,
  messageId: `id-${row}`,
  messageNumber: row,
})
const known = {
  people: new Map(['Ann', 'Ben', 'Cleo'].map((name) => [name.toLowerCase(), name])),
  urls: new Set<string>(),
  ours: new OurReading({ lists: { decisions: [], actions: [], questions: [] }, answered: [] }),
  end: null,
}
const summary: Omit<Summary, 'headline'> = {
  keyPoints: [item(1, 'Pumps are ordered.')],
  decisions: [{ ...item(1, '4 pumps are ordered'), certainty: 'found' }],
  actionItems: [],
  openQuestions: [{ ...item(2, 'Who paints?'), certainty: 'found' }],
  answered: [],
  conversations: [],
  links: [],
  participants: [],
  method: { engine: 'openai', kind: 'generative', label: '' },
  coverage: { messages: 3, read: 3, from: null, to: null, truncated: false },
}
const headline = (line: string, change: Partial<Summary> = {}): string | null =>
  headlineOrNull(line, { ...summary, ...change }, shown, known)

describe('the headline of a model', () => {
  it.each([
    'Ann: the team decided to order 4 pumps by Friday',
    '1 decision and 1 question in 3 messages',
    'Pumps on their way; painting still unanswered',
    'A calm day at the harbour',
  ])('stays where the summary bears it: %s', (line) => {
    expect(headline(line)).toBe(line)
  })

  it.each([
    ['a number', '9 pumps are ordered'],
    ['a wrong count', '3 decisions'],
    ['a day', 'Pumps ordered on Monday'],
    ['a person who is not in what is told', 'Cleo orders the pumps'],
    ['everybody', 'Everybody wants pumps'],
    ['nobody', 'Nobody paints the boat house'],
    ['a cause', 'Pumps ordered because of the flood'],
    ['a mood', 'The team is frustrated about the pumps'],
    ['nothing at all', ' '],
  ])('is not taken where it makes up %s', (_what, line) => {
    expect(headline(line)).toBeNull()
  })

  it('says "decided" of found decisions alone', () => {
    const possible = [{ ...item(1, '4 pumps are ordered'), certainty: 'possible' as const }]
    expect(headline('They decided to order pumps', { decisions: possible })).toBeNull()
    expect(headline('Sie haben Pumpen beschlossen', { decisions: [] })).toBeNull()
  })

  it('says "unanswered" only where a question is open', () => {
    expect(headline('One question is unanswered', { openQuestions: [] })).toBeNull()
  })
})

describe('the timeline of a model', () => {
  const conversations: NonNullable<Summary['conversations']> = [
    {
      ...item(1, 'We decided ...'),
      messages: [1, 2],
      size: 2,
      until: null,
      people: [],
      ended: 'talk',
    },
  ]
  const titled = (title: string, decisions = summary.decisions) =>
    timelineOf(
      conversations,
      [{ conversation: conversationName(4), title }],
      { ...summary, decisions, answered: [] },
      shown,
      known,
    )[0]

  it('gives a conversation a title that its messages bear, and keeps what was counted', () => {
    expect(titled('Order of 4 pumps')).toMatchObject({
      title: 'Order of 4 pumps',
      size: 2,
      ended: 'decision',
    })
  })

  it.each(['Budget of the choir', 'Order of 9 pumps', 'Cleo and the pumps'])(
    'gives no title that they do not bear: %s',
    (title) => expect(titled(title)).not.toHaveProperty('title'),
  )

  it('calls nothing decided that is only possible', () => {
    const possible = [{ ...item(1, 'pumps'), certainty: 'possible' as const }]
    expect(titled('Decision on the pumps', possible)).not.toHaveProperty('title')
    expect(titled('Pumps', possible)?.ended).not.toBe('decision')
  })
})
