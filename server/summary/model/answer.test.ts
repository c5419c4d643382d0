import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ActionItem,
  AnsweredQuestion,
  Decision,
  OpenQuestion,
  SummaryItem,
} from '../../contract/summary.ts'
import { parseAnswer, type Answer } from './answer.ts'
import { AnswerCheck, type Checked, type Known } from './checking/check-answer.ts'
import { OurReading } from './checking/our-reading.ts'
import type { Shown } from './checking/shown.ts'
import { ModelError } from './errors.ts'
import { PartialText } from './partial-text.ts'
import { disarmed, lineOf } from './prompt.ts'
import { Calibration, estimateTokens } from './tokens.ts'
import { message } from '../../../tests/summary/room.ts'

const anything = fc.string({ unit: 'binary', maxLength: 60 })
const item = fc.record({
  text: anything,
  source: fc.oneof(fc.constantFrom('m1', 'm2', '1', '[m1]'), anything),
})
const answer = fc.record({
  headline: fc.oneof(anything, fc.constant(null)),
  keyPoints: fc.array(fc.oneof(item, fc.jsonValue())),
  decisions: fc.oneof(fc.array(item), fc.jsonValue()),
  actionItems: fc.array(
    fc.record({
      text: anything,
      source: fc.constantFrom('m1', 'm9'),
      kind: anything,
      owner: fc.oneof(anything, fc.constant('Ann')),
      due: fc.oneof(anything, fc.constant('tomorrow')),
    }),
  ),
  openQuestions: fc.array(item),
  answered: fc.array(
    fc.oneof(fc.record({ text: anything, source: anything, answer: anything }), item),
  ),
  timeline: fc.oneof(
    fc.jsonValue(),
    fc.array(fc.record({ conversation: anything, title: anything })),
  ),
})

const said = (row: number, author: string, at: number | null, text: string): [number, Shown] => [
  row,
  { messageId: 'abc'[row - 1]!, author, at, text, replyTo: null, conversation: 0 },
]
const shown = new Map([
  said(1, 'Ann', 1_714_554_000_000, 'do it tomorrow'),
  said(2, 'Ben', null, 'ok'),
])
const nothing = {
  lists: { decisions: [], actions: [], questions: [] },
  answered: [],
}
const known: Known = {
  people: new Map([['ann', 'Ann']]),
  urls: new Set(),
  ours: new OurReading(nothing),
  end: null,
}
const checkAnswer = (
  parsed: Answer,
  messages: ReadonlyMap<number, Shown>,
  more: Partial<Known> = {},
): Checked => new AnswerCheck(messages, { ...known, ...more }).check(parsed)

describe('whatever a model answers', () => {
  it('is an error of a known kind or an answer', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anything,
          fc.json(),
          fc.json().map((text) => `x{${text}`),
        ),
        (text) => {
          try {
            parseAnswer(text)
          } catch (error) {
            expect(error).toBeInstanceOf(ModelError)
          }
        },
      ),
    )
  })

  it('leaves only items of messages that were sent, in the shape of the contract', () => {
    fc.assert(
      fc.property(answer, (value) => {
        const checked = checkAnswer(parseAnswer(JSON.stringify(value)), shown)
        const cited = [...checked.keyPoints, ...checked.decisions, ...checked.openQuestions]
        for (const { messageId } of cited) expect(['a', 'b']).toContain(messageId)
        for (const found of checked.keyPoints) expect(SummaryItem.parse(found)).toEqual(found)
        for (const found of checked.decisions) expect(Decision.parse(found)).toEqual(found)
        for (const found of checked.openQuestions) expect(OpenQuestion.parse(found)).toEqual(found)
        for (const found of checked.answered) expect(AnsweredQuestion.parse(found)).toEqual(found)
        for (const found of checked.actionItems) {
          expect(ActionItem.parse(found)).toEqual(found)
          expect([null, 'Ann']).toContain(found.owner)
          if (found.due !== null) expect('do it tomorrow').toContain(found.due.words)
        }
      }),
    )
  })
})

