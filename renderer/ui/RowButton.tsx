import type { MouseEvent, ReactNode } from 'react'
import classes from './row-button.module.css'

export interface RowButtonProps {
  children: ReactNode
  onClick: (event: MouseEvent<HTMLButtonElement>) => void
  /** Name of a button that shows only an icon; told on hover and focus. */
  label?: string
  /** What it is called where its words alone do not tell it from its neighbours. Default: the words. */
  name?: string
  /** What it does, on hover, where its words alone do not say it. Default: the label. */
  title?: string
  tabIndex?: number
  /** Stays focusable, so that a disabled button never drops the focus. */
  disabled?: boolean
  /** It opens a menu. */
  hasMenu?: boolean
}

/** A small quiet button; a native one, because a table draws hundreds of them. */
export const RowButton = ({
  children,
  onClick,
  label,
  name,
  title,
  tabIndex,
  disabled,
  hasMenu,
}: RowButtonProps) => (
  <button
    type="button"
    className={classes.button}
    data-icon={label !== undefined || undefined}
    aria-label={label ?? name}
    title={title}
    tabIndex={tabIndex}
    aria-disabled={disabled || undefined}
    aria-haspopup={hasMenu ? 'menu' : undefined}
    onClick={(event) => {
      event.stopPropagation()
      if (!disabled) onClick(event)
    }}
  >
    {children}
  </button>
)
