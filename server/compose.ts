import { join } from 'node:path'
import type { Logger } from 'pino'
import { z } from 'zod'
import { smtpSettingsOf, summaryChoiceOf, threadsOf, workbookDefaultsOf } from './adapters.ts'
import type { Import } from './contract/imports.ts'
import type { Queue, ReportStatus } from './contract/reports.ts'
import { sentence } from './contract/sentences.ts'
import { sseEvents } from './contract/events.ts'
import { reportLimits } from './contract/limits.ts'
import type { TestAnswer } from './contract/settings.ts'
import { inDataFolder, type OpenFolder } from './data-folder.ts'
import { createDelivery, type Delivery } from './delivery/delivery.ts'
import { createDocuments, type Documents } from './documents/documents.ts'
import { createReportFiles } from './reports/report-files.ts'
import { isDiskFull } from './reports/failure.ts'
import { createReportLog } from './reports/report-log.ts'
import { createRetention } from './reports/retention.ts'
import { createReports, type Reports } from './reports/reports.ts'
import { createStageTimes, StageTimesMemory } from './reports/stage-times.ts'
import type { StatusPublisher } from './reports/tracker.ts'
import { createWorkerPool } from './reports/worker-pool.ts'
import { createHealth, type HealthMonitor } from './health.ts'
import { createNews } from './news.ts'
import { createImporter, type Importer } from './imports/importer.ts'
import type { EffectiveSettings, Settings } from './settings/settings.ts'
import { Broadcaster } from './sse/broadcaster.ts'
import { SSEChannel } from './sse/SSEChannel.ts'
import { createCheckpoints } from './store/checkpoints.ts'
import type { Database } from './store/database.ts'
import { createEventStore } from './store/event-store.ts'
import { openImportStore } from './store/import-store.ts'
import { createMetaStore } from './store/meta-store.ts'
import { createModelStore } from './store/model-store.ts'
import { createReportLogStore } from './store/report-log-store.ts'
import { createReportStore, type ReportStore } from './store/report-store.ts'
import { createReserve } from './store/reserve.ts'
import { createRoomStore, type RoomStore } from './store/room-store.ts'
import type { SummaryChoice } from './summary/choose.ts'

/** Everything but the HTTP server, wired: what the server and the one-shot command have in common. */
export interface Engine {
  db: Database
  rooms: RoomStore
  reportStore: ReportStore
  reports: Reports
  /** Previews of workbooks, and reports in other forms. */
  documents: Documents
  importer: Importer
  broadcaster: Broadcaster
  settings: Settings
  health: HealthMonitor
  /** The mail road with the given settings, for "send a test". */
  deliveryWith(settings: EffectiveSettings): Delivery
  /** One small question to the model server of the given settings, for "test it". */
  probeSummary(settings: EffectiveSettings, signal: AbortSignal): Promise<TestAnswer>
  /** The engine of the settings, as they are now. */
  summaryChoice(): SummaryChoice
  /** Says on the live channel that a room has changed; called after the change is in the store. */
  roomChanged(roomOid: string): void
  close(): Promise<void>
}

export interface EngineOptions {
  dataDir: string
  settings: Settings
  log: Logger
  /** Hears every import status, beside the live channel. */
  onImportStatus?(status: Import, isTerminal: boolean): void
  /** Hears every report status, beside the live channel. */
  onReportStatus?(status: ReportStatus, isTerminal: boolean): void
  /** Hears every change of the queue, beside the live channel and before it. */
  onQueue?(queue: Queue): void
}

/** What is remembered of the queue: a pause outlives the app, a changed concurrency is a setting. */
const QueueMemory = z.object({ paused: z.boolean() })

/**
 * Opens the data directory and takes up what an earlier process left unfinished.
 *
 * @throws as `inDataFolder`
 */
export const composeEngine = (options: EngineOptions): Promise<Engine> =>
  inDataFolder(options, (opened) => compose(options, opened))

