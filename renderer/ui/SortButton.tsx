import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import classes from './grid.module.css'

export interface SortButtonProps {
  label: string
  title?: string | undefined
  /** How the grid is sorted by this column; null if it is by another one. */
  sorted: 'ascending' | 'descending' | null
  onToggle: () => void
}

/** The name of a column, which sorts by it; an arrow says how. */
export const SortButton = ({ label, title, sorted, onToggle }: SortButtonProps) => {
  const Arrow = sorted === 'descending' ? IconArrowDown : IconArrowUp
  return (
    <button type="button" className={classes.sort} title={title} onClick={onToggle}>
      {label}
      <Arrow size={14} stroke={1.75} aria-hidden data-shown={sorted !== null || undefined} />
    </button>
  )
}
