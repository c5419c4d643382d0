import type ExcelJS from 'exceljs'
import { put, setUpPage } from './cells.ts'
import type { DesignContext } from './context.ts'
import { noExtras, type SheetPlan } from './sheet-plan.ts'

/** Row 1 of the transcript, fixed by the contract. */
export const transcriptColumns = [
  '#',
  'Time (UTC)',
  'Author',
  'Message',
  'Kind',
  'Reply to',
  'Attachments',
  'Source id',
] as const

export const participantColumns = (timeZone: string): string[] => [
  '#',
  'Participant',
  'Messages',
  'Share',
  `First message (${timeZone})`,
  `Last message (${timeZone})`,
  'Active days',
  'Replies given',
  'Replies received',
  'Median answer time',
  'Attachments',
]

/**
 * Sheets of many rows are designed with sample rows: the row writer takes the styles of these, and
 * puts the real rows in their place.
 */
export interface RowSheetPlan extends SheetPlan {
  /** Rows of the design whose styles the rows take, by name. */
  samples: Record<string, number>
  columnCount: number
}

export function participantsSheet(
  workbook: ExcelJS.Workbook,
  context: DesignContext,
): RowSheetPlan {
  const { styles } = context
  const sheet = workbook.addWorksheet('Participants', {
    views: [{ state: 'frozen', ySplit: 1, xSplit: 2, topLeftCell: 'C2', activeCell: 'A2' }],
  })
  sheet.columns = [6, 30, 12, 10, 26, 26, 13, 15, 18, 21, 14].map((width) => ({ width }))
  setUpPage(sheet, { orientation: 'landscape', titleRows: '1:1', roomName: context.room.name })
  const columns = participantColumns(context.clock.timeZone)
  const looks = [
    styles.index,
    styles.person,
    styles.number,
    styles.share,
    styles.personMoment,
    styles.personMoment,
    styles.number,
    styles.number,
    styles.number,
    styles.span,
    styles.number,
  ]
  head(sheet, context, columns, [1, 4, 5], [1, 4, 5])
  sample(sheet, 2, looks)
  return { sheet, extras: noExtras(), samples: { person: 2 }, columnCount: columns.length }
}

export function transcriptSheet(workbook: ExcelJS.Workbook, context: DesignContext): RowSheetPlan {
  const { styles } = context
  const sheet = workbook.addWorksheet('Transcript', {
    views: [{ state: 'frozen', ySplit: 1, activeCell: 'A2' }],
  })
  sheet.columns = [8, 20, 22, 90, 10, 22, 30, 24].map((width) => ({ width }))
  setUpPage(sheet, { orientation: 'landscape', titleRows: '1:1', roomName: context.room.name })
  head(sheet, context, transcriptColumns, [1, 2, 3, 4, 5, 6, 7], [1])
  const { index, moment, strong, text, muted, link, system, systemAuthor, systemMoment } = styles
  sample(sheet, 2, [index, moment, strong, text, muted, muted, text, muted])
  sample(sheet, 3, [index, systemMoment, systemAuthor, system, muted, muted, system, muted])
  sample(sheet, 4, [index, moment, strong, text, muted, link, text, muted])
  return {
    sheet,
    extras: noExtras(),
    samples: { message: 2, system: 3, linked: 4 },
    columnCount: transcriptColumns.length,
  }
}

function head(
  sheet: ExcelJS.Worksheet,
  { styles }: DesignContext,
  columns: readonly string[],
  textColumns: readonly number[],
  indented: readonly number[],
): void {
  for (const [index, name] of columns.entries()) {
    const text = indented.includes(index) ? styles.tableHeadIndented : styles.tableHead
    const style = textColumns.includes(index) ? text : styles.tableHeadRight
    put(sheet, `${String.fromCharCode(65 + index)}1`, name, style)
  }
  sheet.getRow(1).height = 22
}

function sample(
  sheet: ExcelJS.Worksheet,
  row: number,
  looks: readonly Partial<ExcelJS.Style>[],
): void {
  for (const [index, look] of looks.entries()) {
    put(sheet, `${String.fromCharCode(65 + index)}${row}`, null, look)
  }
}
