import type { MouseEvent } from 'react'

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

/** What lies between two ids on screen, both included, in whichever direction. */
export const rangeBetween = (
  order: readonly string[],
  from: string | null,
  to: string,
): string[] => {
  const target = order.indexOf(to)
  const start = from === null ? target : order.indexOf(from)
  if (target < 0) return []
  if (start < 0) return [to]
  return order.slice(Math.min(start, target), Math.max(start, target) + 1)
}

/** What a pick does to the selection of a grid: moves to a row alone, adds or takes it, or reaches to it. */
export type RowPick = 'activate' | 'toggle' | 'range'

/** What a click means: Shift reaches to the row, Ctrl or Cmd adds or takes it. */
export const pickOf = (event: MouseEvent, plain: 'activate' | 'toggle'): RowPick => {
  if (event.shiftKey) return 'range'
  return event.ctrlKey || event.metaKey ? 'toggle' : plain
}
