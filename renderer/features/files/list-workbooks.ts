import type { ReportEntry } from '../reports/index.ts'

/** Reports that have a workbook, newest first. */
export const listWorkbooks = (entries: readonly (ReportEntry | undefined)[]): string[] =>
  entries
    .filter((entry): entry is ReportEntry => entry?.workbook !== undefined)
    .sort((a, b) => ((a.finishedAt ?? '') < (b.finishedAt ?? '') ? 1 : -1))
    .map(({ reportOid }) => reportOid)
