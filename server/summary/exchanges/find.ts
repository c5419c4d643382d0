import type { Act } from '../acts/acts.ts'
import { anchorFeatures, type Exchanges } from './anchor-features.ts'
import { eachAnswerCandidate, type Answer } from './answer-features.ts'
import { Cells } from './cells.ts'
import { evidenceFor } from './evidence.ts'
import { probabilityOf, type Forest } from './forest.ts'
import { plainFormOf } from './plain-forms.ts'
import { questionFeatures } from './question-features.ts'

export type ListName = 'decisions' | 'actions' | 'questions'
export const listNames = ['decisions', 'actions', 'questions'] as const

/** One forest for each list, one that tells answers, and where the tiers begin. */
export interface ExchangeModel {
  forests: Readonly<Record<ListName, Forest>>
  answer: Forest
  /** Probabilities from which an item is found, or possible. */
  tiers: Readonly<Record<ListName, { found: number; possible: number }>>
  /** Probability from which a pair is question and answer. */
  answered: number
}

/** One exchange of a stretch of talk. Positions are those of its lines. */
export interface Exchange {
  /** The telling line: settles, promises, or asks. */
  at: number
  probability: number
  /** All lines of the exchange, ascending. */
  messages: readonly number[]
  /** The proposal or request that it goes back to, or -1. */
  lead: number
  /** The telling line says it in so many words. */
  isPlain?: boolean
}

/** One that is reported. */
export interface ReportedExchange extends Exchange {
  certainty: 'found' | 'possible'
  isPlain: boolean
}

const nearest = { decisions: 12, actions: 6, questions: 0 } as const
const lowest = 0.15
const leastAsking = 0.2

/** Whether a line may be the telling one of an item at all. */
export function isAnchor({ talk, p }: Exchanges, list: ListName, at: number): boolean {
  if (talk.lines[at]?.isBot !== false) return false
  if (list === 'decisions') {
    return p(at, 'settle') + 0.5 * p(at, 'accept') + 0.5 * p(at, 'propose') > lowest
  }
  if (list === 'actions') {
    return p(at, 'promise') + 0.5 * p(at, 'accept') + 0.5 * p(at, 'request') > lowest
  }
  return p(at, 'ask') > lowest
}

export const mayBeAnswered = ({ talk, p }: Exchanges, at: number): boolean =>
  talk.lines[at]?.isBot === false && p(at, 'ask') >= leastAsking

/**
 * Writes what a line shows: the numbers that every list looks at, and, for a question, what its
 * possible answers are worth and what its asker says next.
 *
 * @returns how many of the numbers every list looks at
 */
export function putFeatures(
  exchanges: Exchanges,
  at: number,
  answers: ReadonlyMap<number, readonly Answer[]>,
  cells: Cells,
): number {
  anchorFeatures(exchanges, at, cells.clear())
  const shared = cells.size
  if (isAnchor(exchanges, 'questions', at)) {
    questionFeatures(exchanges, at, answers.get(at) ?? [], cells)
  }
  return shared
}

/** Every possible answer to the question in line `question`, with its probability. */
function answersTo(exchanges: Exchanges, question: number, forest: Forest, cells: Cells): Answer[] {
  const answers: Answer[] = []
  eachAnswerCandidate(exchanges, question, cells, (at) => {
    answers.push({ question, at, probability: probabilityOf(forest, cells.numbers) })
  })
  return answers
}

/** The line's thread, as far as it belongs to the exchange. */
export function exchangeAt(
  exchanges: Exchanges,
  list: ListName,
  at: number,
  probability: number,
): Exchange {
  if (list === 'questions') return { at, probability, messages: [at], lead: -1 }
  const { talk, children, p } = exchanges
  const leading: Act = list === 'decisions' ? 'propose' : 'request'
  const path: number[] = []
  let lead = -1
  for (let up = talk.parents[at] ?? -1; up >= 0 && path.length < 6; up = talk.parents[up] ?? -1) {
    if (at - up >= 25) break
    path.push(up)
    if (lead < 0 || p(up, leading) > p(lead, leading)) lead = up
  }
  const messages = new Set([at, ...path.filter((line) => line >= lead)])
  if (list === 'decisions' && lead >= 0) {
    for (const child of children[lead] ?? []) {
      if (child < at + 4 && p(child, 'accept') > 0.3) messages.add(child)
    }
  }
  return { at, probability, messages: [...messages].sort((a, b) => a - b), lead }
}

