import type { Report } from '../contract/reports.ts'
import { toReport, type StoredReport } from '../ports/report.ts'
import type { Reports } from '../ports/reports.ts'
import { batchOf, isDigest } from './batch.ts'
import type { ReportFiles } from './report-files.ts'
import type { ReportService } from './report-service-api.ts'

/** The reports for people, with workbooks marked that somebody has taken away. */
async function shown(stored: readonly StoredReport[], files: ReportFiles): Promise<Report[]> {
  const made = stored.flatMap(({ reportOid, workbook }) =>
    workbook === null ? [] : [{ reportOid, workbook }],
  )
  const present = made.length === 0 ? new Set() : await files.present(made)
  return stored.map((each) => {
    const report = toReport(each)
    return report.workbook === undefined || present.has(report.reportOid)
      ? report
      : { ...report, workbook: { ...report.workbook, missing: true } }
  })
}

/** The rooms that a report tells of. */
const toldOf = ({ roomOid, mergedInto, options: { covers } }: StoredReport): readonly string[] =>
  covers === undefined ? [mergedInto ?? roomOid] : covers.map((each) => each.roomOid)

/** @param deps.find a report as this process knows it, which may be newer than what is stored */
export function createReading({
  reports,
  files,
  find,
}: {
  reports: Pick<Reports, 'list' | 'overviewsOver'>
  files: ReportFiles
  find(reportOid: string): Promise<StoredReport | null>
}): Pick<ReportService, 'get' | 'list' | 'covered' | 'roomsOf' | 'overviewsOver'> {
  return {
    async roomsOf(reportOid, of) {
      const stored = await find(reportOid)
      if (stored === null) return []
      const isAlone = of === 'report' || !isDigest(stored)
      const those = isAlone ? [] : (await batchOf(reports, stored.batchOid)).flatMap(toldOf)
      return [...new Set([...toldOf(stored), ...those])]
    },
    overviewsOver: (roomOids) => reports.overviewsOver(roomOids),
    async get(reportOid) {
      const stored = await find(reportOid)
      return stored === null ? null : ((await shown([stored], files))[0] ?? null)
    },
    async list(filter, page) {
      const { items, total } = await reports.list(filter, page)
      const lastId = items.at(-1)?.reportId ?? null
      return { items: await shown(items, files), lastId, total }
    },
    async covered(reportOid) {
      const stored = await find(reportOid)
      if (stored === null) return null
      const { covers = [] } = stored.options
      const found = await Promise.all(covers.map((each) => find(each.reportOid)))
      const present = await shown(
        found.filter((each) => each !== null),
        files,
      )
      const byOid = new Map(present.map((report) => [report.reportOid, report]))
      return covers.map(({ roomOid, name, reportOid: oid }) => {
        const report = byOid.get(oid)
        return { roomOid, name, reportOid: oid, ...(report && { report }) }
      })
    },
  }
}
