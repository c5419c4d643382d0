import { escapeAttribute } from '../text/cell-text.ts'
import { insertBefore, relationshipTypes } from './sheet-xml.ts'

const WORKSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml'
const DRAWING = 'application/vnd.openxmlformats-officedocument.drawing+xml'
const CHART = 'application/vnd.openxmlformats-officedocument.drawingml.chart+xml'
const TABLE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml'

/** Parts that exceljs does not know of, by what they are. */
export interface AddedParts {
  sheets: { part: string; name: string; number: number }[]
  drawings: string[]
  charts: string[]
  tables: string[]
  imageTypes: string[]
}

/** Names every added part, without which Excel offers to repair the file. */
export function addContentTypes(xml: string, added: AddedParts): string {
  const override = (part: string, type: string): string =>
    `<Override PartName="/${part}" ContentType="${type}"/>`
  const pieces = [
    ...added.imageTypes.map((type) => `<Default Extension="${type}" ContentType="image/${type}"/>`),
    ...added.sheets.map(({ part }) => override(part, WORKSHEET)),
    ...added.drawings.map((part) => override(part, DRAWING)),
    ...added.charts.map((part) => override(part, CHART)),
    ...added.tables.map((part) => override(part, TABLE)),
  ]
  return insertBefore(xml, ['</Types>'], pieces.join(''))
}

/** Adds the sheets that the transcript needed beyond its first. */
export function addSheets(
  parts: { workbook: string; relationships: string },
  sheets: AddedParts['sheets'],
): { workbook: string; relationships: string } {
  let { workbook, relationships } = parts
  let relationship = Math.max(
    ...[...relationships.matchAll(/Id="rId(\d+)"/g)].map((match) => Number(match[1])),
  )
  for (const { name, number, part } of sheets) {
    relationship += 1
    workbook = insertBefore(
      workbook,
      ['</sheets>'],
      `<sheet sheetId="${number}" name="${escapeAttribute(name)}" state="visible" r:id="rId${relationship}"/>`,
    )
    workbook = insertBefore(
      workbook,
      ['</definedNames>'],
      `<definedName name="_xlnm.Print_Titles" localSheetId="${number - 1}">'${name}'!$1:$1</definedName>`,
    )
    relationships = insertBefore(
      relationships,
      ['</Relationships>'],
      `<Relationship Id="rId${relationship}" Type="${relationshipTypes.worksheet}" Target="${part.replace('xl/', '')}"/>`,
    )
  }
  return { workbook, relationships }
}

/** What Excel shows under "Application", without the list of sheets, which it makes itself. */
export const applicationProperties =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
  '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">' +
  '<Application>Rapporteur</Application></Properties>'
