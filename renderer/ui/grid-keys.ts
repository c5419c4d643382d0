/** Where a key leads from the active row of a grid, or null if it does not move. */
export const rowAfterKey = (
  key: string,
  { from, last, page }: { from: number; last: number; page: number },
): number | null => {
  const moves: Record<string, number> = {
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    PageDown: from + page,
    PageUp: from - page,
    Home: 0,
    End: last,
  }
  const to = moves[key]
  return to === undefined ? null : Math.min(last, Math.max(0, to))
}
