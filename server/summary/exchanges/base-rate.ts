/** So many lines weigh the learned share of items against what a room shows itself. */
const learnedLines = 60
const rounds = 30
const bins = 200

const odds = (share: number): number => share / (1 - share)

/** A probability that was learned at one share of items, where the share is another. */
function shifted(probability: number, learned: number, share: number): number {
  const moved = odds(Math.min(probability, 0.9999)) * (odds(share) / odds(learned))
  return moved / (1 + moved)
}

/**
 * How often a line of this room tells an item of a list, found by expectation maximisation from the
 * probabilities of all its lines (Saerens, Latinne, Decaestecker 2002: adjusting a classifier to new
 * a priori probabilities). A help channel or a row of speeches decides next to nothing; there the
 * likeliest line is still an unlikely one. It keeps counts alone, whatever the length of the room.
 */
export class BaseRate {
  readonly #learned: number
  readonly #counts = new Uint32Array(bins)
  #lines = 0

  /** @param learned - Share of such lines in the rooms that were learned from. */
  constructor(learned: number) {
    this.#learned = learned
  }

  /** @param probabilities - Of the lines that may tell an item; the others count as none. */
  add(probabilities: readonly number[], lines: number): void {
    for (const one of probabilities) {
      const bin = Math.min(bins - 1, Math.floor(one * bins))
      this.#counts[bin] = (this.#counts[bin] ?? 0) + 1
    }
    this.#lines += lines
  }

  /** What a probability becomes once the share of this room is known. */
  heeding(): (probability: number) => number {
    const share = this.#share()
    return (probability) => shifted(probability, this.#learned, share)
  }

  #share(): number {
    let share = this.#learned
    for (let round = 0; round < rounds; round++) {
      let items = learnedLines * this.#learned
      for (let bin = 0; bin < bins; bin++) {
        const count = this.#counts[bin] ?? 0
        if (count > 0) items += count * shifted((bin + 0.5) / bins, this.#learned, share)
      }
      share = items / (learnedLines + this.#lines)
    }
    return Math.min(Math.max(share, 1e-6), 0.5)
  }
}
