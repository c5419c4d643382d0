import type { ReactNode } from 'react'
import classes from './page.module.css'

export interface PageProps {
  title: string
  /** Beside the title: what narrows the view as a whole. */
  beside?: ReactNode
  tools?: ReactNode
  /** Fields stand in the body, which grows under them: they keep their width. Default false. */
  hasFields?: boolean
  children: ReactNode
}

/** A view with a title bar above and room that scrolls below. */
export const Page = ({ title, beside, tools, hasFields = false, children }: PageProps) => (
  <>
    <header className={classes.bar}>
      <h1>{title}</h1>
      {beside}
      <div className={classes.tools}>{tools}</div>
    </header>
    <div className={classes.body} data-fields={hasFields || undefined}>
      {children}
    </div>
  </>
)
