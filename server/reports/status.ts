import type { ReportStatus } from '../contract/reports.ts'
import type { NewEvent } from '../ports/event-log.ts'
import { toStatus, type StoredReport } from '../ports/report.ts'
import type { ReportLog } from './report-log.ts'
import { isSettled } from './state-machine.ts'

/** Publishes the statuses of one report. */
export interface StatusPublisher {
  /** The event of a status, to be kept in one transaction with it; `isEnd`: nothing will follow. */
  event(status: ReportStatus, isEnd: boolean): NewEvent
  /** Called once it is kept. */
  told(status: ReportStatus, isEnd: boolean): void
  /** A piece of the summary; `phase` is what the stage was doing, `attempt` tells an older piece. */
  emitText(piece: { text: string; attempt: number; phase: string }): void
}

/** Says how reports are that have no tracker: those that wait, and those that an earlier process has left. */
export interface Telling {
  /** The event of the present status, to be kept in one call with what it tells of. */
  eventOf(report: StoredReport): NewEvent
  /** Called once it is kept. */
  told(report: StoredReport): void
}

export function createTelling(deps: {
  publisherOf(reportOid: string, roomOid: string): StatusPublisher
  log: Pick<ReportLog, 'of'>
  now(): number
}): Telling {
  const { publisherOf, log, now } = deps
  return {
    eventOf: (report) =>
      publisherOf(report.reportOid, report.roomOid).event(
        toStatus(report, now()),
        isSettled(report),
      ),
    told(report) {
      const { reportOid, roomOid, attempt, said } = report
      publisherOf(reportOid, roomOid).told(toStatus(report, now()), isSettled(report))
      log.of(
        reportOid,
        roomOid,
        report.options.traceparent,
      )({ attempt, level: 'info', id: 'report.note', said })
    },
  }
}
