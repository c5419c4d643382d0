import type { WorkbookFile } from '../../contract/reports.ts'
import { workbookKey, blobKeys, type Blobs } from '../../ports/blobs.ts'
import type { ReportRow } from './report-rows.ts'

/** Tables that hold something of a report, by `report_oid`, in the order in which rows go back. */
export const tablesOfReports = ['reports', 'attempts', 'checkpoints', 'report_log'] as const

/** Reports that are removed in one step. */
export const purgedAtOnce = 50

/** Keys of the blobs of a report. */
export function blobsOfReport(
  { report_oid: oid, workbook, attempt }: Pick<ReportRow, 'report_oid' | 'workbook' | 'attempt'>,
  store: Pick<Blobs, 'isShared'> = { isShared: false },
): string[] {
  const made = JSON.parse(workbook ?? 'null') as WorkbookFile | null
  const mails = Array.from({ length: attempt }, (_, index) =>
    blobKeys.mail(`${oid}-${index + 1}.eml`),
  )
  return [...(made === null ? [] : [workbookKey(store, oid, made)]), ...mails]
}
