import type { ReactNode } from 'react'
import classes from './page.module.css'

/** What stands where nothing is yet: what is missing, how it comes, a way there. */
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
