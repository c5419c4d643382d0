import { useId, useState, type ReactNode } from 'react'
import classes from './details.module.css'
import { MessagesAround, type Quoted } from './MessagesAround.tsx'

export interface QuoteProps {
  roomOid: string
  quoted: Quoted
  children: ReactNode
}

/** A quote; pressed, it opens what was said around it. */
export const Quote = ({ roomOid, quoted, children }: QuoteProps) => {
  const [open, setOpen] = useState(false)
  const id = useId()
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
