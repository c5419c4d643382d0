import type ExcelJS from 'exceljs'
import { noChanges } from '../changes.ts'
import { cellText } from '../text/cell-text.ts'
import type { Speech } from '../../words/speech.ts'
import type { Palette } from './palette.ts'

export const FONT = 'Calibri'

/** Looks that the sheets share. Each is made once, because exceljs compares styles by object first. */
export function styles(colors: Palette, speech: Speech) {
  const solid = (color: string): ExcelJS.Fill => ({
    type: 'pattern',
    pattern: 'solid',
    fgColor: { argb: `FF${color}` },
  })
  const font = (
    color: string,
    size = 11,
    more: Partial<ExcelJS.Font> = {},
  ): Partial<ExcelJS.Font> => ({
    name: FONT,
    family: 2,
    size,
    color: { argb: `FF${color}` },
    ...more,
  })
  const rule: Partial<ExcelJS.Border> = { style: 'thin', color: { argb: `FF${colors.line}` } }
  const hair: Partial<ExcelJS.Borders> = { bottom: rule }
  const top: Partial<ExcelJS.Alignment> = { vertical: 'top', wrapText: true }
  const topRight: Partial<ExcelJS.Alignment> = { vertical: 'top', horizontal: 'right' }
  /** Names and ids are cut at the edge of their column: only messages make a row higher. */
  const oneLine: Partial<ExcelJS.Alignment> = { vertical: 'top', horizontal: 'left' }
  /** Keeps a cell off the number, or the text that reads from the right, to its left. */
  const indented: Partial<ExcelJS.Alignment> = { vertical: 'top', horizontal: 'left', indent: 1 }
  const middle: Partial<ExcelJS.Alignment> = { vertical: 'middle', wrapText: true }
  const left: Partial<ExcelJS.Alignment> = { vertical: 'middle', horizontal: 'left' }
  const right: Partial<ExcelJS.Alignment> = { vertical: 'middle', horizontal: 'right' }
  const body = font(colors.ink)
  return {
    eyebrow: { font: font(colors.heading, 10, { bold: true }), alignment: { vertical: 'middle' } },
    /** To the left whatever the script, because all around it is. */
    title: {
      font: font(colors.ink, 22, { bold: true }),
      alignment: { vertical: 'middle', horizontal: 'left', wrapText: true },
    },
    subtitle: { font: font(colors.muted, 11), alignment: { vertical: 'middle', wrapText: true } },
    section: {
      font: font(colors.heading, 13, { bold: true }),
      alignment: { vertical: 'bottom' },
      border: { bottom: { style: 'medium', color: { argb: `FF${colors.accent}` } } },
    },
    figure: {
      font: font(colors.heading, 20, { bold: true }),
      fill: solid(colors.wash),
      alignment: { vertical: 'bottom', horizontal: 'center', shrinkToFit: true },
      numFmt: '#,##0',
    },
    figureLabel: {
      font: font(colors.muted, 10),
      fill: solid(colors.wash),
      alignment: { vertical: 'top', horizontal: 'center', shrinkToFit: true },
    },
    quote: {
      font: font(colors.ink, 14),
      fill: solid(colors.wash),
      alignment: { vertical: 'middle', horizontal: 'left', wrapText: true, indent: 1 },
      border: { left: { style: 'thick', color: { argb: `FF${colors.accent}` } } },
    },
    /** What the report lacks: it must be seen, in black and white as well. */
    missing: {
      font: font(colors.ink, 11, { bold: true }),
      alignment: { vertical: 'middle', horizontal: 'left', wrapText: true, indent: 1 },
    },
    tableHead: {
      font: font(colors.onAccent, 11, { bold: true }),
      fill: solid(colors.accent),
      alignment: { vertical: 'middle' },
    },
    tableHeadIndented: {
      font: font(colors.onAccent, 11, { bold: true }),
      fill: solid(colors.accent),
      alignment: { vertical: 'middle', horizontal: 'left', indent: 1 },
    },
    tableHeadRight: {
      font: font(colors.onAccent, 11, { bold: true }),
      fill: solid(colors.accent),
      alignment: { vertical: 'middle', horizontal: 'right' },
    },
    /** Small sheets: centred, so that a line of text keeps its distance from the rules. */
    fact: { font: body, alignment: middle, border: hair },
    factValue: {
      font: body,
      alignment: { vertical: 'middle', horizontal: 'left', wrapText: true },
      border: hair,
    },
    factLabel: { font: font(colors.muted), alignment: middle, border: hair },
    /** A figure beside that of another time. */
    compared: {
      font: body,
      alignment: { vertical: 'middle', horizontal: 'right', wrapText: true },
      border: hair,
    },
    comparedLabel: {
      font: font(colors.muted),
      alignment: { vertical: 'middle', horizontal: 'right' },
      border: hair,
    },
    notable: {
      font: font(colors.heading, 11, { bold: true }),
      alignment: { vertical: 'middle', horizontal: 'right', wrapText: true },
      border: hair,
    },
    factLink: {
      font: font(colors.link, 11, { underline: true }),
      alignment: middle,
      border: hair,
    },
    factNumber: { font: body, numFmt: '#,##0', alignment: left, border: hair },
    factMinute: {
      font: font(colors.muted),
      numFmt: speech.say('format_minute'),
      alignment: left,
      border: hair,
    },
    /** A part of a list. */
    group: {
      font: font(colors.heading, 11, { bold: true }),
      fill: solid(colors.wash),
      alignment: { vertical: 'middle' },
      border: hair,
    },
    note: { font: font(colors.muted, 11, { italic: true }), alignment: middle },
    number: { font: body, numFmt: '#,##0;-#,##0;–', alignment: right, border: hair },
    plainNumber: { font: body, numFmt: '#,##0;-#,##0;–', alignment: right },
    total: {
      font: font(colors.ink, 11, { bold: true }),
      numFmt: '#,##0;-#,##0;–',
      alignment: { vertical: 'middle', horizontal: 'right' },
      border: { top: rule, bottom: rule },
    },
    totalLabel: {
      font: font(colors.ink, 11, { bold: true }),
      alignment: { vertical: 'middle' },
      border: { top: rule, bottom: rule },
    },
    share: { font: body, numFmt: speech.say('format_share'), alignment: right, border: hair },
    /** A change in percent of what was before. */
    delta: { font: body, numFmt: '+0%;-0%;0%', alignment: right, border: hair },
    decimal: { font: body, numFmt: '#,##0.0', alignment: right, border: hair },
    day: { font: body, numFmt: speech.say('format_day'), alignment: left, border: hair },
    span: { font: body, numFmt: '[h]:mm:ss', alignment: right, border: hair },
    person: {
      font: font(colors.ink, 11, { bold: true }),
      alignment: { vertical: 'middle', horizontal: 'left', indent: 1 },
      border: hair,
    },
    indentedFact: {
      font: body,
      alignment: { vertical: 'middle', horizontal: 'left', indent: 1 },
      border: hair,
    },
    indentedLink: {
      font: font(colors.link, 11, { underline: true }),
      alignment: { vertical: 'middle', horizontal: 'left', indent: 1 },
      border: hair,
    },
    personMoment: {
      font: body,
      numFmt: speech.say('format_second'),
      alignment: { vertical: 'middle', horizontal: 'left', indent: 1 },
      border: hair,
    },
    heat: {
      font: font(colors.ink, 10),
      numFmt: '#,##0;;',
      alignment: right,
    },
    hour: { font: font(colors.muted, 10), alignment: left },
    /** Transcript: at the top of rows that may be many lines high. */
    text: { font: body, alignment: top, border: hair },
    strong: { font: font(colors.ink, 11, { bold: true }), alignment: oneLine, border: hair },
    muted: { font: font(colors.muted), alignment: indented, border: hair },
    systemAuthor: {
      font: font(colors.muted, 11, { italic: true }),
      alignment: oneLine,
      border: hair,
    },
    system: { font: font(colors.muted, 11, { italic: true }), alignment: top, border: hair },
    link: { font: font(colors.link, 11, { underline: true }), alignment: indented, border: hair },
    /** A row number: no thousands separator, lighter than the text beside it. */
    index: { font: font(colors.muted), numFmt: '0', alignment: topRight, border: hair },
    moment: { font: body, numFmt: speech.say('format_second'), alignment: indented, border: hair },
    systemMoment: {
      font: font(colors.muted, 11, { italic: true }),
      numFmt: speech.say('format_second'),
      alignment: indented,
      border: hair,
    },
  } satisfies Record<string, Partial<ExcelJS.Style>>
}

