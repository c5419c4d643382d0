import type { ReactNode } from 'react'
import classes from './settings.module.css'

/** A few fields that belong together, under a name. */
export const Section = ({
  title,
  text,
  children,
}: {
  title: string
  text?: string
  children: ReactNode
}) => (
  <section className={classes.section} aria-label={title}>
    <h2>{title}</h2>
    {text !== undefined && <p className={classes.lead}>{text}</p>}
    {children}
  </section>
)
