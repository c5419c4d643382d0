import { matchItems } from '../bench/summary/matching.ts'
import type { Exchange } from '../server/summary/exchanges/find.ts'

export interface ScoredRoom {
  set: string
  items: readonly Exchange[]
  key: readonly (readonly number[])[]
}

export interface Figures {
  precision: number
  recall: number
  reported: number
  inKey: number
}

/** Precision and recall of the items from a probability on, over all rooms together. */
export function figuresAt(rooms: readonly ScoredRoom[], least: number): Figures {
  let right = 0
  let reported = 0
  let inKey = 0
  for (const { items, key } of rooms) {
    const taken = items.filter(({ probability }) => probability >= least)
    right += matchItems(
      taken.map(({ messages }) => messages),
      key,
    ).filter((one) => one !== null).length
    reported += taken.length
    inKey += key.length
  }
  return {
    precision: reported === 0 ? 1 : right / reported,
    recall: inKey === 0 ? 1 : right / inKey,
    reported,
    inKey,
  }
}

/** So exact are found items to be on rooms that were not trained on; a little above what is asked. */
const wantedPrecision = 0.84
/** Possible items go on until so many of the key are found, or so many stand beside each found. */
const wantedRecall = 0.8
const mostPossible = 1.7

/** Where the tiers of a list begin, chosen by cross-validation alone. */
export function tiersFor(rooms: readonly ScoredRoom[]): { found: number; possible: number } {
  const steps = Array.from({ length: 91 }, (_, step) => (95 - step) / 100)
  const found =
    steps.findLast((least) => figuresAt(rooms, least).precision >= wantedPrecision) ?? 0.9
  const certain = figuresAt(rooms, found).reported
  const possible =
    steps.find((least) => {
      const { recall, reported } = figuresAt(rooms, least)
      return least < found && (recall >= wantedRecall || reported >= certain * (1 + mostPossible))
    }) ?? 0.05
  return { found, possible }
}
