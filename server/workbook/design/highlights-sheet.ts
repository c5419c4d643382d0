import type ExcelJS from 'exceljs'
import type { ActionItem, Summary, SummaryItem, SummaryLink } from '../../contract/summary.ts'
import { excelSerial } from '../text/serial-date.ts'
import { webAddress } from '../text/web-address.ts'
import { pagesOf, put, putAcross, setUpPage } from './cells.ts'
import type { DesignContext, HighlightRows } from './context.ts'
import { putMessageLink } from './message-link.ts'
import { noExtras, type SheetExtras, type SheetPlan } from './sheet-plan.ts'
import { lines, plural } from './text.ts'

const TEXT_WIDTH = 70
/** Points; A4 across less margins, at the width of this sheet. */
const PAGE_HEIGHT = 560
/** Title, subtitle and a blank row. */
const FIRST_ROW = 5

interface Section<T extends SummaryItem> {
  title: string
  none: string
  columns: [string, string, string, string, string]
  items: readonly T[]
  /** The first cell and the two that differ between the sections. */
  cells(item: T): { text: string; first: string | number; second: string }
}

/** Where each section starts; the Summary sheet links to it. */
export function highlightRows(summary: Summary): HighlightRows {
  const size = (items: readonly unknown[]): number => 3 + Math.max(1, items.length)
  const decisions = FIRST_ROW
  const actionItems = decisions + size(summary.decisions)
  const openQuestions = actionItems + size(summary.actionItems)
  return {
    decisions,
    actionItems,
    openQuestions,
    links: openQuestions + size(summary.openQuestions),
  }
}

export function highlightsSheet(workbook: ExcelJS.Workbook, context: DesignContext): SheetPlan {
  const { summary, styles } = context
  const sheet = workbook.addWorksheet('Highlights', { views: [{ showGridLines: false }] })
  sheet.columns = [2, TEXT_WIDTH, 22, 18, 20, 18, 14].map((width) => ({ width }))
  const extras = noExtras()
  putAcross(sheet, { row: 2, from: 'B', to: 'G' }, 'Highlights', styles.title)
  sheet.getRow(2).height = 34
  const found = [
    plural(summary.decisions.length, 'decision'),
    plural(summary.actionItems.length, 'action item'),
    plural(summary.openQuestions.length, 'open question'),
    plural(summary.links.length, 'link'),
  ].join('  ·  ')
  const subtitle = `${found}  ·  Times in ${context.clock.timeZone}`
  putAcross(sheet, { row: 3, from: 'B', to: 'G' }, subtitle, styles.subtitle)

  let row = FIRST_ROW
  row = section(sheet, context, extras, row, {
    title: 'Decisions',
    none: 'No decisions were found.',
    columns: ['Decision', 'Said by', 'Time', '', ''],
    items: summary.decisions,
    cells: ({ text }) => ({ text, first: '', second: '' }),
  })
  row = section<ActionItem>(sheet, context, extras, row, {
    title: 'Action items',
    none: 'No action items were found.',
    columns: ['Action', 'Said by', 'Time', 'Owner', 'Due'],
    items: summary.actionItems,
    cells: (item) => ({
      text: item.text,
      first: item.owner ?? (item.kind === 'commitment' ? item.author : ''),
      second: dueText(item.due),
    }),
  })
  row = section(sheet, context, extras, row, {
    title: 'Open questions',
    none: 'No open questions were found.',
    columns: ['Question', 'Asked by', 'Time', '', ''],
    items: summary.openQuestions,
    cells: ({ text }) => ({ text, first: '', second: '' }),
  })
  row = section<SummaryLink>(sheet, context, extras, row, {
    title: 'Links',
    none: 'No links were shared.',
    columns: ['Link', 'First shared by', 'Time', 'Times shared', ''],
    items: summary.links,
    cells: (item) => ({ text: item.url, first: item.count, second: '' }),
  })
  const pagesTall = pagesOf(sheet, row, { pageHeight: PAGE_HEIGHT, squeeze: 1.15 })
  setUpPage(sheet, { orientation: 'landscape', pagesTall, roomName: context.room.name })
  return { sheet, extras }
}

function section<T extends SummaryItem>(
  sheet: ExcelJS.Worksheet,
  context: DesignContext,
  extras: SheetExtras,
  start: number,
  { title, none, columns, items, cells }: Section<T>,
): number {
  const { styles, clock } = context
  let row = start
  putAcross(sheet, { row, from: 'B', to: 'G' }, title, styles.section)
  sheet.getRow(row).height = 26
  row += 1
  if (items.length === 0) {
    putAcross(sheet, { row, from: 'B', to: 'G' }, none, styles.note)
    sheet.getRow(row).height = 20
    return row + 2
  }
  for (const [index, name] of [...columns, 'Message'].entries()) {
    put(sheet, `${String.fromCharCode(66 + index)}${row}`, name, styles.tableHead)
  }
  sheet.getRow(row).height = 20
  row += 1
  for (const item of items) {
    const { text, first, second } = cells(item)
    const address = 'url' in item ? webAddress(text) : null
    put(sheet, `B${row}`, text, address === null ? styles.fact : styles.factLink)
    if (address !== null) extras.links.push({ cell: `B${row}`, to: { address } })
    put(sheet, `C${row}`, item.author, styles.fact)
    const serial = item.at === null ? null : excelSerial(clock.wall(Date.parse(item.at)))
    put(sheet, `D${row}`, serial, styles.factMinute)
    put(sheet, `E${row}`, first, typeof first === 'number' ? styles.factNumber : styles.fact)
    put(sheet, `F${row}`, second, styles.fact)
    putMessageLink(sheet, context, extras, `G${row}`, item.messageNumber)
    const tall = Math.max(lines(text, TEXT_WIDTH - 2), lines(item.author, 20), lines(second, 16))
    sheet.getRow(row).height = Math.min(400, 6 + 15 * tall)
    row += 1
  }
  return row + 1
}

const dueText = (due: ActionItem['due']): string => {
  if (due === null) return ''
  return due.date === null || due.date === due.words ? due.words : `${due.date} (${due.words})`
}
