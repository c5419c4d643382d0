import ExcelJS from 'exceljs'
import type { Summary } from '../../contract/summary.ts'
import type { ReportedRoom } from '../../store/message.ts'
import type { WorkbookOptions } from '../options.ts'
import { readParts } from '../package/read-parts.ts'
import type { RoomStatistics } from '../statistics.ts'
import { plainText } from '../text/cell-text.ts'
import { LocalClock } from '../text/local-clock.ts'
import { activitySheet } from './activity-sheet.ts'
import { styles } from './cells.ts'
import type { DesignContext } from './context.ts'
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
  createdAt: Date
  options: WorkbookOptions
  /** Sheet and row of a message, as a place in the workbook. */
  placeOf(messageNumber: number): string
}

/** Everything but the rows: the parts exceljs made, and what is still to be added to them. */
export interface WorkbookDesign {
  parts: Map<string, Buffer>
  /** By part name, such as `xl/worksheets/sheet1.xml`. */
  extras: Map<string, SheetExtras>
  changesCell: { part: string; cell: string }
  participants: RowDesign
  transcript: RowDesign
}

export interface RowDesign {
  part: string
  samples: Record<string, number>
  columnCount: number
}

export const sheetPart = (number: number): string => `xl/worksheets/sheet${number}.xml`

export async function designWorkbook(input: DesignInput): Promise<WorkbookDesign> {
  const { room, statistics, summary, options } = input
  const colors = palette(options.themeColor)
  const context: DesignContext = {
    ...input,
    clock: new LocalClock(statistics.timeZone),
    colors,
    styles: styles(colors),
    periods: periodsOf(statistics.days),
    highlightRows: highlightRows(summary),
    isAnonymized: options.anonymize === true,
    toMessage: (cell, messageNumber) => ({
      cell,
      to: { place: input.placeOf(messageNumber) },
      tooltip: 'Show this message in the transcript',
    }),
    ...(options.logo === undefined ? {} : { logo: options.logo }),
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

  const first = summarySheet(workbook, context)
  const highlights = highlightsSheet(workbook, context)
  const participants = participantsSheet(workbook, context)
  const activity = activitySheet(workbook, context)
  const transcript = transcriptSheet(workbook, context)
  // exceljs returns an ArrayBuffer-like Buffer of its own typing; copying keeps ours honest.
  const parts = readParts(Buffer.from(await workbook.xlsx.writeBuffer()))
  const sheets = [first, highlights, participants, activity, transcript]
  return {
    parts,
    extras: new Map(sheets.map(({ extras }, index) => [sheetPart(index + 1), extras])),
    changesCell: { part: sheetPart(1), cell: first.changesCell },
    participants: { ...participants, part: sheetPart(3) },
    transcript: { ...transcript, part: sheetPart(5) },
  }
}
