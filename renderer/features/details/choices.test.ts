import { describe, expect, it } from 'vitest'
import type { Summary } from '../../../server/contract/summary.ts'
import { addedRow, changeBetween, rowsOf } from './choices.ts'

const quote = { author: 'Ida', at: null, messageId: 'm1', messageNumber: 1 }
const summary = {
  headline: '',
  decisions: [{ ...quote, text: 'Paint it green' }],
  actionItems: [
    {
      ...quote,
      kind: 'request',
      text: 'Buy paint',
      owner: 'Tom',
      due: { words: 'soon', date: null },
    },
  ],
  openQuestions: [],
} as unknown as Summary

describe('the form in which a person chooses what a report tells', () => {
  it('says nothing where nothing was touched, and of a touched item all that differs from what was found', () => {
    const before = rowsOf(summary)
    expect(changeBetween(before, before)).toEqual([])
    const after = before.map((row) =>
      row.list === 'decisions'
        ? { ...row, kept: false }
        : { ...row, words: { text: ' Buy paint ', owner: '', due: '2026-05-08' } },
    )
    expect(changeBetween(before, after)).toEqual([
      { list: 'decisions', item: '1', leftOut: true },
      { list: 'actionItems', item: '1', owner: null, due: '2026-05-08' },
    ])
  })

  it('undoes a change by the way back, an added item by saying nothing of it', () => {
    const before = rowsOf(summary)
    const own = addedRow('openQuestions', 'own')
    const after = [...before, { ...own, words: { ...own.words, text: 'Who pays?' } }]
    const change = changeBetween(before, after)
    expect(change).toEqual([{ list: 'openQuestions', item: 'own', text: 'Who pays?' }])
    expect(changeBetween(after, before)).toEqual([{ list: 'openQuestions', item: 'own' }])
    expect(changeBetween(before, [...before, own]), 'an empty one is none').toEqual([])
  })

  it('shows what was chosen before beside what was found', () => {
    const chosen: Summary = {
      ...summary,
      decisions: [],
      changes: {
        found: summary,
        headline: null,
        items: [
          { list: 'decisions', item: '1', leftOut: true },
          { list: 'decisions', item: 'own', text: 'Sell it' },
        ],
      },
    }
    expect(rowsOf(chosen).slice(0, 2)).toMatchObject([
      { item: '1', kept: false, words: { text: 'Paint it green' } },
      { item: 'own', kept: true, found: null, words: { text: 'Sell it' } },
    ])
  })
})
