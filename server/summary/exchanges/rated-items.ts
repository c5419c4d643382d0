import { BaseRate } from './base-rate.ts'
import type { Evidence } from './evidence.ts'
import { certaintyOf, type Tiers } from './tiers.ts'
import { Kept, type ExchangeItem } from './results.ts'

/** An item whose tier is known once the whole room has been read. */
export interface PendingItem extends ExchangeItem {
  evidence: Evidence
}

export interface RatedResult<Item> {
  items: Item[]
  counts: { found: number; possible: number }
}

const steps = 1_000

/** Decisions or tasks of a room; which are found is told at its end, by how many there are in it. */
export class RatedItems<Item extends PendingItem> {
  readonly #rate: BaseRate
  readonly #tiers: Tiers
  readonly #kept = new Kept<Item>()
  /** How many of each evidence had each probability. */
  readonly #counts = new Map<Evidence, Uint32Array>()

  constructor(learned: number, tiers: Tiers) {
    this.#rate = new BaseRate(learned)
    this.#tiers = tiers
  }

  /** @param probabilities - Of the lines of a stretch that may tell an item, among `lines`. */
  read(probabilities: readonly number[], lines: number): void {
    this.#rate.add(probabilities, lines)
  }

  add(item: Item): void {
    this.#kept.add(item)
    const counts = this.#counts.get(item.evidence) ?? new Uint32Array(steps)
    const step = Math.min(steps - 1, Math.floor(item.probability * steps))
    counts[step] = (counts[step] ?? 0) + 1
    this.#counts.set(item.evidence, counts)
  }

  result(): RatedResult<Item> {
    const heeding = this.#rate.heeding()
    const items = this.#kept.items().flatMap((item) => {
      const probability = heeding(item.probability)
      const certainty = certaintyOf(probability, item.evidence, this.#tiers)
      return certainty === null ? [] : [{ ...item, probability, certainty }]
    })
    const counts = { found: 0, possible: 0 }
    for (const [evidence, table] of this.#counts) {
      for (const [step, count] of table.entries()) {
        if (count === 0) continue
        const certainty = certaintyOf(heeding(step / steps), evidence, this.#tiers)
        if (certainty !== null) counts[certainty] += count
      }
    }
    return { items, counts }
  }
}
