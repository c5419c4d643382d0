import { describe, expect, it } from 'vitest'
import { message, room, roomOf } from '../../../../tests/summary/room.ts'
import type { StoredMessage } from '../../../ports/message.ts'
import { readRoom } from '../../extractive/engine.ts'
import { Answer } from '../answer.ts'
import { AnswerCheck, nameKey, type Checked } from './check-answer.ts'
import { OurReading } from './our-reading.ts'
import type { Shown } from './shown.ts'

const talk = roomOf(`
  Ann: Shall we order 4 pumps for the harbour, or repair the old ones?
  Ben: Repair takes until June. I'd order new ones.
  Cleo: Agreed. We decided to order 4 pumps for the harbour.
  Ann: Ben, can you ask the supplier for an offer by Friday?
  Ben: Sure, I'll ask the supplier tomorrow.
  Dana: Does anybody know where the key of the boat house is?
  Ann: @Dana the key hangs in the office, behind the door.
  Cleo: Which colour should the new sign have?
  Ben: We will not paint the boat house this year.
  Dana: The ferry was late again today, the passengers waited in the rain.
`)

async function checked(
  answer: Record<string, unknown>,
  messages: readonly StoredMessage[] = talk,
): Promise<Checked> {
  const { summary, found, conversationOf } = await readRoom(
    { room, total: messages.length, messages: () => [messages] },
    () => undefined,
    new AbortController().signal,
  )
  const shown = new Map(
    messages.map(({ number, id, author, at, text, replyTo }): [number, Shown] => [
      number,
      { messageId: id, author, at, text, replyTo, conversation: conversationOf.of(number)! },
    ]),
  )
  const people = new Map(summary.participants.map(({ author }) => [nameKey(author), author]))
  const end = Date.parse(summary.coverage.to!)
  const ours = new OurReading(found)
  return new AnswerCheck(shown, { people, urls: new Set(), ours, end }).check(Answer.parse(answer))
}

const one = (text: string, source: string, more: Record<string, unknown> = {}) => [
  { text, source, ...more },
]

describe('a decision that a model names', () => {
  const decisionOf = async (text: string, source: string) =>
    (await checked({ decisions: one(text, source) })).decisions[0]

  it('is found where our own reading of the cited messages finds it', async () => {
    expect(await decisionOf('They order 4 pumps for the harbour', 'm3')).toMatchObject({
      certainty: 'found',
      messageNumber: 3,
      author: 'Cleo',
      messages: expect.arrayContaining([3]),
    })
  })

  it('is only possible where nobody but the model sees it', async () => {
    expect(await decisionOf('The ferry waits for passengers', 'm10')).toMatchObject({
      certainty: 'possible',
    })
  })

  it.each([
    ['speaks of something else', 'The budget of the choir was doubled', 'm3'],
    ['has a number that the messages do not have', 'They order 7 pumps', 'm3'],
    ['has a day that the messages do not name', 'They order 4 pumps on Monday', 'm3'],
    ['is about a person who is not there', 'Dana orders 4 pumps for the harbour', 'm3'],
    ['cites no message of the room', 'They order 4 pumps', 'm77'],
  ])('is dropped where it %s', async (_why, text, source) => {
    expect(await decisionOf(text, source)).toBeUndefined()
  })

  it('goes down a tier where it says the contrary of its messages', async () => {
    expect(await decisionOf('They do not order 4 pumps for the harbour', 'm3')).toMatchObject({
      certainty: 'possible',
    })
  })

  it('is told once, however often the model says it', async () => {
    const { decisions } = await checked({
      decisions: [...one('4 pumps are ordered', 'm3'), ...one('Order 4 pumps', 'm3')],
    })
    expect(decisions).toHaveLength(1)
  })
})

describe('a task that a model names', () => {
  const taskOf = async (owner: string | null, due: string | null, text = 'Ask the supplier') =>
    (await checked({ actionItems: one(text, 'm5', { kind: 'commitment', owner, due }) }))
      .actionItems[0]

  it('has an owner who speaks or is named in its messages, and a due date in their words', async () => {
    expect(await taskOf('ben', 'tomorrow')).toMatchObject({
      certainty: 'found',
      owner: 'Ben',
      due: { words: 'tomorrow', date: '2024-05-02' },
    })
    // The request that it answers belongs to the exchange.
    expect(await taskOf('Ann', 'by Friday')).toMatchObject({ due: { words: 'by Friday' } })
  })

  it('has no owner who is elsewhere in the room, and no due date that nobody said', async () => {
    expect(await taskOf('Dana', 'next week')).toMatchObject({ owner: null, due: null })
  })
})

describe('a question that a model names', () => {
  it('is possible at most as an open one where we found an answer, or not an open one', async () => {
    const { openQuestions } = await checked({
      openQuestions: [
        ...one('Where is the key of the boat house?', 'm6'),
        ...one('Which colour does the new sign get?', 'm8'),
      ],
    })
    expect(openQuestions.map(({ messageNumber }) => messageNumber)).toEqual([6, 8])
    expect(openQuestions[0]?.certainty).toBe('possible')
    expect(openQuestions[1]?.ageSeconds).toBe(120)
  })

  it('is answered by a later message of somebody else, whose words are quoted', async () => {
    const { answered } = await checked({
      answered: one('Where is the key of the boat house?', 'm6', { answer: 'm7' }),
    })
    expect(answered).toMatchObject([
      {
        question: 6,
        answer: 7,
        seconds: 60,
        reply: { author: 'Ann', text: expect.stringContaining('behind the door') as string },
      },
    ])
  })

  it.each([
    ['before it', 'm5'],
    ['of the asker', 'm10'],
    ['that does not exist', 'm99'],
  ])('is not answered by a message %s', async (_which, answer) => {
    const { answered } = await checked({ answered: one('Where is the key?', 'm6', { answer }) })
    expect(answered).toEqual([])
  })

  it('is not open and answered at once', async () => {
    const { openQuestions } = await checked({
      openQuestions: one('Where is the key of the boat house?', 'm6'),
      answered: one('Where is the key of the boat house?', 'm6', { answer: 'm7' }),
    })
    expect(openQuestions).toEqual([])
  })
})

describe('a key point', () => {
  const pointOf = async (text: string, source: string) =>
    (await checked({ keyPoints: one(text, source) })).keyPoints[0]

  it('may say in its own words what its messages say', async () => {
    expect(await pointOf('Travellers got wet at the pier', 'm10')).toBeDefined()
  })

  it.each([
    ['a decision where nobody decides', 'It was decided to replace the ferry', 'm10'],
    ['a cause that nobody names', 'The ferry was late because of the storm', 'm10'],
    ['a mood that nobody shows', 'Dana is angry about the ferry', 'm10'],
    ['a number that nobody said', 'The ferry was 25 minutes late', 'm10'],
  ])('is dropped where it claims %s', async (_what, text, source) => {
    expect(await pointOf(text, source)).toBeUndefined()
  })

  it('keeps a number that is a word in its message', async () => {
    const twelve = [message(1, 'Ann', 'We counted twelve pumps in the store.')]
    const { keyPoints } = await checked(
      { keyPoints: one('12 pumps are in the store', 'm1') },
      twelve,
    )
    expect(keyPoints).toHaveLength(1)
  })
})
