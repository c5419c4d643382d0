import type {
  DeliveryState,
  Progress,
  ReportError,
  ReportLogLine,
  ReportState,
  ReportStatus,
  Stage,
  WorkbookFile,
} from '../contract/reports.ts'
import { sentence, type Sentence } from '../contract/sentences.ts'
import type { StageEvent } from '../contract/stage-event.ts'
import type { ReportStore, StoredReport } from '../engines/sqlite/report-store.ts'
import type { Keeper } from './keeper.ts'
import { secondsOf } from './retry-policy.ts'
import { createEtaEstimator, percentOf, type EtaEstimator } from './progress.ts'
import { defaultWeights, type StageWeights } from './stage-times.ts'
import { assertDeliveryMove, assertMove, isSettled } from './state-machine.ts'
import { createThrottle } from './throttle.ts'
import { inEnglish } from '../words/say.ts'

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
  ...report.said,
  message: inEnglish(report.said),
  ...(report.recipients.length === 0 ? {} : { recipients: [...report.recipients] }),
  attempt: report.attempt,
  at: new Date(nowMs).toISOString(),
  ...(report.workbook === null ? {} : { workbook: report.workbook }),
  ...(report.error === null ? {} : { error: report.error }),
})

/** A line of a report's log, before it has a time and words. */
export type NewLogLine = Pick<ReportLogLine, 'attempt' | 'level' | 'id' | 'detail'> & {
  said: Sentence
}

/** Writes a line about the report. */
export type LogReport = (line: NewLogLine) => void

/** What is said of a mail beside its state. */
export type DeliveryPatch = Partial<Pick<StoredReport, 'recipients'>>

type Detail = NonNullable<ReportLogLine['detail']>

/**
 * One report while it is on its way: every change goes through here, is checked by the state machine,
 * kept in the store, and then said on the report's channel. Counters are throttled, transitions are not.
 */
export interface Tracker {
  readonly report: StoredReport
  /** Says how things stand; nothing has changed. */
  announce(): void
  enter(stage: Stage): void
  /** Percent and time left are reckoned by these from now on. */
  weigh(weights: StageWeights): void
  /** What the running stage tells. */
  hear(event: StageEvent): void
  /** The stage waits for somebody else; its own sentence comes back with its next sign of life. */
  pause(said: Sentence): void
  /** Says something new without a transition, such as "Cancelling". */
  say(said: Sentence, patch?: DeliveryPatch): void
  finish(workbook: WorkbookFile, said: Sentence): void
  fail(error: ReportError): void
  cancel(): void
  /** @returns whether the change is durable already; if not, it is as soon as it can be */
  deliver(state: DeliveryState, said: Sentence, patch?: DeliveryPatch): boolean
  log(id: string, said: Sentence, detail?: Detail): void
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
  let stageSaid: Sentence | null = null

  const publish = (next: StoredReport): boolean =>
    deps.keeper.keep(reportOid, () => {
      if (stopped) return
      deps.store.save(next)
      deps.publisher.emit(toStatus(next, deps.now()))
    })
  const throttle = createThrottle<StoredReport>(publish, { now: ticks })

  function log(level: ReportLogLine['level'], id: string, said: Sentence, detail?: Detail): void {
    const { attempt } = report
    deps.log({ attempt, level, id, said, ...(detail === undefined ? {} : { detail }) })
  }

  /** A transition: kept and said at once, and the last word where nothing is left to say. */
  function change(patch: Partial<StoredReport>): boolean {
    if (ended) return false
    report = { ...report, ...patch }
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
    if (stageSaid === null) return
    const said = stageSaid
    stageSaid = null
    change({ said })
  }

  function pause(said: Sentence): void {
    stageSaid ??= report.said
    change({ said })
    log('warn', 'report.waiting', said)
  }

  function count(progress: Progress): void {
    resume()
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
  }

  function hear(event: StageEvent): void {
    if (ended || report.state === 'queued') return
    switch (event.type) {
      case 'progress':
        return count({ done: event.done, total: event.total, unit: event.unit })
      case 'text': {
        resume()
        const phase = inEnglish(report.said)
        return deps.publisher.emitText({ text: event.text, attempt: report.attempt, phase })
      }
      case 'doing':
        stageSaid = null
        report = { ...report, said: event.said }
        return throttle.offer(report)
      case 'waiting': {
        const seconds = secondsOf(event.milliseconds)
        return pause(sentence('waiting_for_model', { seconds, reason: event.reason }))
      }
      case 'silent': {
        const seconds = secondsOf(event.milliseconds)
        return pause(sentence('model_silent', { seconds, model: event.model }))
      }
    }
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
      log('info', 'report.note', report.said)
    },
    enter(stage) {
      // The same stage again, after a pause, is no move.
      if (report.state !== stage) assertMove(report.state, stage)
      const startedAt = report.startedAt ?? deps.now()
      eta ??= createEtaEstimator(ticks())
      stageSaid = null
      const said = sentence(stage)
      const unit = stage === 'writing' ? 'rows' : 'messages'
      const progress = { done: 0, total: null, unit }
      change({ state: stage, resumeStage: stage, startedAt, progress, said })
      log('info', 'report.stage', said, { stage })
    },
    weigh(learned) {
      weights = learned
    },
    hear,
    pause,
    say(said, patch = {}) {
      change({ ...patch, said })
      log('info', 'report.note', said)
    },
    finish(workbook, said) {
      end('finished', { workbook, said, percent: 100, error: null })
      log('info', 'report.finished', said, { bytes: workbook.bytes, file: workbook.fileName })
    },
    fail(error) {
      const said = sentence('failed', { reason: { code: error.code, params: error.params ?? {} } })
      end('failed', { error, said, ...withoutMail() })
      log('error', 'report.failed', said, { code: error.code, stage: error.stage })
    },
    cancel() {
      const said = sentence('cancelled')
      end('cancelled', { said, ...withoutMail() })
      log('info', 'report.cancelled', said)
    },
    deliver(state, said, patch = {}) {
      assertDeliveryMove(report.delivery, state)
      const isKept = change({ ...patch, delivery: state, said })
      const isBad = state === 'failed' || state === 'uncertain'
      log(isBad ? 'error' : 'info', 'report.delivery', said, { delivery: state })
      return isKept
    },
    log: (id, said, detail) => log('info', id, said, detail),
    kept: () => deps.keeper.kept(reportOid),
    stop() {
      ended = true
      stopped = true
      throttle.stop()
    },
  }
}