/** The most probable of the exchanges that are one matter, most probable first. */
export function distinct<One extends Exchange>(
  { talk }: Exchanges,
  list: ListName,
  exchanges: readonly One[],
): One[] {
  const kept: One[] = []
  const sorted = exchanges.toSorted((a, b) => b.probability - a.probability || a.at - b.at)
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
  one: Exchange,
  other: Exchange,
): boolean {
  // Two lines that each say it in full are two matters, however near.
  if (one.isPlain === true && other.isPlain === true) return false
  const apart = Math.abs(one.at - other.at)
  if (apart > nearest[list]) return false
  if (list === 'actions' && lines[one.at]?.author !== lines[other.at]?.author) return false
  if (apart <= (list === 'decisions' ? 2 : 1)) return true
  return one.messages.some((line) => other.messages.includes(line))
}

export interface FoundExchanges {
  lists: Readonly<Record<ListName, readonly ReportedExchange[]>>
  /** The likeliest answer to each question that has one. */
  answers: readonly Answer[]
}

/** Everything found in a stretch of talk. Yields now and then, so that the caller can rest. */
export function* findExchanges(
  exchanges: Exchanges,
  model: ExchangeModel,
): Generator<undefined, FoundExchanges> {
  const { lines } = exchanges.talk
  const cells = new Cells()
  const possible = new Map<number, readonly Answer[]>()
  const answers: Answer[] = []
  for (let at = 0; at < lines.length; at++) {
    yield
    if (!mayBeAnswered(exchanges, at)) continue
    const candidates = answersTo(exchanges, at, model.answer, cells)
    possible.set(at, candidates)
    const best = candidates.reduce<Answer | null>(
      (top, one) => (top === null || one.probability > top.probability ? one : top),
      null,
    )
    if (best !== null && best.probability >= model.answered) answers.push(best)
  }
  const lists: Record<ListName, ReportedExchange[]> = { decisions: [], actions: [], questions: [] }
  for (let at = 0; at < lines.length; at++) {
    yield
    let isRead = false
    const line = lines[at]
    const plain = line === undefined ? null : plainFormOf(line)
    for (const list of listNames) {
      const isPlain = plain === list
      if (!isPlain && !isAnchor(exchanges, list, at)) continue
      if (!isRead) putFeatures(exchanges, at, possible, cells)
      isRead = true
      const learned = probabilityOf(model.forests[list], cells.numbers)
      const { found, possible: least } = model.tiers[list]
      const probability = isPlain ? Math.max(learned, found) : learned
      if (probability < least) continue
      const exchange = exchangeAt(exchanges, list, at, probability)
      const evidence =
        isPlain || list === 'questions' ? 'enough' : evidenceFor(exchanges, list, exchange)
      if (evidence === 'none') continue
      const isFound = probability >= found && evidence === 'enough'
      lists[list].push({ ...exchange, certainty: isFound ? 'found' : 'possible', isPlain })
    }
  }
  for (const list of listNames) lists[list] = distinct(exchanges, list, lists[list])
  // A question is open or answered, never both: the more probable of the two.
  const told = new Map(answers.map((answer) => [answer.question, answer.probability] as const))
  const open = lists.questions.filter(({ at, probability }) => probability > (told.get(at) ?? 0))
  const isOpen = new Set(open.map(({ at }) => at))
  return {
    lists: { ...lists, questions: open },
    answers: answers.filter(({ question }) => !isOpen.has(question)),
  }
}
