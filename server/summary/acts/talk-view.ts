import { actCount, actIndex, type Act } from './acts.ts'
import { commonWords } from './common-words.ts'
import { saidParent, type ReadLine } from './lines.ts'

/** A stretch of a room with all that is known of its lines. Positions count from 0. */
export interface Talk {
  lines: readonly ReadLine[]
  /** Probabilities of the acts by the words alone: `actCount` for each line. */
  first: Float32Array
  /** What each line answers, or -1, and how likely it is that. */
  parents: Int32Array
  sureness: Float32Array
  /** Probabilities of the acts, the neighbours looked at. */
  second: Float32Array
}

export const probability = (table: Float32Array, line: number, act: Act): number =>
  table[line * actCount + actIndex[act]] ?? 0

/** Lines back that a line of a group room may answer. */
export const linkReach = 14

const distances = [1, 2, 3, 5, 8, 14]
const gaps = [60, 300, 1_200, 3_600, 21_600, 86_400]
const classOf = (value: number, limits: readonly number[]): number => {
  let at = 0
  while (at < limits.length && value > (limits[at] ?? 0)) at++
  return at
}

const pairOffset = actCount * actCount
const places = 40
/** Numbers that describe a pair of lines; the first square is act by act. */
export const linkFeatureCount = pairOffset + places
/** Numbers that describe a line as one that answers nothing. */
export const startFeatureCount = actCount + 12

/** Where the person of each line spoke last before it, and next after it; -1 for nowhere. */
export interface Turns {
  before: Int32Array
  after: Int32Array
}

export function turnsOf(lines: readonly ReadLine[]): Turns {
  const before = new Int32Array(lines.length).fill(-1)
  const after = new Int32Array(lines.length).fill(-1)
  const last = new Map<string, number>()
  for (const [at, { author }] of lines.entries()) {
    const previous = last.get(author)
    if (previous !== undefined) {
      before[at] = previous
      after[previous] = at
    }
    last.set(author, at)
  }
  return { before, after }
}

/** What a pair of lines is judged by before anything is known of the links. */
export interface Unlinked extends Pick<Talk, 'lines' | 'first'> {
  turns: Turns
}

/** The lines that line `at` may answer, nearest first. */
export function linkCandidates(lines: readonly ReadLine[], at: number): number[] {
  const candidates: number[] = []
  for (let back = at - 1; back >= Math.max(0, at - linkReach); back--) candidates.push(back)
  const said = saidParent(lines, at)
  if (said >= 0 && !candidates.includes(said)) candidates.push(said)
  return candidates
}

export function startFeatures(talk: Pick<Talk, 'lines' | 'first'>, at: number): Float32Array {
  const { lines, first } = talk
  const features = new Float32Array(startFeatureCount)
  features.set(first.subarray(at * actCount, (at + 1) * actCount))
  const line = lines[at]
  features[actCount] = 1
  features[actCount + 1] = at === 0 ? 1 : 0
  features[actCount + 2] = line?.isFirst === true ? 1 : 0
  features[actCount + 3] = line !== undefined && line.named.size > 0 ? 1 : 0
  if (line?.isBot === true) features[actCount + 4] = 1
  features[actCount + 5 + classOf(gapBetween(lines[at - 1], line), gaps)] = 1
  return features
}

/** Acts that a line hardly does are left out of pairs. */
const leastAct = 0.05

/** Numbers that describe a pair of lines, as the trainer needs them. `linkScore` is their sum. */
export function linkFeatures(
  { lines, first, turns }: Unlinked,
  at: number,
  other: number,
  common: number,
): Float32Array {
  const features = new Float32Array(linkFeatureCount)
  for (let a = 0; a < actCount; a++) {
    const own = first[at * actCount + a] ?? 0
    if (own < leastAct) continue
    for (let b = 0; b < actCount; b++) {
      features[a * actCount + b] = own * (first[other * actCount + b] ?? 0)
    }
  }
  const size = linkPlaces(lines, turns, at, other, common)
  for (const place of placeBuffer.subarray(0, size)) features[pairOffset + place] = 1
  return features
}

/** For each act of the other line, what it weighs as the answered one of line `at`. */
export function linkWeightsOf(
  first: Float32Array,
  at: number,
  weights: Float32Array,
): Float64Array {
  const sums = new Float64Array(actCount)
  for (let a = 0; a < actCount; a++) {
    const own = first[at * actCount + a] ?? 0
    if (own < leastAct) continue
    for (let b = 0; b < actCount; b++) {
      sums[b] = (sums[b] ?? 0) + own * (weights[a * actCount + b] ?? 0)
    }
  }
  return sums
}

/** @param own - Of line `at`, from `linkWeightsOf`. */
export function linkScore(
  { lines, first, turns }: Unlinked,
  at: number,
  other: number,
  own: Float64Array,
  weights: Float32Array,
): number {
  let score = 0
  for (let b = 0; b < actCount; b++) {
    score += (own[b] ?? 0) * (first[other * actCount + b] ?? 0)
  }
  const [line, answered] = [lines[at], lines[other]]
  const common = line === undefined || answered === undefined ? 0 : commonWords(line, answered)
  const size = linkPlaces(lines, turns, at, other, common)
  for (let index = 0; index < size; index++) {
    score += weights[pairOffset + (placeBuffer[index] ?? 0)] ?? 0
  }
  return score
}

/** One array for all pairs, because there are millions of them; it is read at once. */
const placeBuffer = new Int32Array(places)

