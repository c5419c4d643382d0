import { useEffect, useRef, type ReactNode } from 'react'
import classes from './grid.module.css'

export interface GridHeadProps {
  className: string | undefined
  /** Names the box that selects what is shown. */
  label: string
  /** How many are shown, and how many of those are selected. */
  shown: number
  selected: number
  /** Default false. */
  disabled?: boolean | undefined
  onSelect: (all: boolean) => void
  /** The names of the columns. */
  children: ReactNode
}

/** The line above a grid, with the box that selects what is shown; half filled if a part is selected. */
export const GridHead = (props: GridHeadProps) => {
  const { className, label, shown, selected, disabled, onSelect, children } = props
  const box = useRef<HTMLInputElement>(null)
  const all = shown > 0 && selected === shown
  useEffect(() => {
    if (box.current) box.current.indeterminate = selected > 0 && !all
  }, [selected, all])
  return (
    <div role="rowgroup" className={classes.headGroup}>
      <div role="row" aria-rowindex={1} className={className}>
        <div role="columnheader" className={classes.check}>
          <input
            ref={box}
            type="checkbox"
            className={classes.checkbox}
            aria-label={label}
            checked={all}
            disabled={disabled}
            onChange={() => onSelect(!all)}
          />
        </div>
        {children}
      </div>
    </div>
  )
}
