import type ExcelJS from 'exceljs'
import { amountsOf, amountText, openText } from '../../figures/lists.ts'
import { excelSerial } from '../text/serial-date.ts'
import { webAddress } from '../text/web-address.ts'
import { pagesOf, put, putAcross, setUpPage } from './cells.ts'
import type { DesignContext, HighlightRows } from './context.ts'
import type { HighlightList, HighlightRow } from './highlight-lists.ts'
import { putMessageLink } from './message-link.ts'
import type { SheetDesign } from './sheet-design.ts'
import { noExtras, type SheetExtras, type SheetPlan } from './sheet-plan.ts'
import { lines } from './text.ts'

const TEXT_WIDTH = 70
/** Points; A4 across less margins, at the width of this sheet. */
const PAGE_HEIGHT = 560
/** Title, subtitle and a blank row. */
const FIRST_ROW = 5

/** Lists that have something, and those that say that they have nothing. */
const shown = (lists: readonly HighlightList[]): HighlightList[] =>
  lists.filter(({ groups, none }) => groups.length > 0 || none !== '')

/** Where each list starts; the Summary sheet links to it. */
export function highlightRows(lists: readonly HighlightList[]): HighlightRows {
  const rows: HighlightRows = {}
  let row = FIRST_ROW
  for (const { key, groups } of shown(lists)) {
    rows[key] = row
    const inGroups = groups.map((group) => group.rows.length + (group.title === '' ? 0 : 1))
    row +=
      3 +
      Math.max(
        1,
        inGroups.reduce((sum, size) => sum + size, 0),
      )
  }
  return rows
}

/** What was found in the room, list by list. */
export const highlightsSheet: SheetDesign = { name: 'Highlights', draw }

function draw(workbook: ExcelJS.Workbook, context: DesignContext): SheetPlan {
  const { summary, styles, lists, speech } = context
  const sheet = workbook.addWorksheet(context.sheetName('Highlights'), {
    views: [{ showGridLines: false }],
  })
  sheet.columns = [2, TEXT_WIDTH, 22, 18, 22, 20, 14].map((width) => ({ width }))
  const extras = noExtras()
  putAcross(sheet, { row: 2, from: 'B', to: 'G' }, speech.say('highlights'), styles.title)
  sheet.getRow(2).height = 34
  const amounts = amountsOf(summary)
  const found = [
    amountText(speech, amounts.decisions, 'decisions'),
    amountText(speech, amounts.actionItems, 'action_items'),
    openText(speech, summary),
    ...(amounts.answered > 0 ? [speech.many('answered_questions', amounts.answered)] : []),
    speech.many('links', summary.links.length),
  ].join('  ·  ')
  const subtitle = `${found}  ·  ${speech.say('times_in', { zone: context.clock.timeZone })}`
  putAcross(sheet, { row: 3, from: 'B', to: 'G' }, subtitle, styles.subtitle)

  let row = FIRST_ROW
  for (const list of shown(lists)) row = putList(sheet, context, extras, row, list)
  const pagesTall = pagesOf(sheet, row, { pageHeight: PAGE_HEIGHT, squeeze: 1.15 })
  setUpPage(sheet, speech, {
    orientation: 'landscape',
    pagesTall,
    roomName: context.room.name,
  })
  return { sheet, extras }
}

function putList(
  sheet: ExcelJS.Worksheet,
  context: DesignContext,
  extras: SheetExtras,
  start: number,
  { title, none, columns, groups }: HighlightList,
): number {
  const { styles } = context
  let row = start
  putAcross(sheet, { row, from: 'B', to: 'G' }, title, styles.section)
  sheet.getRow(row).height = 26
  row += 1
  if (groups.length === 0) {
    putAcross(sheet, { row, from: 'B', to: 'G' }, none, styles.note)
    sheet.getRow(row).height = 20
    return row + 2
  }
  for (const [index, name] of [...columns, context.speech.say('column_message')].entries()) {
    put(sheet, `${String.fromCharCode(66 + index)}${row}`, name, styles.tableHead)
  }
  sheet.getRow(row).height = 20
  row += 1
  for (const group of groups) {
    if (group.title !== '') {
      putAcross(sheet, { row, from: 'B', to: 'G' }, group.title, styles.group)
      sheet.getRow(row).height = 20
      row += 1
    }
    for (const each of group.rows) putRow(sheet, context, extras, row++, each)
  }
  return row + 1
}

function putRow(
  sheet: ExcelJS.Worksheet,
  context: DesignContext,
  extras: SheetExtras,
  row: number,
  { item, text, first, second, url }: HighlightRow,
): void {
  const { styles, clock } = context
  const address = url === undefined ? null : webAddress(url)
  put(sheet, `B${row}`, text, address === null ? styles.fact : styles.factLink)
  if (address !== null) extras.links.push({ cell: `B${row}`, to: { address } })
  put(sheet, `C${row}`, item.author, styles.fact)
  const serial = item.at === null ? null : excelSerial(clock.wall(Date.parse(item.at)))
  put(sheet, `D${row}`, serial, styles.factMinute)
  put(sheet, `E${row}`, first, typeof first === 'number' ? styles.factNumber : styles.fact)
  put(sheet, `F${row}`, second, styles.fact)
  putMessageLink(sheet, context, extras, `G${row}`, item.messageNumber)
  const tall = Math.max(
    lines(text, TEXT_WIDTH - 2),
    lines(item.author, 20),
    lines(String(first), 20),
    lines(second, 18),
  )
  sheet.getRow(row).height = Math.min(400, 6 + 15 * tall)
}
