/**
 * One-to-one overlap of two partitions of the same messages: the share of messages that lie in
 * matched groups, under the pairing of groups that makes it largest (the measure of Elsner and
 * Charniak, 2008). 0 to 1.
 */
export function oneToOne(
  groups: readonly (readonly number[])[],
  key: readonly (readonly number[])[],
): number {
  const total = key.reduce((sum, group) => sum + group.length, 0)
  const groupOf = new Map<number, number>()
  for (const [index, group] of groups.entries()) for (const one of group) groupOf.set(one, index)
  const size = Math.max(groups.length, key.length)
  // Messages in common, by row of the key and column of the groups; missing ones are empty.
  const common = Array.from({ length: size }, () => new Float64Array(size))
  for (const [row, group] of key.entries()) {
    for (const one of group) {
      const column = groupOf.get(one)
      const cells = common[row]
      if (column !== undefined && cells !== undefined) cells[column] = (cells[column] ?? 0) + 1
    }
  }
  return total === 0 ? 1 : largestAssignment(common) / total
}

/** The Hungarian method (Kuhn-Munkres, with potentials): the largest sum of one cell for each row. */
function largestAssignment(gains: readonly Float64Array[]): number {
  const size = gains.length
  const rowPotential = new Float64Array(size + 1)
  const columnPotential = new Float64Array(size + 1)
  const rowOf = new Int32Array(size + 1)
  const way = new Int32Array(size + 1)
  const cost = (row: number, column: number): number => -(gains[row - 1]?.[column - 1] ?? 0)
  for (let row = 1; row <= size; row++) {
    rowOf[0] = row
    let column = 0
    const least = new Float64Array(size + 1).fill(Infinity)
    const used = new Uint8Array(size + 1)
    do {
      used[column] = 1
      const from = rowOf[column] ?? 0
      let delta = Infinity
      let next = 0
      for (let other = 1; other <= size; other++) {
        if (used[other] === 1) continue
        const reduced =
          cost(from, other) - (rowPotential[from] ?? 0) - (columnPotential[other] ?? 0)
        if (reduced < (least[other] ?? Infinity)) {
          least[other] = reduced
          way[other] = column
        }
        if ((least[other] ?? Infinity) < delta) {
          delta = least[other] ?? Infinity
          next = other
        }
      }
      for (let other = 0; other <= size; other++) {
        if (used[other] === 1) {
          const owner = rowOf[other] ?? 0
          rowPotential[owner] = (rowPotential[owner] ?? 0) + delta
          columnPotential[other] = (columnPotential[other] ?? 0) - delta
        } else least[other] = (least[other] ?? 0) - delta
      }
      column = next
    } while ((rowOf[column] ?? 0) !== 0)
    while (column !== 0) {
      const before = way[column] ?? 0
      rowOf[column] = rowOf[before] ?? 0
      column = before
    }
  }
  let sum = 0
  for (let column = 1; column <= size; column++) {
    sum -= cost(rowOf[column] ?? 0, column)
  }
  return sum
}
