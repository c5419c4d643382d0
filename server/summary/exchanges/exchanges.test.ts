import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { message, roomOf, summarize } from '../../../tests/summary/room.ts'

describe('a decision', () => {
  const room = roomOf(`
    Ivo: Shall we move the regatta dinner to the boathouse this year?
    Pia: yes, good idea
    Ulf: fine by me
    Ivo: Agreed, the boathouse it is.
    Ulf: the weather was awful on the lake today
    Pia: my cat slept through all of it
  `)

  it('is quoted with what was put up for it, whole exchange and all', async () => {
    const { decisions, totals } = await summarize(room)
    expect(decisions).toHaveLength(1)
    expect(decisions[0]).toMatchObject({
      certainty: 'found',
      settledBy: 4,
      about: { author: 'Ivo', messageNumber: 1, text: room[0]!.text },
    })
    expect(decisions[0]!.messages).toEqual([1, 2, 3, 4])
    expect(totals?.decisions).toEqual({ found: 1, possible: 0 })
  })
})

describe('an action item', () => {
  it('belongs to the one who took it on, and says what was asked', async () => {
    const { actionItems } = await summarize(
      roomOf(`
        Ivo: the harbour office wants the list of crews
        Ivo: Could somebody send them the list of crews by Friday?
        Pia: I'll do it tonight
        Ulf: thanks!
      `),
    )
    expect(actionItems).toHaveLength(1)
    expect(actionItems[0]).toMatchObject({
      kind: 'commitment',
      owner: 'Pia',
      messageNumber: 3,
      about: { author: 'Ivo', messageNumber: 2 },
      due: { words: 'tonight' },
    })
  })

  it('is neither a farewell nor small talk', async () => {
    const { actionItems } = await summarize(
      roomOf(`
        Ivo: I'll go to bed now, good night
        Pia: night!
        Ulf: I'll never understand this weather
      `),
    )
    expect(actionItems.filter(({ certainty }) => certainty === 'found')).toEqual([])
  })
})

describe('a question', () => {
  it('is answered by whoever tells it, with the time that took', async () => {
    const { answered, openQuestions } = await summarize([
      message(1, 'Ivo Rand', 'When does the harbour office open on Saturdays?', { at: 0 }),
      message(2, 'Pia Holm', '@Ivo Rand at nine, but only until noon', { at: 250_000 }),
    ])
    expect(openQuestions).toEqual([])
    expect(answered).toHaveLength(1)
    expect(answered?.[0]).toMatchObject({
      question: 1,
      answer: 2,
      seconds: 250,
      reply: { author: 'Pia Holm' },
    })
  })

  it('stays open where nobody knows, and tells its age', async () => {
    const { openQuestions } = await summarize([
      message(1, 'Ivo', 'The ice is gone since yesterday.', { at: 0 }),
      message(2, 'Pia', 'Does anybody know where the key of the winter store is kept?', {
        at: 60_000,
      }),
      message(3, 'Ulf', 'no idea, sorry', { at: 120_000 }),
      message(4, 'Ivo', 'The boats come on Tuesday.', { at: 90_060_000 }),
    ])
    expect(
      openQuestions.map(({ messageNumber, ageSeconds }) => [messageNumber, ageSeconds]),
    ).toEqual([[2, 90_000]])
  })

  it('stays open where the talk goes on about something else', async () => {
    const { openQuestions, answered } = await summarize(
      roomOf(`
        Ivo: The crane is booked for the ninth, all day.
        Pia: good, then the masts come off on the eighth
        Ulf: Does anybody know who has the spare key of the sail loft?
        Ivo: The ninth is also the day of the fish market, so come early.
        Pia: fish market, so no parking anywhere
        Ivo: bring bikes
      `),
    )
    expect(openQuestions.map(({ messageNumber }) => messageNumber)).toEqual([3])
    expect(answered).toEqual([])
  })

  it('is answered by a reply to it, many lines further on', async () => {
    const talk = Array.from({ length: 25 }, (_, index) =>
      message(index + 2, ['Ivo', 'Pia'][index % 2]!, `Boat ${index} is dry and painted now.`),
    )
    const { openQuestions, answered } = await summarize([
      message(1, 'Ulf', 'Which day does the crane come?'),
      ...talk,
      message(27, 'Pia', 'on the ninth, all day', { replyTo: 'id-1' }),
      message(28, 'Ulf', 'thanks!'),
    ])
    expect(openQuestions).toEqual([])
    expect(answered?.map(({ question, answer }) => [question, answer])).toEqual([[1, 27]])
  })

  it('is answered by a reply to it far behind, which counts among the times', async () => {
    const talk = Array.from({ length: 700 }, (_, index) =>
      message(index + 2, `crew${index % 3}`, `Boat ${index} came in and was washed.`),
    )
    const { openQuestions, answered, answerTimes } = await summarize([
      message(1, 'Ulf', 'Does anybody know which day the crane comes to the harbour?'),
      ...talk,
      message(702, 'Pia', 'The crane comes on the ninth, all day', { replyTo: 'id-1' }),
    ])
    expect(openQuestions.filter(({ author }) => author === 'Ulf')).toEqual([])
    expect(answered?.map(({ question, answer }) => [question, answer])).toContainEqual([1, 702])
    expect(answerTimes).toMatchObject({ answered: 1, timed: 1 })
  })

  it('is asked by no program', async () => {
    const { openQuestions } = await summarize([
      message(1, 'Ann', 'The tide was late this morning'),
      message(2, 'relay', 'Who can take over the release of the harbour tools?', { isBot: true }),
    ])
    expect(openQuestions).toEqual([])
  })
})

