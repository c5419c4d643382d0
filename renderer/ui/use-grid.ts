import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual'
import { useCallback, useLayoutEffect, useRef, type KeyboardEvent, type MouseEvent } from 'react'
import { rowAfterKey, type RowPick } from './grid-keys.ts'
import { isTyping } from './is-typing.ts'
import { belowName, type Place } from './place.ts'
import { useScrollPlace } from './use-scroll-place.ts'

export interface GridOptions {
  /** Keys of all rows, in order; each must be unique. */
  keys: readonly string[]
  /** Key of the row that the keyboard stands on; its element has `data-active`. */
  active: string | null
  /** Height of every row in pixels. */
  height: number
}

/** What keys do in a grid whose rows are selected. */
export interface GridKeys {
  /** Keys of the rows that can be stood on. */
  rows: readonly string[]
  onAll: () => void
  onPick: (key: string, how: RowPick) => void
  /** What another key does with the row that it is pressed on; false if nothing. */
  onRow: (event: KeyboardEvent, key: string) => boolean
}

/**
 * A grid that fills the window, and of which only the rows on screen exist. The active row always exists,
 * wherever it is scrolled to, so that the focus in it is never lost.
 */
export const useGrid = ({ keys, active, height }: GridOptions) => {
  const scroller = useRef<HTMLDivElement>(null)
  const isFocusWanted = useRef(false)
  const activeAt = active === null ? -1 : keys.indexOf(active)
  const rangeExtractor = useCallback(
    (range: Range) => {
      const indexes = new Set(defaultRangeExtractor(range))
      if (activeAt >= 0) indexes.add(activeAt)
      return [...indexes].sort((a, b) => a - b)
    },
    [activeAt],
  )
  const place = useScrollPlace(scroller)
  // Its functions are called in render and handed to no memoized child.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: keys.length,
    ...place,
    estimateSize: () => height,
    getItemKey: (index) => keys[index] ?? index,
    overscan: 3,
    rangeExtractor,
  })

  useLayoutEffect(() => {
    if (!isFocusWanted.current || active === null) return
    isFocusWanted.current = false
    const row = scroller.current?.querySelector<HTMLElement>('[role="row"][data-active]')
    row?.focus({ preventScroll: true })
  }, [active])

  /** Calls `go` with the row that a key leads to, which then gets the focus; false if it leads nowhere. */
  const move = (
    event: KeyboardEvent,
    rows: readonly string[],
    from: number,
    go: (key: string) => void,
  ): boolean => {
    // Two rows of what was there stay in sight.
    const inSight = place.getScrollElement()?.clientHeight ?? 0
    const page = Math.max(1, Math.floor(inSight / height) - 2)
    const to = rowAfterKey(event.key, { from, last: rows.length - 1, page })
    const target = to === null ? undefined : rows[to]
    if (target === undefined) return false
    event.preventDefault()
    isFocusWanted.current = true
    go(target)
    virtualizer.scrollToIndex(keys.indexOf(target))
    return true
  }

  /** The row that the focus is in need not be the active one. The names of the columns are row 1. */
  const keyOfRow = (element: HTMLElement): string | undefined =>
    element.role === 'row' ? keys[Number(element.getAttribute('aria-rowindex')) - 2] : undefined

  const onKeyDown =
    ({ rows, onAll, onPick, onRow }: GridKeys) =>
    (event: KeyboardEvent): void => {
      if (isTyping(event.target) || rows.length === 0) return
      const isModified = event.ctrlKey || event.metaKey
      if (isModified && event.key.toLowerCase() === 'a') {
        event.preventDefault()
        return onAll()
      }
      if (isModified) return
      const from = active === null ? -1 : rows.indexOf(active)
      const isRange = event.shiftKey
      if (move(event, rows, from, (key) => onPick(key, isRange ? 'range' : 'activate'))) return
      const here = event.target instanceof HTMLElement ? keyOfRow(event.target) : undefined
      if (here === undefined || !rows.includes(here)) return
      if (event.key === ' ') onPick(here, isRange ? 'range' : 'toggle')
      else if (!onRow(event, here)) return
      event.preventDefault()
    }

  /** Asks for the menu of a row: by the pointer, or by the menu key, which names no place of its own. */
  const onContextMenu =
    (onMenu: (key: string, place: Place) => void) =>
    (event: MouseEvent): void => {
      const row = (event.target as HTMLElement).closest<HTMLElement>('[role="row"]')
      const key = row === null ? undefined : keyOfRow(row)
      if (row === null || key === undefined) return
      event.preventDefault()
      const isKey = event.clientX === 0 && event.clientY === 0
      onMenu(key, isKey ? belowName(row) : { x: event.clientX, y: event.clientY })
    }

  /** The rows that exist, each with its pixels below the first. */
  const rows = virtualizer
    .getVirtualItems()
    .map(({ index, key, start }) => ({ index, key, top: start - place.scrollMargin }))

  return { scroller, virtualizer, rows, activeAt, move, onKeyDown, onContextMenu }
}
