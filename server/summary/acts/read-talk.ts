import type { ActModel } from './act-model.ts'
import { actCount } from './acts.ts'
import { surroundingsOf, type ReadLine } from './lines.ts'
import {
  childrenOf,
  linkCandidates,
  linkScore,
  linkWeightsOf,
  secondFeatures,
  startFeatures,
  turnsOf,
  type Talk,
} from './talk-view.ts'
import { TextFeatures } from './text-features.ts'

/** How sure it is that a line answers the one that the reader of IRC names. */
const threadedSureness = 0.75

/** What each line answers, as told by somebody else than the group model; -1 for nothing. */
export type KnownParents = Int32Array | null

/**
 * Reads what the lines of a stretch of talk do, and what they answer: first by the words, then
 * links, then with the neighbours in view. Yields before each line, so that the caller can rest.
 */
export function* readTalk(
  lines: readonly ReadLine[],
  model: ActModel,
  known: KnownParents = null,
): Generator<undefined, Talk> {
  const first = new Float32Array(lines.length * actCount)
  const features = new TextFeatures()
  for (const [at, line] of lines.entries()) {
    yield
    model.first(features.read(line.signs, surroundingsOf(lines, at)), first, at * actCount)
  }
  const { parents, sureness } =
    known === null ? yield* linked(lines, first, model) : given(lines, known)
  const children = childrenOf(parents)
  const second = new Float32Array(lines.length * actCount)
  for (let at = 0; at < lines.length; at++) {
    yield
    const near = secondFeatures({ lines, first, parents, sureness }, children, at)
    model.second(near, second, at * actCount)
  }
  return { lines, first, parents, sureness, second }
}

type Links = Pick<Talk, 'parents' | 'sureness'>

/** Links as the reader of IRC tells them. */
export function given(lines: readonly ReadLine[], known: Int32Array): Links {
  const sureness = Float32Array.from(known, (parent, at) =>
    parent < 0 ? 0.5 : lines[at]?.replyTo === parent ? 1 : threadedSureness,
  )
  return { parents: known, sureness }
}

function* linked(
  lines: readonly ReadLine[],
  first: Float32Array,
  model: ActModel,
): Generator<undefined, Links> {
  const parents = new Int32Array(lines.length).fill(-1)
  const sureness = new Float32Array(lines.length)
  const read = { lines, first, turns: turnsOf(lines) }
  const scores: number[] = []
  for (const [at, line] of lines.entries()) {
    yield
    if (line.replyTo >= 0) {
      parents[at] = line.replyTo
      sureness[at] = 1
      continue
    }
    const candidates = linkCandidates(lines, at)
    const own = linkWeightsOf(first, at, model.pairWeights)
    scores.length = 0
    for (let index = 0; index < candidates.length; index++) {
      scores.push(linkScore(read, at, candidates[index] ?? 0, own, model.pairWeights))
    }
    scores.push(dot(startFeatures(read, at), model.startWeights))
    const chosen = likeliest(scores)
    parents[at] = candidates[chosen.index] ?? -1
    sureness[at] = chosen.probability
  }
  return { parents, sureness }
}

function dot(one: Float32Array, other: Float32Array): number {
  let sum = 0
  for (let index = 0; index < one.length; index++) {
    const value = one[index] ?? 0
    if (value !== 0) sum += value * (other[index] ?? 0)
  }
  return sum
}

/** The highest of the scores, and its share by softmax. */
export function likeliest(scores: readonly number[]): { index: number; probability: number } {
  let index = 0
  for (let at = 1; at < scores.length; at++)
    if ((scores[at] ?? 0) > (scores[index] ?? 0)) index = at
  const top = scores[index] ?? 0
  let sum = 0
  for (let at = 0; at < scores.length; at++) sum += Math.exp((scores[at] ?? 0) - top)
  return { index, probability: 1 / sum }
}
