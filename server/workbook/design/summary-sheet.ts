import type ExcelJS from 'exceljs'
import { headlineText } from '../../figures/said.ts'
import { caveatsOf } from '../../figures/caveats.ts'
import { answerTimesOf } from '../../figures/answer-times.ts'
import { overviewChart } from './activity-charts.ts'
import { heightOf, pagesOf, putAcross, setUpPage } from './cells.ts'
import type { DesignContext } from './context.ts'
import type { SheetDesign } from './sheet-design.ts'
import { noExtras, type LateText, type SheetPlan } from './sheet-plan.ts'
import { busiestHour, CHANGES, changesText, facts } from './summary-facts.ts'
import {
  answers,
  COLUMN_WIDTH,
  comparison,
  fact,
  highlightCounts,
  keyPoints,
  keyPointsHeight,
  section,
  subjects,
  type SummaryPage,
} from './summary-sections.ts'
import { lines } from './text.ts'

/** The sheet a manager reads; whoever reads on finds everything else by its links. */
export const summarySheet: SheetDesign = { name: 'Summary', draw }

function draw(workbook: ExcelJS.Workbook, context: DesignContext): SheetPlan {
  const { statistics, styles, speech } = context
  const sheet = workbook.addWorksheet(context.sheetName('Summary'), {
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
      ? speech.say('nothing_in_room')
      : speech.say('nothing_in_period')
    : headlineText(speech, context.summary) || speech.say('no_headline')
  putAcross(sheet, { row, from: 'B', to: 'I' }, headline, styles.quote)
  sheet.getRow(row).height = 16 + 20 * Math.min(8, lines(headline, 84))
  row += 1
  for (const note of caveatsOf(speech, statistics)) {
    putAcross(sheet, { row, from: 'B', to: 'I' }, note, styles.missing)
    sheet.getRow(row).height = 8 + 16 * lines(note, 100)
    row += 1
  }
  row += 1

  const page = { sheet, context, extras }
  // Below the key points, or above them where they would push it over the edge of the page.
  const isAbove = heightOf(sheet, row) + keyPointsHeight(page) > PAGE_HEIGHT - BELOW_KEY_POINTS
  if (!isEmpty && isAbove) row = overview(page, row)
  row = keyPoints(page, row)
  if (!isEmpty) {
    row = highlightCounts(page, row)
    if (!isAbove) row = overview(page, row)
    row = comparison(page, row)
    row = answers(page, row)
    row = subjects(page, row)
  }
  row = section(page, row, speech.say('about_report'))
  let cell = ''
  for (const [label, value] of facts(context)) {
    fact(page, row, label, value)
    if (value === CHANGES) cell = `D${row}`
    row += 1
  }
  // A little smaller rather than a second page with three lines on it.
  const pagesTall = pagesOf(sheet, row, { pageHeight: PAGE_HEIGHT, squeeze: 1.5 })
  setUpPage(sheet, speech, { orientation: 'portrait', pagesTall, roomName: context.room.name })
  const late: LateText = {
    cell,
    charactersPerLine: COLUMN_WIDTH * 6 - 4,
    text: (changes) => changesText(speech, changes, context.hasSheet('Transcript')),
  }
  return { sheet, extras, late }
}

/** Points; A4 less margins, at the width of this sheet. */
export const PAGE_HEIGHT = 800
/** Points that the highlights and the chart take. */
const BELOW_KEY_POINTS = 270

function overview({ context, extras }: SummaryPage, row: number): number {
  const chart = overviewChart(context)
  if (chart === null) return row
  const from = { column: 1, row: row - 1 }
  extras.pictures.push({ from, to: { column: 9, row: row + 10 }, chart })
  return row + 12
}

function titleBlock(
  sheet: ExcelJS.Worksheet,
  context: DesignContext,
  extras: SheetPlan['extras'],
): number {
  const { room, styles, clock, logo, speech } = context
  sheet.getRow(1).height = 8
  putAcross(
    sheet,
    { row: 2, from: 'B', to: 'F' },
    speech.say('report').toUpperCase(),
    styles.eyebrow,
  )
  if (logo !== undefined) {
    const scale = Math.min(1, 220 / logo.width, 60 / logo.height)
    const [width, height] = [Math.round(logo.width * scale), Math.round(logo.height * scale)]
    extras.pictures.push({ from: { column: 7, row: 0 }, width, height, logo })
  }
  const name = room.name.trim() || speech.say('unnamed_room')
  putAcross(sheet, { row: 3, from: 'B', to: logo === undefined ? 'I' : 'G' }, name, styles.title)
  sheet.getRow(3).height = 10 + 28 * Math.min(6, lines(name, logo === undefined ? 56 : 42))
  const subtitle = [
    speech.source(room.source),
    speech.period(context.period),
    speech.say('times_in', { zone: clock.timeZone }),
  ].join('  ·  ')
  putAcross(sheet, { row: 4, from: 'B', to: 'I' }, subtitle, styles.subtitle)
  sheet.getRow(4).height = 18
  sheet.getRow(5).height = 8
  return 6
}

function keyFigures(sheet: ExcelJS.Worksheet, context: DesignContext, row: number): void {
  const { statistics, speech } = context
  const times = answerTimesOf(statistics, context.summary)
  const median = times?.medianSeconds ?? null
  const label = (
    kind: 'label_messages' | 'label_participants' | 'label_active_days',
    amount: number,
  ): [number, string] => [amount, speech.many(kind, amount)]
  const answered = speech.many('answers', times?.timed ?? times?.answered ?? 0)
  const figures: [string | number, string][] = [
    label('label_messages', statistics.messages),
    label('label_participants', statistics.participants.length),
    label('label_active_days', statistics.days.length),
    median === null
      ? [busiestHour(statistics.hours) ?? '–', speech.say('label_busiest_hour')]
      : [speech.duration(median), speech.say('label_median', { answers: answered })],
  ]
  putFigures(sheet, context, row, figures)
}

/** Four figures side by side, each with what it is. */
export function putFigures(
  sheet: ExcelJS.Worksheet,
  { styles, colors }: Pick<DesignContext, 'styles' | 'colors'>,
  row: number,
  figures: readonly [string | number, string][],
): void {
  for (const [index, [value, name]] of figures.entries()) {
    const from = String.fromCharCode(66 + index * 2)
    const to = String.fromCharCode(67 + index * 2)
    const gap = colors.wash === 'FFFFFF' ? {} : divider(index)
    putAcross(sheet, { row, from, to }, value, { ...styles.figure, ...gap })
    putAcross(sheet, { row: row + 1, from, to }, name, { ...styles.figureLabel, ...gap })
  }
  sheet.getRow(row).height = 32
  sheet.getRow(row + 1).height = 20
  sheet.getRow(row + 2).height = 10
}

/** A white rule keeps two figures apart without an empty column between them. */
const divider = (index: number): Partial<ExcelJS.Style> =>
  index === 0 ? {} : { border: { left: { style: 'thick', color: { argb: 'FFFFFFFF' } } } }
