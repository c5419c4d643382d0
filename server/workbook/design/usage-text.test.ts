import { describe, expect, it } from 'vitest'
import { speechIn } from '../../figures/speech-in.ts'
import { costText, usageText } from './usage-text.ts'

const english = speechIn('en', 'UTC')
const usage = {
  calls: 3,
  reusedParts: 0,
  inputTokens: 12_345,
  outputTokens: 678,
  reasoningTokens: 0,
  cachedTokens: 0,
  estimated: false,
  cost: null,
  prices: null,
}

describe('what a summary has used', () => {
  it('is told in tokens, and nothing where no model was asked', () => {
    expect(usageText(english, usage)).toBe(
      '3 answers of the model server: about 12 k tokens sent, 678 written',
    )
    expect(usageText(english, undefined)).toBe('')
  })

  it('says what of it was cached, reasoning, kept or guessed', () => {
    const all = { ...usage, calls: 1, reusedParts: 2, cachedTokens: 1_000, reasoningTokens: 300 }
    expect(usageText(english, { ...all, estimated: true })).toBe(
      '1 answer of the model server: about 12 k tokens sent (1 k of them at hand there), ' +
        '678 written (300 of them reasoning)\n2 parts kept from an earlier run',
    )
  })

  it.each([
    [0, '0.00'],
    [0.000_123, '0.00012'],
    [0.034_56, '0.035'],
    [0.5, '0.50'],
    [1.5, '1.50'],
    [1234.567, '1234.57'],
  ])('costs %d as %s', (cost, text) => {
    expect(costText(english, { ...usage, cost })).toBe(text)
  })

  it('costs nothing that can be said without prices, and names those it was counted at', () => {
    expect(costText(english, usage)).toBe('')
    expect(
      costText(english, {
        ...usage,
        cost: 2,
        prices: { input: 0.5, output: 1.5 },
        estimated: true,
      }),
    ).toBe('about 2.00, at 0.50 for a million tokens sent and 1.50 for a million written')
  })
})
