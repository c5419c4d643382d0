import { busySet } from './busy-rooms.ts'
import { isFullOfQuestions } from './rooms.ts'
import { matchItems } from '../bench/summary/matching.ts'
import type { Exchanges } from '../server/summary/exchanges/anchor-features.ts'
import {
  reported,
  type ListName,
  type Tiers,
  type WeighedExchange,
} from '../server/summary/exchanges/tiers.ts'

export interface ScoredRoom {
  set: string
  list: ListName
  exchanges: Exchanges
  items: readonly WeighedExchange[]
  key: readonly (readonly number[])[]
}

export interface Figures {
  precision: number
  recall: number
  reported: number
  inKey: number
}

/** Precision and recall over all rooms together, of found items alone or with possible ones. */
export function figuresAt(
  rooms: readonly ScoredRoom[],
  tiers: Tiers,
  certainty: 'found' | 'possible',
): Figures {
  let right = 0
  let count = 0
  let inKey = 0
  for (const { exchanges, list, items, key } of rooms) {
    const taken = reported(exchanges, list, items, tiers).filter(
      (one) => certainty === 'possible' || one.certainty === 'found',
    )
    right += matchItems(
      taken.map(({ messages }) => messages),
      key,
    ).filter((one) => one !== null).length
    count += taken.length
    inKey += key.length
  }
  return {
    precision: count === 0 ? 1 : right / count,
    recall: inKey === 0 ? 1 : right / inKey,
    reported: count,
    inKey,
  }
}

/** Rooms as they were written: the limits of a list are chosen in all of them. */
export const writtenRooms = (rooms: readonly ScoredRoom[]): ScoredRoom[] =>
  rooms.filter(({ set }) => set !== busySet)

/**
 * The rooms that a list is measured in. Rooms that were written to learn what open questions look
 * like hold five times as many of them as others, which would flatter.
 */
export const measuredRooms = (rooms: readonly ScoredRoom[], list: ListName): ScoredRoom[] =>
  writtenRooms(rooms).filter(({ set }) => list !== 'questions' || !isFullOfQuestions(set))

/** So exact are found items to be on rooms that were not trained on. */
const wantedPrecision = { decisions: 0.88, actions: 0.85, questions: 0.8 } as const
/** Possible items go on until so many of the key are found, or so many stand beside each found. */
const wantedRecall = 0.8
const mostPossible = { decisions: 1.7, actions: 1.7, questions: 1.9 } as const
/** More than any probability. */
const never = 2

/** Where the tiers of a list begin, chosen by cross-validation alone. */
export function tiersFor(rooms: readonly ScoredRoom[], list: ListName): Tiers {
  const wanted = wantedPrecision[list]
  const steps = Array.from({ length: 91 }, (_, step) => (95 - step) / 100)
  const isExact = (tiers: Tiers) => figuresAt(rooms, tiers, 'found').precision >= wanted
  const sure = steps.findLast((one) => isExact({ found: one, sure: one, possible: one })) ?? never
  const found = steps.findLast((one) => isExact({ found: one, sure, possible: one })) ?? sure
  const certain = figuresAt(rooms, { found, sure, possible: found }, 'found').reported
  const possible =
    steps.find((least) => {
      if (least >= found) return false
      const both = figuresAt(rooms, { found, sure, possible: least }, 'possible')
      return both.recall >= wantedRecall || both.reported >= certain * (1 + mostPossible[list])
    }) ?? 0.05
  return { found, sure, possible }
}
