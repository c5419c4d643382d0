import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ActModel } from '../server/summary/acts/act-model.ts'
import { actCount } from '../server/summary/acts/acts.ts'
import type { Talk } from '../server/summary/acts/talk-view.ts'
import type { Answer } from '../server/summary/exchanges/answer-features.ts'
import { listNames, type ListName, type Tiers } from '../server/summary/exchanges/tiers.ts'
import {
  firstLook,
  linkChoices,
  linksOf,
  secondRows,
  storedActs,
  trainFirst,
  trainLinks,
  trainSecond,
} from './act-steps.ts'
import { packForest } from '../server/summary/exchanges/forest.ts'
import { figuresAt, measuredRooms, tiersFor, type ScoredRoom } from './figures.ts'
import {
  answersBy,
  answerSamples,
  itemsOf,
  keyOf,
  listSamples,
  readRoom,
  type ListSamples,
  shareOfItems,
  trainedOn,
  trainedOnPairs,
} from './list-steps.ts'
import { busyRooms, busySet } from './busy-rooms.ts'
import { prepared, type PreparedRoom } from './prepared.ts'
import { isFullOfQuestions, trainingRooms } from './rooms.ts'

/**
 * Learns what messages do, what they answer, and which exchanges are decisions, tasks and questions.
 *
 * Every step learns from what the step before said of rooms that it had not seen: each room is in one
 * fold, and is read by models of the other folds. The figures are measured on the same readings.
 */
const byLanguage = process.argv.includes('--by-set')
const log = (text: string): void => void process.stderr.write(`${text}\n`)

const written = trainingRooms()
const sets = [...new Set(written.map(({ set }) => set))]
const folds = byLanguage ? sets.length : 5
const parts = Array.from({ length: folds }, (_, fold) =>
  written.filter((room, index) => (byLanguage ? sets.indexOf(room.set) : index % folds) === fold),
)
const rooms = parts.flatMap((part, fold) =>
  [...part, ...busyRooms(part)].map((room) => prepared(room, fold)),
)
const indexes = rooms.map((_, index) => index)
const inFold = (fold: number): number[] => indexes.filter((at) => rooms[at]?.fold === fold)
const outside = (fold: number): number[] => indexes.filter((at) => rooms[at]?.fold !== fold)
const of = <Value>(values: readonly Value[], at: number): Value => {
  const value = values[at]
  if (value === undefined) throw new Error(`There is no room ${at}`)
  return value
}

/** What a step says of each room, by a model that was trained on the other folds. */
function unseen<Model, Said>(
  train: (at: readonly number[]) => Model,
  say: (model: Model, at: number) => Said,
): Said[] {
  const said: Said[] = []
  for (let fold = 0; fold < folds; fold++) {
    const model = train(outside(fold))
    for (const at of inFold(fold)) said[at] = say(model, at)
  }
  return said
}

log(`${rooms.length} rooms, ${rooms.reduce((sum, room) => sum + room.lines.length, 0)} messages`)
const firsts = unseen(
  (at) => new ActModel(storedActs(trainFirst(at.map((one) => of(rooms, one))))),
  (model, at) => of(firstLook([of(rooms, at)], model), 0),
)
log('words read')
/** Where rooms are laid over each other, or the subject changes all the time, links are no usual ones. */
const isUsual = (at: number): boolean => {
  const { set } = of(rooms, at)
  return set !== busySet && !isFullOfQuestions(set)
}
const choices = rooms.map((room, at) => linkChoices(room, of(firsts, at)))
const links = unseen(
  (at) => trainLinks(at.filter(isUsual).flatMap((one) => of(choices, one))),
  (weights, at) => linksOf(of(rooms, at), of(choices, at), weights),
)
log('links read')
const seen = rooms.map((room, at) => ({
  lines: room.lines,
  first: of(firsts, at),
  ...of(links, at),
}))
const rows = seen.map(secondRows)
const labels = (at: readonly number[]): number[] => at.flatMap((one) => of(rooms, one).acts)
const blank = { hashes: [], weights: new Float32Array(0) }
const seconds = unseen(
  (at) =>
    new ActModel(
      storedActs(
        blank,
        undefined,
        trainSecond(
          at.flatMap((one) => of(rows, one)),
          labels(at),
        ),
      ),
    ),
  (model, at) => secondLook(model, of(rows, at)),
)
log('neighbours read')

function secondLook(model: ActModel, roomRows: ReturnType<typeof secondRows>): Float32Array {
  const out = new Float32Array(roomRows.length * actCount)
  const dense = new Float32Array(2_000)
  for (const [at, { columns, values }] of roomRows.entries()) {
    dense.fill(0)
    for (const [one, column] of columns.entries()) dense[column] = values[one] ?? 0
    model.second(dense, out, at * actCount)
  }
  return out
}

