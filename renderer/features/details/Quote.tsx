import { useId, useState, type ReactNode } from 'react'
import classes from './details.module.css'
import { MessagesAround, type Quoted } from './MessagesAround.tsx'

export interface QuoteProps {
  roomOid: string
  /** Null where nobody knows when it was said, so that nothing can be opened around it. */
  quoted: Quoted | null
  children: ReactNode
}

/** A quote; pressed, it opens what was said around it. */
export const Quote = ({ roomOid, quoted, children }: QuoteProps) => {
  const [open, setOpen] = useState(false)
  const id = useId()
  if (quoted === null) return <li>{children}</li>
  return (
    <li>
      <button
        type="button"
        className={classes.quoteButton}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        {children}
      </button>
      <div id={id}>{open && <MessagesAround roomOid={roomOid} quoted={quoted} />}</div>
    </li>
  )
}
