import { summaryLimits } from '../limits.ts'
import { ModelError } from './errors.ts'
import { costOf, type Prices, type UsageMeter } from './usage.ts'

/** What one report may cost at most, in the currency of the prices. */
export interface CostCap {
  prices: Prices
  maxCost: number
}

/** Money set aside for a call until it is known what it has cost. */
export interface Reservation {
  /** Tokens that the answer may have. */
  maxTokens: number
  release(): void
}

/**
 * Keeps a report under its cap: a call that could go over it is never made. The size of a prompt is
 * estimated on the high side, so the cap holds within the precision of the estimate.
 */
export class Budget {
  readonly #cap: CostCap | null
  readonly #meter: UsageMeter
  #reserved = 0

  /** @param cap null: nothing is limited */
  constructor(cap: CostCap | null, meter: UsageMeter) {
    this.#cap = cap
    this.#meter = meter
  }

  /**
   * Sets aside what a call may cost at most, and gives it as long an answer as can be paid.
   *
   * @param wanted tokens of the answer, as many as the call would like
   * @throws ModelError `budget` if not even a short answer can be paid
   */
  reserve(promptTokens: number, wanted: number): Reservation {
    if (this.#cap === null) return { maxTokens: wanted, release: () => undefined }
    const { prices, maxCost } = this.#cap
    const left = maxCost - this.#meter.spent - this.#reserved - costOf(prices, promptTokens, 0)
    const affordable = prices.output === 0 ? wanted : Math.floor(left / costOf(prices, 0, 1))
    if (left < 0 || affordable < Math.min(wanted, summaryLimits.minAnswerTokens))
      throw this.#spent()
    const maxTokens = Math.min(wanted, affordable)
    const amount = costOf(prices, promptTokens, maxTokens)
    this.#reserved += amount
    let held = true
    return {
      maxTokens,
      release: () => {
        if (held) this.#reserved -= amount
        held = false
      },
    }
  }

  /**
   * Before a try of a call that holds a reservation: earlier tries may have eaten it up.
   *
   * @throws ModelError `budget`
   */
  check(): void {
    if (this.#cap !== null && this.#meter.spent + this.#reserved > this.#cap.maxCost) {
      throw this.#spent()
    }
  }

  #spent(): ModelError {
    const { spent } = this.#meter
    return new ModelError(
      'budget',
      `The most that a report may cost is ${this.#cap?.maxCost}; ${money(spent)} is spent, and the next call could go over it`,
    )
  }
}

/** An amount for people: two digits that matter, no currency. */
export const money = (amount: number): string =>
  amount === 0 ? '0' : String(Number(amount.toPrecision(2)))
