import type {
  DeliveryState,
  ReportError,
  ReportState,
  ReportStatus,
  Stage,
  WorkbookFile,
} from '../contract/reports.ts'
import type { ReportStore, StoredReport } from '../store/report-store.ts'
import { createEtaEstimator, percentOf, type EtaEstimator } from './progress.ts'
import { assertDeliveryMove, assertMove, isSettled } from './state-machine.ts'
import { createThrottle } from './throttle.ts'

/** What the pipeline speaks through; one per report and attempt. */
export interface StatusPublisher {
  emit(status: ReportStatus): void
  emitText(text: string): void
  /** Sends the end event; nothing may follow. */
  end(status: ReportStatus): void
}

export const toStatus = (report: StoredReport, nowMs: number): ReportStatus => ({
  reportOid: report.reportOid,
  roomOid: report.roomOid,
  state: report.state,
  delivery: report.delivery,
  progress: report.progress,
  percent: report.percent,
  etaSeconds: report.etaSeconds,
  message: report.message,
  attempt: report.attempt,
  at: new Date(nowMs).toISOString(),
  ...(report.workbook === null ? {} : { workbook: report.workbook }),
  ...(report.error === null ? {} : { error: report.error }),
})

/**
 * One report while it is on its way: every change goes through here, is checked by the state machine,
 * kept in the store, and then said on the report's channel. Counters are throttled, transitions are not.
 */
export interface Tracker {
  readonly report: StoredReport
  enter(stage: Stage, message: string): void
  count(done: number, total: number | null, unit: string): void
  text(delta: string): void
  /** The stage waits for somebody else; its own sentence comes back with its next sign of life. */
  pause(message: string): void
  /** Says something new without a transition, such as "Cancelling". */
  say(message: string): void
  finish(workbook: WorkbookFile, message: string): void
  fail(error: ReportError): void
  cancel(message: string): void
  deliver(state: DeliveryState, message: string): void
  /** Says and keeps nothing more; what is in the store stays as it is. */
  stop(): void
}

export interface TrackerDeps {
  store: Pick<ReportStore, 'save' | 'saveAttempt' | 'atomically'>
  publisher: StatusPublisher
  now(): number
}

export function createTracker(initial: StoredReport, deps: TrackerDeps): Tracker {
  let report = initial
  let eta: EtaEstimator | null = null
  let ended = false
  /** The stage's own sentence, while another one stands in for it. */
  let stageMessage: string | null = null

  const publish = (next: StoredReport): void => {
    deps.store.save(next)
    deps.publisher.emit(toStatus(next, deps.now()))
  }
  const throttle = createThrottle<StoredReport>(publish, { now: deps.now })

  /** A transition: kept and said at once, and the last word where nothing is left to say. */
  function change(patch: Partial<StoredReport>): void {
    if (ended) return
    report = { ...report, ...patch }
    throttle.stop()
    if (!isSettled(report)) return throttle.force(report)
    ended = true
    // In one transaction, so that no crash leaves an end that nobody was told of.
    deps.store.atomically(() => {
      deps.store.save(report)
      deps.store.saveAttempt(report)
      deps.publisher.end(toStatus(report, deps.now()))
    })
  }

  function resume(): void {
    if (stageMessage === null) return
    const message = stageMessage
    stageMessage = null
    change({ message })
  }

  function end(state: ReportState, patch: Partial<StoredReport>): void {
    assertMove(report.state, state)
    change({ ...patch, state, etaSeconds: null, finishedAt: deps.now() })
  }

  /** A report that did not finish sends no mail. */
  const withoutMail = (): Pick<StoredReport, 'delivery'> => ({
    delivery: report.delivery === 'pending' ? 'none' : report.delivery,
  })

  return {
    get report() {
      return report
    },
    enter(stage, message) {
      assertMove(report.state, stage)
      const startedAt = report.startedAt ?? deps.now()
      eta ??= createEtaEstimator(deps.now())
      stageMessage = null
      const unit = stage === 'writing' ? 'rows' : 'messages'
      const progress = { done: 0, total: null, unit }
      change({ state: stage, resumeStage: stage, startedAt, progress, message })
    },
    count(done, total, unit) {
      if (ended || report.state === 'queued') return
      resume()
      const progress = { done, total, unit }
      const percent = percentOf(report.state as Stage, progress)
      const grown = percent === null ? report.percent : Math.max(percent, report.percent ?? 0)
      const etaSeconds = eta?.sample(deps.now(), grown) ?? null
      report = { ...report, progress, percent: grown, etaSeconds }
      throttle.offer(report)
    },
    text(delta) {
      if (ended) return
      resume()
      deps.publisher.emitText(delta)
    },
    pause(message) {
      stageMessage ??= report.message
      change({ message })
    },
    say: (message) => change({ message }),
    finish: (workbook, message) =>
      end('finished', { workbook, message, percent: 100, error: null }),
    fail: (error) => end('failed', { error, message: error.message, ...withoutMail() }),
    cancel: (message) => end('cancelled', { message, ...withoutMail() }),
    deliver(state, message) {
      assertDeliveryMove(report.delivery, state)
      change({ delivery: state, message })
    },
    stop() {
      ended = true
      throttle.stop()
    },
  }
}
