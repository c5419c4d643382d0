import { manyLines, oneLine, shorten } from './plain-text.ts'

/** A piece of a text that was searched; `isMark`: it is what was looked for. */
export interface MarkedPart {
  text: string
  isMark: boolean
}

export interface MarkedOptions {
  /** UTF-16 units before the first mark that stay. Default: all. */
  lead?: number
  /** UTF-16 units behind the last mark that stay. Default: 400. */
  tail?: number
  /** One line instead of many. Default: false. */
  isOneLine?: boolean
}

/** Where a text is cut so that the mark stays in sight: behind the space before, if there is one nearby. */
const startOf = (text: string, mark: number, lead: number): number => {
  if (mark <= lead) return 0
  const wanted = mark - lead
  const space = text.slice(wanted, mark).search(/\s/u)
  const start = space === -1 ? wanted : wanted + space + 1
  return /[\udc00-\udfff]/u.test(text.charAt(start)) ? start + 1 : start
}

/**
 * A text in pieces, with what was looked for apart.
 *
 * @param hit.marks where the words stand in `text` as it came: UTF-16 units, `end` exclusive, in order
 */
export const markedParts = (
  { text, marks }: { text: string; marks: readonly (readonly [number, number])[] },
  { lead = Number.POSITIVE_INFINITY, tail = 400, isOneLine = false }: MarkedOptions = {},
): MarkedPart[] => {
  const clean = isOneLine ? (part: string) => oneLine(part.replaceAll(/\s+/gu, ' ')) : manyLines
  let done = startOf(text, marks[0]?.[0] ?? 0, lead)
  const parts: MarkedPart[] = done > 0 ? [{ text: '…', isMark: false }] : []
  for (const [start, end] of marks) {
    if (start < done) continue
    parts.push({ text: clean(text.slice(done, start)), isMark: false })
    parts.push({ text: clean(text.slice(start, end)), isMark: true })
    done = end
  }
  parts.push({ text: shorten(clean(text.slice(done)), tail), isMark: false })
  return parts.filter((part) => part.text !== '')
}
