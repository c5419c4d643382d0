import { exchangesOf, type Exchanges } from '../server/summary/exchanges/anchor-features.ts'
import type { Talk } from '../server/summary/acts/talk-view.ts'
import {
  answerOf,
  eachAnswerCandidate,
  type Answer,
} from '../server/summary/exchanges/answer-features.ts'
import { exchangeAt, isAnchor, putFeatures, staysOpen } from '../server/summary/exchanges/find.ts'
import { mayAsk } from '../server/summary/exchanges/asking.ts'
import { weigh, type ListName, type WeighedExchange } from '../server/summary/exchanges/tiers.ts'
import { plainFormOf } from '../server/summary/exchanges/plain-forms.ts'
import { BaseRate } from '../server/summary/exchanges/base-rate.ts'
import { probabilityOf, type Forest } from '../server/summary/exchanges/forest.ts'
import { Cells } from '../server/summary/exchanges/cells.ts'
import { trainForest, trainForests, type Samples } from './boosting.ts'
import { busySet } from './busy-rooms.ts'
import type { KeyItem, PreparedRoom } from './prepared.ts'

const forestOptions = {
  trees: 220,
  rate: 0.04,
  leaf: 12,
  lambda: 4,
  columns: 0.35,
  samples: 0.7,
}
/** There are few open questions to learn from, so several forests learn from parts of what is told of them. */
const questionOptions = { ...forestOptions, trees: 110, rate: 0.06, columns: 0.2, samples: 0.5 }
const questionForests = 4
/** Busy rooms say again, in other surroundings, what is learned from as it was written. */
const busyWeight = 0.3
/** A line of an item that is not its telling one: neither right nor quite wrong. */
const insideWeight = 0.3

const cells = new Cells()

/** A room whose talk was read by models that have not seen it. */
export interface ReadRoom {
  room: PreparedRoom
  exchanges: Exchanges
}

export const readRoom = (room: PreparedRoom, talk: Talk): ReadRoom => ({
  room,
  exchanges: exchangesOf(talk),
})

const joined = (all: readonly Samples[]): Samples => ({
  inputs: all.flatMap(({ inputs }) => inputs),
  labels: all.flatMap(({ labels }) => labels),
  weights: all.flatMap(({ weights }) => weights),
})

export const trainedOn = (samples: readonly Samples[], list: ListName): Forest =>
  list === 'questions'
    ? trainForests(joined(samples), questionOptions, questionForests)
    : trainForest(joined(samples), forestOptions)

/** Pairs are many, at work as in training: fewer trees that learn faster. */
export const trainedOnPairs = (samples: readonly Samples[]): Forest =>
  trainForest(joined(samples), { ...forestOptions, trees: 100, rate: 0.08 })

export interface AnswerSamples extends Samples {
  pairs: (readonly [number, number])[]
}

/** Each question with each line that may answer it. */
export function answerSamples({ room, exchanges }: ReadRoom): AnswerSamples {
  const samples: AnswerSamples = { inputs: [], labels: [], weights: [], pairs: [] }
  for (let question = 0; question < room.lines.length; question++) {
    if (!mayAsk(exchanges, question)) continue
    eachAnswerCandidate(exchanges, question, cells, (at) => {
      samples.pairs.push([question, at])
      samples.inputs.push(cells.taken())
      samples.labels.push(room.answered.some(([q, a]) => q === question && a === at) ? 1 : 0)
      samples.weights.push(1)
    })
  }
  return samples
}

/** Possible answers by their question. */
export function answersBy(
  { exchanges }: ReadRoom,
  samples: AnswerSamples,
  forest: Forest,
): Map<number, Answer[]> {
  const answers = new Map<number, Answer[]>()
  for (const [index, [question, at]] of samples.pairs.entries()) {
    const input = samples.inputs[index]
    if (input === undefined) continue
    const list = answers.get(question) ?? []
    list.push(answerOf(exchanges, question, at, probabilityOf(forest, input)))
    answers.set(question, list)
  }
  return answers
}

export interface ListSamples extends Samples {
  anchors: number[]
}

export function listSamples(
  read: ReadRoom,
  list: ListName,
  answers: ReadonlyMap<number, readonly Answer[]>,
): ListSamples {
  const { room, exchanges } = read
  const samples: ListSamples = { inputs: [], labels: [], weights: [], anchors: [] }
  const telling = new Set(tellingLines(read, list))
  const inside = new Set(keyOf(room, list).flat())
  for (let at = 0; at < room.lines.length; at++) {
    if (!isAnchor(exchanges, list, at)) continue
    samples.anchors.push(at)
    const shared = putFeatures(exchanges, at, answers, cells)
    const all = cells.taken()
    samples.inputs.push(list === 'questions' ? all : all.slice(0, shared))
    samples.labels.push(telling.has(at) ? 1 : 0)
    const weight = !telling.has(at) && inside.has(at) ? insideWeight : 1
    samples.weights.push(room.set === busySet ? busyWeight * weight : weight)
  }
  return samples
}

function tellingLines({ room, exchanges }: ReadRoom, list: ListName): number[] {
  if (list === 'questions') return room.questions
  if (list === 'decisions') return room.decisions.flatMap(({ settledBy }) => settledBy ?? [])
  return room.actions.map((item) => promiseOf(item, room, exchanges))
}

/** Of the owner's lines the one that promises most. */
function promiseOf({ messages, owner }: KeyItem, room: PreparedRoom, { p }: Exchanges): number {
  const promise = (at: number): number => p(at, 'promise') + 0.5 * p(at, 'accept')
  const own = messages.filter((at) => room.lines[at]?.author === owner)
  return own.reduce(
    (best, at) => (promise(at) > promise(best) ? at : best),
    own[0] ?? messages[0] ?? 0,
  )
}

export function keyOf(room: PreparedRoom, list: ListName): number[][] {
  if (list === 'questions') return room.questions.map((one) => [one])
  return room[list].map(({ messages }) => messages)
}

/** Share of all lines that tell an item of a list. */
export function shareOfItems(rooms: readonly PreparedRoom[], list: ListName): number {
  const count = (of: (room: PreparedRoom) => number): number =>
    rooms.reduce((sum, room) => sum + of(room), 0)
  const share = count((room) => keyOf(room, list).length) / count(({ lines }) => lines.length)
  return Number(share.toFixed(4))
}

/**
 * Everything that may be an item of a room, with its probability and what speaks for it beside.
 *
 * @param share - Of such items among all lines of all rooms; null where rooms are alike in it.
 */
export function itemsOf(
  { room, exchanges }: ReadRoom,
  list: ListName,
  samples: ListSamples,
  forest: Forest,
  answers: ReadonlyMap<number, readonly Answer[]>,
  share: number | null,
): WeighedExchange[] {
  const items = samples.anchors.map((at, index) => {
    const input = samples.inputs[index]
    const probability = input === undefined ? 0 : probabilityOf(forest, input)
    const line = exchanges.talk.lines[at]
    const plain = line === undefined ? null : plainFormOf(line)
    const own = plain === (list === 'actions' ? 'shared' : list) || plain === list ? plain : null
    return weigh(exchanges, list, exchangeAt(exchanges, list, at, probability), own)
  })
  if (list === 'questions') {
    return items.filter(({ at, probability }) => staysOpen(probability, answers.get(at) ?? []))
  }
  if (share === null) return items
  const rate = new BaseRate(share)
  rate.add(
    items.map(({ probability }) => probability),
    room.lines.length,
  )
  const heeding = rate.heeding()
  return items.map((item) => ({ ...item, probability: heeding(item.probability) }))
}
