import { createHash } from 'node:crypto'
import { httpLimits } from '../contract/limits.ts'
import {
  isTerminal,
  type Queue,
  type QueueChange,
  type Report,
  type ReportAttempt,
  type ReportAnswer,
  type ReportRequest,
} from '../contract/reports.ts'
import type { Summary } from '../contract/summary.ts'
import {
  toReport,
  type ReportFilter,
  type ReportStore,
  type StoredReport,
} from '../store/report-store.ts'
import type { RoomStore } from '../store/room-store.ts'
import type { SummaryChoice } from '../summary/choose.ts'
import { runDelivery, type Deliver } from './delivery-step.ts'
import { runReport } from './pipeline.ts'
import { createModelPlaces } from './model-places.ts'
import { prepareReports, type Preparation, type WorkbookDefaults } from './prepare.ts'
import { createQueue } from './queue.ts'
import { recoverReports } from './recovery.ts'
import type { ReportFiles } from './report-files.ts'
import { IllegalTransition, retryTarget } from './state-machine.ts'
import { createTracker, type StatusPublisher, type Tracker } from './tracker.ts'
import type { WorkerPool } from './worker-pool.ts'

/** A repeated `Idempotency-Key` came with another request; over HTTP 409 `idempotency_conflict`. */
export class IdempotencyConflict extends Error {
  override name = 'IdempotencyConflict'
}

export interface ReportsDeps {
  store: ReportStore
  rooms: RoomStore
  pool: WorkerPool
  files: ReportFiles
  deliver: Deliver
  openPublisher(reportOid: string, roomOid: string): StatusPublisher
  concurrency: number
  /** The engine of the settings, asked anew for each report. */
  summaryChoice(): SummaryChoice
  /** Rooms that may ask one model server at once. */
  summaryConcurrency(): number
  /** Whether the queue waits to be resumed. Default false. */
  paused?: boolean
  /** Recipients of reports that name none. */
  defaultRecipients(): readonly string[]
  /** What the settings say at this moment of workbooks. */
  workbookDefaults(): WorkbookDefaults
  now?: () => number
  /** Called when a room's newest report has changed its state. */
  onReportChanged?(roomOid: string): void
  /** Called when the queue is paused, resumed, or has another load. */
  onQueueChanged?(): void
}

/** The reports: started, watched, cancelled, retried; the one door to the pipeline. */
export interface Reports {
  trigger(request: ReportRequest, idempotencyKey?: string): ReportAnswer
  /** The chat application says the room has ended. Repeating it gives the report that is there. */
  leave(roomOid: string): Report | null
  get(reportOid: string): Report | null
  list(
    filter: ReportFilter,
    page: { beforeId: number | null; limit: number },
  ): { items: Report[]; lastId: number | null }
  count(filter: ReportFilter): number
  summary(reportOid: string): Summary | null
  /** Throws `IllegalTransition`. Null if there is no such report. */
  cancel(reportOid: string): Report | null
  /** Goes on from the failed stage, or sends the mail again. Throws `IllegalTransition`. */
  retry(reportOid: string): Report | null
  /** Absolute path of the finished workbook; null if there is none or its file has vanished. */
  workbookPath(reportOid: string): string | null
  /** Earlier attempts and, if it has ended, the present one; newest first. */
  attempts(reportOid: string): ReportAttempt[]
  /** Lets a waiting report run before all others. Throws `IllegalTransition`. */
  runNext(reportOid: string): Report | null
  queue(): Queue
  changeQueue(change: QueueChange): Queue
  /** Takes up what an earlier process left, once, before anything else. */
  recover(): Promise<void>
  idle(): Promise<void>
  close(): Promise<void>
}

interface Active {
  tracker: Tracker
  cancel: AbortController
}

