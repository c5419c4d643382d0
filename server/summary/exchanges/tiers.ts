import type { Exchanges } from './anchor-features.ts'
import { evidenceFor, type Evidence } from './evidence.ts'
import type { PlainForm } from './plain-forms.ts'

export type ListName = 'decisions' | 'actions' | 'questions'
export const listNames = ['decisions', 'actions', 'questions'] as const

/** One exchange of a stretch of talk. Positions are those of its lines. */
export interface Exchange {
  /** The telling line: settles, promises, or asks. */
  at: number
  probability: number
  /** All lines of the exchange, ascending. */
  messages: readonly number[]
  /** The proposal or request that it goes back to, or -1. */
  lead: number
}

/** One with all that decides whether it is reported. */
export interface WeighedExchange extends Exchange {
  evidence: Evidence
  /** The telling line says it in so many words, or gives all of them a task; null for neither. */
  plain: PlainForm | null
}

/** One that is reported. */
export interface ReportedExchange extends WeighedExchange {
  certainty: 'found' | 'possible'
}

/** Probabilities from which an item is found or possible: if its words speak for it, or if not. */
export interface Tiers {
  found: number
  possible: number
  sure: number
  likely: number
}

/** Lines apart up to which two items may be one matter. */
export const nearest = { decisions: 12, actions: 6, questions: 0 } as const
/** How likely a line is that says it in so many words; in a room that hardly decides anything, less. */
const plainly = 0.95
/** The same of a task for all of them with a deadline, which nobody has taken on. */
const sharedly = 0.4
/** More than any probability. */
const never = 2

/** An exchange with what speaks for it beside its probability. */
export function weigh(
  exchanges: Exchanges,
  list: ListName,
  exchange: Exchange,
  plain: PlainForm | null,
): WeighedExchange {
  const { at, probability } = exchange
  if (plain === 'shared') {
    const least = Math.max(probability, sharedly)
    return { at, messages: [at], lead: -1, probability: least, evidence: 'given', plain }
  }
  if (plain !== null) {
    return { ...exchange, probability: Math.max(probability, plainly), evidence: 'enough', plain }
  }
  const evidence = list === 'questions' ? 'enough' : evidenceFor(exchanges, list, exchange)
  return { ...exchange, evidence, plain }
}

/** The tier of an item, by its probability and what speaks for it beside; null for no item. */
export function certaintyOf(
  probability: number,
  evidence: Evidence,
  { found, possible, sure, likely }: Tiers,
): ReportedExchange['certainty'] | null {
  const least = evidence === 'enough' || evidence === 'given' ? possible : likely
  if (probability < least || evidence === 'none') return null
  const from = evidence === 'enough' ? found : evidence === 'unsaid' ? sure : never
  return probability >= from ? 'found' : 'possible'
}

/** Those that are found or possible, each matter once. */
export function reported(
  exchanges: Exchanges,
  list: ListName,
  all: readonly WeighedExchange[],
  tiers: Tiers,
): ReportedExchange[] {
  const likely = all.flatMap((one): ReportedExchange[] => {
    const certainty = certaintyOf(one.probability, one.evidence, tiers)
    return certainty === null ? [] : [{ ...one, certainty }]
  })
  return distinct(exchanges, list, likely)
}

/** The surest of the exchanges that are one matter, surest first. */
function distinct(
  { talk }: Exchanges,
  list: ListName,
  exchanges: readonly ReportedExchange[],
): ReportedExchange[] {
  const kept: ReportedExchange[] = []
  const rank = ({ certainty, probability }: ReportedExchange): number =>
    probability + (certainty === 'found' ? 1 : 0)
  const sorted = exchanges.toSorted((a, b) => rank(b) - rank(a) || a.at - b.at)
  for (const exchange of sorted) {
    let isNew = true
    for (const other of kept) isNew &&= !isSame(talk.lines, list, exchange, other)
    if (isNew) kept.push(exchange)
  }
  return kept
}

function isSame(
  lines: Exchanges['talk']['lines'],
  list: ListName,
  one: WeighedExchange,
  other: WeighedExchange,
): boolean {
  // Two lines that each say it in full are two matters, however near.
  if (one.plain !== null && other.plain !== null) return false
  const apart = Math.abs(one.at - other.at)
  if (apart > nearest[list]) return false
  if (list === 'actions' && lines[one.at]?.author !== lines[other.at]?.author) return false
  if (apart <= (list === 'decisions' ? 2 : 1)) return true
  return one.messages.some((line) => other.messages.includes(line))
}
