import type ExcelJS from 'exceljs'
import type { WorkbookChanges } from '../changes.ts'
import type { BarChart } from '../charts/bar-chart.ts'
import type { WorkbookLogo } from '../options.ts'

/** What exceljs cannot draw, or writes wrongly, and is added to its sheet afterwards. */
export interface SheetExtras {
  links: SheetLink[]
  /** Bars behind the numbers of a column: a range such as `C2:C40`. */
  dataBars: string[]
  pictures: Picture[]
  table: SheetTable | null
}

export const noExtras = (): SheetExtras => ({ links: [], dataBars: [], pictures: [], table: null })

export interface SheetLink {
  cell: string
  /** A place in this workbook such as `'Transcript'!A12`, or an https, http or mailto address. */
  to: { place: string } | { address: string }
  tooltip?: string
}

/** Columns and rows are counted from 0; a chart fills the cells from one up to the other. */
export type Picture =
  | { from: CellPosition; to: CellPosition; chart: BarChart }
  /** Pixels at 96 dpi. */
  | { from: CellPosition; width: number; height: number; logo: WorkbookLogo }

export interface CellPosition {
  column: number
  row: number
  /** Pixels from the left of the column; default 0. */
  inset?: number
}

export interface SheetTable {
  name: string
  columns: readonly string[]
  lastRow: number
}

/** What is drawn of one sheet, and what is still to be written into it. */
export interface SheetPlan {
  sheet: ExcelJS.Worksheet
  extras: SheetExtras
  /** A cell whose text is known only when every row has been written. */
  late?: LateText
  /** Present where the sheet has too many rows to be drawn one by one. */
  rows?: RowsPlan
}

export interface LateText {
  cell: string
  /** Of the box that the cell is in; the row becomes as high as the text needs. */
  charactersPerLine: number
  text(changes: WorkbookChanges): string
}

/**
 * Sheets of many rows are drawn with sample rows: the real rows take the styles of these, and their
 * place.
 */
export interface RowsPlan {
  /** Rows of the drawing whose styles the rows take, by name. */
  samples: Record<string, number>
  columnCount: number
  /**
   * The rows as XML, some hundred at a time. Absent: the messages, which only the last sheet can hold,
   * because it goes on in further ones.
   *
   * @param stylesOf the styles of a sample row, by column
   */
  make?(stylesOf: (sample: string) => readonly number[], changes: WorkbookChanges): Iterable<string>
}
