import ExcelJS from 'exceljs'
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
