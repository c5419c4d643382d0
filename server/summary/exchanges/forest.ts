/** Questions and leaves of every tree: depth three. */
export const treeInner = 7
export const treeLeaves = 8

/**
 * Boosted trees of depth three, one after the other. Question `q` of a tree leads to `2q + 1` where
 * the number is at most the threshold, otherwise to `2q + 2`; from the seventh on these are leaves.
 */
export interface Forest {
  base: number
  /** Which number each question looks at. */
  features: Uint8Array
  thresholds: Float32Array
  leaves: Float32Array
}

/** The probability that a forest gives. @param input - Numbers in the order it was trained with. */
export function probabilityOf(
  { base, features, thresholds, leaves }: Forest,
  input: Float32Array,
): number {
  let score = base
  const trees = features.length / treeInner
  for (let tree = 0; tree < trees; tree++) {
    const from = tree * treeInner
    let node = 0
    while (node < treeInner) {
      const value = input[features[from + node] ?? 0] ?? 0
      node = 2 * node + (value <= (thresholds[from + node] ?? 0) ? 1 : 2)
    }
    score += leaves[tree * treeLeaves + node - treeInner] ?? 0
  }
  return 1 / (1 + Math.exp(-score))
}

/** A forest as text: three tables, little-endian, base64. */
export interface PackedForest {
  base: number
  features: string
  thresholds: string
  leaves: string
}

const asText = (table: Uint8Array | Float32Array): string =>
  Buffer.from(table.buffer, table.byteOffset, table.byteLength).toString('base64')

function asFloats(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64')
  return Float32Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(at * 4))
}

export const packForest = ({ base, features, thresholds, leaves }: Forest): PackedForest => ({
  base,
  features: asText(features),
  thresholds: asText(thresholds),
  leaves: asText(leaves),
})

export const unpackForest = ({ base, features, thresholds, leaves }: PackedForest): Forest => ({
  base,
  features: Uint8Array.from(Buffer.from(features, 'base64')),
  thresholds: asFloats(thresholds),
  leaves: asFloats(leaves),
})
