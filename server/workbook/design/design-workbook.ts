import ExcelJS from 'exceljs'
import type { Summary } from '../../contract/summary.ts'
import { optionalSheets, type OptionalSheet } from '../../contract/workbook.ts'
import type { ReportedRoom } from '../../ports/message.ts'
import type { EarlierAttempt } from '../input.ts'
import type { WorkbookOptions } from '../options.ts'
import { readParts } from '../package/read-parts.ts'
import type { RoomStatistics } from '../statistics.ts'
import { plainText } from '../text/cell-text.ts'
import { LocalClock } from '../../local-clock.ts'
import { transcriptColumns } from '../transcript/transcript-layout.ts'
import { activitySheet } from './activity-sheet.ts'
import { styles } from './cells.ts'
import type { DesignContext } from './context.ts'
import { highlightLists } from './highlight-lists.ts'
import { highlightRows, highlightsSheet } from './highlights-sheet.ts'
import { palette } from './palette.ts'
import { periodsOf } from './periods.ts'
import { participantsSheet, transcriptSheet } from './row-sheets.ts'
import type { SheetExtras } from './sheet-plan.ts'
import { summarySheet } from './summary-sheet.ts'
import { shorten } from './text.ts'

export interface DesignInput {
  room: ReportedRoom
  period: { from: string | null; to: string | null }
  statistics: RoomStatistics
  summary: Summary
  delivery: { recipients: readonly string[] }
  earlierAttempts: readonly EarlierAttempt[]
  createdAt: Date
  options: WorkbookOptions
  /** Sheet and row of a message, as a place in the workbook. */
  placeOf(messageNumber: number): string
}

/** Everything but the rows: the parts exceljs made, and what is still to be added to them. */
export interface WorkbookDesign {
  parts: Map<string, Buffer>
  /** Sheets that are written as they are, but for what is added to them; Summary first. */
  small: { part: string; extras: SheetExtras }[]
  changesCell: string
  /** Null where the sheet was left out. */
  participants: RowDesign | null
  transcript: RowDesign | null
  /** Sheets of the design; those that a long transcript needs more follow. */
  sheetCount: number
}

export interface RowDesign {
  /** Number of the sheet, from 1. */
  number: number
  samples: Record<string, number>
  columnCount: number
}

export const sheetPart = (number: number): string => `xl/worksheets/sheet${number}.xml`

export async function designWorkbook(input: DesignInput): Promise<WorkbookDesign> {
  const { room, statistics, summary, options } = input
  const colors = palette(options.themeColor)
  const clock = new LocalClock(statistics.timeZone)
  const hasSheet = (name: OptionalSheet): boolean =>
    (options.sheets ?? optionalSheets).includes(name)
  const lists = highlightLists(summary, statistics, clock)
  const context: DesignContext = {
    ...input,
    clock,
    hasSheet,
    columns: transcriptColumns(clock.timeZone, options.columns),
    colors,
    styles: styles(colors),
    periods: periodsOf(statistics.days),
    lists,
    highlightRows: highlightRows(lists),
    isAnonymized: options.anonymize === true,
    toMessage: (cell, messageNumber) =>
      hasSheet('Transcript')
        ? {
            cell,
            to: { place: input.placeOf(messageNumber) },
            tooltip: 'Show this message in the transcript',
          }
        : null,
    ...(options.logo === undefined ? {} : { logo: options.logo }),
    ...(options.logoProblem === undefined ? {} : { logoProblem: options.logoProblem }),
  }
  const workbook = new ExcelJS.Workbook()
  const title = shorten(plainText(room.name), 200)
  workbook.creator = 'Rapporteur'
  workbook.lastModifiedBy = 'Rapporteur'
  workbook.created = input.createdAt
  workbook.modified = input.createdAt
  workbook.title = `Chat room report: ${title}`
  workbook.subject = title
  workbook.description = shorten(plainText(summary.headline), 500)
  workbook.keywords = 'chat, report, transcript'
  workbook.category = 'Chat room report'

  const summaryPlan = summarySheet(workbook, context)
  const small = [{ part: sheetPart(1), extras: summaryPlan.extras }]
  let sheetCount = 1
  if (hasSheet('Highlights')) {
    sheetCount += 1
    small.push({ part: sheetPart(sheetCount), extras: highlightsSheet(workbook, context).extras })
  }
  let participants: RowDesign | null = null
  if (hasSheet('Participants')) {
    sheetCount += 1
    participants = { ...participantsSheet(workbook, context), number: sheetCount }
  }
  if (hasSheet('Activity')) {
    sheetCount += 1
    small.push({ part: sheetPart(sheetCount), extras: activitySheet(workbook, context).extras })
  }
  let transcript: RowDesign | null = null
  if (hasSheet('Transcript')) {
    sheetCount += 1
    transcript = { ...transcriptSheet(workbook, context), number: sheetCount }
  }
  // Stored: the parts are taken out again at once, so packing them would be for nothing.
  // exceljs returns an ArrayBuffer-like Buffer of its own typing; copying keeps ours honest.
  const parts = await readParts(
    Buffer.from(await workbook.xlsx.writeBuffer({ zip: { compression: 'STORE' } })),
  )
  const { changesCell } = summaryPlan
  return { parts, small, changesCell, participants, transcript, sheetCount }
}
