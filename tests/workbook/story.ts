import type { EarlierPeriod } from '../../server/contract/statistics.ts'
import type { Summary } from '../../server/contract/summary.ts'
import type { WorkbookInput } from '../../server/workbook/write-workbook.ts'
import { inputOf, message, summaryOf } from './support.ts'

/** Six weeks, two messages a day. */
export const messages = Array.from({ length: 84 }, (_, index) =>
  message({
    number: index + 1,
    author: `Person ${index % 3}`,
    at: Date.UTC(2026, 0, 5 + Math.floor(index / 2), 9 + (index % 2)),
  }),
)
const cite = (number: number, text: string) => ({
  text,
  author: `Person ${(number - 1) % 3}`,
  at: new Date(messages[number - 1]!.at!).toISOString(),
  messageId: `m${number}`,
  messageNumber: number,
})
const quote = (number: number, text: string) => {
  const { messageId: _, ...rest } = cite(number, text)
  return rest
}
const talk = (number: number, words: string[], size: number) => ({
  ...cite(number, `Opening ${number}`),
  messages: [number],
  size,
  until: new Date(messages[number - 1]!.at! + 5_400_000).toISOString(),
  people: ['Person 0', 'Person 1', 'Person 2', 'Person 3', 'Person 4'],
  words,
  ended: 'decision' as const,
})
export const story: Partial<Summary> = {
  decisions: [
    {
      ...cite(2, 'Agreed'),
      certainty: 'found',
      about: quote(1, 'Shall we take the early ferry?'),
      people: 3,
    },
    { ...cite(5, 'Maybe blue then'), certainty: 'possible' },
  ],
  actionItems: [
    {
      ...cite(8, 'will do'),
      kind: 'commitment',
      certainty: 'found',
      about: quote(7, 'Could you call the harbour?'),
      owner: 'Person 1',
      due: { words: 'tomorrow', date: '2026-01-09' },
    },
    {
      ...cite(9, 'I might paint it'),
      kind: 'commitment',
      certainty: 'possible',
      owner: null,
      due: { words: 'in the next days', date: null },
    },
  ],
  openQuestions: [{ ...cite(20, 'Who has the key?'), ageSeconds: 4 * 86_400 }],
  answered: [
    {
      ...cite(11, 'Where is the form?'),
      question: 11,
      answer: 12,
      reply: quote(12, 'On the second shelf'),
      seconds: 240,
    },
  ],
  conversations: [talk(1, ['ferry', 'harbour'], 12), talk(40, ['paint'], 6), talk(41, ['x'], 2)],
  totals: {
    decisions: { found: 9, possible: 14 },
    actionItems: { found: 1, possible: 1 },
    openQuestions: 143,
    answered: 1,
    conversations: 30,
  },
  answerTimes: {
    asked: 200,
    answered: 57,
    medianSeconds: 300,
    p90Seconds: 7_200,
    timed: 57,
    within: { minutes15: 30, hour: 45, day: 57 },
  },
}
const earlier: EarlierPeriod = {
  from: Date.UTC(2025, 10, 24),
  to: Date.UTC(2026, 0, 5),
  isWhole: true,
  messages: 30,
  people: 3,
  days: Array.from({ length: 15 }, (_, index) => ({ day: 20_416 + index, messages: 2 })),
  newPeople: 1,
  newIsSure: true,
  returning: 2,
  lost: 1,
  spread: { messages: 1, people: 1 },
  words: { rose: [{ word: 'ferry', now: 12, before: 2 }], fell: [] },
}
/** A room with something in every list, and a time before it. */
export const storyInput = (file: string): WorkbookInput => {
  const made = inputOf(file, messages, { summary: summaryOf(messages, story) })
  return { ...made, statistics: { ...made.statistics, earlier } }
}
