/** Since when a report has been running (sorts as text), or null if it is not. */
export type RunningSince = (roomOid: string) => string | null

/**
 * The same rooms with those on top whose report runs, in the order in which they began, so that a
 * report that starts goes below the ones that were there and moves none of them.
 */
export const runningFirst = (order: readonly string[], since: RunningSince): readonly string[] => {
  const running = order
    .map((oid, position) => ({ oid, position, at: since(oid) }))
    .filter((item): item is typeof item & { at: string } => item.at !== null)
  if (running.length === 0) return order
  running.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.position - b.position))
  const pinned = running.map(({ oid }) => oid)
  const isPinned = new Set(pinned)
  return [...pinned, ...order.filter((oid) => !isPinned.has(oid))]
}
