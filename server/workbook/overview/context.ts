import type ExcelJS from 'exceljs'
import type { OverviewRoom } from '../../contract/overview-rooms.ts'
import type { RoomStatistics } from '../../contract/statistics.ts'
import type { Summary } from '../../contract/summary.ts'
import type { Speech } from '../../words/speech.ts'
import type { Styles } from '../design/cells.ts'
import type { Palette } from '../design/palette.ts'
import type { SheetExtras, SheetPlan } from '../design/sheet-plan.ts'
import type { Outcome } from './outcomes.ts'
import type { Weeks } from './weeks.ts'

/** In the order of the workbook. */
export const overviewSheets = ['Overview', 'Rooms', 'Outcomes', 'Activity', 'People'] as const
export type OverviewSheet = (typeof overviewSheets)[number]

/** What every sheet of an overview is drawn from. */
export interface OverviewContext {
  name: string
  /** In words. */
  period: string
  /** Of all rooms together. */
  statistics: RoomStatistics
  /** People in all, where the list of the statistics is cut. */
  people: number
  summary: Summary
  /** Most messages first; those without a report last. */
  rooms: readonly OverviewRoom[]
  outcomes: readonly Outcome[]
  weeks: Weeks
  recipients: readonly string[]
  createdAt: Date
  speech: Speech
  colors: Palette
  styles: Styles
  isAnonymized: boolean
  sheetName(name: OverviewSheet): string
}

/** One sheet of an overview; the list of them is its workbook. */
export interface OverviewSheetDesign {
  name: OverviewSheet
  draw(workbook: ExcelJS.Workbook, context: OverviewContext): SheetPlan
}

/** A sheet that is drawn cell by cell, and what is added to it afterwards. */
export interface OverviewPage {
  sheet: ExcelJS.Worksheet
  context: OverviewContext
  extras: SheetExtras
}

/** A cell or range of another sheet, such as `'Rooms'!A5`. */
export const placeOn = (
  { sheetName }: Pick<OverviewContext, 'sheetName'>,
  sheet: OverviewSheet,
  range: string,
): string => `'${sheetName(sheet)}'!${range}`

/**
 * The workbook of a room as a link from a file in the same folder. Only what has a meaning in an address is
 * written as a code: Excel takes letters of all scripts as they are.
 */
export const besideThis = (fileName: string): string =>
  fileName.replaceAll(/[%#?\s\p{Cc}"<>[\]`^{}\\]/gu, (sign) => encodeURIComponent(sign))
