import type { SpokenLine } from './spoken-line.ts'

/** Different words that are counted at once. */
const maxWords = 100_000
const highestRarity = 6
/** Lines of one word that are remembered; a word of more is not rare. */
const maxPlaces = 40

interface Counted {
  lines: number
  /** Spoken positions of the newest lines that hold the word. */
  places: number[]
}

/** How rare the words are that two lines have in common: the sum of their inverse frequencies. */
export class RareWords {
  readonly #counted = new Map<string, Counted>()
  readonly #reach: number
  #lines = 0

  /** @param reach - Lines that are looked back. */
  constructor(reach: number) {
    this.#reach = reach
  }

  add(line: SpokenLine): void {
    this.#lines++
    for (const word of line.words) {
      const counted = this.#counted.get(word)
      if (counted === undefined) {
        if (this.#counted.size >= maxWords) this.#forget()
        this.#counted.set(word, { lines: 1, places: [line.spoken] })
        continue
      }
      counted.lines++
      counted.places.push(line.spoken)
      if (counted.places.length > maxPlaces) counted.places.shift()
    }
  }

  /** Rarity of the common words by the spoken position of the other line. */
  sharedWith(line: SpokenLine): ReadonlyMap<number, number> {
    const shared = new Map<number, number>()
    for (const word of line.words) {
      const counted = this.#counted.get(word)
      if (counted === undefined) continue
      const rarity = Math.min(highestRarity, Math.log((this.#lines + 1) / (counted.lines + 0.5)))
      for (let at = counted.places.length - 1; at >= 0; at--) {
        const place = counted.places[at] ?? 0
        if (line.spoken - place > this.#reach) break
        shared.set(place, (shared.get(place) ?? 0) + rarity)
      }
    }
    return shared
  }

  /** Words that came once go first: most are slips. */
  #forget(): void {
    for (const [word, { lines }] of this.#counted) if (lines < 2) this.#counted.delete(word)
    if (this.#counted.size >= maxWords) this.#counted.clear()
  }
}
