import type ExcelJS from 'exceljs'
import type { SheetName } from '../../contract/workbook.ts'
import type { DesignContext } from './context.ts'
import type { SheetPlan } from './sheet-plan.ts'

/** One sheet of the workbook. */
export interface SheetDesign {
  /** What it is called in settings and requests; its place is the one in the list of the contract. */
  name: SheetName
  /** Adds the sheet to the workbook and says what cannot be drawn there. */
  draw(workbook: ExcelJS.Workbook, context: DesignContext): SheetPlan
}
