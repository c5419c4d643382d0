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

it('is little for a decision of one person, and unsaid without a proposal or a settlement', () => {
  expect(evidence('decisions', [proposal, ['Ivo', told, { settle: 0.9 }]])).toBe('little')
  const talk: Row = ['Ivo', 'The jetty looks old', { tell: 0.9 }]
  expect(evidence('decisions', [talk, ['Pia', told, { settle: 0.9 }]])).toBe('unsaid')
  expect(evidence('decisions', [proposal, ['Pia', told, { tell: 0.9 }]])).toBe('unsaid')
})

it('takes no "yeah" of a transcript for an agreement, but words that mean it', () => {
  const listening: Row[] = ['Mm - hmm .', 'Yeah .', 'Uh-huh .', 'Right .'].map((text) => [
    'Ulf',
    text,
    { tell: 0.9 },
  ])
  const close = (text: string, assent: Row): Row[] => [
    ...listening,
    proposal,
    assent,
    ['Ivo', text, { settle: 0.5 }],
  ]
  const lead = listening.length
  const yeah: Row = ['Pia', 'Yeah .', { accept: 0.9 }]
  const agreed: Row = ['Pia', 'Yeah , I think that works for me .', { accept: 0.9 }]
  const closing = "Okay , so we 'll take the green paint for the jetty ."
  expect(evidence('decisions', close(closing, yeah), lead)).toBe('little')
  expect(evidence('decisions', close(closing, agreed), lead)).toBe('enough')
  const telling = 'And it has three green boards at the jetty .'
  expect(evidence('decisions', close(telling, agreed), lead)).toBe('none')
  expect(evidence('decisions', close('Yeah . Okay .', agreed), lead)).toBe('none')
})

it('asks words of a decision beside likely acts: a close, a yes, or an assent that is no opinion', () => {
  const pia = (text: string): Row => ['Pia', text, { accept: 0.5, settle: 0.7 }]
  expect(evidence('decisions', [proposal, pia('The old boat was green for many years')])).toBe(
    'unsaid',
  )
  const opinion = `I agree with Ivo that ${'harbour masters everywhere repaint wooden jetties '.repeat(4)}`
  const talk: Row = pia('The old boat was green for many years')
  const assent = (text: string): Row => ['Ulf', text, { accept: 0.9 }]
  expect(evidence('decisions', [proposal, assent(opinion), talk])).toBe('unsaid')
  expect(evidence('decisions', [proposal, assent('works for me'), talk])).toBe('enough')
  expect(evidence('decisions', [proposal, pia('Let me share the list of paints')])).toBe('none')
})

it('is little for a speech, which says much beside', () => {
  const long = 'harbour masters everywhere repaint wooden jetties '.repeat(10)
  expect(evidence('decisions', [proposal, ['Pia', long, { settle: 0.9 }]])).toBe('little')
})

it('is none for a few words that answer no proposal', () => {
  const talk: Row = ['Ivo', 'The jetty looks old', { tell: 0.9 }]
  expect(evidence('decisions', [talk, ['Pia', 'OK. One and two.', { settle: 0.9 }]])).toBe('none')
})

it('is enough for a promise of something to do, asked for or not', () => {
  const request: Row = ['Ivo', 'Could you bring the paint?', { request: 0.9 }]
  const talk: Row = ['Ivo', 'The jetty looks old', { tell: 1 }]
  const promise: Row = ['Pia', "I'll bring the paint", { promise: 0.4 }]
  expect(evidence('actions', [request, promise])).toBe('enough')
  expect(evidence('actions', [talk, promise])).toBe('enough')
  expect(evidence('actions', [request, ['Pia', 'sure', { accept: 0.8 }]])).toBe('enough')
  expect(evidence('actions', [talk, ['Pia', 'sure', { accept: 0.8 }]])).toBe('unsaid')
})

it('is enough for a look or a trial only where it was asked for', () => {
  const request: Row = ['Ivo', 'Could you look at the winch?', { request: 0.9 }]
  const advice: Row = ['Ivo', 'The winch needs a long handle', { tell: 0.9 }]
  const trial: Row = ['Pia', "ok, I'll try that", { promise: 0.7 }]
  expect(evidence('actions', [request, trial])).toBe('enough')
  expect(evidence('actions', [advice, trial])).toBe('unsaid')
})

it('is enough for leave to do what somebody offered', () => {
  const offer: Row = ['Ivo', 'Mind if I take the winch?', { propose: 0.4 }]
  expect(evidence('actions', [offer, ['Pia', 'go ahead', { accept: 0.6 }]])).toBe('enough')
})

it('is none for what somebody did, and for what runs a meeting', () => {
  const talk: Row = ['Ivo', 'The jetty looks old', { tell: 1 }]
  const done: Row = ['Pia', 'so I painted the other side of it', { promise: 0.5 }]
  expect(evidence('actions', [talk, done])).toBe('none')
  const meeting = ['Mm - hmm .', 'Yeah .', 'Uh-huh .', 'Right .'].map((text): Row => [
    'Ulf',
    text,
    { tell: 0.9 },
  ])
  const next: Row = ['Pia', "Okay , I 'll start with the drawings .", { promise: 0.9 }]
  expect(evidence('actions', [...meeting, next])).toBe('none')
})
