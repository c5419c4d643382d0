import type { StoredReport } from '../engines/sqlite/report-store.ts'
import type { Keeper } from './keeper.ts'
import type { ReportsDeps } from './reports-api.ts'
import { createTracker, type Tracker } from './tracker.ts'

/** A report that waits, runs or is delivered: who speaks for it, and how it is stopped. */
export interface ActiveReport {
  tracker: Tracker
  cancel: AbortController
  /** Ends the waiting for a model: the report goes on with quotes. */
  quotes: AbortController
}

/** The reports of this process that have not come to rest; each has one tracker at most. */
export interface ActiveReports {
  get(reportOid: string): ActiveReport | undefined
  has(reportOid: string): boolean
  /** The one that is known, or a new one. */
  track(report: StoredReport): ActiveReport
  /** Lets go of a report once all that was said of it is durable. */
  release(entry: ActiveReport): void
  /** Stops the clocks of all. */
  stop(): void
}

export function createActiveReports(
  deps: Pick<ReportsDeps, 'store' | 'log' | 'openPublisher' | 'onReportChanged'> & {
    now(): number
    keeper: Keeper
  },
): ActiveReports {
  const { store, now, keeper } = deps
  const active = new Map<string, ActiveReport>()
  return {
    get: (reportOid) => active.get(reportOid),
    has: (reportOid) => active.has(reportOid),
    track(report) {
      const { reportOid, roomOid } = report
      const known = active.get(reportOid)
      if (known) return known
      const log = deps.log.of(reportOid, roomOid)
      const publisher = deps.openPublisher(reportOid, roomOid)
      const tracker = createTracker(report, { store, now, keeper, log, publisher })
      const entry = { tracker, cancel: new AbortController(), quotes: new AbortController() }
      active.set(reportOid, entry)
      return entry
    },
    release({ tracker }) {
      const { reportOid, roomOid } = tracker.report
      const letGo = (): void => {
        tracker.stop()
        active.delete(reportOid)
        deps.onReportChanged?.(roomOid)
      }
      const kept = tracker.kept()
      if (kept === null) letGo()
      else void kept.then(letGo)
    },
    stop() {
      for (const { tracker } of active.values()) tracker.stop()
    },
  }
}
