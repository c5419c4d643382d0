import type { Act } from '../acts/acts.ts'
import { anchorFeatures, type Exchanges } from './anchor-features.ts'
import { answerOf, eachAnswerCandidate, type Answer } from './answer-features.ts'
import { asksByMark, isAsked, mayAsk } from './asking.ts'
import { Cells } from './cells.ts'
import { probabilityOf, type Forest } from './forest.ts'
import { plainFormOf } from './plain-forms.ts'
import { questionFeatures } from './question-features.ts'
import { apart } from './carried.ts'
import { offersItself } from './offers.ts'
import { asksFor } from './said-forms.ts'
import {
  listNames,
  nearest,
  reported,
  weigh,
  type Exchange,
  type ListName,
  type ReportedExchange,
  type Tiers,
  type WeighedExchange,
} from './tiers.ts'

/** One forest for each list, one that tells answers, and where the tiers begin. */
export interface ExchangeModel {
  forests: Readonly<Record<ListName, Forest>>
  answer: Forest
  /** Share of the learned rooms' lines that tell an item. */
  shares: Readonly<Record<'decisions' | 'actions', number>>
  /** Where the tiers of each list begin. */
  tiers: Readonly<Record<ListName, Tiers>>
  /** Probability from which a pair is question and answer. */
  answered: number
}

const lowest = 0.15
const settledBefore = 0.5
const asksFaintly = 0.1
/** What the probability of an answer counts against that of an open question. */
const ofReply = 0.75
const ofLine = 0.5
/** So likely an answer ends a question that only its mark tells. */
const answersAnyway = 0.5

/** Whether a line may be the telling one of an item at all. */
export function isAnchor(exchanges: Exchanges, list: ListName, at: number): boolean {
  if (list === 'questions') return mayAsk(exchanges, at)
  const { talk, p } = exchanges
  if (talk.lines[at]?.isBot !== false) return false
  if (list === 'decisions') {
    return p(at, 'settle') + 0.5 * p(at, 'accept') + 0.5 * p(at, 'propose') > lowest
  }
  return p(at, 'promise') + 0.5 * p(at, 'accept') + 0.5 * p(at, 'request') > lowest
}

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
    answers.push(answerOf(exchanges, question, at, probabilityOf(forest, cells.numbers)))
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
    // What was settled before is another matter.
    if (at - up >= 25 || p(up, 'settle') >= settledBefore) break
    path.push(up)
    if (lead < 0 || p(up, leading) > p(lead, leading)) lead = up
  }
  // A line that asks for nothing has not led to a task.
  if (list === 'actions' && lead >= 0 && !leadsToTask(exchanges, lead)) {
    return { at, probability, messages: [at], lead: -1 }
  }
  const messages = new Set([at, ...path.filter((line) => line >= lead)])
  if (list === 'decisions' && lead >= 0) {
    for (const child of children[lead] ?? []) {
      if (child < at + 4 && p(child, 'accept') > 0.3) messages.add(child)
    }
  }
  return { at, probability, messages: [...messages].sort((a, b) => a - b), lead }
}

const lowestTier = ({ possible, likely }: Tiers): number => Math.min(possible, likely)

function leadsToTask({ talk, p }: Exchanges, lead: number): boolean {
  const line = talk.lines[lead]
  if (line === undefined) return false
  return p(lead, 'request') >= asksFaintly || asksFor(line.signs) || offersItself(line)
}

/**
 * A question is open or answered, never both. Whether it is open is judged with all its possible
 * answers in view, so that a single line that may answer it counts half against it; a reply counts more.
 */
export const staysOpen = (open: number, answers: readonly Answer[]): boolean =>
  answers.every(({ probability, isReply }) => open > (isReply ? ofReply : ofLine) * probability)

/** A reply before any other line, then the most probable. */
function likeliestOf(answers: readonly Answer[]): Answer | null {
  const rank = ({ probability, isReply }: Answer): number => probability + (isReply ? 1 : 0)
  return answers.reduce<Answer | null>(
    (top, one) => (top === null || rank(one) > rank(top) ? one : top),
    null,
  )
}

