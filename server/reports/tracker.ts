import type {
  DeliveryState,
  ReportError,
  ReportLogLine,
  ReportState,
  ReportStatus,
  Stage,
  StatusNote,
  WorkbookFile,
} from '../contract/reports.ts'
import type { ReportStore, StoredReport } from '../store/report-store.ts'
import type { Keeper } from './keeper.ts'
import { createEtaEstimator, percentOf, type EtaEstimator } from './progress.ts'
import { defaultWeights, type StageWeights } from './stage-times.ts'
import { assertDeliveryMove, assertMove, isSettled } from './state-machine.ts'
import { createThrottle } from './throttle.ts'

/** What the pipeline speaks through; one per report and attempt. */
export interface StatusPublisher {
  emit(status: ReportStatus): void
  /** A piece of the summary; `phase` is what the stage was doing, `attempt` tells an older piece. */
  emitText(piece: { text: string; attempt: number; phase: string }): void
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
  ...(report.etaRange === null ? {} : { etaRange: report.etaRange }),
  message: report.message,
  ...report.note,
  ...(report.recipients.length === 0 ? {} : { recipients: [...report.recipients] }),
  attempt: report.attempt,
  at: new Date(nowMs).toISOString(),
  ...(report.workbook === null ? {} : { workbook: report.workbook }),
  ...(report.error === null ? {} : { error: report.error }),
})

/** Writes a line about the report. */
export type LogReport = (line: Omit<ReportLogLine, 'at'>) => void

type Detail = NonNullable<ReportLogLine['detail']>

/**
 * One report while it is on its way: every change goes through here, is checked by the state machine,
 * kept in the store, and then said on the report's channel. Counters are throttled, transitions are not.
 */
export interface Tracker {
  readonly report: StoredReport
  /** Says how things stand; nothing has changed. */
  announce(): void
  enter(stage: Stage, message: string): void
  /** Percent and time left are reckoned by these from now on. */
  weigh(weights: StageWeights): void
  count(done: number, total: number | null, unit: string): void
  text(delta: string): void
  /** A new sentence of the stage, such as "Reading part 3 of 12"; it is throttled like a counter. */
  phase(message: string): void
  /** The stage waits for somebody else; its own sentence comes back with its next sign of life. */
  pause(message: string, note?: StatusNote): void
  /** Says something new without a transition, such as "Cancelling". */
  say(message: string): void
  finish(workbook: WorkbookFile, message: string): void
  fail(error: ReportError): void
  cancel(message: string): void
  /** @returns whether the change is durable already; if not, it is as soon as it can be */
  deliver(state: DeliveryState, message: string): boolean
  log(id: string, message: string, detail?: Detail): void
  /** Null: all that was said is durable. Otherwise resolves when it is. */
  kept(): Promise<void> | null
  /** Says and keeps nothing more; what is in the store stays as it is. */
  stop(): void
}

export interface TrackerDeps {
  store: Pick<ReportStore, 'save' | 'saveAttempt' | 'atomically'>
  publisher: StatusPublisher
  keeper: Pick<Keeper, 'keep' | 'kept'>
  log: LogReport
  /** Milliseconds since 1970, for people. */
  now(): number
  /** Milliseconds of a clock that never goes back, for intervals; default `performance.now`. */
  ticks?(): number
}