it('gives times to an answer from five answers on', async () => {
  const talk = (count: number) =>
    Array.from({ length: count }, (_, index) => [
      message(index * 2 + 1, 'Ivo Rand', `Where do I find the plan of pier ${index}, please?`, {
        at: index * 3_600_000,
      }),
      message(index * 2 + 2, 'Pia Holm', `@Ivo Rand in folder ${index} on the drive`, {
        at: index * 3_600_000 + 90_000,
        replyTo: `id-${index * 2 + 1}`,
      }),
    ]).flat()
  expect((await summarize(talk(4))).answerTimes?.medianSeconds).toBeNull()
  expect((await summarize(talk(6))).answerTimes).toMatchObject({ answered: 6, medianSeconds: 90 })
})

it('reads a room of several stretches as it reads a short one', async () => {
  const exchange = (from: number) =>
    [
      ['Ivo', 'Shall we paint the big shed green this spring?'],
      ['Pia', 'yes please'],
      ['Ulf', 'fine by me'],
      ['Ivo', 'Agreed, green it is.'],
    ].map(([author, text], index) => message(from + index, author!, text!))
  const filler = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) =>
      message(from + index, `crew${index % 3}`, `Boat ${index} came in and was washed.`),
    )
  const room = [...filler(1, 1_058), ...exchange(1_058), ...filler(1_062, 2_600)]
  const { decisions } = await summarize(room)
  expect(decisions.map(({ messageNumber }) => messageNumber)).toEqual([1_061])
  expect(decisions[0]!.messages).toContain(1_058)
})

it('says of no matter that it ended in what is only possible', async () => {
  const { decisions, conversations } = await summarize([
    message(1, 'Ivo', 'We might take the green one some day'),
    message(2, 'Pia', 'maybe, the green one then'),
    message(3, 'Ulf', 'The weather is good today'),
  ])
  expect(decisions.filter(({ certainty }) => certainty !== 'possible')).toEqual([])
  expect(conversations?.map(({ ended }) => ended)).not.toContain('decision')
})

it('keeps what was learned in a file of at most 500 kB', () => {
  const file = readFileSync(new URL('../weights.json', import.meta.url))
  expect(file.length).toBeLessThanOrEqual(500_000)
})
