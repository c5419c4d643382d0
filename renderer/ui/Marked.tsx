import { markedParts, type MarkedOptions, type MarkedPart } from './marked.ts'

/** Pieces of a text, those that were looked for marked. */
export const MarkedParts = ({ parts }: { parts: readonly MarkedPart[] }) =>
  parts.map(({ text, isMark }, index) =>
    // The pieces of one text never change places.
    // oxlint-disable-next-line react/no-array-index-key
    isMark ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
  )

export interface MarkedProps extends MarkedOptions {
  hit: { text: string; marks: readonly (readonly [number, number])[] }
}

/** A text with what was looked for marked. */
export const Marked = ({ hit, ...options }: MarkedProps) => (
  <MarkedParts parts={markedParts(hit, options)} />
)
