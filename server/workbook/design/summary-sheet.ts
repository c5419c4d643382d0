import type ExcelJS from 'exceljs'
import type { SummaryItem } from '../../contract/summary.ts'
import { overviewChart } from './activity-charts.ts'
import { pagesOf, putAcross, setUpPage } from './cells.ts'
import type { DesignContext } from './context.ts'
import { putMessageLink } from './message-link.ts'
import { noExtras, type SheetPlan } from './sheet-plan.ts'
import { busiestHour, CHANGES, facts } from './summary-facts.ts'
import { duration, lines, momentText, periodText, plural, sourceName } from './text.ts'

/** Eight columns of this many characters, B to I. */
const COLUMN_WIDTH = 13

export interface SummaryPlan extends SheetPlan {
  /** The cell that says what was changed, which is known only after the transcript was written. */
  changesCell: string
}

/** The sheet a manager reads; whoever reads on finds everything else by its links. */
export function summarySheet(workbook: ExcelJS.Workbook, context: DesignContext): SummaryPlan {
  const { statistics, styles } = context
  const sheet = workbook.addWorksheet('Summary', {
    views: [{ showGridLines: false, zoomScale: 100 }],
    properties: { tabColor: { argb: `FF${context.colors.accent}` } },
  })
  sheet.columns = [
    { width: 2 },
    ...Array.from({ length: 8 }, () => ({ width: COLUMN_WIDTH })),
    { width: 2 },
  ]
  const extras = noExtras()
  const isEmpty = statistics.total === 0
  let row = titleBlock(sheet, context, extras)

  keyFigures(sheet, context, row)
  row += 3

  const headline = isEmpty
    ? context.period.from === null && context.period.to === null
      ? 'Nothing to report: this room has no messages.'
      : 'Nothing to report: this room has no messages in this period.'
    : context.summary.headline || 'No sentence of this room stands out.'
  putAcross(sheet, { row, from: 'B', to: 'I' }, headline, styles.quote)
  sheet.getRow(row).height = 16 + 20 * Math.min(8, lines(headline, 84))
  row += 2

  if (context.summary.keyPoints.length > 0) {
    row = section(sheet, context, row, 'Key points')
    for (const item of context.summary.keyPoints) keyPoint(sheet, context, extras, row++, item)
    row += 1
  }
  if (!isEmpty) {
    row = highlightCounts(sheet, context, extras, row)
    const chart = overviewChart(context)
    if (chart !== null) {
      const from = { column: 1, row: row - 1 }
      extras.pictures.push({ from, to: { column: 9, row: row + 10 }, chart })
      row += 12
    }
  }
  row = section(sheet, context, row, 'About this report')
  let changesCell = ''
  for (const [label, value] of facts(context)) {
    putAcross(sheet, { row, from: 'B', to: 'C' }, label, styles.factLabel)
    putAcross(sheet, { row, from: 'D', to: 'I' }, value, styles.factValue)
    sheet.getRow(row).height = 4 + 15 * Math.min(12, lines(value, COLUMN_WIDTH * 6 - 4))
    if (value === CHANGES) changesCell = `D${row}`
    row += 1
  }
  // A little smaller rather than a second page with three lines on it.
  const pagesTall = pagesOf(sheet, row, { pageHeight: PAGE_HEIGHT, squeeze: 1.5 })
  setUpPage(sheet, { orientation: 'portrait', pagesTall, roomName: context.room.name })
  return { sheet, extras, changesCell }
}

/** Points; A4 less margins, at the width of this sheet. */
const PAGE_HEIGHT = 800

function titleBlock(
  sheet: ExcelJS.Worksheet,
  context: DesignContext,
  extras: SheetPlan['extras'],
): number {
  const { room, styles, clock, logo } = context
  sheet.getRow(1).height = 8
  putAcross(sheet, { row: 2, from: 'B', to: 'F' }, 'CHAT ROOM REPORT', styles.eyebrow)
  if (logo !== undefined) {
    const scale = Math.min(1, 220 / logo.width, 60 / logo.height)
    const [width, height] = [Math.round(logo.width * scale), Math.round(logo.height * scale)]
    extras.pictures.push({ from: { column: 7, row: 0 }, width, height, logo })
  }
  const name = room.name.trim() || 'Room without a name'
  putAcross(sheet, { row: 3, from: 'B', to: logo === undefined ? 'I' : 'G' }, name, styles.title)
  sheet.getRow(3).height = 10 + 28 * Math.min(6, lines(name, logo === undefined ? 56 : 42))
  const subtitle = [
    sourceName(room.source),
    periodText(context.period, clock),
    `Times in ${clock.timeZone}`,
  ].join('  ·  ')
  putAcross(sheet, { row: 4, from: 'B', to: 'I' }, subtitle, styles.subtitle)
  sheet.getRow(4).height = 18
  sheet.getRow(5).height = 8
  return 6
}

