import type { SummaryUsage } from '../../contract/summary.ts'
import { estimateTokens } from './tokens.ts'
import type { TokenCounts } from './transport.ts'

/** Prices of a million tokens, in any currency. */
export interface Prices {
  input: number
  output: number
}

const million = 1_000_000

/** What so many tokens cost, in the currency of the prices. */
export const costOf = (prices: Prices, inputTokens: number, outputTokens: number): number =>
  (inputTokens * prices.input + outputTokens * prices.output) / million

/** Adds up what the server did for one room, answers that failed in the middle included. */
export class UsageMeter {
  readonly #prices: Prices | null
  readonly #sum: Omit<SummaryUsage, 'cost' | 'prices'> = {
    calls: 0,
    reusedParts: 0,
    inputTokens: 0,
    outputTokens: 0,
    reasoningTokens: 0,
    cachedTokens: 0,
    estimated: false,
  }

  /** @param prices null if none are set; then there is no cost */
  constructor(prices: Prices | null) {
    this.#prices = prices
  }

  /**
   * One answer that the server has begun.
   *
   * @param promptEstimate tokens of the prompt where the server does not count them
   */
  add(answer: TokenCounts & { text: string }, promptEstimate: number): void {
    const sum = this.#sum
    sum.calls++
    sum.inputTokens += answer.promptTokens ?? promptEstimate
    sum.outputTokens += answer.completionTokens ?? estimateTokens(answer.text)
    sum.reasoningTokens += answer.reasoningTokens ?? 0
    sum.cachedTokens += answer.cachedTokens ?? 0
    sum.estimated ||= answer.promptTokens === null || answer.completionTokens === null
  }

  /** A part whose answer was kept from an earlier run. */
  reuse(): void {
    this.#sum.reusedParts++
  }

  get isUsed(): boolean {
    return this.#sum.calls + this.#sum.reusedParts > 0
  }

  /** What was spent so far; 0 without prices. */
  get spent(): number {
    const { inputTokens, outputTokens } = this.#sum
    return this.#prices === null ? 0 : costOf(this.#prices, inputTokens, outputTokens)
  }

  total(): SummaryUsage {
    const cost = this.#prices === null ? null : this.spent
    return { ...this.#sum, cost, prices: this.#prices }
  }
}
