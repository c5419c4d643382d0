import type ExcelJS from 'exceljs'
import { put } from './cells.ts'
import { columnLetters } from './column-letters.ts'
import type { DesignContext } from './context.ts'

/** Characters; beyond it the name of a zone is cut, which the cell itself still holds. */
const MAX_HEADER_WIDTH = 52

/** Wide enough for a header, one that names a time zone too, and its filter button. */
export const headerWidth = (name: string, least: number): number =>
  Math.min(MAX_HEADER_WIDTH, Math.max(least, name.length + (name.endsWith(')') ? 6 : 3)))

/** Columns wide enough for their names, and for what stands in them. */
export const headedColumns = (
  names: readonly string[],
  least: readonly number[],
): Partial<ExcelJS.Column>[] =>
  names.map((name, index) => ({ width: headerWidth(name, least[index] ?? 0) }))

/** The names of the columns in row 1, numbers to the right. */
export function head(
  sheet: ExcelJS.Worksheet,
  { styles }: Pick<DesignContext, 'styles'>,
  columns: readonly string[],
  textColumns: readonly number[],
  indented: readonly number[],
): void {
  for (const [index, name] of columns.entries()) {
    const text = indented.includes(index) ? styles.tableHeadIndented : styles.tableHead
    const style = textColumns.includes(index) ? text : styles.tableHeadRight
    put(sheet, `${columnLetters(index)}1`, name, style)
  }
  sheet.getRow(1).height = 22
}

/** A row whose styles the rows take. */
export function sample(
  sheet: ExcelJS.Worksheet,
  row: number,
  looks: readonly Partial<ExcelJS.Style>[],
): void {
  for (const [index, look] of looks.entries()) {
    put(sheet, `${columnLetters(index)}${row}`, null, look)
  }
}
