import { expect, it } from 'vitest'
import { actCount, actIndex, type Act } from '../acts/acts.ts'
import { LineReader } from '../acts/lines.ts'
import { Names } from '../conversations/names.ts'
import { exchangesOf } from './anchor-features.ts'
import { evidenceFor } from './evidence.ts'

type Row = [author: string, text: string, acts: Partial<Record<Act, number>>]

/** What speaks for the last row, told of what the first one put up. */
function evidence(list: 'decisions' | 'actions', rows: Row[], lead = 0) {
  const reader = new LineReader(new Names())
  const lines = rows.map(([author, text]) =>
    reader.read({ text, author, at: null, isBot: false, replyTo: -1 }),
  )
  const second = new Float32Array(rows.length * actCount)
  for (const [at, [, , acts]] of rows.entries()) {
    for (const [act, value] of Object.entries(acts)) {
      second[at * actCount + actIndex[act as Act]] = value
    }
  }
  const parents = Int32Array.from(rows, (_, at) => at - 1)
  const sureness = new Float32Array(rows.length).fill(1)
  const exchanges = exchangesOf({ lines, first: second, parents, sureness, second })
  const at = rows.length - 1
  const messages = rows.map((_, row) => row)
  return evidenceFor(exchanges, list, { at, messages, lead })
}

const proposal: Row = ['Ivo', 'Shall we paint the jetty green?', { propose: 0.8 }]
const told = 'Alright, green paint for the jetty'

it('is enough for what two people proposed and accepted or settled', () => {
  expect(evidence('decisions', [proposal, ['Pia', told, { accept: 0.5 }]])).toBe('enough')
  expect(evidence('decisions', [proposal, ['Pia', told, { settle: 0.8 }]])).toBe('enough')
})

it('is little for a decision of one person, without a proposal, or that nobody settles', () => {
  expect(evidence('decisions', [proposal, ['Ivo', told, { settle: 0.9 }]])).toBe('little')
  const talk: Row = ['Ivo', 'The jetty looks old', { tell: 0.9 }]
  expect(evidence('decisions', [talk, ['Pia', told, { settle: 0.9 }]])).toBe('little')
  expect(evidence('decisions', [proposal, ['Pia', told, { tell: 0.9 }]])).toBe('little')
})

it('is little for a speech, which says much beside', () => {
  const long = 'harbour masters everywhere repaint wooden jetties '.repeat(10)
  expect(evidence('decisions', [proposal, ['Pia', long, { settle: 0.9 }]])).toBe('little')
})

it('is none for a few words that answer no proposal', () => {
  const talk: Row = ['Ivo', 'The jetty looks old', { tell: 0.9 }]
  expect(evidence('decisions', [talk, ['Pia', 'OK. One and two.', { settle: 0.9 }]])).toBe('none')
})

it('makes more of a promise that was asked for', () => {
  const request: Row = ['Ivo', 'Could you bring the paint?', { request: 0.9 }]
  const promise: Row = ['Pia', 'looking for it after lunch', { promise: 0.4 }]
  expect(evidence('actions', [request, promise])).toBe('enough')
  expect(evidence('actions', [['Ivo', 'The jetty looks old', { tell: 1 }], promise])).toBe('little')
})
