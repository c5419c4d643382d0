import { expect, it } from 'vitest'
import { message, summaryOf } from '../../tests/workbook/support.ts'
import { speechIn } from '../figures/speech-in.ts'
import { anonymized } from './anonymize.ts'
import { createRoomStatistics } from './statistics.ts'

it('leaves no name in what is quoted beside an item, nor among the people of a conversation', () => {
  const messages = [
    message({ number: 1, author: 'Ada Byron', text: 'Shall we ship on Friday?' }),
    message({ number: 2, author: 'Grace Hop', text: 'Friday it is' }),
  ]
  const statistics = createRoomStatistics({ timeZone: 'UTC' })
  for (const one of messages) statistics.add(one)
  const told = { text: 'Friday it is', author: 'Grace Hop', at: null, messageNumber: 2 }
  const asked = { text: 'Shall we ship on Friday?', author: 'Ada Byron', at: null }
  const summary = summaryOf(messages, {
    decisions: [{ ...told, messageId: 'm2', about: { ...asked, messageNumber: 1 } }],
    answered: [
      {
        ...asked,
        messageId: 'm1',
        messageNumber: 1,
        question: 1,
        answer: 2,
        reply: told,
        seconds: 1,
      },
    ],
    answerTimes: {
      asked: 1,
      answered: 1,
      medianSeconds: null,
      p90Seconds: null,
      answerers: [{ author: 'Grace Hop', answers: 1 }],
    },
    conversations: [
      {
        ...asked,
        messageId: 'm1',
        messageNumber: 1,
        messages: [1, 2],
        size: 2,
        until: null,
        people: ['Ada Byron', 'Grace Hop'],
        ended: 'decision',
      },
    ],
  })
  const hidden = anonymized(
    {
      statistics: statistics.result(),
      summary,
      messages: () => [messages],
    },
    speechIn('en', 'UTC'),
  ).summary
  expect(JSON.stringify(hidden)).not.toMatch(/Byron|Hop/)
  expect(hidden.decisions[0]?.about?.author).toBe('Participant 1')
  expect(hidden.answered?.[0]?.reply.author).toBe('Participant 2')
  expect(hidden.answerTimes?.answerers).toEqual([{ author: 'Participant 2', answers: 1 }])
  expect(hidden.conversations?.[0]?.people).toEqual(['Participant 1', 'Participant 2'])
})

it('leaves no name in what a model wrote, and no word that only begins like one', () => {
  const messages = [
    message({ number: 1, author: 'Ada Byron', text: 'I order the pumps' }),
    message({ number: 2, author: 'Ada Lee', text: 'ok' }),
    message({ number: 3, author: 'Grace Hop', text: 'ok' }),
  ]
  const statistics = createRoomStatistics({ timeZone: 'UTC' })
  for (const one of messages) statistics.add(one)
  const point = { author: 'Ada Byron', at: null, messageId: 'm1', messageNumber: 1 }
  const written = {
    headline: 'Ada Byron orders pumps; Grace agrees',
    keyPoints: [{ ...point, text: "Grace's yes came after Ada Lee's; Gracefully done" }],
  }
  const hide = (kind: 'generative' | 'extractive') =>
    anonymized(
      {
        statistics: statistics.result(),
        summary: summaryOf(messages, {
          ...written,
          method: { engine: 'openai', kind, label: '' },
        }),
        messages: () => [messages],
      },
      speechIn('en', 'UTC'),
    ).summary
  const { headline, keyPoints } = hide('generative')
  expect(headline).toBe('Participant 1 orders pumps; Participant 3 agrees')
  expect(keyPoints[0]?.text).toBe("Participant 3's yes came after Participant 2's; Gracefully done")
  expect(hide('extractive').headline).toBe(written.headline)
})
