import type { StoredReport } from '../ports/report.ts'
import type { Reports } from '../ports/reports.ts'
import type { Keeper } from './keeper.ts'
import type { ReportServiceDeps } from './report-service-api.ts'
import { createTracker, type Tracker } from './tracker.ts'

/** A report that runs, is delivered or is being changed: what publishes its state, and how it is stopped. */
export interface ActiveReport {
  tracker: Tracker
  cancel: AbortController
  /** Ends the waiting for a model: the report goes on with quotes. */
  quotes: AbortController
  /** Aborted when somebody else has taken the report over. */
  lost: AbortSignal
}

/** The reports of this process that have not come to rest; each has one tracker at most. */
export interface ActiveReports {
  get(reportOid: string): ActiveReport | undefined
  has(reportOid: string): boolean
  oids(): string[]
  /** The one that is known, or a new one. */
  track(report: StoredReport): ActiveReport
  /** Lets go of a report once all that was said of it is durable; resolves then. */
  release(entry: ActiveReport): Promise<void>
  /** Resolves once this report has come to rest; at once if it has. */
  gone(reportOid: string): Promise<void>
  /** Resolves once none waits to be let go. */
  idle(): Promise<void>
  /** Stops all work on these: others may take it over. */
  loseAll(): void
  /** Stops the clocks of all. */
  stop(): void
}

export function createActiveReports(
  deps: Pick<ReportServiceDeps, 'log' | 'publisherOf' | 'onReportChanged'> & {
    reports: Pick<Reports, 'transition'>
    now(): number
    keeper: Keeper
  },
): ActiveReports {
  const { reports, now, keeper } = deps
  const active = new Map<string, ActiveReport>()
  const leaving = new Set<Promise<void>>()
  const losing = new WeakMap<ActiveReport, AbortController>()
  const listeners = new Map<string, (() => void)[]>()

  function forget({ tracker }: ActiveReport): void {
    const { reportOid, roomOid } = tracker.report
    tracker.stop()
    if (active.get(reportOid)?.tracker === tracker) {
      active.delete(reportOid)
      for (const listener of listeners.get(reportOid) ?? []) listener()
      listeners.delete(reportOid)
    }
    deps.onReportChanged?.(roomOid)
  }

  function loseOne(entry: ActiveReport): void {
    losing.get(entry)?.abort()
    forget(entry)
  }

  return {
    loseAll() {
      for (const entry of active.values()) loseOne(entry)
    },
    get: (reportOid) => active.get(reportOid),
    has: (reportOid) => active.has(reportOid),
    oids: () => [...active.keys()],
    track(report) {
      const { reportOid, roomOid } = report
      const known = active.get(reportOid)
      if (known) return known
      const log = deps.log.of(reportOid, roomOid, report.options.traceparent)
      const publisher = deps.publisherOf(reportOid, roomOid)
      const [cancel, quotes, lost] = [
        new AbortController(),
        new AbortController(),
        new AbortController(),
      ]
      const onLost = (): void => loseOne(entry)
      const tracker = createTracker(report, { reports, now, keeper, log, publisher, onLost })
      const entry = { tracker, cancel, quotes, lost: lost.signal }
      losing.set(entry, lost)
      active.set(reportOid, entry)
      return entry
    },
    release(entry) {
      const leave = entry.tracker.kept().then(() => forget(entry))
      leaving.add(leave)
      void leave.finally(() => leaving.delete(leave))
      return leave
    },
    gone(reportOid) {
      if (!active.has(reportOid)) return Promise.resolve()
      return new Promise((resolve) => {
        listeners.set(reportOid, [...(listeners.get(reportOid) ?? []), resolve])
      })
    },
    async idle() {
      await Promise.all(leaving)
    },
    stop() {
      for (const { tracker } of active.values()) tracker.stop()
    },
  }
}