const read = rooms.map((room, at) => {
  const talk: Talk = { ...of(seen, at), second: of(seconds, at) }
  return readRoom(room, talk)
})
const pairs = read.map(answerSamples)
const answers: Map<number, Answer[]>[] = unseen(
  (at) => trainedOnPairs(at.map((one) => of(pairs, one))),
  (forest, at) => answersBy(of(read, at), of(pairs, at), forest),
)
log('answers read')

const asWritten = rooms.filter(({ set }) => set !== busySet)
const shares = {
  decisions: shareOfItems(asWritten, 'decisions'),
  actions: shareOfItems(asWritten, 'actions'),
}
const shareOf = (list: ListName): number | null => (list === 'questions' ? null : shares[list])
const noSamples: ListSamples = { inputs: [], labels: [], weights: [], anchors: [] }
/** What is settled and promised is learned from rooms as they were written. */
const isLearnedIn = ({ set }: PreparedRoom, list: ListName): boolean =>
  set !== busySet || list === 'questions'

const lists = Object.fromEntries(
  listNames.map((list) => {
    const samples = read.map((one, at) =>
      isLearnedIn(of(rooms, at), list) ? listSamples(one, list, of(answers, at)) : noSamples,
    )
    const items = unseen(
      (at) =>
        trainedOn(
          at.map((one) => of(samples, one)),
          list,
        ),
      (forest, at) =>
        itemsOf(of(read, at), list, of(samples, at), forest, of(answers, at), shareOf(list)),
    )
    const scored = rooms.map((room, at): ScoredRoom => ({
      set: room.set,
      list,
      exchanges: of(read, at).exchanges,
      items: of(items, at),
      key: keyOf(room, list),
    }))
    log(`${list} read`)
    const tiers = tiersFor(measuredRooms(scored, list), list)
    return [list, { samples, scored: measuredRooms(scored, list), tiers }]
  }),
) as Record<
  ListName,
  {
    samples: ReturnType<typeof listSamples>[]
    scored: ScoredRoom[]
    tiers: Tiers
  }
>

const share = (value: number): number => Math.round(value * 100) / 100
const figures = listNames.flatMap((list) => {
  const { scored, tiers } = lists[list]
  const line = (name: string, of_: readonly ScoredRoom[]) => {
    const found = figuresAt(of_, tiers, 'found')
    const both = figuresAt(of_, tiers, 'possible')
    return {
      list,
      rooms: name,
      found: { precision: share(found.precision), recall: share(found.recall) },
      withPossible: { precision: share(both.precision), recall: share(both.recall) },
      possibleForEachFound: share((both.reported - found.reported) / Math.max(1, found.reported)),
      inKey: found.inKey,
    }
  }
  return [
    line('all', scored),
    ...sets.flatMap((set) => {
      const ofSet = scored.filter((room) => room.set === set)
      return ofSet.length === 0 ? [] : [line(set, ofSet)]
    }),
  ]
})
for (const line of figures) log(JSON.stringify(line))
if (process.argv.includes('--curves')) {
  for (const list of listNames) {
    for (let least = 90; least >= 10; least -= 5) {
      const tiers = { found: least / 100, possible: least / 100, sure: 2, likely: least / 100 }
      const found = figuresAt(lists[list].scored, tiers, 'found')
      const both = figuresAt(lists[list].scored, tiers, 'possible')
      const told = [found, both].map(({ precision, recall }) => [share(precision), share(recall)])
      log(
        `${list} ${least / 100}: ${told.map((pair) => pair.join(' / ')).join(', with possible ')}`,
      )
    }
  }
}

const place = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
writeFileSync(
  place(byLanguage ? 'figures-by-set.json' : 'figures.json'),
  `${JSON.stringify(figures, null, 1)}\n`,
)
if (!byLanguage) {
  const stored = {
    acts: storedActs(
      trainFirst(rooms),
      trainLinks(indexes.filter(isUsual).flatMap((one) => of(choices, one))),
      trainSecond(rows.flat(), labels(indexes)),
    ),
    exchanges: {
      forests: Object.fromEntries(
        listNames.map((list) => [list, packForest(trainedOn(lists[list].samples, list))] as const),
      ),
      answer: packForest(trainedOnPairs(pairs)),
      shares,
      tiers: Object.fromEntries(listNames.map((list) => [list, lists[list].tiers] as const)),
      answered: 0.35,
    },
  }
  const text = `${JSON.stringify(stored)}\n`
  writeFileSync(place('../server/summary/weights.json'), text)
  log(`${Math.round(text.length / 1_000)} kB of weights`)
}
