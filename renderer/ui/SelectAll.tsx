import { useEffect, useRef } from 'react'
import classes from './grid.module.css'

export interface SelectAllProps {
  label: string
  /** How many are shown, and how many of those are selected. */
  shown: number
  selected: number
  /** Default false. */
  disabled?: boolean | undefined
  onChange: (all: boolean) => void
}

/** The box above a grid that selects what is shown; half filled if a part is selected. */
export const SelectAll = ({ label, shown, selected, disabled, onChange }: SelectAllProps) => {
  const box = useRef<HTMLInputElement>(null)
  const all = shown > 0 && selected === shown
  useEffect(() => {
    if (box.current) box.current.indeterminate = selected > 0 && !all
  }, [selected, all])
  return (
    <input
      ref={box}
      type="checkbox"
      className={classes.checkbox}
      aria-label={label}
      checked={all}
      disabled={disabled}
      onChange={() => onChange(!all)}
    />
  )
}
