/** Row and column from 0. */
export interface CellReference {
  row: number
  column: number
}

/** The last column of a sheet, `XFD`. */
const MAX_COLUMN = 16_383

/** `D12` or `$D$12`; null for anything else. */
export function parseCell(text: string): CellReference | null {
  const match = /^\$?([A-Z]{1,3})\$?([1-9]\d{0,6})$/.exec(text)
  if (match === null) return null
  let column = 0
  for (const letter of match[1] ?? '') column = column * 26 + letter.charCodeAt(0) - 64
  return column - 1 > MAX_COLUMN ? null : { row: Number(match[2]) - 1, column: column - 1 }
}

/** `A1:H20`, or one cell. */
export function parseRange(text: string): { from: CellReference; to: CellReference } | null {
  const [first = '', last = first] = text.split(':')
  const from = parseCell(first)
  const to = parseCell(last)
  return from === null || to === null ? null : { from, to }
}

/** A place in the workbook such as `'O''Neil'!D12`. */
export function parsePlace(text: string): { sheet: string; cell: CellReference } | null {
  const match = /^#?(?:'((?:[^']|'')+)'|([^'!]+))!(.+)$/.exec(text)
  const cell = parseRange(match?.[3] ?? '')?.from
  if (match === null || cell === undefined) return null
  return { sheet: match[1]?.replaceAll("''", "'") ?? match[2] ?? '', cell }
}
