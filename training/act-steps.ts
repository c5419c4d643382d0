import { ActModel, type StoredActModel } from '../server/summary/acts/act-model.ts'
import { actCount } from '../server/summary/acts/acts.ts'
import { commonWords } from '../server/summary/acts/common-words.ts'
import { given, likeliest } from '../server/summary/acts/read-talk.ts'
import {
  childrenOf,
  linkCandidates,
  linkFeatureCount,
  linkFeatures,
  secondFeatureCount,
  secondFeatures,
  startFeatureCount,
  startFeatures,
  turnsOf,
  type Talk,
  type Unlinked,
} from '../server/summary/acts/talk-view.ts'
import { rowOf, trainChoice, trainLogistic, type Choice, type Row } from './linear.ts'
import { busySet } from './busy-rooms.ts'
import type { PreparedRoom } from './prepared.ts'

/** A feature must be in so many rooms, or it says more of a room than of an act. */
const leastRooms = 5
const firstOptions = { epochs: 5, rate: 0.06, l2: 2e-5 }
const linkOptions = { epochs: 4, rate: 0.1, l2: 1e-4 }
const secondOptions = { epochs: 8, rate: 0.05, l2: 1e-4 }
const linkColumns = linkFeatureCount + startFeatureCount

export interface FirstModel {
  hashes: number[]
  weights: Float32Array
}

export function trainFirst(rooms: readonly PreparedRoom[]): FirstModel {
  const inRooms = new Map<number, number>()
  for (const { features, set } of rooms) {
    // Busy rooms repeat what others say.
    if (set === busySet) continue
    for (const hash of new Set(features.flatMap((one) => [...one]))) {
      inRooms.set(hash, (inRooms.get(hash) ?? 0) + 1)
    }
  }
  const hashes = [...inRooms].flatMap(([hash, count]) => (count >= leastRooms ? [hash] : []))
  hashes.sort((a, b) => a - b)
  const column = new Map(hashes.map((hash, index) => [hash, index] as const))
  const rows = rooms.flatMap(({ features, strange }) =>
    [...features, ...strange].map((one): Row => {
      const columns = Int32Array.from([...one].flatMap((hash) => column.get(hash) ?? []))
      return { columns, values: new Float32Array(columns.length).fill(1) }
    }),
  )
  const labels = rooms.flatMap(({ acts, strange }) =>
    strange.length > 0 ? [...acts, ...acts] : acts,
  )
  const size = { columns: hashes.length, outputs: actCount }
  return { hashes, weights: trainLogistic(rows, labels, size, firstOptions) }
}

/** First-look probabilities of each room. */
export function firstLook(rooms: readonly PreparedRoom[], model: ActModel): Float32Array[] {
  return rooms.map(({ features }) => {
    const out = new Float32Array(features.length * actCount)
    for (const [at, one] of features.entries())
      model.first({ hashes: one, size: one.length }, out, at * actCount)
    return out
  })
}

function optionsOf(read: Unlinked, at: number): { candidates: number[]; rows: Row[] } {
  const candidates = linkCandidates(read.lines, at)
  const rows = candidates.map((other) => {
    const [line, answered] = [read.lines[at], read.lines[other]]
    const common = line === undefined || answered === undefined ? 0 : commonWords(line, answered)
    return rowOf(linkFeatures(read, at, other, common))
  })
  const start = rowOf(startFeatures(read, at))
  rows.push({ columns: start.columns.map((one) => one + linkFeatureCount), values: start.values })
  return { candidates, rows }
}

export function linkChoices(room: PreparedRoom, first: Float32Array): Choice[] {
  if (room.known !== null) return []
  const read = { lines: room.lines, first, turns: turnsOf(room.lines) }
  return room.answers.map((answered, at) => {
    const { candidates, rows } = optionsOf(read, at)
    const right = new Set(answered.map((one) => candidates.indexOf(one)).filter((one) => one >= 0))
    if (answered.length === 0) right.add(candidates.length)
    return { options: rows, right }
  })
}

export const trainLinks = (choices: readonly Choice[]): Float32Array =>
  trainChoice(
    choices.filter(({ right }) => right.size > 0),
    linkColumns,
    linkOptions,
  )

/** What each line of a room answers, by the model of links. */
export function linksOf(
  room: PreparedRoom,
  choices: readonly Choice[],
  weights: Float32Array,
): Pick<Talk, 'parents' | 'sureness'> {
  if (room.known !== null) return given(room.lines, room.known)
  const parents = new Int32Array(room.lines.length).fill(-1)
  const sureness = new Float32Array(room.lines.length)
  for (const [at, { options }] of choices.entries()) {
    const line = room.lines[at]
    if (line !== undefined && line.replyTo >= 0) {
      parents[at] = line.replyTo
      sureness[at] = 1
      continue
    }
    const chosen = likeliest(
      options.map(({ columns, values }) =>
        columns.reduce((sum, column, one) => sum + (weights[column] ?? 0) * (values[one] ?? 0), 0),
      ),
    )
    parents[at] = linkCandidates(room.lines, at)[chosen.index] ?? -1
    sureness[at] = chosen.probability
  }
  return { parents, sureness }
}

export function secondRows(talk: Omit<Talk, 'second'>): Row[] {
  const children = childrenOf(talk.parents)
  return talk.lines.map((_, at) => rowOf(secondFeatures(talk, children, at)))
}

export const trainSecond = (rows: readonly Row[], labels: readonly number[]): Float32Array =>
  trainLogistic(rows, labels, { columns: secondFeatureCount, outputs: actCount }, secondOptions)

/** Weights as signed bytes, and what a byte of each act is worth. */
function asBytes(weights: Float32Array): { bytes: string; scales: number[] } {
  const scales = Array.from({ length: actCount }, (_, act) => {
    let most = 0
    for (let at = act; at < weights.length; at += actCount) {
      most = Math.max(most, Math.abs(weights[at] ?? 0))
    }
    return Number((most / 127).toPrecision(6)) || 1
  })
  const bytes = Int8Array.from(weights, (weight, at) =>
    Math.round(Math.max(-127, Math.min(127, weight / (scales[at % actCount] ?? 1)))),
  )
  return { bytes: Buffer.from(bytes.buffer).toString('base64'), scales }
}

/** The tables as they are stored; what is not trained yet is zero. */
export function storedActs(
  first: FirstModel,
  links: Float32Array = new Float32Array(linkColumns),
  second: Float32Array = new Float32Array(secondFeatureCount * actCount),
): StoredActModel {
  const hashes = Buffer.alloc(first.hashes.length * 4)
  for (const [row, hash] of first.hashes.entries()) hashes.writeUInt32LE(hash, row * 4)
  const words = asBytes(first.weights)
  const neighbours = asBytes(second)
  return {
    hashes: hashes.toString('base64'),
    weights: words.bytes,
    scales: words.scales,
    second: neighbours.bytes,
    secondScales: neighbours.scales,
    links: Array.from(links, (weight) => Number(weight.toFixed(3))),
  }
}
