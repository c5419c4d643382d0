import type ExcelJS from 'exceljs'
import { headlineText } from '../../figures/said.ts'
import { pagesOf, putAcross, setUpPage } from '../design/cells.ts'
import { noExtras, type LateText, type SheetPlan } from '../design/sheet-plan.ts'
import { CHANGES, changesText } from '../design/summary-facts.ts'
import { COLUMN_WIDTH, fact, section } from '../design/summary-sections.ts'
import { PAGE_HEIGHT, putFigures } from '../design/summary-sheet.ts'
import { lines } from '../design/text.ts'
import type { OverviewContext, OverviewPage, OverviewSheetDesign } from './context.ts'
import { overviewCharts } from './overview-charts.ts'
import { overviewFacts } from './overview-facts.ts'
import {
  changedMost,
  needsDecision,
  roomByRoom,
  settled,
  withoutReport,
} from './overview-sections.ts'

/** The page for the reader; whoever reads on finds everything else by its links. */
export const overviewSheet: OverviewSheetDesign = { name: 'Overview', draw }

/** What a reader needs first stands on the first page. */
const parts = [withoutReport, charts, needsDecision, changedMost, settled, roomByRoom]

/** Rows that a chart takes. */
const CHART_ROWS = 13

function draw(workbook: ExcelJS.Workbook, context: OverviewContext): SheetPlan {
  const { styles, speech, colors } = context
  const sheet = workbook.addWorksheet(context.sheetName('Overview'), {
    views: [{ showGridLines: false, zoomScale: 100 }],
    properties: { tabColor: { argb: `FF${colors.accent}` } },
  })
  sheet.columns = [
    { width: 2 },
    ...Array.from({ length: 8 }, () => ({ width: COLUMN_WIDTH })),
    { width: 2 },
  ]
  const page = { sheet, context, extras: noExtras() }
  let row = title(page)
  putFigures(sheet, context, row, figures(context))
  row += 3
  const headline = headlineText(speech, context.summary)
  putAcross(sheet, { row, from: 'B', to: 'I' }, headline, styles.quote)
  sheet.getRow(row).height = 16 + 20 * Math.min(8, lines(headline, 84))
  row += 2
  for (const part of parts) {
    row = part(page, row)
  }
  row = section(page, row, speech.say('about_report'))
  let cell = ''
  for (const [label, value] of overviewFacts(context)) {
    fact(page, row, label, value)
    if (value === CHANGES) cell = `D${row}`
    row += 1
  }
  const pagesTall = pagesOf(sheet, row, { pageHeight: PAGE_HEIGHT, squeeze: 1.3 })
  setUpPage(sheet, speech, { orientation: 'portrait', pagesTall, roomName: context.name })
  const late: LateText = {
    cell,
    charactersPerLine: COLUMN_WIDTH * 6 - 4,
    text: (changes) => changesText(speech, changes, false),
  }
  return { sheet, extras: page.extras, late }
}

function title({ sheet, context }: OverviewPage): number {
  const { styles, speech, name } = context
  sheet.getRow(1).height = 8
  const eyebrow = speech.say('overview_eyebrow').toUpperCase()
  putAcross(sheet, { row: 2, from: 'B', to: 'F' }, eyebrow, styles.eyebrow)
  putAcross(sheet, { row: 3, from: 'B', to: 'I' }, name, styles.title)
  sheet.getRow(3).height = 10 + 28 * Math.min(6, lines(name, 56))
  const subtitle = [context.period, speech.say('times_in', { zone: speech.clock.timeZone })]
  putAcross(sheet, { row: 4, from: 'B', to: 'I' }, subtitle.join('  ·  '), styles.subtitle)
  sheet.getRow(4).height = 18
  sheet.getRow(5).height = 8
  return 6
}

function figures(context: OverviewContext): [number, string][] {
  const { speech, statistics, people, rooms, summary } = context
  const label = (
    kind: 'label_messages' | 'label_people' | 'label_rooms' | 'label_open',
    amount: number,
  ): [number, string] => [amount, speech.many(kind, amount)]
  return [
    label('label_rooms', rooms.length),
    label('label_messages', statistics.messages),
    label('label_people', people),
    label('label_open', summary.totals?.openQuestions ?? 0),
  ]
}

/** Side by side, so that no page break falls into one; a single one has the whole width. */
function charts({ context, extras }: OverviewPage, row: number): number {
  const drawn = overviewCharts(context)
  const width = 8 / Math.max(1, drawn.length)
  for (const [index, chart] of drawn.entries()) {
    const column = 1 + width * index
    extras.pictures.push({
      from: { column, row: row - 1 },
      to: { column: column + width, row: row - 2 + CHART_ROWS },
      chart,
    })
  }
  return drawn.length === 0 ? row : row + CHART_ROWS
}
