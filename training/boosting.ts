import {
  probabilityOf,
  treeInner,
  treeLeaves,
  type Forest,
} from '../server/summary/exchanges/forest.ts'
import { randomNumbers, shuffle } from './random.ts'

export interface BoostingOptions {
  trees: number
  rate: number
  /** Fewest samples of a leaf. */
  leaf: number
  /** Pull of leaves towards zero. */
  lambda: number
  /** Shares of the columns and samples that each tree sees. */
  columns: number
  samples: number
}

const bins = 24
const leastGain = 1e-3

export interface Samples {
  inputs: Float32Array[]
  labels: number[]
  weights: number[]
}

/** Several forests, each by choices of its own, as one that gives their mean: steadier where samples are few. */
export function trainForests(samples: Samples, options: BoostingOptions, count: number): Forest {
  const forests = Array.from({ length: count }, (_, index) =>
    trainForest(samples, options, firstSeed + index),
  )
  return {
    base: forests.reduce((sum, { base }) => sum + base, 0) / count,
    features: Uint8Array.from(forests.flatMap(({ features }) => [...features])),
    thresholds: Float32Array.from(forests.flatMap(({ thresholds }) => [...thresholds])),
    leaves: Float32Array.from(
      forests.flatMap(({ leaves }) => Array.from(leaves, (leaf) => rounded(leaf / count))),
    ),
  }
}

const firstSeed = 3

/** Gradient boosting with logistic loss; columns are cut into bins of about equal size first. */
export function trainForest(
  { inputs, labels, weights }: Samples,
  options: BoostingOptions,
  seed = firstSeed,
): Forest {
  const count = inputs.length
  const width = inputs[0]?.length ?? 0
  const columns = Array.from({ length: width }, (_, column) =>
    binned(Float32Array.from(inputs, (input) => input[column] ?? 0)),
  )
  let positive = 0
  let total = 0
  for (const [at, weight] of weights.entries()) {
    positive += (labels[at] ?? 0) * weight
    total += weight
  }
  const base = rounded(Math.log((positive + 1) / (total - positive + 1)))
  const scores = new Float64Array(count).fill(base)
  const slopes = new Float64Array(count)
  const curves = new Float64Array(count)
  const next = randomNumbers(seed)
  const forest: Forest = {
    base,
    features: new Uint8Array(options.trees * treeInner),
    thresholds: new Float32Array(options.trees * treeInner).fill(Infinity),
    leaves: new Float32Array(options.trees * treeLeaves),
  }
  for (let round = 0; round < options.trees; round++) {
    for (let at = 0; at < count; at++) {
      const share = 1 / (1 + Math.exp(-(scores[at] ?? 0)))
      slopes[at] = (share - (labels[at] ?? 0)) * (weights[at] ?? 0)
      curves[at] = Math.max(1e-6, share * (1 - share)) * (weights[at] ?? 0)
    }
    const order = Int32Array.from({ length: width }, (_, column) => column)
    shuffle(order, next)
    const used = order.slice(0, Math.max(1, Math.floor(width * options.columns)))
    const rows = Int32Array.from(inputs.keys()).filter(() => next() < options.samples)
    const tree: Forest = {
      base: 0,
      features: forest.features.subarray(round * treeInner, (round + 1) * treeInner),
      thresholds: forest.thresholds.subarray(round * treeInner, (round + 1) * treeInner),
      leaves: forest.leaves.subarray(round * treeLeaves, (round + 1) * treeLeaves),
    }
    new Grower(columns, slopes, curves, used, options, tree).grow(rows)
    for (let at = 0; at < count; at++) {
      const input = inputs[at]
      if (input !== undefined) scores[at] = (scores[at] ?? 0) + scoreOf(tree, input)
    }
  }
  return forest
}

function scoreOf(tree: Forest, input: Float32Array): number {
  const odds = probabilityOf(tree, input)
  return Math.log(odds / (1 - odds))
}

interface Column {
  /** Upper ends of the bins but the last. */
  cuts: number[]
  bin: Uint8Array
}

