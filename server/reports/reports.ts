import { setTimeout as sleep } from 'node:timers/promises'
import { isTerminal, type Report } from '../contract/reports.ts'
import { sentence } from '../contract/sentences.ts'
import { toReport, type StoredReport } from '../engines/sqlite/report-store.ts'
import { runDelivery, type DeliveryRun } from './delivery-step.ts'
import { createActiveReports, type ActiveReport } from './active-reports.ts'
import { createKeeper } from './keeper.ts'
import { createModelPlaces } from './model-places.ts'
import { runReport } from './pipeline.ts'
import { nextAttempt } from './next-attempt.ts'
import { createQueue } from './queue.ts'
import type { ReportFiles } from './report-files.ts'
import { recoverReports } from './recovery.ts'
import type { Reports, ReportsDeps } from './reports-api.ts'
import { createStarting } from './starting.ts'
import { IllegalTransition, retryTarget } from './state-machine.ts'

export type { Reports, ReportsDeps } from './reports-api.ts'

/** The reports for people, with workbooks marked that somebody has taken away. */
async function shown(stored: readonly StoredReport[], files: ReportFiles): Promise<Report[]> {
  const names = stored.flatMap(({ workbook }) => (workbook === null ? [] : [workbook.fileName]))
  const present = names.length === 0 ? new Set() : await files.present(names)
  return stored.map((each) => {
    const report = toReport(each)
    return report.workbook === undefined || present.has(report.workbook.fileName)
      ? report
      : { ...report, workbook: { ...report.workbook, missing: true } }
  })
}

/** Finished reports of a room that are asked how far they have read. */
const FINISHED_LOOKED_AT = 5