export type Styles = ReturnType<typeof styles>

/** Chat text only ever enters a small sheet through here: as a string, within what a cell holds. */
export function put(
  sheet: ExcelJS.Worksheet,
  address: string,
  value: string | number | null,
  style: Partial<ExcelJS.Style>,
): void {
  const cell = sheet.getCell(address)
  cell.value = typeof value === 'string' ? cellText(value, noChanges()) : value
  cell.style = style
}

/** One value over several columns of a row, all of them in its style. */
export function putAcross(
  sheet: ExcelJS.Worksheet,
  range: { row: number; from: string; to: string },
  value: string | number | null,
  style: Partial<ExcelJS.Style>,
): void {
  const { row, from, to } = range
  put(sheet, `${from}${row}`, value, style)
  for (let code = from.charCodeAt(0) + 1; code <= to.charCodeAt(0); code += 1) {
    sheet.getCell(`${String.fromCharCode(code)}${row}`).style = style
  }
  if (from !== to) sheet.mergeCells(`${from}${row}:${to}${row}`)
}

export interface PageSetup {
  orientation: 'portrait' | 'landscape'
  /** Repeated on every printed page, such as `1:1`. */
  titleRows?: string
  /** Pages from top to bottom; default as many as it takes. */
  pagesTall?: number
  roomName: string
}