export function createReports(deps: ReportsDeps): Reports {
  const now = deps.now ?? Date.now
  const { store } = deps
  const active = new Map<string, Active>()
  const deliveries = new Set<Promise<void>>()
  const shutdown = new AbortController()
  const preparation: Preparation = {
    rooms: deps.rooms,
    recipients: deps.defaultRecipients,
    workbookDefaults: deps.workbookDefaults,
    keepLogo: (path) => deps.files.logos.keep(path),
    now,
  }

  function track(report: StoredReport): Active {
    const known = active.get(report.reportOid)
    if (known) return known
    const entry: Active = {
      tracker: createTracker(report, {
        store,
        now,
        publisher: deps.openPublisher(report.reportOid, report.roomOid),
      }),
      cancel: new AbortController(),
    }
    active.set(report.reportOid, entry)
    return entry
  }

  function release(report: StoredReport): void {
    active.get(report.reportOid)?.tracker.stop()
    active.delete(report.reportOid)
    deps.onReportChanged?.(report.roomOid)
  }

  function deliverInBackground(entry: Active): void {
    const { reportOid } = entry.tracker.report
    const running = runDelivery(deps, entry.tracker, shutdown.signal).finally(() => {
      deliveries.delete(running)
      if (active.has(reportOid)) release(entry.tracker.report)
    })
    deliveries.add(running)
  }

  const modelPlaces = createModelPlaces(deps.summaryConcurrency)
  const queue = createQueue({
    concurrency: deps.concurrency,
    paused: deps.paused ?? false,
    onChange: () => deps.onQueueChanged?.(),
    async run(reportOid) {
      const stored = store.get(reportOid)
      if (stored === null || stored.state !== 'queued') return
      const entry = track(stored)
      deps.onReportChanged?.(stored.roomOid)
      await runReport({ ...deps, now, modelPlaces }, entry.tracker, {
        cancel: entry.cancel.signal,
        shutdown: shutdown.signal,
      })
      // Delivery runs beside the stages: the next report need not wait for a slow mail server.
      if (
        entry.tracker.report.delivery === 'pending' &&
        entry.tracker.report.state === 'finished'
      ) {
        deps.onReportChanged?.(stored.roomOid)
        deliverInBackground(entry)
      } else release(entry.tracker.report)
    },
  })

  function enqueue(stored: readonly StoredReport[]): void {
    // One transaction for a batch of any size: five hundred small ones would hold up the server.
    store.atomically(() => {
      for (const report of stored) track(report).tracker.say(report.message)
    })
    for (const report of stored) {
      queue.push(report.reportOid, report.batchOid)
      deps.onReportChanged?.(report.roomOid)
    }
  }

  function find<T>(reportOid: string, then: (stored: StoredReport) => T): T | null {
    const stored = active.get(reportOid)?.tracker.report ?? store.get(reportOid)
    return stored === null ? null : then(stored)
  }

  return {
    trigger(request, key) {
      const requestHash = createHash('sha256').update(JSON.stringify(request)).digest('hex')
      if (key !== undefined) {
        store.forgetKeysBefore(now() - httpLimits.idempotencyKeyMs)
        const remembered = store.remembered(key)
        if (remembered !== null) {
          if (remembered.requestHash !== requestHash) {
            throw new IdempotencyConflict(
              'This Idempotency-Key was used for another request. Choose a new one.',
            )
          }
          return JSON.parse(remembered.answer) as ReportAnswer
        }
      }
      const { reports, rejected } = prepareReports(request, preparation)
      const answerOf = (stored: readonly StoredReport[]): ReportAnswer => ({
        reports: stored.map(toReport),
        rejected,
      })
      const stored = store.insert(
        reports,
        key === undefined
          ? undefined
          : { key, requestHash, answerOf: (rows) => JSON.stringify(answerOf(rows)) },
      )
      const answer = answerOf(stored)
      enqueue(stored)
      return answer
    },
    leave(roomOid) {
      const found = deps.rooms.get(roomOid)
      if (found === null) return null
      const newest = store.newestOfRoom(roomOid)
      if (newest !== null) {
        const collected = store.collected(newest.reportOid)
        const covers = collected !== null && collected.maxOrd >= found.lastOrd
        if (!isTerminal(newest.state) || (newest.state === 'finished' && covers))
          return toReport(newest)
      }
      const { reports } = prepareReports({ roomOids: [roomOid] }, preparation)
      const stored = store.insert(reports)
      enqueue(stored)
      const [report] = stored
      return report === undefined ? null : toReport(report)
    },
    get: (reportOid) => find(reportOid, toReport),
    list(filter, page) {
      const stored = store.list(filter, page)
      return { items: stored.map(toReport), lastId: stored.at(-1)?.reportId ?? null }
    },
    count: (filter) => store.count(filter),
    summary: (reportOid) => store.checkpoint(reportOid, 'summarizing') as Summary | null,
    cancel(reportOid) {
      return find(reportOid, (stored) => {
        if (isTerminal(stored.state)) {
          throw new IllegalTransition(`A report that is ${stored.state} cannot be cancelled.`)
        }
        const entry = track(stored)
        if (queue.remove(reportOid)) {
          entry.tracker.cancel('Cancelled')
          release(entry.tracker.report)
        } else {
          entry.tracker.say('Cancelling')
          entry.cancel.abort()
        }
        return toReport(entry.tracker.report)
      })
    },
    retry(reportOid) {
      return find(reportOid, (stored) => {
        const target = retryTarget(stored)
        if (target === null || active.has(reportOid)) {
          throw new IllegalTransition(`A report that is ${stored.state} cannot be retried.`)
        }
        const mail = stored.options.recipients?.length ? ('pending' as const) : ('none' as const)
        const next: StoredReport = {
          ...stored,
          attempt: stored.attempt + 1,
          delivery: mail,
          error: null,
          etaSeconds: null,
          ...(target === 'stages'
            ? {
                state: 'queued' as const,
                message: 'Waiting for its turn',
                finishedAt: null,
                startedAt: null,
              }
            : { message: 'Workbook ready, the mail is tried again' }),
        }
        store.save(next)
        if (target === 'stages') enqueue([next])
        else {
          const entry = track(next)
          entry.tracker.say(next.message)
          deliverInBackground(entry)
        }
        return toReport(next)
      })
    },
    workbookPath: (reportOid) =>
      find(reportOid, ({ workbook }) =>
        workbook === null ? null : deps.files.find(workbook.fileName),
      ),
    attempts: (reportOid) => store.attempts(reportOid),
    runNext(reportOid) {
      return find(reportOid, (stored) => {
        if (!queue.runNext(reportOid)) {
          throw new IllegalTransition(
            `A report that is ${stored.state} does not wait for its turn.`,
          )
        }
        track(stored).tracker.say('Runs next')
        return toReport(track(stored).tracker.report)
      })
    },
    queue: () => queue.load(),
    changeQueue({ paused, concurrency }) {
      if (concurrency !== undefined) queue.setConcurrency(concurrency)
      if (paused === true) queue.pause()
      if (paused === false) queue.resume()
      return queue.load()
    },
    async recover() {
      const { queued, undelivered } = await recoverReports({ ...deps, now })
      enqueue(queued)
      for (const report of undelivered) deliverInBackground(track(report))
    },
    async idle() {
      await queue.idle()
      await Promise.all(deliveries)
    },
    async close() {
      queue.stop()
      shutdown.abort()
      await queue.idle()
      await Promise.all(deliveries)
      for (const { tracker } of active.values()) tracker.stop()
      await deps.pool.close()
    },
  }
}
