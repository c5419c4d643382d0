import type { Summary } from '../../contract/summary.ts'
import { plural, rounded } from '../../figures/amounts.ts'

type Usage = NonNullable<Summary['usage']>

/** What a model server was asked, in words; empty if none was. */
export function usageText(usage: Usage | undefined): string {
  if (usage === undefined) return ''
  const { calls, inputTokens, cachedTokens, outputTokens, reasoningTokens, reusedParts } = usage
  const part = (amount: number, word: string): string =>
    amount > 0 ? ` (${rounded(amount)} ${word})` : ''
  const tokens =
    `${rounded(inputTokens)} tokens sent${part(cachedTokens, 'of them at hand there')}, ` +
    `${rounded(outputTokens)} written${part(reasoningTokens, 'of them reasoning')}`
  const isRounded = usage.estimated || Math.max(inputTokens, outputTokens) >= 1_000
  return [
    `${plural(calls, 'answer')} of the model server: ${isRounded ? 'about ' : ''}${tokens}`,
    ...(reusedParts > 0 ? [`${plural(reusedParts, 'part')} kept from an earlier run`] : []),
  ].join('\n')
}

/** What that cost, in the currency of the prices, which nobody has told; empty without prices. */
export function costText(usage: Usage | undefined): string {
  if (usage === undefined || usage.cost === null) return ''
  const { cost, prices, estimated } = usage
  const amount = `${estimated ? 'about ' : ''}${money(cost)}`
  return prices === null
    ? amount
    : `${amount}, at ${money(prices.input)} for a million tokens sent and ${money(prices.output)} for a million written`
}

/** Two digits behind the point, or as many as it takes to see the first two of a small amount. */
const money = (amount: number): string =>
  amount === 0 || amount >= 0.1
    ? amount.toFixed(2)
    : amount.toLocaleString('en-US', { maximumSignificantDigits: 2, useGrouping: false })