describe('what is checked of an answer', () => {
  it('counts a due date in the zone of the report', () => {
    const late = new Map([said(1, 'Ann', Date.UTC(2026, 2, 2, 20), 'do it tomorrow')])
    const task = { text: 'Do it', source: 'm1', kind: 'request', owner: null, due: 'tomorrow' }
    const parsed = parseAnswer(JSON.stringify({ headline: 'x', actionItems: [task] }))
    const due = (timeZone?: string) =>
      checkAnswer(parsed, late, { timeZone }).actionItems[0]?.due?.date
    expect(due()).toBe('2026-03-03')
    expect(due('Asia/Tokyo')).toBe('2026-03-04')
  })

  it('takes the first message that was sent of those that a source names', () => {
    const keyPoints = [
      { text: 'A', source: 'm9, m2' },
      { text: 'B', source: 'm9' },
    ]
    const checked = checkAnswer(parseAnswer(JSON.stringify({ keyPoints })), shown)
    expect(checked.keyPoints.map(({ text, messageNumber }) => [text, messageNumber])).toEqual([
      ['A', 2],
    ])
  })
})

describe('the text of an answer that is still being written', () => {
  it('is its headline and its texts, however it is cut', () => {
    const plain = fc.string({ maxLength: 20 })
    const pieces = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 })
    fc.assert(
      fc.property(
        plain,
        fc.array(plain),
        pieces,
        fc.boolean(),
        (headline, texts, sizes, pretty) => {
          const value = { headline, keyPoints: texts.map((text) => ({ text, source: 'm1' })) }
          const json = JSON.stringify(value, null, pretty ? 2 : undefined)
          let seen = ''
          const partial = new PartialText((delta) => (seen += delta))
          for (let at = 0, turn = 0; at < json.length; turn++) {
            const size = sizes[turn % sizes.length]!
            partial.feed(json.slice(at, at + size))
            at += size
          }
          expect(seen).toBe([headline, ...texts].join('\n'))
        },
      ),
    )
  })
})

describe('a line of data', () => {
  it('is one line of JSON, whatever was said', () => {
    fc.assert(
      fc.property(anything, anything, (author, text) => {
        const line = lineOf(message(1, author, text))
        expect(line).not.toMatch(/[\n\r]/)
        expect(Object.keys(JSON.parse(line) as object)).toEqual(['id', 't', 'who', 'text'])
      }),
    )
  })

  it('holds head and tail of what is too long', () => {
    const line = lineOf(message(1, 'Ann', `head${'x'.repeat(100_000)}tail`))
    expect(line.length).toBeLessThan(4_000)
    expect(line).toMatch(/head.*\[\.\.\.\].*tail/)
  })

  it('has no marks that models obey, also where two halves would make one', () => {
    expect(disarmed('a<|im_start|>b')).toBe('a b')
    expect(disarmed('<|im_\u200bstart|>')).toBe(' ')
    expect(disarmed('<think>x</think>')).not.toMatch(/think/)
  })
})

describe('tokens', () => {
  it('are more for scripts that tokenizers know less', () => {
    expect(estimateTokens('a plain English sentence of words')).toBeLessThan(12)
    expect(estimateTokens('会議の予約')).toBeGreaterThanOrEqual(5)
    expect(estimateTokens('👍👍')).toBeGreaterThanOrEqual(4)
  })

  it('follow what the server counts, and tell when it cut the prompt', () => {
    const calibration = new Calibration()
    for (let call = 0; call < 20; call++) expect(calibration.learn(1_000, 1_500)).toBe(true)
    expect(calibration.of(1_000)).toBeGreaterThan(1_450)
    expect(calibration.learn(10_000, 4_096)).toBe(false)
    expect(calibration.learn(10_000, 14_000)).toBe(true)
  })
})
