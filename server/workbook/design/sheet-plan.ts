import type ExcelJS from 'exceljs'
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

export interface SheetPlan {
  sheet: ExcelJS.Worksheet
  extras: SheetExtras
}
