import { copyFile, writeFile } from 'node:fs/promises'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Engine } from '../compose.ts'
import type { ReportStatus } from '../contract/reports.ts'

/** What a report can be had as. */
export const reportForms = ['xlsx', 'csv', 'md'] as const
export type ReportForm = (typeof reportForms)[number]

/** `xlsx,csv` as a list without repetition; null if it names anything else, or nothing. */
export function parseForms(text: string): ReportForm[] | null {
  const names = text.split(',').map((name) => name.trim().toLowerCase())
  const forms = reportForms.filter((form) => names.includes(form))
  const isKnown = (name: string): boolean => reportForms.some((form) => form === name)
  return names.every(isKnown) ? forms : null
}

/**
 * Leaves a finished report in a folder, in every form that is asked for, under the name of its workbook.
 *
 * @returns false if its workbook has vanished
 */
export async function leaveReport(
  engine: Pick<Engine, 'reports' | 'documents'>,
  { reportOid, workbook }: ReportStatus,
  out: string,
  forms: readonly ReportForm[],
): Promise<boolean> {
  const path = engine.reports.workbookPath(reportOid)
  if (workbook === undefined || path === null) return false
  const target = (form: ReportForm): string =>
    join(out, workbook.fileName.replace(/\.xlsx$/, `.${form}`))
  if (forms.includes('xlsx')) await copyFile(path, target('xlsx'))
  if (forms.includes('csv')) {
    const pieces = Readable.from(engine.documents.csv(reportOid))
    await pipeline(pieces, createWriteStream(target('csv')))
  }
  if (forms.includes('md')) {
    await writeFile(target('md'), await engine.documents.ask({ type: 'markdown', reportOid }))
  }
  return true
}