export function createReports(deps: ReportsDeps): Reports {
  const { now = () => Date.now(), random = Math.random } = deps
  const { store } = deps
  const deliveries = new Set<Promise<void>>()
  const shutdown = new AbortController()
  const keeper = createKeeper({ onError: deps.onStorageError })

  const active = createActiveReports({ ...deps, now, keeper })
  const { track, release } = active

  function deliverInBackground(entry: ActiveReport): void {
    const { reportOid } = entry.tracker.report
    const running = runDelivery(deps, entry.tracker, deliveryRun).finally(() => {
      deliveries.delete(running)
      if (active.has(reportOid)) release(entry)
    })
    deliveries.add(running)
  }

  const deliveryRun: DeliveryRun = {
    shutdown: shutdown.signal,
    random,
    wait: (milliseconds) => sleep(milliseconds, undefined, { signal: shutdown.signal }),
  }
  const modelPlaces = createModelPlaces(deps.summaryConcurrency, deps.modelSlots)
  const queue = createQueue({
    concurrency: deps.concurrency,
    paused: deps.paused ?? false,
    onChange: () => deps.onQueueChanged?.(),
    async run(reportOid) {
      const stored = store.get(reportOid)
      if (stored === null || stored.state !== 'queued') return
      const entry = track(stored)
      deps.onReportChanged?.(stored.roomOid)
      await runReport({ ...deps, now, random, modelPlaces }, entry.tracker, {
        cancel: entry.cancel.signal,
        shutdown: shutdown.signal,
        quotes: entry.quotes.signal,
      })
      // Delivery runs beside the stages: the next report need not wait for a slow mail server.
      if (
        entry.tracker.report.delivery === 'pending' &&
        entry.tracker.report.state === 'finished'
      ) {
        deps.onReportChanged?.(stored.roomOid)
        deliverInBackground(entry)
      } else release(entry)
    },
  })

  function enqueue(stored: readonly StoredReport[]): void {
    for (const report of stored) track(report).tracker.announce()
    for (const report of stored) {
      queue.push(report.reportOid, report.batchOid)
      deps.onReportChanged?.(report.roomOid)
    }
  }

  /** The last reports may have found nothing to read, or have been of an older time. */
  async function lastRead(roomOid: string): Promise<number | null> {
    const page = { beforeId: null, limit: FINISHED_LOOKED_AT }
    const ends = store
      .list({ roomOid, state: 'finished' }, page)
      .flatMap((report) => deps.checkpoints.collected(report.reportOid)?.lastAt ?? [])
    return ends.length === 0 ? null : Math.max(...ends)
  }

  const starting = createStarting({
    store,
    checkpoints: deps.checkpoints,
    rooms: deps.rooms,
    preparation: {
      rooms: deps.rooms,
      recipients: deps.defaultRecipients,
      workbookDefaults: deps.workbookDefaults,
      keepLogo: (path) => deps.files.logos.keep(path),
      lastRead,
      now,
    },
    enqueue,
  })

  function find<T>(reportOid: string, then: (stored: StoredReport) => T): T | null {
    const stored = active.get(reportOid)?.tracker.report ?? store.get(reportOid)
    return stored === null ? null : then(stored)
  }

  return {
    ...starting,
    lastRead,
    async get(reportOid) {
      const stored = find(reportOid, (each) => each)
      if (stored === null) return null
      return (await shown([stored], deps.files))[0] ?? null
    },
    async list(filter, page) {
      const stored = store.list(filter, page)
      const items = await shown(stored, deps.files)
      return { items, lastId: stored.at(-1)?.reportId ?? null }
    },
    count: (filter) => store.count(filter),
    summary: (reportOid) => deps.checkpoints.get(reportOid, 'summarizing'),
    cancel(reportOid) {
      return find(reportOid, (stored) => {
        if (isTerminal(stored.state)) {
          throw new IllegalTransition({ context: 'cancel', state: stored.state })
        }
        const entry = track(stored)
        if (queue.remove(reportOid)) {
          entry.tracker.cancel()
          release(entry)
        } else {
          entry.tracker.say(sentence('cancelling'))
          entry.cancel.abort()
        }
        return toReport(entry.tracker.report)
      })
    },
    retry(reportOid) {
      return find(reportOid, (stored) => {
        const target = retryTarget(stored)
        if (target === null || active.has(reportOid)) {
          throw new IllegalTransition({ context: 'retry', state: stored.state })
        }
        const next = nextAttempt(stored, target)
        store.save(next)
        deps.log.of(
          reportOid,
          stored.roomOid,
        )({
          attempt: next.attempt,
          level: 'info',
          id: 'report.retried',
          said: sentence('attempt_begins', { attempt: next.attempt }),
        })
        if (target === 'stages') enqueue([next])
        else {
          const entry = track(next)
          entry.tracker.say(next.said)
          deliverInBackground(entry)
        }
        return toReport(next)
      })
    },
    quotes(reportOid) {
      return find(reportOid, (stored) => {
        const entry = active.get(reportOid)
        const { engine } = deps.summaryChoice()
        const waits = engine !== 'extractive' && stored.options.summary !== 'extractive'
        if (!entry || !waits || isTerminal(stored.state) || stored.state === 'writing') {
          throw new IllegalTransition({ context: 'quotes', state: stored.state })
        }
        entry.quotes.abort()
        return toReport(entry.tracker.report)
      })
    },
    async workbookKey(reportOid) {
      const workbook = find(reportOid, (stored) => stored.workbook)
      return workbook === null ? null : deps.files.find(workbook.fileName)
    },
    attempts: (reportOid) => store.attempts(reportOid),
    logOf: (reportOid) => deps.log.list(reportOid),
    runNext(reportOid) {
      return find(reportOid, (stored) => {
        if (!queue.runNext(reportOid)) {
          throw new IllegalTransition({ context: 'run_next', state: stored.state })
        }
        track(stored).tracker.say(sentence('runs_next'))
        return toReport(track(stored).tracker.report)
      })
    },
    queue: () => queue.load(),
    stats: () => deps.log.stats(),
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
      active.stop()
      keeper.stop()
      await deps.pool.close()
    },
  }
}
