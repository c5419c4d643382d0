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
const wantedPrecision = { decisions: 0.88, actions: 0.85, questions: 0.68 } as const
/** Possible items go on until so many of the key are found, or so many stand beside each found. */
const wantedRecall = 0.8
const mostPossible = { decisions: 1.7, actions: 1.7, questions: 1.8 } as const
/** So many are right of the least likely items, a band of probabilities, whose words do not speak for them. */
const rightOfPossible = 0.25
const band = 0.1
/** Higher up there are too few of them to tell. */
const highest = 0.6
/** What is called found is more likely right than not, in every room. */
const likelierThanNot = 0.5
/** Found and possible items together are right so often in the rooms that a list is measured in. */
const worthALook = 0.45
/** More than any probability. */
const never = 2

/** Where the tiers of a list begin, chosen by cross-validation alone. */
export function tiersFor(rooms: readonly ScoredRoom[], list: ListName): Tiers {
  const wanted = wantedPrecision[list]
  const steps = Array.from({ length: 91 }, (_, step) => (95 - step) / 100)
  const unsaid = unsaidItems(rooms)
  const sure = sureFrom(unsaid, wanted, steps)
  const certain = (found: number): Figures =>
    figuresAt(rooms, { found, possible: found, sure, likely: sure }, 'found')
  const found =
    steps.findLast((one) => one >= likelierThanNot && certain(one).precision >= wanted) ?? never
  const isFull = (possible: number, likely: number): boolean => {
    const both = figuresAt(rooms, { found, possible, sure, likely }, 'possible')
    return (
      both.recall >= wantedRecall ||
      both.reported >= certain(found).reported * (1 + mostPossible[list]) ||
      both.precision < worthALook
    )
  }
  // First those whose words speak for them.
  const lower = steps.filter((one) => one < found)
  const possible = lower.find((one) => isFull(one, sure)) ?? 0.05
  const likelyAtMost = likelyFrom(unsaid, sure, steps)
  const likely =
    steps.find((one) => one <= sure && (one <= likelyAtMost || isFull(possible, one))) ??
    Math.min(sure, likelyAtMost)
  return { found, possible, sure, likely }
}

interface Judged {
  probability: number
  isRight: boolean
}

/** Items whose words do not speak for them, and whether they are in the key. */
function unsaidItems(rooms: readonly ScoredRoom[]): Judged[] {
  const all = { found: never, possible: 0, sure: never, likely: 0 }
  return rooms.flatMap(({ exchanges, list, items, key }) => {
    const told = reported(exchanges, list, items, all)
    const matches = matchItems(
      told.map(({ messages }) => messages),
      key,
    )
    return told.flatMap(({ evidence, probability }, index) =>
      evidence === 'enough' ? [] : { probability, isRight: matches[index] !== null },
    )
  })
}

const shareRight = (items: readonly Judged[]): number =>
  items.filter(({ isRight }) => isRight).length / Math.max(1, items.length)

/** From where on they are as exact as found ones are to be, by themselves; `never` for none at all. */
function sureFrom(items: readonly Judged[], wanted: number, steps: readonly number[]): number {
  const isExact = (one: number): boolean =>
    shareRight(items.filter(({ probability }) => probability >= one)) >= wanted
  return steps.findLast(isExact) ?? never
}

/** Down to where so many of them are right. */
function likelyFrom(items: readonly Judged[], sure: number, steps: readonly number[]): number {
  const isWrong = (one: number): boolean => {
    const near = items.filter(({ probability }) => probability >= one && probability < one + band)
    return shareRight(near) < rightOfPossible
  }
  const below = steps.find((one) => one < Math.min(sure, highest) && isWrong(one)) ?? 0.04
  return Number((below + 0.01).toFixed(2))
}