function binned(values: Float32Array): Column {
  const sorted = values.toSorted()
  const different: number[] = []
  for (const value of sorted) {
    if (value !== different.at(-1)) different.push(value)
    if (different.length > bins) break
  }
  const cuts: number[] = []
  if (different.length <= bins) {
    for (const [at, value] of different.entries()) {
      const following = different[at + 1]
      if (following !== undefined) cuts.push(rounded((value + following) / 2))
    }
  } else {
    for (let part = 1; part < bins; part++) {
      const value = rounded(sorted[Math.floor((part * sorted.length) / bins)] ?? 0)
      if (value > (cuts.at(-1) ?? -Infinity)) cuts.push(value)
    }
  }
  const bin = new Uint8Array(values.length)
  for (const [at, value] of values.entries()) {
    let index = 0
    while (index < cuts.length && value > (cuts[index] ?? 0)) index++
    bin[at] = index
  }
  return { cuts, bin }
}

/** As exact as the weights file keeps it, so that training and use see the same numbers. */
export const rounded = (value: number): number => Math.fround(Number(value.toPrecision(4)))

class Grower {
  readonly #columns: readonly Column[]
  readonly #slopes: Float64Array
  readonly #curves: Float64Array
  readonly #used: Int32Array
  readonly #options: BoostingOptions
  readonly #tree: Forest
  readonly #binSlopes = new Float64Array(bins + 1)
  readonly #binCurves = new Float64Array(bins + 1)
  readonly #binCounts = new Int32Array(bins + 1)

  constructor(
    columns: readonly Column[],
    slopes: Float64Array,
    curves: Float64Array,
    used: Int32Array,
    options: BoostingOptions,
    tree: Forest,
  ) {
    this.#tree = tree
    this.#columns = columns
    this.#slopes = slopes
    this.#curves = curves
    this.#used = used
    this.#options = options
  }

  grow(rows: Int32Array): void {
    this.#node(rows, 0)
  }

  #node(rows: Int32Array, node: number): void {
    const { lambda, rate, leaf } = this.#options
    let slope = 0
    let curve = 0
    for (const row of rows) {
      slope += this.#slopes[row] ?? 0
      curve += this.#curves[row] ?? 0
    }
    if (node >= treeInner) {
      this.#tree.leaves[node - treeInner] = rounded((-rate * slope) / (curve + lambda))
      return
    }
    const best = rows.length < 2 * leaf ? null : this.#bestCut(rows, slope, curve)
    const column = best === null ? undefined : this.#columns[best.column]
    if (best === null || column === undefined) {
      // Everything passes to the left, through a threshold that nothing exceeds.
      this.#node(rows, 2 * node + 1)
      return
    }
    this.#tree.features[node] = best.column
    this.#tree.thresholds[node] = column.cuts[best.bin] ?? 0
    const goesLeft = (row: number): boolean => (column.bin[row] ?? 0) <= best.bin
    this.#node(rows.filter(goesLeft), 2 * node + 1)
    this.#node(
      rows.filter((row) => !goesLeft(row)),
      2 * node + 2,
    )
  }

  #bestCut(rows: Int32Array, slope: number, curve: number): { column: number; bin: number } | null {
    const { lambda, leaf } = this.#options
    const [slopes, curves, counts] = [this.#binSlopes, this.#binCurves, this.#binCounts]
    let best: { column: number; bin: number } | null = null
    let highest = leastGain
    const whole = (slope * slope) / (curve + lambda)
    for (const index of this.#used) {
      const column = this.#columns[index]
      if (column === undefined || column.cuts.length === 0) continue
      slopes.fill(0)
      curves.fill(0)
      counts.fill(0)
      const { bin } = column
      for (let at = 0; at < rows.length; at++) {
        const row = rows[at] ?? 0
        const own = bin[row] ?? 0
        slopes[own] = (slopes[own] ?? 0) + (this.#slopes[row] ?? 0)
        curves[own] = (curves[own] ?? 0) + (this.#curves[row] ?? 0)
        counts[own] = (counts[own] ?? 0) + 1
      }
      let [leftSlope, leftCurve, leftCount] = [0, 0, 0]
      for (let cut = 0; cut < column.cuts.length; cut++) {
        leftSlope += slopes[cut] ?? 0
        leftCurve += curves[cut] ?? 0
        leftCount += counts[cut] ?? 0
        if (leftCount < leaf) continue
        if (rows.length - leftCount < leaf) break
        const gain =
          leftSlope ** 2 / (leftCurve + lambda) +
          (slope - leftSlope) ** 2 / (curve - leftCurve + lambda) -
          whole
        if (gain > highest) {
          highest = gain
          best = { column: index, bin: cut }
        }
      }
    }
    return best
  }
}
