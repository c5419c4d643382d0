import type { WorkbookChanges } from '../changes.ts'
import { columnLetters } from '../design/column-letters.ts'
import { cellXml, hasOuterBlanks } from '../text/cell-text.ts'

/** Rows made at a time, so that a long list does not hold up other reports. */
const SLICE = 500

export type Cell = string | number | null

/** @param height points; default: as high as one line */
export interface Row {
  cells: readonly Cell[]
  styles: readonly number[]
  height?: number
}

/** One row as XML. Text is written as text whatever it begins with; null leaves the cell empty. */
export function rowXml(
  row: number,
  { cells, styles, height }: Row,
  changes: WorkbookChanges,
): string {
  const xml = cells.map((value, index) => {
    const start = `<c r="${columnLetters(index)}${row}" s="${styles[index] ?? 0}"`
    if (value === null || value === '') return `${start}/>`
    if (typeof value === 'number') return `${start}><v>${value}</v></c>`
    const text = cellXml(value, changes)
    const space = hasOuterBlanks(text) ? ' xml:space="preserve"' : ''
    return `${start} t="inlineStr"><is><t${space}>${text}</t></is></c>`
  })
  const tall = height === undefined ? '' : ` ht="${height}" customHeight="1"`
  return `<row r="${row}"${tall}>${xml.join('')}</row>`
}

/** Rows from the given one down, some hundred at a time. */
export function* rowsXml(
  first: number,
  rows: Iterable<Row>,
  changes: WorkbookChanges,
): Generator<string> {
  let number = first
  let xml = ''
  for (const row of rows) {
    xml += rowXml(number, row, changes)
    number += 1
    if ((number - first) % SLICE === 0) {
      yield xml
      xml = ''
    }
  }
  if (xml !== '') yield xml
}
