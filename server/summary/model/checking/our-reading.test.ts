import { describe, expect, it } from 'vitest'
import type { ExchangeItem } from '../../exchanges/results.ts'
import { OurReading } from './our-reading.ts'

const item = (
  number: number,
  certainty: 'found' | 'possible',
  messages = [number],
): ExchangeItem => ({
  number,
  messageId: `id-${number}`,
  author: 'Ann',
  at: null,
  text: '',
  probability: 0.9,
  messages,
  certainty,
  lead: null,
  people: 2,
  isTold: true,
  owner: null,
})
const lists = {
  decisions: [item(3, 'possible'), item(4, 'found', [2, 3, 4])],
  actions: [item(5, 'found')],
  questions: [item(6, 'found')],
}

describe('what our own reading has found', () => {
  it('is found by any row of its exchange, a found one before a possible one', () => {
    const ours = new OurReading({ lists, answered: [] })
    expect(ours.at('decisions', [2])?.number).toBe(4)
    expect(ours.at('decisions', [3])?.certainty).toBe('found')
    expect(ours.at('decisions', [5])).toBeNull()
    expect(ours.at('actions', [1, 5])?.number).toBe(5)
  })

  it('supports no decision and no task in a language in which none were learned', () => {
    const ours = new OurReading({ lists, answered: [] }, false)
    expect(ours.at('decisions', [4])).toBeNull()
    expect(ours.at('actions', [5])).toBeNull()
    expect(ours.at('questions', [6])?.number).toBe(6)
  })
})
