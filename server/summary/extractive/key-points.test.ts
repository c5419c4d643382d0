import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { message, roomOf, start, summarize, wordFor } from '../../../tests/summary/room.ts'
import type { StoredMessage } from '../../ports/message.ts'
import { wordsOf } from './words.ts'

const quotes = async (messages: readonly StoredMessage[], keyPointWords?: number) =>
  (await summarize(messages, keyPointWords === undefined ? {} : { keyPointWords })).keyPoints.map(
    ({ author, text }) => `${author}: ${text}`,
  )

describe('key points are never empty where something was said', () => {
  it.each([
    ['one word', 'Ann: pizza'],
    ['a sentence longer than what may be quoted', `Ann: ${'word after word '.repeat(20)}`],
    ['greetings alone', 'Ann: good morning\nBen: hello'],
    ['grammar alone', 'Ann: when\nBen: not now'],
    ['one sentence again and again', 'Ann: pay up now please\n'.repeat(5)],
    ['a pasted log alone', `Ann: ${'[12.3] usb=1 {0x12} '.repeat(30)}`],
    ['a program alone', 'deploybot: The release of the payment service has been rolled out.'],
  ])('in a room of %s', async (_name, script) => {
    expect((await quotes(roomOf(script))).length).toBeGreaterThan(0)
  })

  it('whatever a room holds', async () => {
    const text = fc.oneof(
      fc.lorem({ maxCount: 12 }),
      fc.constantFrom('hi', 'ok', 'thanks!', '?', '12'),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { minLength: 1, maxLength: 8 }),
        fc.option(fc.integer({ min: 5, max: 60 }), { nil: undefined }),
        async (texts, budget) => {
          const room = texts.map((said, index) => message(index + 1, `p${index % 3}`, said))
          const hasWords = texts.some((said) => wordsOf(said).length > 0)
          expect((await quotes(room, budget)).length > 0).toBe(hasWords)
        },
      ),
      { numRuns: 100 },
    )
  })
})

describe('a question and its answer', () => {
  const asked = `
    Mia: Which of the two vans takes the long beams to the customer?
    Tom: the blue one
    Eva: my coffee is cold again`

  it('are quoted together, however short the answer', async () => {
    expect(await quotes(roomOf(asked), 20)).toEqual([
      'Mia: Which of the two vans takes the long beams to the customer?',
      'Tom: the blue one',
    ])
  })

  it('pass over what is no answer', async () => {
    const room = roomOf(`
      Mia: Which of the two vans takes the long beams to the customer?
      Tom: no idea, sorry
      Kim: the blue one`)
    expect(await quotes(room, 20)).toContain('Kim: the blue one')
  })

  it('are told by the reply before anything else', async () => {
    const room = roomOf(`
      Mia: Which of the two vans takes the long beams to the customer?
      Eva: Are those the oak ones from the old mill?
      Kim: the blue one`)
    const replied = room.map((line) => (line.number === 3 ? { ...line, replyTo: 'id-1' } : line))
    expect(await quotes(replied, 20)).toEqual([
      'Mia: Which of the two vans takes the long beams to the customer?',
      'Kim: the blue one',
    ])
  })

  it('are far apart where people call each other by name', async () => {
    const talk = Array.from({ length: 12 }, (_, index) =>
      message(index + 2, `u${index % 4}`, `u${(index + 1) % 4}: ${wordFor(index + 10)} is on`),
    )
    const room = [
      message(1, 'mia', 'which driver does the wireless card of this laptop need to connect?'),
      ...talk,
      message(20, 'u1', 'mia: the one from backports'),
    ]
    expect(await quotes(room, 40)).toEqual(
      expect.arrayContaining([
        'mia: which driver does the wireless card of this laptop need to connect?',
        'u1: mia: the one from backports',
      ]),
    )
  })
})

describe('a room where many talks run side by side', () => {
  const filler = (from: number): StoredMessage[] =>
    Array.from({ length: 30 }, (_, index) => {
      const [author, called] = [`u${index % 5}`, `u${(index + 1) % 5}`]
      const text = `${called}: install the ${wordFor(from + index)} driver of linux by hand`
      return message(from + index, author, text)
    })
  const room = [
    ...filler(1),
    message(31, 'mia', 'should i?'),
    message(32, 'u1', 'mia: yes, reboot'),
    message(33, 'kim', 'how much disk space does the minimal installation of linux need?'),
    message(34, 'u2', 'kim: two gigabytes without a desktop'),
    ...filler(35),
  ]

  it('is quoted by exchanges rather than by single lines of them', async () => {
    const said = await quotes(room, 40)
    expect(said).toEqual(
      expect.arrayContaining([
        'kim: how much disk space does the minimal installation of linux need?',
        'u2: kim: two gigabytes without a desktop',
      ]),
    )
    expect(said.join()).not.toMatch(/should i|reboot/)
  })
})

describe('what is no key point', () => {
  it('is a program, whatever its name, while people speak', async () => {
    const room = roomOf(`
      Vera: The nightly build of the payment service failed in the integration tests.
      Vera: The payment service has been deployed to the staging cluster by the pipeline.
      Ann: I will look at the integration tests of the payment service
      Ben: fine`)
    const marked = room.map((line) => ({ ...line, isBot: line.author === 'Vera' }))
    expect((await quotes(marked, 60)).filter((quote) => quote.startsWith('Vera'))).toEqual([])
    expect(await quotes(marked, 60)).not.toEqual([])
  })

  it('is a greeting, a farewell or the note of a shared file', async () => {
    const room = roomOf(`
      Ann: Good morning dear neighbours!
      Ben: @Ben uploaded a file: plan of the garden.png (https://example.org/f/1) and commented: the pond moves to the left
      Cleo: The pond must stay away from the walnut tree because of the roots.
      Dan: See you all on Monday at the garden gate!`)
    expect(await quotes(room)).toEqual([
      'Ben: the pond moves to the left',
      'Cleo: The pond must stay away from the walnut tree because of the roots.',
    ])
  })
})

describe('the key points of a long room', () => {
  it('are spread over its time', async () => {
    const week = 7 * 24 * 3_600_000
    const room = Array.from({ length: 800 }, (_, index) => {
      const subject = wordFor(100 + (index % 40))
      const text = `${subject} and the ${wordFor(300 + Math.floor(index / 10))} need more ${wordFor(500 + (index % 7))}`
      return message(index + 1, `u${index % 9}`, text, {
        at: start + Math.floor(index / 100) * week,
      })
    })
    const { keyPoints } = await summarize(room)
    const weeks = new Set(keyPoints.map(({ at }) => Math.floor((Date.parse(at!) - start) / week)))
    expect(weeks.size).toBeGreaterThanOrEqual(6)
  })

  it('are no crumbs of sentences: a full stop of an abbreviation ends none', async () => {
    const text =
      'Some of the bubbles do not map to the places of the projects, e.g. the bubbles of Galveston and of Dr. Lee stand in the sea, and nobody knows who drew them there.'
    expect(await quotes([message(1, 'Ann', text)], 60)).toEqual([`Ann: ${text}`])
  })

  it('begin with words, not with the comma that ended the salutation', async () => {
    const text = `Folks,\n\nI am looking for somebody who wrangles the energy data of the whole building with me, please write to me before the end of the month.`
    expect((await quotes([message(1, 'Ann', text)], 60)).join()).toMatch(/Ann: (?:Folks, )?I am/)
  })
})
