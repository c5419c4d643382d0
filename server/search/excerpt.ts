export interface Marked {
  text: string
  /** UTF-16 units, `end` exclusive. */
  marks: [number, number][]
}

/** UTF-16 units of a hit's text; of a longer one the part around its first mark is shown. */
export const maxTextLength = 2_000
/** Units before the first mark that stay. */
const before = 200

/** Letters of a surrogate pair are not parted. */
const outside = (text: string, at: number): number =>
  /[\uDC00-\uDFFF]/.test(text.charAt(at)) ? at - 1 : at

/** The whole of a text, or of a very long one the part around its first mark. */
export function excerptOf({ text, marks }: Marked): Marked {
  if (text.length <= maxTextLength) return { text, marks }
  const wanted = Math.min((marks[0]?.[0] ?? 0) - before, text.length - maxTextLength)
  const start = outside(text, Math.max(0, wanted))
  const end = outside(text, start + maxTextLength)
  const kept = marks.filter(([from, to]) => from >= start && to <= end)
  const lead = start > 0 ? '…' : ''
  const shift = lead.length - start
  return {
    text: `${lead}${text.slice(start, end)}${end < text.length ? '…' : ''}`,
    marks: kept.map(([from, to]) => [from + shift, to + shift]),
  }
}
