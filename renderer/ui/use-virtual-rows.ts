import { useVirtualizer, type Range, type Virtualizer } from '@tanstack/react-virtual'
import { useState, type RefObject } from 'react'
import { drawnAtOnce } from '../starting/drawn-at-once.ts'
import { useSettled } from '../starting/settled.ts'

export interface VirtualRowsOptions {
  scroller: RefObject<HTMLDivElement | null>
  /** Keys of the rows, in order; each must be unique. */
  keys: readonly string[]
  /** Height of every row in pixels. */
  height: number
  /** Pixels of the window's height that are not the list's, at least. */
  around: number
  /** Indexes to draw for a range that is on the screen. */
  rangeExtractor: (range: Range) => number[]
}

/** A list that fills the window, and of which only the rows on screen exist. */
export const useVirtualRows = (
  options: VirtualRowsOptions,
): Virtualizer<HTMLDivElement, Element> => {
  const { scroller, keys, height, around, rangeExtractor } = options
  const settled = useSettled()
  const [first] = useState(() => drawnAtOnce(around))
  // Its functions are called in render and handed to no memoized child.
  // oxlint-disable-next-line react/incompatible-library
  return useVirtualizer({
    count: keys.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: (index) => keys[index] ?? index,
    // What is out of sight comes when the window rests.
    overscan: settled ? 3 : 0,
    ...first,
    rangeExtractor,
  })
}