export interface FoundExchanges {
  lists: Readonly<Record<ListName, readonly ReportedExchange[]>>
  /** The likeliest answer to each question that has one. */
  answers: readonly Answer[]
  /** Of every line that may tell an item. */
  probabilities: Readonly<Record<ListName, readonly { at: number; probability: number }[]>>
}

/** Lines beside those that are wanted whose items may be one matter with theirs. */
const besideWanted = Math.max(...Object.values(nearest))

/**
 * Everything found in the lines `from` to `to` of a stretch of talk, and a little around them. Yields
 * now and then, so that the caller can rest.
 */
export function* findExchanges(
  exchanges: Exchanges,
  model: ExchangeModel,
  { from, to } = { from: 0, to: exchanges.talk.lines.length },
): Generator<undefined, FoundExchanges> {
  const { lines } = exchanges.talk
  const begin = Math.max(0, from - besideWanted)
  const end = Math.min(lines.length, to + besideWanted)
  const cells = new Cells()
  const possible = new Map<number, readonly Answer[]>()
  const answers: Answer[] = []
  for (let at = begin; at < end; at++) {
    yield
    if (!mayAsk(exchanges, at)) continue
    const candidates = answersTo(exchanges, at, model.answer, cells)
    possible.set(at, candidates)
    const best = likeliestOf(candidates)
    if (best !== null && best.probability >= model.answered && isAsked(exchanges, at)) {
      answers.push(best)
    }
  }
  const weighed: Record<ListName, WeighedExchange[]> = { decisions: [], actions: [], questions: [] }
  const probabilities: Record<ListName, { at: number; probability: number }[]> = {
    decisions: [],
    actions: [],
    questions: [],
  }
  for (let at = begin; at < end; at++) {
    yield
    let isRead = false
    const line = lines[at]
    const plain = line === undefined ? null : plainFormOf(line)
    const plainList = plain === 'shared' ? 'actions' : plain
    for (const list of listNames) {
      if (plainList !== list && !isAnchor(exchanges, list, at)) continue
      // What all of them shall do until a day is a task, however final it sounds.
      if (plain === 'shared' && list === 'decisions') continue
      if (!isRead) putFeatures(exchanges, at, possible, cells)
      isRead = true
      const probability = probabilityOf(model.forests[list], cells.numbers)
      probabilities[list].push({ at, probability })
      if (plainList !== list && probability < lowestTier(model.tiers[list])) continue
      const exchange = exchangeAt(exchanges, list, at, probability)
      weighed[list].push(weigh(exchanges, list, exchange, plainList === list ? plain : null))
    }
  }
  const tiersOf = (list: ListName): ReportedExchange[] =>
    reported(exchanges, list, weighed[list], model.tiers[list])
  const lists = {
    decisions: tiersOf('decisions').flatMap((one) => apart(exchanges, one)),
    actions: tiersOf('actions'),
    questions: tiersOf('questions'),
  }
  const open = lists.questions
    .filter(({ at, probability }) => staysOpen(probability, possible.get(at) ?? []))
    .map((one) =>
      asksByMark(exchanges, one.at) ? { ...one, certainty: 'possible' as const } : one,
    )
  for (let at = from; at < to; at++) {
    if (!asksByMark(exchanges, at) || open.some((one) => one.at === at)) continue
    if ((possible.get(at) ?? []).some(({ probability }) => probability >= answersAnyway)) continue
    const exchange = exchangeAt(exchanges, 'questions', at, model.tiers.questions.possible)
    open.push({ ...exchange, evidence: 'given', plain: null, certainty: 'possible' })
  }
  const isOpen = new Set(open.map(({ at }) => at))
  return {
    lists: { ...lists, questions: open },
    answers: answers.filter(({ question }) => !isOpen.has(question)),
    probabilities,
  }
}
