import { useEffect, useRef, type ReactNode } from 'react'
import classes from './grid.module.css'

export interface GridHeadProps {
  className: string | undefined
  /** Names the box that selects what is shown. */
  label: string
  /** Keys of the rows that are shown, and of those that are selected. */
  shown: readonly string[]
  selected: Readonly<Record<string, true>>
  /** Default false. */
  disabled?: boolean | undefined
  /** Called with the rows that are to be selected: all, or none. */
  onSelect: (keys: readonly string[]) => void
  /** The names of the columns. */
  children: ReactNode
}

/** The line above a grid, with the box that selects what is shown; half filled if a part is selected. */
export const GridHead = (props: GridHeadProps) => {
  const { className, label, shown, selected, disabled, onSelect, children } = props
  const box = useRef<HTMLInputElement>(null)
  const count = shown.filter((key) => selected[key]).length
  const all = count > 0 && count === shown.length
  useEffect(() => {
    if (box.current) box.current.indeterminate = count > 0 && !all
  }, [count, all])
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
            onChange={() => onSelect(all ? [] : shown)}
          />
        </div>
        {children}
      </div>
    </div>
  )
}
