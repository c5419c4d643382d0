/**
 * Changes to sheet parts that exceljs has written. Its output is regular, so these look for exact
 * pieces of it and throw when one is missing, rather than let a broken file pass.
 */
import { columnLetters } from '../design/column-letters.ts'
import type { SheetExtras, SheetLink } from '../design/sheet-plan.ts'
import { escapeAttribute, plainText } from '../text/cell-text.ts'

/** Puts `piece` in front of the first of `anchors` that stands in the XML. */
export function insertBefore(xml: string, anchors: readonly string[], piece: string): string {
  if (piece === '') return xml
  for (const anchor of anchors) {
    const position = xml.indexOf(anchor)
    if (position >= 0) return xml.slice(0, position) + piece + xml.slice(position)
  }
  throw new Error(`None of ${anchors.join(' ')} stands in the part`)
}

/** Splits a sheet around its rows; the header row stays in the first half. */
export function splitAtRows(xml: string): { head: string; tail: string } {
  const secondRow = xml.indexOf('<row r="2"')
  const end = xml.indexOf('</sheetData>')
  if (secondRow < 0 || end < 0) throw new Error('The designed sheet has no sample row')
  // How many rows there will be is not known yet, and the element may be left out.
  const head = xml.slice(0, secondRow).replace(/<dimension [^>]*\/>/, '')
  return { head, tail: xml.slice(end) }
}

/** The style numbers of one row, by column. */
export function rowStyles(xml: string, row: number, columnCount: number): number[] {
  return Array.from({ length: columnCount }, (_, index) => {
    const cell = `${columnLetters(index)}${row}`
    const found = new RegExp(`<c r="${cell}" s="(\\d+)"`).exec(xml)
    if (found === null) throw new Error(`The sample cell ${cell} has no style`)
    return Number(found[1])
  })
}

/** Replaces the value of one cell, and the height of its row, by a text that is ready as XML. */
export function fillText(xml: string, cell: string, textXml: string, height: number): string {
  const pattern = new RegExp(`<c r="${cell}"( s="\\d+")? t="s"><v>\\d+</v></c>`)
  if (!pattern.test(xml)) throw new Error(`The cell ${cell} is not there to be filled`)
  const row = cell.replace(/^[A-Z]+/, '')
  return xml
    .replace(
      pattern,
      (_, style: string | undefined) =>
        `<c r="${cell}"${style ?? ''} t="inlineStr"><is><t xml:space="preserve">${textXml}</t></is></c>`,
    )
    .replace(
      new RegExp(`(<row r="${row}" [^>]*?ht=")[^"]*"`),
      (_, start: string) => `${start}${height}"`,
    )
}

export interface Relationship {
  id: string
  type: string
  target: string
  isExternal?: boolean
}

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
export const relationshipTypes = {
  hyperlink: `${OFFICE}/hyperlink`,
  drawing: `${OFFICE}/drawing`,
  table: `${OFFICE}/table`,
  chart: `${OFFICE}/chart`,
  image: `${OFFICE}/image`,
  worksheet: `${OFFICE}/worksheet`,
} as const

export function relationshipsXml(list: readonly Relationship[]): string {
  const items = list.map(
    ({ id, type, target, isExternal }) =>
      `<Relationship Id="${id}" Type="${type}" Target="${escapeAttribute(target)}"` +
      `${isExternal === true ? ' TargetMode="External"' : ''}/>`,
  )
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' +
    `${items.join('')}</Relationships>`
  )
}

/**
 * Adds to a sheet what exceljs could not: links, data bars, the drawing and the table, each where
 * the schema wants it (ECMA-376 part 1, 18.3.1.99), and returns the relationships they need.
 */
export function addExtras(
  xml: string,
  extras: SheetExtras,
  parts: { drawing: string | null; table: string | null; barColor: string },
): { xml: string; relationships: Relationship[] } {
  const relationships: Relationship[] = []
  const relate = (type: string, target: string, isExternal = false): string => {
    const id = `rId${relationships.length + 1}`
    relationships.push({ id, type, target, isExternal })
    return id
  }
  const links = extras.links.map((link) =>
    linkXml(link, (address) => relate(relationshipTypes.hyperlink, address, true)),
  )
  const bars = extras.dataBars.map((range, index) => dataBarXml(range, parts.barColor, index + 10))
  const body =
    bars.join('') + (links.length === 0 ? '' : `<hyperlinks>${links.join('')}</hyperlinks>`)
  let result = insertBefore(xml, ['<printOptions', '<pageMargins'], body)
  if (parts.drawing !== null) {
    const id = relate(relationshipTypes.drawing, parts.drawing)
    result = insertBefore(
      result,
      ['<tableParts', '<extLst', '</worksheet>'],
      `<drawing r:id="${id}"/>`,
    )
  }
  if (parts.table !== null) {
    const id = relate(relationshipTypes.table, parts.table)
    const piece = `<tableParts count="1"><tablePart r:id="${id}"/></tableParts>`
    result = insertBefore(result, ['<extLst', '</worksheet>'], piece)
  }
  return { xml: result, relationships }
}

function linkXml(link: SheetLink, relate: (address: string) => string): string {
  const tooltip =
    link.tooltip === undefined ? '' : ` tooltip="${escapeAttribute(plainText(link.tooltip))}"`
  return 'place' in link.to
    ? `<hyperlink ref="${link.cell}" location="${escapeAttribute(link.to.place)}"${tooltip}/>`
    : `<hyperlink ref="${link.cell}" r:id="${relate(link.to.address)}"${tooltip}/>`
}

const dataBarXml = (range: string, color: string, priority: number): string =>
  `<conditionalFormatting sqref="${range}"><cfRule type="dataBar" priority="${priority}">` +
  '<dataBar minLength="0" maxLength="100"><cfvo type="num" val="0"/><cfvo type="max"/>' +
  `<color rgb="FF${color}"/></dataBar></cfRule></conditionalFormatting>`

/** A table over the rows of a sheet: its filter buttons, and a name for formulas. */
export function tableXml(
  id: number,
  name: string,
  columns: readonly string[],
  lastRow: number,
): string {
  const reference = `A1:${columnLetters(columns.length - 1)}${lastRow}`
  const items = columns.map(
    (column, index) => `<tableColumn id="${index + 1}" name="${escapeAttribute(column)}"/>`,
  )
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
    '<table xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ' +
    `id="${id}" name="${name}" displayName="${name}" ref="${reference}" totalsRowShown="0">` +
    `<autoFilter ref="${reference}"/><tableColumns count="${columns.length}">${items.join('')}</tableColumns>` +
    '<tableStyleInfo showFirstColumn="0" showLastColumn="0" showRowStripes="0" showColumnStripes="0"/></table>'
  )
}
