import { oneLine, shorten } from './plain-text.ts'

/** A title is for reading, not for filling the screen. */
const titleLength = 300

/** Where the name of the room ends and what was added to it begins. */
const added = /\s\d{4}-\d\d-\d\d\b/u

export interface FileNameProps {
  children: string
  className?: string | undefined
}

/**
 * The name of a workbook on one line, from left to right in every language: a room's name that is written
 * from right to left keeps its own direction, and does not turn the dates behind it around.
 */
export const FileName = ({ children, className }: FileNameProps) => {
  const text = shorten(oneLine(children).trim(), titleLength)
  const end = text.search(added)
  return (
    <bdi dir="ltr" className={className} title={text}>
      <bdi>{end === -1 ? text : text.slice(0, end)}</bdi>
      {end === -1 ? '' : text.slice(end)}
    </bdi>
  )
}