/** Writes which of the yes-or-no features of a pair hold; answers with how many they are. */
function linkPlaces(
  lines: readonly ReadLine[],
  turns: Turns,
  at: number,
  other: number,
  common: number,
): number {
  const line = lines[at]
  const answered = lines[other]
  if (line === undefined || answered === undefined) return 0
  const same = line.author === answered.author
  let size = 0
  placeBuffer[size++] = classOf(at - other, distances) + (same ? 7 : 0)
  placeBuffer[size++] = 14 + classOf(gapBetween(answered, line), gaps)
  if (same) placeBuffer[size++] = 21
  if (line.named.has(answered.author)) placeBuffer[size++] = 22
  if (line.to === answered.author) placeBuffer[size++] = 23
  if (answered.to === line.author || answered.named.has(line.author)) placeBuffer[size++] = 24
  if (line.replyTo === other) placeBuffer[size++] = 25
  const next = turns.after[other] ?? -1
  if (next < 0 || next >= at) placeBuffer[size++] = same ? 26 : 27
  placeBuffer[size++] = 28 + Math.min(3, common)
  if (answered.signs.endsAsking) placeBuffer[size++] = line.signs.endsAsking ? 32 : 33
  if (answered.isBot) placeBuffer[size++] = 34
  if (other > 0 && lines[other - 1]?.author === answered.author) placeBuffer[size++] = 35
  if (line.to !== null && line.to !== answered.author) placeBuffer[size++] = 36
  if ((turns.before[at] ?? -1) > other) placeBuffer[size++] = 37
  return size
}

function gapBetween(earlier: ReadLine | undefined, later: ReadLine | undefined): number {
  if (earlier?.at == null || later?.at == null) return 0
  return (later.at - earlier.at) / 1_000
}

/** Numbers that describe a line by itself and its neighbours, for the second look. */
export const secondFeatureCount = 8 * actCount + 2 * actCount + 16

const leastShare = 0.03
const secondBuffer = new Float32Array(secondFeatureCount)

/** The result is overwritten by the next call. */
export function secondFeatures(
  talk: Pick<Talk, 'lines' | 'first' | 'parents' | 'sureness'>,
  children: readonly (readonly number[])[],
  at: number,
): Float32Array {
  const { lines, first, parents, sureness } = talk
  const features = secondBuffer.fill(0)
  const line = lines[at]
  if (line === undefined) return features
  for (let a = 0; a < actCount; a++) {
    const p = Math.min(0.999, Math.max(0.001, first[at * actCount + a] ?? 0))
    features[a] = Math.log(p / (1 - p)) / 3
  }
  putBlock(first, isSame(lines, at, at - 1) ? 1 : 2, at - 1)
  putBlock(first, 3, at - 2)
  putBlock(first, isSame(lines, at, at + 1) ? 4 : 5, at + 1)
  putBlock(first, 6, at + 2)
  const parent = parents[at] ?? -1
  if (parent >= 0) putBlock(first, 7, parent, sureness[at] ?? 0)
  if (parent >= 0) {
    const grandparent = parents[parent] ?? -1
    if (grandparent >= 0) putBlock(first, 8, grandparent, sureness[at] ?? 0)
  }
  for (const child of children[at] ?? []) {
    if (isSame(lines, at, child)) continue
    for (let a = 0; a < actCount; a++) {
      const place = 9 * actCount + a
      const p = (first[child * actCount + a] ?? 0) * (sureness[child] ?? 0)
      features[place] = Math.max(features[place] ?? 0, p)
    }
  }
  const flags = 10 * actCount
  features[flags] = 1
  features[flags + 1] = parent < 0 ? 1 : 0
  features[flags + 2] = parent >= 0 && isSame(lines, at, parent) ? 1 : 0
  features[flags + 3] = line.signs.endsAsking ? 1 : 0
  features[flags + 4] = line.isBot ? 1 : 0
  features[flags + 5] = line.signs.laughs ? 1 : 0
  features[flags + 6] = lines[at + 1]?.signs.laughs === true ? 1 : 0
  features[flags + 7] = (children[at] ?? []).length === 0 ? 1 : 0
  features[flags + 8] = Math.min(1, (children[at] ?? []).length / 4)
  const grandparent = parent >= 0 ? (parents[parent] ?? -1) : -1
  features[flags + 9] = grandparent >= 0 && isSame(lines, at, grandparent) ? 1 : 0
  features[flags + 10] = Math.min(1, line.signs.words / 30)
  features[flags + 11 + Math.min(4, classOf(gapBetween(lines[at - 1], line), gaps))] = 1
  return features
}

function putBlock(first: Float32Array, place: number, other: number, weight = 1): void {
  if (other < 0 || other * actCount >= first.length) return
  for (let act = 0; act < actCount; act++) {
    const value = first[other * actCount + act] ?? 0
    // What is next to nothing is left out: most acts of most lines are, and cost time.
    if (value >= leastShare) secondBuffer[place * actCount + act] = weight * value
  }
}

const isSame = (lines: readonly ReadLine[], one: number, other: number): boolean =>
  lines[one]?.author === lines[other]?.author

/** The lines that answer each line. */
export function childrenOf(parents: Int32Array): number[][] {
  const children: number[][] = Array.from({ length: parents.length }, () => [])
  for (const [at, parent] of parents.entries()) if (parent >= 0) children[parent]?.push(at)
  return children
}