export function createTracker(initial: StoredReport, deps: TrackerDeps): Tracker {
  const ticks = deps.ticks ?? (() => performance.now())
  const { reportOid } = initial
  let report = initial
  let weights = defaultWeights
  let eta: EtaEstimator | null = null
  let ended = false
  let stopped = false
  /** The stage's own sentence, while another one stands in for it. */
  let stageMessage: string | null = null

  const publish = (next: StoredReport): boolean =>
    deps.keeper.keep(reportOid, () => {
      if (stopped) return
      deps.store.save(next)
      deps.publisher.emit(toStatus(next, deps.now()))
    })
  const throttle = createThrottle<StoredReport>(publish, { now: ticks })

  function log(level: ReportLogLine['level'], id: string, message: string, detail?: Detail): void {
    const { attempt } = report
    deps.log({ attempt, level, id, message, ...(detail === undefined ? {} : { detail }) })
  }

  /** A transition: kept and said at once, and the last word where nothing is left to say. */
  function change(patch: Partial<StoredReport>): boolean {
    if (ended) return false
    // A note says what its message says, so it goes with it.
    const note = patch.message === undefined ? report.note : null
    report = { ...report, note, ...patch }
    throttle.stop()
    if (!isSettled(report)) return publish(report)
    ended = true
    // In one transaction, so that no crash leaves an end that nobody was told of.
    return deps.keeper.keep(reportOid, () => {
      if (stopped) return
      deps.store.atomically(() => {
        deps.store.save(report)
        deps.store.saveAttempt(report)
        deps.publisher.end(toStatus(report, deps.now()))
      })
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
    change({ ...patch, state, etaSeconds: null, etaRange: null, finishedAt: deps.now() })
  }

  /** A report that did not finish sends no mail. */
  const withoutMail = (): Pick<StoredReport, 'delivery'> => ({
    delivery: report.delivery === 'pending' ? 'none' : report.delivery,
  })

  return {
    get report() {
      return report
    },
    announce() {
      deps.publisher.emit(toStatus(report, deps.now()))
      log('info', 'report.note', report.message)
    },
    enter(stage, message) {
      // The same stage again, after a pause, is no move.
      if (report.state !== stage) assertMove(report.state, stage)
      const startedAt = report.startedAt ?? deps.now()
      eta ??= createEtaEstimator(ticks())
      stageMessage = null
      const unit = stage === 'writing' ? 'rows' : 'messages'
      const progress = { done: 0, total: null, unit }
      change({ state: stage, resumeStage: stage, startedAt, progress, message })
      log('info', 'report.stage', message, { stage })
    },
    weigh(learned) {
      weights = learned
    },
    count(done, total, unit) {
      if (ended || report.state === 'queued') return
      resume()
      const progress = { done, total, unit }
      const percent = percentOf(report.state as Stage, progress, weights)
      const grown = percent === null ? report.percent : Math.max(percent, report.percent ?? 0)
      const left = eta?.sample(ticks(), grown) ?? null
      report = {
        ...report,
        progress,
        percent: grown,
        etaSeconds: left?.seconds ?? null,
        etaRange: left === null ? null : { low: left.low, high: left.high },
      }
      throttle.offer(report)
    },
    text(delta) {
      if (ended) return
      resume()
      deps.publisher.emitText({ text: delta, attempt: report.attempt, phase: report.message })
    },
    phase(message) {
      if (ended || report.state === 'queued') return
      stageMessage = null
      report = { ...report, message, note: null }
      throttle.offer(report)
    },
    pause(message, note) {
      stageMessage ??= report.message
      change({ message, note: note ?? null })
      log('warn', 'report.waiting', message)
    },
    say(message) {
      change({ message })
      log('info', 'report.note', message)
    },
    finish(workbook, message) {
      end('finished', { workbook, message, percent: 100, error: null })
      log('info', 'report.finished', message, { bytes: workbook.bytes, file: workbook.fileName })
    },
    fail(error) {
      end('failed', { error, message: error.message, ...withoutMail() })
      log('error', 'report.failed', error.message, { code: error.code, stage: error.stage })
    },
    cancel(message) {
      end('cancelled', { message, ...withoutMail() })
      log('info', 'report.cancelled', message)
    },
    deliver(state, message) {
      assertDeliveryMove(report.delivery, state)
      const isKept = change({ delivery: state, message })
      const isBad = state === 'failed' || state === 'uncertain'
      log(isBad ? 'error' : 'info', 'report.delivery', message, { delivery: state })
      return isKept
    },
    log: (id, message, detail) => log('info', id, message, detail),
    kept: () => deps.keeper.kept(reportOid),
    stop() {
      ended = true
      stopped = true
      throttle.stop()
    },
  }
}
