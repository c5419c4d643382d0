import type { Logger } from 'pino'
import type { ReportLogLine } from '../contract/reports.ts'
import type { ReportLogStore } from '../store/report-log-store.ts'
import { createReportCounter, type ReportStats } from './report-stats.ts'
import type { LogReport } from './tracker.ts'

/** What is said of each report: to the structured log and, for its drawer in the window, to the store. */
export interface ReportLog {
  of(reportOid: string, roomOid: string): LogReport
  list(reportOid: string): ReportLogLine[]
  /** What the lines add up to since the start. */
  stats(): Readonly<ReportStats>
}

export interface ReportLogOptions {
  store: ReportLogStore
  log: Logger
  now(): number
}

export function createReportLog({ store, log, now }: ReportLogOptions): ReportLog {
  const counter = createReportCounter()
  return {
    of: (reportOid, roomOid) => (line) => {
      const { id, level, message, attempt, detail } = line
      counter.count(line)
      log[level]({ id, reportOid, roomOid, attempt, ...detail }, message)
      try {
        store.add(reportOid, { at: new Date(now()).toISOString(), ...line })
      } catch (error) {
        // The line stands in the file; a full disk must not stop the report that it is about.
        log.warn({ id: 'report.log_failed', reportOid, err: error }, 'A log line was not kept')
      }
    },
    list: (reportOid) => store.list(reportOid),
    stats: counter.stats,
  }
}
