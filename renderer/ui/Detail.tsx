import type { ReactNode } from 'react'
import classes from './detail.module.css'

export interface DetailHeadProps {
  title: ReactNode
  /** Below the title, in one line. */
  text: ReactNode
  /** What can be done. */
  children: ReactNode
}

/** What the details are of, and what can be done with it. */
export const DetailHead = ({ title, text, children }: DetailHeadProps) => (
  <header className={classes.head}>
    <div className={classes.titles}>
      <h2>{title}</h2>
      <p>{text}</p>
    </div>
    <div className={classes.tools}>{children}</div>
  </header>
)

export interface DetailSectionProps {
  title: string
  text?: string
  children: ReactNode
}

/** A part of the details, under a name. */
export const DetailSection = ({ title, text, children }: DetailSectionProps) => (
  <section className={classes.section} aria-label={title}>
    <h3>{title}</h3>
    {text !== undefined && <p className={classes.lead}>{text}</p>}
    {children}
  </section>
)
