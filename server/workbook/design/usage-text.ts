import type { Summary } from '../../contract/summary.ts'
import type { Speech } from '../../words/speech.ts'

type Usage = NonNullable<Summary['usage']>

/** What a model server was asked, in words; empty if none was. */
export function usageText(speech: Speech, usage: Usage | undefined): string {
  if (usage === undefined) return ''
  const { calls, inputTokens, cachedTokens, outputTokens, reasoningTokens, reusedParts } = usage
  const n = (amount: number): { n: string } => ({ n: speech.rounded(amount) })
  const sent = speech.say('tokens_sent', n(inputTokens))
  const written = speech.say('tokens_written', n(outputTokens))
  const atHand = cachedTokens > 0 ? ` (${speech.say('tokens_at_hand', n(cachedTokens))})` : ''
  const reasoning =
    reasoningTokens > 0 ? ` (${speech.say('tokens_reasoning', n(reasoningTokens))})` : ''
  const text = `${sent}${atHand}, ${written}${reasoning}`
  const isRounded = usage.estimated || Math.max(inputTokens, outputTokens) >= 1_000
  const tokens = isRounded ? speech.say('about', { text }) : text
  return [
    speech.many('tokens_of_answers', calls, { tokens }),
    ...(reusedParts > 0 ? [speech.many('parts_kept', reusedParts)] : []),
  ].join('\n')
}

/** What that cost, in the currency of the prices, which nobody has told; empty without prices. */
export function costText(speech: Speech, usage: Usage | undefined): string {
  if (usage === undefined || usage.cost === null) return ''
  const { cost, prices, estimated } = usage
  const exact = speech.money(cost)
  const amount = estimated ? speech.say('about', { text: exact }) : exact
  if (prices === null) return amount
  const [input, output] = [speech.money(prices.input), speech.money(prices.output)]
  return speech.say('cost_at', { amount, input, output })
}
