import { memo } from 'react'
import { oneLine, shorten } from './plain-text.ts'

/** A title is for reading, not for filling the screen. */
const titleLength = 300

export interface NameProps {
  children: string
  /** Shown where nothing visible is left of the text. */
  fallback?: string
  className?: string | undefined
}

/** A name that somebody else has given, on one line: isolated, cut by the layout, whole on hover. */
export const Name = memo(({ children, fallback = '', className }: NameProps) => {
  const text = oneLine(children).trim() || fallback
  return (
    <bdi className={className} title={shorten(text, titleLength)}>
      {shorten(text, titleLength)}
    </bdi>
  )
})
Name.displayName = 'Name'
