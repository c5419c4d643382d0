/** Most pairs of reported items and items of the key whose messages overlap, one to one. */
export function matchItems(
  reported: readonly (readonly number[])[],
  key: readonly (readonly number[])[],
): (number | null)[] {
  const edges = reported.map((item) =>
    key.flatMap((entry, index) => (entry.some((one) => item.includes(one)) ? [index] : [])),
  )
  const takenBy = new Map<number, number>()
  const place = (item: number, seen: Set<number>): boolean => {
    for (const entry of edges[item] ?? []) {
      if (seen.has(entry)) continue
      seen.add(entry)
      const holder = takenBy.get(entry)
      if (holder === undefined || place(holder, seen)) {
        takenBy.set(entry, item)
        return true
      }
    }
    return false
  }
  for (let item = 0; item < reported.length; item++) place(item, new Set())
  const matched: (number | null)[] = reported.map(() => null)
  for (const [entry, item] of takenBy) matched[item] = entry
  return matched
}
