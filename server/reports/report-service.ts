import pLimit from 'p-limit'
import { setTimeout as sleep } from 'node:timers/promises'
import { isTerminal } from '../contract/reports.ts'
import { sentence } from '../contract/sentences.ts'
import { toReport, type StoredReport } from '../ports/report.ts'
import { isWaiting } from './delivery-step.ts'
import { createActiveReports, type ActiveReport } from './active-reports.ts'
import { createAsking } from './asking-approval.ts'
import { createApproving } from './approving.ts'
import { createChoosing } from './choosing.ts'
import { createEnding } from './ending.ts'
import { createKeeper } from './keeper.ts'
import { runLimits } from './limits.ts'
import { previewMail } from './mail-preview.ts'
import { createMailing } from './mailing.ts'
import { createModelPlaces } from './model-places.ts'
import { runReport } from './pipeline.ts'
import { createReading } from './reading-reports.ts'
import type { ReportService, ReportServiceDeps } from './report-service-api.ts'
import { createRetrying } from './retrying.ts'
import { createSharing } from './sharing.ts'
import { createStarting } from './starting.ts'
import { IllegalTransition } from './state-machine.ts'
import { createTelling } from './status.ts'

export type { ReportService } from './report-service-api.ts'

export function createReportService(deps: ReportServiceDeps): ReportService {
  const { now = () => Date.now(), random = Math.random } = deps
  const { calendar = now } = deps
  const { reports, queue, owner } = deps
  const shutdown = new AbortController()
  /** The process is to end: nothing more begins, but what runs may come to its next checkpoint. */
  const leaving = new AbortController()
  const keeper = createKeeper({ onError: deps.onStorageError })

  /** A report that is being made waits for storage that is away; who asks for one is told at once. */
  const working = {
    ...deps,
    ...deps.patient,
    workbookService: deps.workbookService ?? (() => null),
  }

  const active = createActiveReports({ ...deps, now, keeper })
  const { track, release } = active

  const mailing = createMailing({
    ...working,
    random,
    track,
    release,
    shutdown: shutdown.signal,
    onHeld(held) {
      // Decided already, while who held it before was going: nobody is to be asked again.
      const heeded = approving.heed(held.map(({ reportOid }) => reportOid))
      void heeded.catch(deps.onStorageError).then(() => asking.ask(held))
    },
  })

  const modelPlaces = createModelPlaces(deps.summaryConcurrency, deps.modelSlots)

  /** What is being made: nothing twice at once. */
  const making = new Map<string, Promise<void>>()

  async function run(reportOid: string): Promise<void> {
    // It comes again before it has ended where other nodes took this one for dead and put it back into the queue,
    // and where storage was away. It is held for this node from then on, so nobody else would make it.
    while (making.has(reportOid)) await making.get(reportOid)
    const begun = takeUp(reportOid)
    const made = begun
      .then((entry) => (entry === null ? undefined : make(entry)))
      .finally(() => making.delete(reportOid))
    making.set(
      reportOid,
      made.catch(() => undefined),
    )
    const entry = await begun
    // An overview waits for others, which may need the place that it would take.
    if (entry?.tracker.report.options.covers === undefined) await made
    else aside(made)
  }

  async function takeUp(reportOid: string): Promise<ActiveReport | null> {
    const entry = active.get(reportOid) ?? (await trackWaiting(reportOid))
    if (entry === null || entry.tracker.report.state !== 'queued') return null
    if (!(await entry.tracker.takeUp(owner))) return null
    deps.onReportChanged?.(entry.tracker.report.roomOid)
    return entry
  }

  /** Overviews that are being made; they count to nobody's turn. */
  const overviews = new Set<Promise<void>>()
  function aside(made: Promise<void>): void {
    const kept = made.catch(deps.onStorageError).finally(() => overviews.delete(kept))
    overviews.add(kept)
  }
  const overviewsIdle = async (): Promise<void> => {
    while (overviews.size > 0) await Promise.all(overviews)
  }

  async function make(entry: ActiveReport): Promise<void> {
    const { tracker } = entry
    // From now on what is asked is heard; this was asked before.
    await sharing.obey(entry).catch(deps.onStorageError)
    await runReport({ ...working, now, random, modelPlaces }, tracker, {
      cancel: entry.cancel.signal,
      leave: leaving.signal,
      shutdown: AbortSignal.any([shutdown.signal, entry.lost]),
      quotes: entry.quotes.signal,
    })
    // Taken along by another report of its request, as soon as it was finished.
    if (mailing.isMailed(entry)) return
    // Delivery runs beside the stages: the next report need not wait for a slow mail server.
    if (isWaiting(tracker.report)) {
      deps.onReportChanged?.(tracker.report.roomOid)
      mailing.due([entry])
      return
    }
    void release(entry)
    if (isTerminal(tracker.report.state)) mailing.left(tracker.report)
  }

  async function trackWaiting(reportOid: string): Promise<ActiveReport | null> {
    for (;;) {
      try {
        const stored = await working.reports.get(reportOid)
        return stored?.state === 'queued' ? track(stored) : null
      } catch (error) {
        // It has its turn, and would wait in its row for ever.
        deps.onStorageError(error)
        await sleep(runLimits.keepRetryMs, undefined, { signal: shutdown.signal }).catch(() => {})
        if (shutdown.signal.aborted) return null
      }
    }
  }

  const telling = createTelling({ ...deps, now })
  const { trigger, overview, startOnce, leave, enqueue } = createStarting({
    ...deps,
    preparation: {
      ...deps,
      recipients: deps.defaultRecipients,
      destinations: deps.defaultDestinations,
      keepLogo: deps.files.logos.keep,
      now,
    },
    telling,
  })

  const sharing = createSharing({
    reports,
    owner,
    queue,
    active,
    mailing,
    telling,
    heedDecisions: (reportOids) => approving.heed(reportOids),
    onStorageError: deps.onStorageError,
  })

  const find = async (reportOid: string): Promise<StoredReport | null> =>
    active.get(reportOid)?.tracker.report ?? (await reports.get(reportOid))

  const { cancel, end } = createEnding({ reports, queue, active, mailing, find })

  const retry = createRetrying({
    reports,
    owner,
    log: deps.log,
    active,
    mailing,
    telling,
    find,
    enqueue,
  })
  /** One after the other: the later one of two changes of what a report tells finds the report at work. */
  const changes = pLimit(1)
  const { choose } = createChoosing({
    ...deps,
    now,
    active,
    mailing,
    telling,
    async runAgain(report) {
      await enqueue([report])
      await queue.runNext(report.reportOid)
    },
  })

  const mail = (report: StoredReport) => previewMail(deps, report)
  const approving = createApproving({ ...deps, mailing, find, preview: mail, now: calendar })
  const asking = createAsking({
    ...deps,
    allHeld: mailing.allHeld,
    held: mailing.held,
    link: approving.link,
    preview: mail,
    now: calendar,
    random,
    shutdown: shutdown.signal,
    onError: deps.onStorageError,
  })

  return {
    trigger,
    overview,
    startOnce,
    leave,
    approving,
    async mail(reportOid) {
      const stored = await find(reportOid)
      return stored === null ? null : mail(stored)
    },
    cancel,
    end,
    retry,
    async choose(reportOid, change) {
      const chosen = await changes(choose, reportOid, change)
      return chosen === null ? null : { ...chosen, report: toReport(chosen.report) }
    },
    ...createReading({ reports, files: deps.files, find }),
    summary: (reportOid) => reports.checkpoints.get(reportOid, 'summarizing'),
    async quotes(reportOid) {
      const stored = await find(reportOid)
      if (stored === null) return null
      const { engine } = deps.summaryChoice()
      const waits = engine !== 'extractive' && stored.options.summary !== 'extractive'
      const refused = new IllegalTransition({ context: 'quotes', state: stored.state })
      if (!waits || isTerminal(stored.state) || stored.state === 'writing') throw refused
      if (!active.has(reportOid) && (await reports.ask(reportOid, 'quotes')))
        return toReport(stored)
      const entry = active.get(reportOid) ?? (stored.state === 'queued' ? track(stored) : null)
      if (entry === null) throw refused
      entry.quotes.abort()
      return toReport(entry.tracker.report)
    },
    async workbookKey(reportOid) {
      const workbook = (await find(reportOid))?.workbook ?? null
      return workbook === null ? null : deps.files.find(reportOid, workbook)
    },
    attempts: (reportOid) => reports.attempts(reportOid),
    logOf: (reportOid) => deps.log.list(reportOid),
    async runNext(reportOid) {
      const stored = await find(reportOid)
      if (stored === null) return null
      if (!(await queue.runNext(reportOid))) {
        throw new IllegalTransition({ context: 'run_next', state: stored.state })
      }
      const isKnown = active.has(reportOid)
      const entry = track(stored)
      await entry.tracker.say(sentence('runs_next'))
      // Another node may take it up, and then knows better how it is.
      if (!isKnown) await release(entry)
      await queue.push([stored])
      return toReport(entry.tracker.report)
    },
    queue: () => queue.load(),
    stats: () => deps.log.stats(),
    async changeQueue({ paused, concurrency }) {
      if (concurrency !== undefined) await queue.setConcurrency(concurrency)
      // It holds until the app ends, also where it cannot be written down.
      if (paused === true) await queue.pause().catch(deps.onStorageError)
      if (paused === false) await queue.resume().catch(deps.onStorageError)
      return queue.load()
    },
    async recover({ works = true } = {}) {
      await sharing.takeUp()
      await deps.files.sweep(new Set(await reports.checkpoints.temporaryFiles()))
      await sharing.follow()
      if (!works) return
      await queue.start({
        concurrency: deps.concurrency,
        run: (reportOid) => run(reportOid).catch(deps.onStorageError),
        onChange: () => deps.onQueueChanged?.(),
      })
    },
    takeOver: sharing.takeOver,
    lose: () => active.loseAll(),
    takeBack: sharing.takeUp,
    remind() {
      asking.remind()
      // Where storage failed when the last report of a request ended, nobody has looked since.
      void mailing.sendDue().catch(deps.onStorageError)
    },
    windDown() {
      queue.stop()
      leaving.abort()
    },
    async idle() {
      await queue.idle()
      await overviewsIdle()
      await mailing.idle()
      await asking.idle()
      await active.idle()
    },
    async close({ handOver = false } = {}) {
      queue.stop()
      leaving.abort()
      if (handOver) {
        await Promise.race([queue.idle(), sleep(runLimits.checkpointMs, undefined, { ref: false })])
      }
      shutdown.abort()
      await queue.idle()
      await overviewsIdle()
      await mailing.idle()
      await asking.idle()
      // What cannot be written now is made up for at the next start.
      await keeper.idle()
      active.stop()
      keeper.stop()
      if (handOver) await sharing.leave().catch(deps.onStorageError)
      await deps.pool.close()
    },
  }
}
