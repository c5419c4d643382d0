import type ExcelJS from 'exceljs'
import { workbookLimits } from '../../contract/limits.ts'
import { put, setUpPage } from './cells.ts'
import type { TranscriptField } from '../transcript/transcript-layout.ts'
import type { DesignContext } from './context.ts'
import { noExtras, type SheetPlan } from './sheet-plan.ts'

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
  'Questions answered',
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
  const columns = participantColumns(context.clock.timeZone)
  const widths = [6, 30, 12, 10, 26, 26, 13, 15, 18, 20, 21, 16]
  sheet.columns = columns.map((name, index) => ({
    width: name.includes(context.clock.timeZone)
      ? headerWidth(name, widths[index] ?? 0)
      : (widths[index] ?? 10),
  }))
  setUpPage(sheet, { orientation: 'landscape', titleRows: '1:1', roomName: context.room.name })
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
    styles.number,
    styles.span,
    styles.number,
  ]
  head(sheet, context, columns, [1, 4, 5], [1, 4, 5])
  sample(sheet, 2, looks)
  return { sheet, extras: noExtras(), samples: { person: 2 }, columnCount: columns.length }
}

const transcriptWidths: Readonly<Record<TranscriptField, number>> = {
  number: 8,
  time: 20,
  author: 22,
  text: 90,
  kind: 10,
  replyTo: 22,
  attachments: 30,
  sourceId: 24,
}
/** Characters; beyond it the name of a zone is cut, which the cell itself still holds. */
const MAX_HEADER_WIDTH = 52

/** Wide enough for a header that names a time zone, and its filter button. */
const headerWidth = (name: string, least: number): number =>
  Math.min(MAX_HEADER_WIDTH, Math.max(least, name.length + 6))

export function transcriptSheet(workbook: ExcelJS.Workbook, context: DesignContext): RowSheetPlan {
  const { styles, columns } = context
  const sheet = workbook.addWorksheet('Transcript', {
    views: [{ state: 'frozen', ySplit: 1, activeCell: 'A2' }],
  })
  sheet.columns = columns.map(({ field, name }) => ({
    width: field === 'time' ? headerWidth(name, transcriptWidths.time) : transcriptWidths[field],
  }))
  setUpPage(sheet, { orientation: 'landscape', titleRows: '1:1', roomName: context.room.name })
  const texts = columns.flatMap(({ field }, index) => (field === 'number' ? [] : [index]))
  const names = columns.map(({ name }) => name)
  const indented = columns.flatMap(({ field }, index) =>
    ['time', 'kind', 'replyTo', 'sourceId'].includes(field) ? [index] : [],
  )
  head(sheet, context, names, texts, indented)
  const { index, moment, strong, text, muted, link, system, systemAuthor, systemMoment } = styles
  const message = {
    number: index,
    time: moment,
    author: strong,
    text,
    kind: muted,
    replyTo: muted,
    attachments: text,
    sourceId: muted,
  }
  const looks: Record<string, Readonly<Record<TranscriptField, Partial<ExcelJS.Style>>>> = {
    message,
    system: {
      ...message,
      time: systemMoment,
      author: systemAuthor,
      text: system,
      attachments: system,
    },
    linked: { ...message, replyTo: link },
  }
  drawRules(sheet, context)
  const samples: Record<string, number> = {}
  for (const [position, [name, look]] of Object.entries(looks).entries()) {
    samples[name] = position + 2
    sample(
      sheet,
      position + 2,
      columns.map(({ field }) => look[field]),
    )
  }
  return { sheet, extras: noExtras(), samples, columnCount: columns.length }
}

/** Columns whose cells are empty in most rows, and are then not written. */
const sparse: readonly TranscriptField[] = ['replyTo', 'attachments', 'sourceId']

/**
 * The rules between rows go on below cells that are not there: a border of its own for each of
 * millions of empty cells would take a tenth of the file, and of the time to write it.
 */
function drawRules(sheet: ExcelJS.Worksheet, { columns, styles }: DesignContext): void {
  const letters = columns.flatMap(({ field, letter }) => (sparse.includes(field) ? [letter] : []))
  const [first] = letters
  if (first === undefined) return
  sheet.addConditionalFormatting({
    ref: `${first}2:${letters.at(-1) ?? first}${workbookLimits.maxRowsPerSheet}`,
    rules: [
      {
        type: 'expression',
        priority: 1,
        formulae: ['$A2>0'],
        style: { border: styles.text.border },
      },
    ],
  })
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
