import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, type ReactNode } from 'react'
import { useScrollPlace } from './use-scroll-place.ts'
import classes from './virtual-rows.module.css'

export interface VirtualRowsProps {
  /** Keys of the rows, in order; each must be unique. */
  keys: readonly string[]
  label: string
  /** Height of every row in pixels. Default: 36. */
  height?: number
  children: (key: string) => ReactNode
}

/** A list of which only the rows on screen exist. */
export const VirtualRows = ({ keys, label, height = 36, children }: VirtualRowsProps) => {
  const scroller = useRef<HTMLDivElement>(null)
  const place = useScrollPlace(scroller)
  // Its functions are called in render and handed to no memoized child.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: keys.length,
    ...place,
    estimateSize: () => height,
    getItemKey: (index) => keys[index] ?? index,
    overscan: 8,
  })
  return (
    <div ref={scroller} className={classes.scroller}>
      <div
        role="list"
        aria-label={label}
        className={classes.rows}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map(({ index, start, key }) => (
          <div
            key={key}
            role="listitem"
            aria-posinset={index + 1}
            aria-setsize={keys.length}
            className={classes.row}
            style={{ height, transform: `translateY(${start - place.scrollMargin}px)` }}
          >
            {children(keys[index] ?? '')}
          </div>
        ))}
      </div>
    </div>
  )
}
