import ExcelJS from 'exceljs'
import { readParts } from '../package/read-parts.ts'
import { plainText } from '../text/cell-text.ts'
import { shorten } from './text.ts'

/** What programs read of a book without opening it. */
export interface BookFacts {
  createdAt: Date
  title: string
  subject: string
  description: string
  keywords: string
  category: string
}

export function newBook({ createdAt, ...facts }: BookFacts): ExcelJS.Workbook {
  const workbook = new ExcelJS.Workbook()
  workbook.creator = 'Rapporteur'
  workbook.lastModifiedBy = 'Rapporteur'
  workbook.created = createdAt
  workbook.modified = createdAt
  workbook.title = facts.title
  workbook.subject = facts.subject
  workbook.description = shorten(plainText(facts.description), 500)
  workbook.keywords = facts.keywords
  workbook.category = facts.category
  return workbook
}

/** The parts that exceljs makes of it, by name. */
export async function partsOf(workbook: ExcelJS.Workbook): Promise<Map<string, Buffer>> {
  // Stored: the parts are taken out again at once, so packing them would be for nothing.
  // exceljs returns an ArrayBuffer-like Buffer of its own typing; copying keeps ours honest.
  return readParts(Buffer.from(await workbook.xlsx.writeBuffer({ zip: { compression: 'STORE' } })))
}