async function compose(options: EngineOptions, opened: OpenFolder): Promise<Engine> {
  const { settings, log } = options
  const { root, databaseFile, db, lock } = opened
  const rooms = createRoomStore(db)
  const reportStore = createReportStore(db)
  const checkpoints = createCheckpoints(db)
  const broadcaster = new Broadcaster({
    log: createEventStore(db),
    onError(error) {
      health.note(error)
      log.error({ id: 'sse.failed', err: error }, 'The event log could not be written')
    },
  })

  const reserve = createReserve(root, reportLimits.reserveBytes)
  const meta = createMetaStore(db)
  const stageTimes = createStageTimes(meta.get('stage-times', StageTimesMemory, {}))
  let wasPaused = meta.get('queue', QueueMemory, { paused: false }).paused
  const news = createNews({
    broadcaster,
    room: (roomOid) => rooms.get(roomOid)?.room ?? null,
    queue: () => reports.queue(),
    onError(error) {
      health.note(error)
      log.error({ id: 'news.failed', err: error }, 'A change could not be told')
    },
  })
  const health = createHealth(databaseFile, (problems) => {
    log.error({ id: 'health.changed', problems }, 'What is wrong with the data has changed')
    news.healthChanged(problems)
  })
  /** A database that is locked costs the memory of the pause, not the pause. */
  function rememberPause(paused: boolean): void {
    wasPaused = paused
    try {
      meta.set('queue', { paused })
    } catch (error) {
      log.error({ id: 'storage.failed', err: error }, 'The pause of the queue was not remembered')
    }
  }
  function onQueueChanged(): void {
    const queue = reports.queue()
    if (queue.paused !== wasPaused) rememberPause(queue.paused)
    options.onQueue?.(queue)
    news.queueChanged()
  }

  function openPublisher(reportOid: string, roomOid: string): StatusPublisher {
    const open = () =>
      new SSEChannel({
        broadcaster,
        channelKey: `${sseEvents.excelStatus}_${reportOid}_${roomOid}`,
        room: roomOid,
        SSEMsgKey: sseEvents.excelStatus,
        SSEEndKey: sseEvents.excelStatusEnd,
      }).getSSEPublisher()
    const publisher = open()
    return {
      emit(status) {
        publisher.emit(status)
        options.onReportStatus?.(status, false)
      },
      emitText: (piece) =>
        void publisher.emitTransient(sseEvents.summaryDelta, { reportOid, roomOid, ...piece }),
      end(status) {
        health.note(status.error)
        // A channel of its own: an end that could not be written down is said again.
        open().closeChannel(status)
        options.onReportStatus?.(status, true)
      },
    }
  }

  const deliveryWith = (effective: EffectiveSettings): Delivery =>
    createDelivery({
      smtp: smtpSettingsOf(effective),
      outboxDir: join(root, 'outbox'),
      tmpDir: join(root, 'tmp'),
      maxAttachmentBytes: reportLimits.maxAttachmentBytes,
    })

  const summaryChoice = (): SummaryChoice => summaryChoiceOf(settings.effective())
  const files = createReportFiles(root)
  const reportLog = createReportLog({ store: createReportLogStore(db), log, now: () => Date.now() })
  const reports = createReports({
    store: {
      ...reportStore,
      atomically: (work) => broadcaster.within(() => reportStore.atomically(work)),
    },
    checkpoints,
    rooms,
    log: reportLog,
    stageTimes,
    onStorageError(error) {
      health.note(error)
      const madeRoom = isDiskFull(error) && reserve.release()
      log.error({ id: 'storage.failed', err: error, madeRoom }, 'A state could not be written down')
    },
    pool: createWorkerPool({ databaseFile, threads: threadsOf(settings.effective()) }),
    files,
    deliver: (request) => deliveryWith(settings.effective()).deliver(request),
    openPublisher,
    concurrency: settings.effective().values.concurrency,
    summaryChoice,
    summaryConcurrency: () => settings.effective().values.summaryConcurrency,
    paused: wasPaused,
    onQueueChanged,
    defaultRecipients: () => settings.effective().values.recipients,
    workbookDefaults: () => workbookDefaultsOf(settings.effective()),
    onReportChanged: news.roomChanged,
  })

  const documents = createDocuments({ databaseFile })
  const retention = createRetention({
    store: reportStore,
    files,
    days: () => settings.effective().values.retentionDays,
    now: () => Date.now(),
    onRemoved({ reportOid, roomOid, attempt }, days) {
      const said = sentence('workbook_expired', { count: days })
      reportLog.of(reportOid, roomOid)({ attempt, level: 'info', id: 'report.expired', said })
      news.roomChanged(roomOid)
    },
  })
  settings.onChange(() => void retention.run())

  const importer = createImporter({
    db,
    databaseFile,
    importStore: openImportStore(db),
    onStatus(status, terminal) {
      if (status.error) health.note(new Error(status.error.message))
      options.onImportStatus?.(status, terminal)
      news.importStatus(status, terminal)
    },
    onRoomChanged: news.roomChanged,
    log: (message, details) => log.info({ id: 'import.log', ...details }, message),
  })

  settings.onChange(({ values }) => reports.changeQueue({ concurrency: values.concurrency }))
  importer.recover()
  await reports.recover()
  // Not at the start, which people wait for.
  const upkeep = setInterval(() => {
    health.checkFolder()
    void reserve.refill()
    void retention.run()
  }, reportLimits.upkeepMs)
  upkeep.unref()

  return {
    db,
    rooms,
    reportStore,
    reports,
    documents,
    summaryChoice,
    importer,
    broadcaster,
    settings,
    health,
    deliveryWith,
    // Read when it is asked for: the start needs nothing of the summary engines.
    probeSummary: async (effective, signal) => {
      const { probeModelServer } = await import('./summary/index.ts')
      return probeModelServer(summaryChoiceOf(effective), signal, createModelStore(db))
    },
    roomChanged: news.roomChanged,
    async close() {
      clearInterval(upkeep)
      news.stop()
      await Promise.all([importer.close(), reports.close(), documents.close()])
      broadcaster.flush()
      reportLog.close()
      try {
        meta.set('stage-times', stageTimes.snapshot())
        db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      } catch (error) {
        // What was learned of times is a comfort, and the next start reads the log that stays.
        log.error({ id: 'storage.failed', err: error }, 'The database was not tidied')
      }
      db.close()
      lock.release()
    },
  }
}
