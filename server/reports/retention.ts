import type { StoredReport } from '../ports/report.ts'
import type { Reports } from '../ports/reports.ts'
import type { ReportFiles } from './report-files.ts'

/** Removes workbooks that are older than the settings want them kept. */
export interface Retention {
  /** How many were removed. Never rejects: what cannot be removed now is tried at the next look. */
  run(): Promise<number>
}

export interface RetentionDeps {
  reports: Pick<Reports, 'endedBefore'>
  files: Pick<ReportFiles, 'find' | 'remove'>
  /** Null: for ever. Asked at every look. */
  days(): number | null
  now(): number
  onRemoved(report: StoredReport, days: number): void
}

const dayMs = 24 * 60 * 60 * 1_000

/**
 * Only a file that a report names and that still has the bytes it was written with is ours to remove: a
 * person who has worked in a workbook keeps it. The report itself stays, and can be made again.
 */
export function createRetention(deps: RetentionDeps): Retention {
  const old = (days: number): Promise<StoredReport[]> =>
    deps.reports.endedBefore(deps.now() - days * dayMs).catch(() => [])
  return {
    async run() {
      const days = deps.days()
      if (days === null) return 0
      let removed = 0
      for (const report of await old(days)) {
        const { workbook } = report
        if (workbook === null) continue
        const key = await deps.files.find(report.reportOid, workbook, true)
        if (key === null) continue
        try {
          await deps.files.remove(key)
        } catch {
          continue
        }
        removed++
        deps.onRemoved(report, days)
      }
      return removed
    },
  }
}