function keyFigures(sheet: ExcelJS.Worksheet, context: DesignContext, row: number): void {
  const { statistics, styles } = context
  const figures: [string | number, string][] = [
    [statistics.messages, statistics.messages === 1 ? 'message' : 'messages'],
    [
      statistics.participants.length,
      statistics.participants.length === 1 ? 'participant' : 'participants',
    ],
    [statistics.days.length, statistics.days.length === 1 ? 'active day' : 'active days'],
    statistics.medianAnswerSeconds === null
      ? [busiestHour(statistics.hours) ?? '–', 'busiest hour']
      : [duration(statistics.medianAnswerSeconds), 'median time to an answer'],
  ]
  for (const [index, [value, label]] of figures.entries()) {
    const from = String.fromCharCode(66 + index * 2)
    const to = String.fromCharCode(67 + index * 2)
    const gap = context.colors.wash === 'FFFFFF' ? {} : divider(index)
    putAcross(sheet, { row, from, to }, value, { ...styles.figure, ...gap })
    putAcross(sheet, { row: row + 1, from, to }, label, { ...styles.figureLabel, ...gap })
  }
  sheet.getRow(row).height = 32
  sheet.getRow(row + 1).height = 20
  sheet.getRow(row + 2).height = 10
}

/** A white rule keeps two figures apart without an empty column between them. */
const divider = (index: number): Partial<ExcelJS.Style> =>
  index === 0 ? {} : { border: { left: { style: 'thick', color: { argb: 'FFFFFFFF' } } } }

function section(
  sheet: ExcelJS.Worksheet,
  context: DesignContext,
  row: number,
  title: string,
): number {
  putAcross(sheet, { row, from: 'B', to: 'I' }, title, context.styles.section)
  sheet.getRow(row).height = 24
  return row + 1
}

function keyPoint(
  sheet: ExcelJS.Worksheet,
  context: DesignContext,
  extras: SheetPlan['extras'],
  row: number,
  item: SummaryItem,
): void {
  const { styles, clock } = context
  const who = [item.author, item.at === null ? '' : momentText(Date.parse(item.at), clock)]
  const by = who.filter((part) => part !== '').join('\n')
  putAcross(sheet, { row, from: 'B', to: 'F' }, item.text, styles.fact)
  putAcross(sheet, { row, from: 'G', to: 'H' }, by, styles.factLabel)
  putMessageLink(sheet, context, extras, `I${row}`, item.messageNumber)
  const tall = Math.max(lines(item.text, COLUMN_WIDTH * 5 - 3), lines(by, COLUMN_WIDTH * 2 - 2))
  sheet.getRow(row).height = Math.min(400, 5 + 15 * tall)
}

function highlightCounts(
  sheet: ExcelJS.Worksheet,
  context: DesignContext,
  extras: SheetPlan['extras'],
  row: number,
): number {
  const { summary, styles, highlightRows } = context
  const start = section(sheet, context, row, 'Highlights')
  const kinds = [
    ['decision', summary.decisions.length, highlightRows.decisions],
    ['action item', summary.actionItems.length, highlightRows.actionItems],
    ['open question', summary.openQuestions.length, highlightRows.openQuestions],
    ['link', summary.links.length, highlightRows.links],
  ] as const
  for (const [index, [noun, amount, target]] of kinds.entries()) {
    const from = String.fromCharCode(66 + index * 2)
    const to = String.fromCharCode(67 + index * 2)
    const isLink = amount > 0 && context.hasSheet('Highlights')
    const style = isLink ? styles.factLink : amount > 0 ? styles.fact : styles.factLabel
    putAcross(sheet, { row: start, from, to }, plural(amount, noun), style)
    if (isLink) {
      extras.links.push({ cell: `${from}${start}`, to: { place: `'Highlights'!B${target}` } })
    }
  }
  sheet.getRow(start).height = 20
  return start + 2
}
