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
import type { NewEvent } from '../ports/event-log.ts'
import { toStatus, type StoredReport } from '../ports/report.ts'
import type { ReportPatch, Reports } from '../ports/reports.ts'
import { runLimits } from './limits.ts'
import type { Kept, Keeper } from './keeper.ts'
import type { LogReport } from './report-log.ts'
import { toFailure } from './failure.ts'
import { secondsOf } from './retry-policy.ts'
import { createEtaEstimator, percentOf, type EtaEstimator } from './progress.ts'
import { defaultWeights, type StageWeights } from './stage-times.ts'
import { assertDeliveryMove, assertMove, isSettled } from './state-machine.ts'
import type { StatusPublisher } from './status.ts'
import { createThrottle } from './throttle.ts'
import { inEnglish } from '../words/say.ts'

/** What is said of a mail beside its state. */
export type DeliveryPatch = Partial<Pick<StoredReport, 'recipients'>>

type Detail = NonNullable<ReportLogLine['detail']>

/**
 * One report while it is on its way: every change goes through here, is checked by the state machine, and
 * then kept and said in one transaction. Counters are throttled, transitions are not. What is asked for is
 * true here at once, and durable in the order in which it was asked for.
 */
export interface Tracker {
  readonly report: StoredReport
  /** Nothing more can be said of it here. */
  readonly isOver: boolean
  /** Holds the report from now on; false if somebody else does, or the server stops. */
  takeUp(owner: string): Promise<boolean>
  enter(stage: Stage): void
  /** Percent and time left are reckoned by these from now on. */
  weigh(weights: StageWeights): void
  /** What the running stage tells. */
  hear(event: StageEvent): void
  /** The stage waits for somebody else; its own sentence comes back with its next sign of life. */
  pause(said: Sentence): void
  /** Says something new without a transition, such as "Cancelling". Resolves once that was tried. */
  say(said: Sentence, patch?: DeliveryPatch): Promise<void>
  /** Like `say`, as do the two others that end it. */
  finish(workbook: WorkbookFile, said: Sentence): Promise<void>
  fail(error: ReportError): Promise<void>
  cancel(): Promise<void>
  /** @returns whether the change is durable; if not, it is as soon as it can be */
  deliver(state: DeliveryState, said: Sentence, patch?: DeliveryPatch): Promise<boolean>
  /** Says something, and holds the report no more; nothing can be said of it here afterwards. */
  handOver(said: Sentence): Promise<void>
  log(id: string, said: Sentence, detail?: Detail): void
  /** Resolves once all that was said is durable. */
  kept(): Promise<void>
  /** Says and keeps nothing more; what is in the store stays as it is. */
  stop(): void
}

export interface TrackerDeps {
  reports: Pick<Reports, 'transition'>
  publisher: StatusPublisher
  keeper: Pick<Keeper, 'line'>
  log: LogReport
  /** Called once if somebody else has taken the report over. */
  onLost?(): void
  /** Milliseconds since 1970, for people. */
  now(): number
  /** Milliseconds of a clock that never goes back, for intervals; default `performance.now`. */
  ticks?(): number
}

/** A change on its way to the store, with the status that tells of it. */
interface Change {
  patch: ReportPatch
  /** Null where there is nothing to tell. */
  told: { status: ReportStatus; isEnd: boolean; event: NewEvent } | null
  owner?: string | null
}

/** What changes between two transitions. */
const countersOf = ({ progress, percent, etaSeconds, said }: StoredReport): ReportPatch => ({
  progress,
  percent,
  etaSeconds,
  said,
})