/**
 * Pages that rows fill, when they may be printed so many times smaller rather than leave a few lines
 * for a page of their own.
 *
 * @param pageHeight points of the sheet that fit on one page at its width
 */
export function pagesOf(
  sheet: ExcelJS.Worksheet,
  rows: number,
  { pageHeight, squeeze }: { pageHeight: number; squeeze: number },
): number {
  return Math.max(1, Math.ceil(heightOf(sheet, rows) / (pageHeight * squeeze)))
}

/** Points from the top to the end of a row. */
export function heightOf(sheet: ExcelJS.Worksheet, rows: number): number {
  let height = 0
  for (let row = 1; row <= rows; row += 1) height += sheet.getRow(row).height ?? 15
  return height
}

/** A4, as wide as the page, with the room and the page number below. */
export function setUpPage(sheet: ExcelJS.Worksheet, speech: Speech, page: PageSetup): void {
  sheet.pageSetup = {
    paperSize: 9,
    orientation: page.orientation,
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: page.pagesTall ?? 0,
    horizontalCentered: true,
    margins: { left: 0.5, right: 0.5, top: 0.6, bottom: 0.7, header: 0.3, footer: 0.35 },
    ...(page.titleRows === undefined ? {} : { printTitlesRow: page.titleRows }),
  }
  const pages = speech.say('page', { page: '&P', pages: '&N' })
  sheet.headerFooter.oddFooter = `&L&9${footerText(page.roomName)}&C&9&A&R&9${pages}`
}

/** `&` starts a code in footers, and digits behind a size would be read as part of it. */
function footerText(name: string): string {
  const plain = [...name.replaceAll(/[\p{Cc}\p{Cs}\s]+/gu, ' ').trim()].slice(0, 60).join('')
  return ` ${plain.replaceAll('&', '&&')}`
}
