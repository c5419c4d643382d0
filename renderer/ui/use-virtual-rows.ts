import { useVirtualizer, type Range, type Virtualizer } from '@tanstack/react-virtual'
import type { RefObject } from 'react'

export interface VirtualRowsOptions {
  scroller: RefObject<HTMLDivElement | null>
  /** Keys of the rows, in order; each must be unique. */
  keys: readonly string[]
  /** Height of every row in pixels. */
  height: number
  /** Indexes to draw for a range that is on the screen. */
  rangeExtractor: (range: Range) => number[]
}

/** A list that fills the window, and of which only the rows on screen exist. */
export const useVirtualRows = ({
  scroller,
  keys,
  height,
  rangeExtractor,
}: VirtualRowsOptions): Virtualizer<HTMLDivElement, Element> =>
  // Its functions are called in render and handed to no memoized child.
  // oxlint-disable-next-line react/incompatible-library
  useVirtualizer({
    count: keys.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: (index) => keys[index] ?? index,
    overscan: 3,
    rangeExtractor,
  })
