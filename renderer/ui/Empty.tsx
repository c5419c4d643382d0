import type { ReactNode } from 'react'
import classes from './page.module.css'

/** Shown in place of an empty list: what is missing, how to get it, a button for that. */
export const Empty = ({
  title,
  text,
  children,
}: {
  title: string
  text: string
  children?: ReactNode
}) => (
  <div className={classes.empty}>
    <h2>{title}</h2>
    <p>{text}</p>
    {children}
  </div>
)
