import type ExcelJS from 'exceljs'
import { workbookLimits } from '../limits.ts'
import type { TranscriptField } from '../transcript/transcript-layout.ts'
import { setUpPage } from './cells.ts'
import type { DesignContext } from './context.ts'
import { head, headerWidth, sample } from './row-sheet.ts'
import type { SheetDesign } from './sheet-design.ts'
import { noExtras, type SheetPlan } from './sheet-plan.ts'

/** Every message and system line in order. */
export const transcriptSheet: SheetDesign = { name: 'Transcript', draw }

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

function draw(workbook: ExcelJS.Workbook, context: DesignContext): SheetPlan {
  const { styles, columns, speech } = context
  const sheet = workbook.addWorksheet(context.sheetName('Transcript'), {
    views: [{ state: 'frozen', ySplit: 1, activeCell: 'A2' }],
  })
  sheet.columns = columns.map(({ field, name }) => ({
    width: field === 'time' ? headerWidth(name, transcriptWidths.time) : transcriptWidths[field],
  }))
  setUpPage(sheet, speech, {
    orientation: 'landscape',
    titleRows: '1:1',
    roomName: context.room.name,
  })
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
  return { sheet, extras: noExtras(), rows: { samples, columnCount: columns.length } }
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
