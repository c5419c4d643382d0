import type { PreviewCell, PreviewPage, PreviewRow } from '../../../server/contract/preview.ts'

/** A cell where it is drawn: it begins at `column` and is `span` columns wide, both counted from 0. */
export interface PlacedCell {
  cell: PreviewCell
  column: number
  span: number
}

const mergedSpan = (
  merges: PreviewPage['merges'],
  row: number,
  column: number,
): number | 'hidden' | null => {
  const merge = merges.find(
    ({ from, to }) =>
      row >= from.row && row <= to.row && column >= from.column && column <= to.column,
  )
  if (!merge) return null
  // Only its first cell is there; the others are under it.
  if (row !== merge.from.row || column !== merge.from.column) return 'hidden'
  return merge.to.column - merge.from.column + 1
}

/**
 * The cells of a row with their widths. A text that is not wrapped runs over the empty cells behind it,
 * as in every spreadsheet.
 *
 * @param columnCount columns of the sheet; nothing is drawn past them
 */
export const placeCells = (
  { row, cells }: PreviewRow,
  { merges, styles }: Pick<PreviewPage, 'merges' | 'styles'>,
  columnCount: number,
): PlacedCell[] => {
  const filled = cells.filter(({ kind }) => kind !== 'empty').map(({ column }) => column)
  return cells.flatMap((cell) => {
    const { column, kind, style } = cell
    const merged = mergedSpan(merges, row, column)
    if (merged === 'hidden' || column >= columnCount) return []
    if (merged !== null) return [{ cell, column, span: merged }]
    const look = styles[style]
    const runsOver = kind === 'text' && !look?.wrap && (look?.align ?? 'start') === 'start'
    const next = filled.find((other) => other > column) ?? columnCount
    return [{ cell, column, span: runsOver ? next - column : 1 }]
  })
}

/** "A", "Z", "AA": how a spreadsheet calls a column, counted from 0. */
export const columnName = (column: number): string => {
  const letter = String.fromCodePoint(65 + (column % 26))
  return column < 26 ? letter : columnName(Math.floor(column / 26) - 1) + letter
}

/** Width of the digit 0 and the padding of a cell, in pixels, that widths in characters stand for. */
const characterWidth = 7
const cellPadding = 8
/** Widths may be anything in a file that somebody has changed. */
const narrowest = 28
const widest = 640
const usualCharacters = 9

/** Pixels of each column of the sheet. */
export const columnPixels = (columnWidths: readonly number[], columnCount: number): number[] =>
  Array.from({ length: columnCount }, (_, column) => {
    const characters = columnWidths[column] ?? usualCharacters
    if (characters === 0) return 0
    return Math.min(
      widest,
      Math.max(narrowest, Math.round(characters * characterWidth) + cellPadding),
    )
  })
