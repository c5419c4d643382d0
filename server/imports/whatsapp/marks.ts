/** Marks that phones put in for the direction of writing, and the byte order mark. */
const MARK = String.raw`[\ufeff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]`
const MARKS = new RegExp(MARK, 'g')
const SPACES = /[\u00a0\u202f\u2009]/g
const ANY_OF_THEM = /[\ufeff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u00a0\u202f\u2009]/

export const isMark = (char: string): boolean =>
  /[\ufeff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(char)

/** Marks at the beginning of a line or text, for patterns. */
export const marksHere = `${MARK}*`

export const withoutMarks = (text: string): string =>
  ANY_OF_THEM.test(text) ? text.replace(MARKS, '').replace(SPACES, ' ') : text

/** A name as it is shown: phones put numbers and names between marks that are no part of them. */
export const nameWithoutMarks = (name: string): string =>
  /[^\x20-\x7e]/.test(name) ? name.replace(MARKS, '').trim() : name

/** The app marks what it says itself, and what a person sends without typing it. */
export const isMarked = (text: string): boolean => {
  const first = text.charCodeAt(0)
  return first === 0x200e || first === 0x200f
}

const LEADING = /^[\ufeff\u061c\u200e\u200f]+/
const OPENS = /[\u202a\u202b\u202d\u202e\u2066-\u2068]/
const CLOSES_EMBEDDING = '\u202c'
const CLOSES_ISOLATE = '\u2069'

/**
 * A text without the marks in front of it, and without those of a pair whose other half stands
 * elsewhere (in front of the date, say): they would turn what a cell or line holds behind them.
 */
export function textWithoutLooseMarks(text: string): string {
  const first = text.charCodeAt(0)
  const start = first > 0x7f ? text.replace(LEADING, '') : text
  return /[\u202a-\u202e\u2066-\u2069]/.test(start) ? paired(start) : start
}

function paired(text: string): string {
  const chars = [...text]
  const open: number[] = []
  const loose = new Set<number>()
  chars.forEach((char, index) => {
    if (OPENS.test(char)) open.push(index)
    if (char !== CLOSES_EMBEDDING && char !== CLOSES_ISOLATE) return
    const opener = chars[open.at(-1) ?? -1]
    const isIsolate = opener !== undefined && opener >= '\u2066'
    if (opener !== undefined && isIsolate === (char === CLOSES_ISOLATE)) open.pop()
    else loose.add(index)
  })
  open.forEach((index) => loose.add(index))
  return loose.size === 0 ? text : chars.filter((_, index) => !loose.has(index)).join('')
}
