import { summaryLimits } from '../limits.ts'
import { answerSchema, partPrompt } from './prompt.ts'
import { estimateTokens } from './tokens.ts'
import { costOf, type Prices } from './usage.ts'

/** What reading a room would take, before it is done. */
export interface Forecast {
  calls: number
  inputTokens: number
  outputTokens: number
}

/** Tokens of the instructions that go with every call. */
export const overheadTokens = (): number =>
  estimateTokens(Object.values(partPrompt([])).join('') + JSON.stringify(answerSchema))

/**
 * Tokens of data for one call.
 *
 * @param calibrated what the server counts for 1,000 estimated tokens
 */
export function partTokensOf(
  sizes: { contextTokens: number; answerTokens: number },
  calibrated = 1_000,
): number {
  const { contextTokens, answerTokens } = sizes
  const left = contextTokens * summaryLimits.contextShare - answerTokens - overheadTokens()
  return Math.max(summaryLimits.minChunkTokens, Math.floor((left / calibrated) * 1_000))
}

/**
 * @param tokens of the messages
 * @param partTokens of the messages that fit into one call
 * @param answerTokens that an answer is expected to have
 */
export function forecastOf(tokens: number, partTokens: number, answerTokens: number): Forecast {
  const overhead = overheadTokens()
  const parts = Math.max(1, Math.ceil(tokens / partTokens))
  if (parts === 1) return { calls: 1, inputTokens: tokens + overhead, outputTokens: answerTokens }
  // The answers are merged, in groups first where they do not fit into one call.
  let [calls, inputTokens, answers] = [parts, tokens, parts]
  while (answers > 1) {
    const groups = Math.ceil((answers * answerTokens) / partTokens)
    inputTokens += answers * answerTokens
    answers = groups < answers ? groups : 1
    calls += answers
  }
  inputTokens += calls * overhead + summaryLimits.quoteTokens
  return { calls, inputTokens, outputTokens: calls * answerTokens }
}

/**
 * The most tokens of messages that can be read for so much money; 0 if not even a short stretch.
 *
 * @param answerTokens the most that an answer may have
 */
export function affordableTokens(
  maxCost: number,
  prices: Prices,
  partTokens: number,
  answerTokens: number,
): number {
  const isAffordable = (tokens: number): boolean => {
    const { inputTokens, outputTokens } = forecastOf(tokens, partTokens, answerTokens)
    return costOf(prices, inputTokens, outputTokens) <= maxCost
  }
  let [low, high] = [0, partTokens * summaryLimits.maxChunks]
  while (high - low > summaryLimits.minChunkTokens / 8) {
    const middle = Math.floor((low + high) / 2)
    if (isAffordable(middle)) low = middle
    else high = middle
  }
  return low < summaryLimits.minChunkTokens ? 0 : low
}
