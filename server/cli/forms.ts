import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Services } from '../services.ts'
import { writeNewFile } from '../write-file.ts'
import type { ReportStatus } from '../contract/reports.ts'
import { UsageError } from './usage-error.ts'

/** What a report can be had as. */
const reportForms = ['xlsx', 'csv', 'md', 'html'] as const
export type ReportForm = (typeof reportForms)[number]

/**
 * `xlsx,csv` as a list without repetition.
 *
 * @throws UsageError if it names anything else, or nothing
 */
export function parseForms(text: string): ReportForm[] {
  const names = text.split(',').map((name) => name.trim().toLowerCase())
  const forms = reportForms.filter((form) => names.includes(form))
  const isKnown = (name: string): boolean => reportForms.some((form) => form === name)
  if (names.every(isKnown)) return forms
  throw new UsageError('usage_forms', { names: reportForms.join(', ') })
}

/**
 * Leaves a finished report in a folder, in every form that is asked for, under the name of its workbook.
 *
 * @returns false if its workbook has vanished
 */
export async function leaveReport(
  services: Pick<Services, 'reports' | 'documents' | 'blobs'>,
  { reportOid, workbook, kind }: ReportStatus,
  out: string,
  forms: readonly ReportForm[],
): Promise<boolean> {
  const key = await services.reports.workbookKey(reportOid)
  const content = key === null ? null : await services.blobs.open(key)
  if (workbook === undefined || content === null) return false
  const target = (form: ReportForm): string =>
    join(out, workbook.fileName.replace(/\.xlsx$/, `.${form}`))
  if (forms.includes('xlsx')) {
    await leave(target('xlsx'), (part) => writeNewFile(part, content))
  } else content.destroy()
  // An overview has no transcript.
  if (forms.includes('csv') && kind !== 'overview') {
    const pieces = services.documents.csv(reportOid)
    await leave(target('csv'), (part) => writeNewFile(part, pieces))
  }
  for (const [form, type] of [
    ['md', 'markdown'],
    ['html', 'html'],
  ] as const) {
    if (!forms.includes(form)) continue
    const page = await services.documents.ask({ type, reportOid })
    await leave(target(form), (part) => writeFile(part, page))
  }
  return true
}

/** Puts a file in its place once it is whole: a full disk must not cost the one of the last time. */
async function leave(path: string, write: (part: string) => Promise<void>): Promise<void> {
  const part = `${path}.part`
  // One that a killed process has left.
  await rm(part, { force: true })
  try {
    await write(part)
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}
