/** What is needed to choose the items of a list. */
export interface Ranked {
  number: number
  probability: number
}

/**
 * The best `limit` items, spread over the rows they span, in the order of the room: first the best
 * of each part of it, then the second best, and so on. A list of the best alone would often hold
 * one lively hour.
 */
export function spread<Item extends Ranked>(items: readonly Item[], limit: number): Item[] {
  if (items.length <= limit) return items.toSorted((a, b) => a.number - b.number)
  const numbers = items.map(({ number }) => number)
  const first = numbers.reduce((a, b) => Math.min(a, b))
  const span = numbers.reduce((a, b) => Math.max(a, b)) - first + 1
  const parts: Item[][] = Array.from({ length: limit }, () => [])
  for (const item of items) {
    parts[Math.floor(((item.number - first) * limit) / span)]?.push(item)
  }
  for (const part of parts) {
    part.sort((a, b) => b.probability - a.probability || a.number - b.number)
  }
  const chosen: Item[] = []
  for (let rank = 0; chosen.length < limit; rank++) {
    const round = parts.flatMap((part) => part[rank] ?? [])
    round.sort((a, b) => b.probability - a.probability || a.number - b.number)
    chosen.push(...round.slice(0, limit - chosen.length))
  }
  return chosen.sort((a, b) => a.number - b.number)
}