export function createTracker(initial: StoredReport, deps: TrackerDeps): Tracker {
  const ticks = deps.ticks ?? (() => performance.now())
  const { reportOid } = initial
  let report = initial
  let weights = defaultWeights
  let eta: EtaEstimator | null = null
  let ended = false
  let stopped = false
  /** Why the store could not be written last. */
  let trouble: Sentence = sentence('unavailable', { context: 'locked' })
  /** The stage's own sentence, while another one stands in for it. */
  let stageSaid: Sentence | null = null

  const line = deps.keeper.line<Change>({
    async write({ patch, told, owner }) {
      if (stopped) return false
      const lease = await deps.reports.transition({
        reportOid,
        lease: report.lease,
        patch,
        events: told === null ? [] : [told.event],
        ...(owner === undefined ? {} : { owner }),
        endsAttempt: told?.isEnd ?? false,
      })
      if (lease === null) {
        stop()
        deps.onLost?.()
        return false
      }
      report = { ...report, lease }
      if (told !== null) deps.publisher.told(told.status, told.isEnd)
      return true
    },
    onError: (error) => (trouble = toFailure(error, 'internal').said),
    merge: (older, newer) => ({
      ...older,
      ...newer,
      patch: { ...older.patch, ...newer.patch },
      told: newer.told ?? older.told,
    }),
  })

  function publish(
    patch: ReportPatch,
    { isEnd = false, ...owner }: { isEnd?: boolean; owner?: string | null } = {},
  ): Promise<Kept> {
    const status = toStatus(report, deps.now())
    const told = { status, isEnd, event: deps.publisher.event(status, isEnd) }
    return line.keep({ patch: { ...countersOf(report), ...patch }, told, ...owner })
  }
  const throttle = createThrottle<void>(() => void publish({}), { now: ticks })

  function stop(): void {
    ended = true
    stopped = true
    throttle.stop()
  }

  function log(level: ReportLogLine['level'], id: string, said: Sentence, detail?: Detail): void {
    const { attempt } = report
    deps.log({ attempt, level, id, said, ...(detail === undefined ? {} : { detail }) })
  }

  /** A transition: kept and said at once, and the last word where nothing is left to say. */
  async function change(patch: ReportPatch): Promise<Kept> {
    if (ended) return 'refused'
    report = { ...report, ...patch }
    throttle.stop()
    ended = isSettled(report)
    return publish(patch, { isEnd: ended })
  }

  function resume(): void {
    if (stageSaid === null) return
    const said = stageSaid
    stageSaid = null
    void change({ said })
  }

  function pause(said: Sentence): void {
    stageSaid ??= report.said
    void change({ said })
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
    throttle.offer()
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
        return throttle.offer()
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

  async function end(state: ReportState, patch: ReportPatch): Promise<void> {
    assertMove(report.state, state)
    report = { ...report, etaRange: null }
    await change({ ...patch, state, etaSeconds: null, finishedAt: deps.now() })
  }

  /** A report that did not finish sends no mail. */
  const withoutMail = (): Pick<StoredReport, 'delivery'> => ({
    delivery: report.delivery === 'pending' ? 'none' : report.delivery,
  })

  return {
    get report() {
      return report
    },
    get isOver() {
      return ended
    },
    async takeUp(owner) {
      const kept = await line.keep({ patch: {}, told: null, owner })
      if (kept === 'waits') {
        // While the store cannot be written nothing can be made, either.
        const seconds = secondsOf(runLimits.keepRetryMs)
        pause(sentence('trying_again', { seconds, reason: trouble }))
        await line.kept()
        resume()
      }
      return !stopped
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
      void change({ state: stage, startedAt, progress, said })
      log('info', 'report.stage', said, { stage })
    },
    weigh(learned) {
      weights = learned
    },
    hear,
    pause,
    async say(said, patch = {}) {
      const kept = change({ ...patch, said })
      log('info', 'report.note', said)
      await kept
    },
    async finish(workbook, said) {
      const kept = end('finished', { workbook, said, percent: 100, error: null })
      log('info', 'report.finished', said, { bytes: workbook.bytes, file: workbook.fileName })
      await kept
    },
    async fail(error) {
      const said = sentence('failed', { reason: { code: error.code, params: error.params ?? {} } })
      const kept = end('failed', { error, said, ...withoutMail() })
      log('error', 'report.failed', said, { code: error.code, stage: error.stage })
      await kept
    },
    async cancel() {
      const said = sentence('cancelled')
      const kept = end('cancelled', { said, ...withoutMail() })
      log('info', 'report.cancelled', said)
      await kept
    },
    async deliver(state, said, patch = {}) {
      assertDeliveryMove(report.delivery, state)
      const kept = change({ ...patch, delivery: state, said })
      const isBad = state === 'failed' || state === 'uncertain'
      log(isBad ? 'error' : 'info', 'report.delivery', said, { delivery: state })
      return (await kept) === 'kept'
    },
    async handOver(said) {
      if (ended) return
      report = { ...report, said }
      throttle.stop()
      ended = true
      await publish({ said }, { owner: null })
    },
    log: (id, said, detail) => log('info', id, said, detail),
    kept: () => line.kept(),
    stop,
  }
}
