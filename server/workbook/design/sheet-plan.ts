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

/** A chart or the logo; pixels at 96 dpi from the corner of a cell counted from 0. */
export interface Picture {
  column: number
  row: number
  width: number
  height: number
  content: { chart: BarChart } | { logo: WorkbookLogo }
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
