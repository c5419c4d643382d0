import { previewLimits } from './limits.ts'
import type {
  PreviewCell,
  PreviewPage,
  PreviewSheet,
  PreviewStyle,
  WorkbookPreview,
} from '../../contract/preview.ts'
import type { ReportLanguage } from '../../contract/workbook.ts'
import { webAddress } from '../text/web-address.ts'
import type { Book, BookSheet } from './book.ts'
import { parsePlace, parseRange } from './cell-reference.ts'
import { shownCell } from './cell-value.ts'
import { readCharts } from './charts.ts'
import type { Relationship } from './package-reader.ts'
import { scanSheet, type ScannedRow, type SheetScan } from './sheet-scan.ts'
import { plainFormat } from './styles.ts'

/**
 * The sheets of a workbook, their sizes and their charts. Small parts are read to their end, of a large
 * one only the beginning.
 */
export async function previewSheets(book: Book): Promise<WorkbookPreview['sheets']> {
  const sheets: PreviewSheet[] = []
  for (const [index, sheet] of book.sheets.entries()) {
    sheets.push(await previewSheet(book, sheet, index))
  }
  return sheets
}

async function previewSheet(book: Book, sheet: BookSheet, index: number): Promise<PreviewSheet> {
  const relationships = await book.reader.relationships(sheet.part)
  // The first rows are enough to know how wide a sheet is that says nothing of its size.
  const scan = await scanSheet(book.reader, sheet.part, { from: 0, to: previewLimits.sampleRows })
  const rowCount = await rowCountOf(book, scan, relationships)
  const drawing = [...relationships.values()].find(({ type }) => type === 'drawing')
  return {
    index,
    name: sheet.name,
    rowCount,
    readableRows: Math.min(rowCount ?? previewLimits.maxRows, previewLimits.maxRows),
    columnCount: columnCountOf(scan),
    frozenRows: scan.frozenRows,
    charts:
      drawing === undefined || drawing.isExternal
        ? []
        : await readCharts(book.reader, drawing.target),
  }
}

/** A part that was not read to its end tells its size by its dimension or by its table. */
async function rowCountOf(
  book: Book,
  scan: SheetScan,
  relationships: ReadonlyMap<string, Relationship>,
): Promise<number | null> {
  if (scan.isWhole) return scan.rowsSeen
  let last = scan.dimension?.to.row ?? -1
  for (const { type, target, isExternal } of relationships.values()) {
    if (type !== 'table' || isExternal) continue
    const table = await book.reader.tree(target)
    last = Math.max(last, parseRange(table?.attributes['ref'] ?? '')?.to.row ?? -1)
  }
  return last < 0 ? null : last + 1
}

function columnCountOf({ rows, dimension, columns }: SheetScan): number {
  const widest = rows.reduce(
    (most, { cells }) => Math.max(most, (cells.at(-1)?.column ?? -1) + 1),
    0,
  )
  // Programs give columns a look far beyond the last one that is used.
  const named = columns.filter(({ to }) => to < previewLimits.maxColumns).map(({ to }) => to + 1)
  const most = Math.max(widest, (dimension?.to.column ?? -1) + 1, ...named)
  return Math.min(most, previewLimits.maxColumns)
}

/**
 * Some rows of one sheet. Time grows with `offset`, memory does not.
 *
 * @param asked rows from `offset`, counted from 0; numbers are written as the language does
 */
export async function previewPage(
  book: Book,
  index: number,
  asked: { offset: number; limit: number; language: ReportLanguage },
): Promise<PreviewPage | null> {
  const sheet = book.sheets[index]
  if (sheet === undefined) return null
  const from = asked.offset
  const to = Math.min(from + asked.limit, previewLimits.maxRows)
  const scan = await scanSheet(book.reader, sheet.part, { from, to })
  const relationships =
    scan.links.length === 0
      ? new Map<string, Relationship>()
      : await book.reader.relationships(sheet.part)
  const links = linksOf(book, scan, relationships, { from, to })
  const looks = new Looks(book)
  return {
    index,
    name: sheet.name,
    offset: from,
    rows: scan.rows.map((row) => ({
      row: row.row,
      height: row.height,
      cells: cellsOf({ ...book, language: asked.language }, row, looks, links),
    })),
    styles: looks.used,
    columnWidths: widthsOf(scan),
    merges: scan.merges.filter((range) => range.from.row < to && range.to.row >= from),
    isLast: to >= previewLimits.maxRows || scan.rowsSeen <= to,
  }
}

function cellsOf(
  book: Book & { language: ReportLanguage },
  { row, cells }: ScannedRow,
  looks: Looks,
  links: ReadonlyMap<string, NonNullable<PreviewCell['link']>>,
): PreviewCell[] {
  return cells.map((cell) => {
    const link = links.get(`${row} ${cell.column}`)
    return {
      column: cell.column,
      ...shownCell(cell, book.formats[cell.style] ?? plainFormat, book),
      style: looks.numberOf(cell.style),
      ...(link === undefined ? {} : { link }),
    }
  })
}

/** The looks that one page uses, renumbered: a workbook may have thousands. */
class Looks {
  readonly used: PreviewStyle[] = []
  readonly #book: Book
  readonly #numbers = new Map<number, number>()

  constructor(book: Book) {
    this.#book = book
  }

  numberOf(format: number): number {
    let number = this.#numbers.get(format)
    if (number === undefined) {
      number = this.used.push((this.#book.formats[format] ?? plainFormat).style) - 1
      this.#numbers.set(format, number)
    }
    return number
  }
}

/** Where the cells of some rows lead; only places in the workbook, the web and mail. */
function linksOf(
  book: Book,
  scan: SheetScan,
  relationships: ReadonlyMap<string, Relationship>,
  { from, to }: { from: number; to: number },
): Map<string, NonNullable<PreviewCell['link']>> {
  const links = new Map<string, NonNullable<PreviewCell['link']>>()
  for (const { cell, location, id } of scan.links) {
    if (cell.row < from || cell.row >= to) continue
    const key = `${cell.row} ${cell.column}`
    const url = id === null ? null : webAddress(relationships.get(id)?.target ?? '')
    if (url !== null) links.set(key, { url })
    else if (id === null && location !== null) {
      const place = parsePlace(location)
      const sheet = book.sheets.findIndex(({ name }) => name === place?.sheet)
      if (place !== null && sheet >= 0) links.set(key, { sheet, ...place.cell })
    }
  }
  return links
}

function widthsOf(scan: SheetScan): number[] {
  const widths = Array.from({ length: columnCountOf(scan) }, () => scan.defaultWidth)
  for (const { from, to, width } of scan.columns) {
    for (let column = from; column <= to && column < widths.length; column += 1) {
      widths[column] = width
    }
  }
  return widths
}
