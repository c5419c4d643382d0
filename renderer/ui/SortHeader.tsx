import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './grid.module.css'

export interface SortHeaderProps {
  className: string | undefined
  label: string
  title?: string | undefined
  /** How the grid is sorted by this column; null if it is by another one. */
  sorted: 'ascending' | 'descending' | null
  onToggle: () => void
  /** What stands behind the name. Default nothing. */
  children?: ReactNode
}

/** The name of a column, which sorts by it; an arrow says how. */
export const SortHeader = (props: SortHeaderProps) => {
  const { className, label, title, sorted, onToggle, children } = props
  const Arrow = sorted === 'descending' ? IconArrowDown : IconArrowUp
  return (
    <div role="columnheader" className={className} aria-sort={sorted ?? 'none'}>
      <button type="button" className={classes.sort} title={title} onClick={onToggle}>
        {label}
        <Arrow size={14} stroke={1.75} aria-hidden data-shown={sorted !== null || undefined} />
      </button>
      {children}
    </div>
  )
}
