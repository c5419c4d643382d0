import { randomNumbers, shuffle } from './random.ts'

/** Features that are not zero: their columns and values. */
export interface Row {
  columns: Int32Array
  values: Float32Array
}

export interface LinearOptions {
  epochs: number
  rate: number
  /** Pull towards zero at each touch. */
  l2: number
}

export function rowOf(dense: Float32Array): Row {
  const columns: number[] = []
  const values: number[] = []
  for (const [column, value] of dense.entries()) {
    if (value === 0) continue
    columns.push(column)
    values.push(value)
  }
  return { columns: Int32Array.from(columns), values: Float32Array.from(values) }
}

/** Weights that are being learned: AdaGrad, averaged over the second half of the epochs. */
class Weights {
  readonly values: Float64Array
  readonly #squares: Float64Array
  readonly #sum: Float64Array
  readonly #options: LinearOptions
  #averaged = 0

  constructor(size: number, options: LinearOptions) {
    this.values = new Float64Array(size)
    this.#squares = new Float64Array(size).fill(1)
    this.#sum = new Float64Array(size)
    this.#options = options
  }

  step(index: number, slope: number): void {
    const value = this.values[index] ?? 0
    const gradient = slope + this.#options.l2 * value
    const square = (this.#squares[index] ?? 1) + gradient * gradient
    this.#squares[index] = square
    this.values[index] = value - (this.#options.rate * gradient) / Math.sqrt(square)
  }

  endOfEpoch(epoch: number): void {
    if (epoch < this.#options.epochs / 2) return
    this.#averaged++
    for (const [index, value] of this.values.entries()) {
      this.#sum[index] = (this.#sum[index] ?? 0) + value
    }
  }

  average(): Float32Array {
    return Float32Array.from(this.#sum, (sum) => sum / Math.max(1, this.#averaged))
  }
}

/**
 * One logistic model for each of `outputs` bits of the labels.
 * Answers with `outputs` weights for each column.
 */
export function trainLogistic(
  rows: readonly Row[],
  labels: readonly number[],
  { columns, outputs }: { columns: number; outputs: number },
  options: LinearOptions,
): Float32Array {
  const weights = new Weights(columns * outputs, options)
  const order = Int32Array.from(rows.keys())
  const next = randomNumbers(7)
  const errors = new Float64Array(outputs)
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    shuffle(order, next)
    for (const index of order) {
      const row = rows[index]
      if (row === undefined) continue
      errors.fill(0)
      for (let at = 0; at < row.columns.length; at++) {
        const from = (row.columns[at] ?? 0) * outputs
        const value = row.values[at] ?? 0
        for (let out = 0; out < outputs; out++) {
          errors[out] = (errors[out] ?? 0) + value * (weights.values[from + out] ?? 0)
        }
      }
      for (let out = 0; out < outputs; out++) {
        const right = ((labels[index] ?? 0) >> out) & 1
        errors[out] = 1 / (1 + Math.exp(-(errors[out] ?? 0))) - right
      }
      for (let at = 0; at < row.columns.length; at++) {
        const from = (row.columns[at] ?? 0) * outputs
        const value = row.values[at] ?? 0
        for (let out = 0; out < outputs; out++) weights.step(from + out, (errors[out] ?? 0) * value)
      }
    }
    weights.endOfEpoch(epoch)
  }
  return weights.average()
}

/** One of the options is right, or each of several. */
export interface Choice {
  options: readonly Row[]
  right: ReadonlySet<number>
}

/** Conditional logit: the options of a choice share one table of weights. */
export function trainChoice(
  choices: readonly Choice[],
  columns: number,
  options: LinearOptions,
): Float32Array {
  const weights = new Weights(columns, options)
  const order = Int32Array.from(choices.keys())
  const next = randomNumbers(5)
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    shuffle(order, next)
    for (const index of order) {
      const choice = choices[index]
      if (choice === undefined) continue
      const shares = softmax(choice.options.map((row) => dot(row, weights.values)))
      let mass = 0
      for (const right of choice.right) mass += shares[right] ?? 0
      for (const [at, row] of choice.options.entries()) {
        const share = shares[at] ?? 0
        const wanted = choice.right.has(at) ? share / Math.max(mass, 1e-6) : 0
        if (Math.abs(share - wanted) < 1e-4) continue
        for (let column = 0; column < row.columns.length; column++) {
          weights.step(row.columns[column] ?? 0, (share - wanted) * (row.values[column] ?? 0))
        }
      }
    }
    weights.endOfEpoch(epoch)
  }
  return weights.average()
}

function dot(row: Row, weights: Float64Array): number {
  let sum = 0
  for (let at = 0; at < row.columns.length; at++) {
    sum += (row.values[at] ?? 0) * (weights[row.columns[at] ?? 0] ?? 0)
  }
  return sum
}

function softmax(scores: readonly number[]): number[] {
  const top = Math.max(...scores)
  const powers = scores.map((score) => Math.exp(score - top))
  const sum = powers.reduce((a, b) => a + b, 0)
  return powers.map((power) => power / sum)
}
