import { actCount } from './acts.ts'
import { linkFeatureCount, secondFeatureCount, startFeatureCount } from './talk-view.ts'

/** The trained tables as they lie in the weights file. */
export interface StoredActModel {
  /** Hashes of the known features, ascending, 32 bits each, little-endian, base64. */
  hashes: string
  /** One signed byte for each feature and act, base64. */
  weights: string
  /** What a byte of each act is worth. */
  scales: readonly number[]
  /** Weights of the second look: a signed byte for each number and act, and what it is worth. */
  second: string
  secondScales: readonly number[]
  /** Weights of the pair of lines, then of the line that answers nothing. */
  links: readonly number[]
}

/** The first `size` hashes are meant. */
export interface Hashes {
  hashes: Uint32Array
  size: number
}

const slots = 1 << 16

/** What a message does, by its words (`addFirst`) and by its neighbours (`second`). */
export class ActModel {
  /** Weights of a pair of lines, and of a line that begins something. */
  readonly pairWeights: Float32Array
  readonly startWeights: Float32Array
  /** Open addressing: hash and row; row -1 is empty. */
  readonly #hashes = new Uint32Array(slots)
  readonly #rows = new Int32Array(slots).fill(-1)
  readonly #weights: Int8Array
  readonly #scales: readonly number[]
  readonly #second: Int8Array
  readonly #secondScales: readonly number[]
  readonly #sums = new Float64Array(actCount)

  constructor(stored: StoredActModel) {
    const bytes = Buffer.from(stored.hashes, 'base64')
    for (let row = 0; row * 4 < bytes.length; row++) {
      const hash = bytes.readUInt32LE(row * 4)
      let slot = hash & (slots - 1)
      while (this.#rows[slot] !== -1) slot = (slot + 1) & (slots - 1)
      this.#hashes[slot] = hash
      this.#rows[slot] = row
    }
    this.#weights = signedBytes(stored.weights)
    this.#scales = stored.scales
    this.#second = signedBytes(stored.second)
    this.#secondScales = stored.secondScales
    this.pairWeights = Float32Array.from(stored.links.slice(0, linkFeatureCount))
    this.startWeights = Float32Array.from(
      stored.links.slice(linkFeatureCount, linkFeatureCount + startFeatureCount),
    )
  }

  /** Probabilities of the acts by the words alone, written to `out` from `at` on. */
  first({ hashes, size }: Hashes, out: Float32Array, at: number): void {
    const sums = this.#sums.fill(0)
    for (let index = 0; index < size; index++) {
      const hash = hashes[index] ?? 0
      let slot = hash & (slots - 1)
      let row = this.#rows[slot] ?? -1
      while (row >= 0 && this.#hashes[slot] !== hash) {
        slot = (slot + 1) & (slots - 1)
        row = this.#rows[slot] ?? -1
      }
      if (row < 0) continue
      const from = row * actCount
      for (let act = 0; act < actCount; act++) {
        sums[act] = (sums[act] ?? 0) + (this.#weights[from + act] ?? 0)
      }
    }
    writeProbabilities(sums, this.#scales, out, at)
  }

  /** Probabilities after the second look. */
  second(features: Float32Array, out: Float32Array, at: number): void {
    const sums = this.#sums.fill(0)
    for (let index = 0; index < secondFeatureCount; index++) {
      const value = features[index] ?? 0
      if (value === 0) continue
      for (let act = 0; act < actCount; act++) {
        sums[act] = (sums[act] ?? 0) + value * (this.#second[index * actCount + act] ?? 0)
      }
    }
    writeProbabilities(sums, this.#secondScales, out, at)
  }
}

function signedBytes(base64: string): Int8Array {
  const bytes = Buffer.from(base64, 'base64')
  return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length)
}

function writeProbabilities(
  sums: Float64Array,
  scales: readonly number[],
  out: Float32Array,
  at: number,
): void {
  for (let act = 0; act < actCount; act++) {
    const score = (sums[act] ?? 0) * (scales[act] ?? 0)
    out[at + act] = 1 / (1 + Math.exp(-score))
  }
}
