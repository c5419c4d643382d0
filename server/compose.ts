import { join } from 'node:path'
import type { Logger } from 'pino'
import { smtpSettingsOf, threadsOf, workbookDefaultsOf } from './adapters.ts'
import type { Import } from './contract/imports.ts'
import { reportLimits } from './contract/limits.ts'
import type { Queue, ReportStatus } from './contract/reports.ts'
import { sentence } from './contract/sentences.ts'
import type { SettingsValues } from './contract/settings.ts'
import { createDelivery, type Delivery } from './delivery/delivery.ts'
import { createDocuments, type Documents } from './documents/documents.ts'
import type { HealthMonitor } from './health.ts'
import type { SettingsPorts } from './http/settings-routes.ts'
import { createImporter, type Importer } from './imports/importer.ts'
import { createLiveChannel } from './live-channel.ts'
import { lastReadOf } from './reports/asked-period.ts'
import { createEstimating, type EstimateReports } from './reports/estimating.ts'
import { isDiskFull } from './reports/failure.ts'
import { createReportFiles } from './reports/report-files.ts'
import { createReportLog } from './reports/report-log.ts'
import { createReportService, type ReportService } from './reports/report-service.ts'
import { createRetention } from './reports/retention.ts'
import { createStageTimes, StageTimesMemory } from './reports/stage-times.ts'
import { createWorkerPool } from './reports/worker-pool.ts'
import { createLiveRooms, type LiveRooms } from './rooms/live.ts'
import { createRoomMerging, type RoomMerging } from './rooms/merging/merging.ts'
import { createPlacing } from './rooms/merging/placing.ts'
import { createSearching, type Searching } from './search/searching.ts'
import { createSettings, type EffectiveSettings } from './settings/settings.ts'
import type { SecretVault } from './settings/vault.ts'
import type { Broadcaster } from './sse/broadcaster.ts'
import { createReserve } from './engines/sqlite/reserve.ts'
import { startEngine } from './engines/open.ts'
import type { Blobs } from './ports/blobs.ts'
import type { Engine } from './ports/engine.ts'
import { createPeopleService, type PeopleService } from './people/people-service.ts'
import type { Messages } from './ports/messages.ts'
import type { Reports } from './ports/reports.ts'
import type { Rooms } from './ports/rooms.ts'
import type { Sessions } from './ports/sessions.ts'
import { createTrashService, type TrashService } from './trash/trash-service.ts'
import { createModelServers } from './model-servers.ts'
import type { StartModelProcess } from './summary/local/model-host.ts'
import type { ModelLibrary } from './summary/local/model-library.ts'
import type { AskSystemProxy } from './system-proxy.ts'

/** Milliseconds between two looks at what can wait: the reserve, and workbooks past their retention. */
const upkeepMs = 60_000

/** Everything but the HTTP server, wired: what the server and the one-shot command have in common. */
export interface Services extends SettingsPorts {
  /** Workbooks and other files. */
  blobs: Blobs
  rooms: Rooms
  /** How reports are at one moment, for who follows them from there. */
  present: Reports['present']
  reports: ReportService
  messages: Messages
  /** Rooms that are fed while they happen. */
  live: LiveRooms
  /** What the summaries of a request would take. */
  estimate: EstimateReports
  /** Previews of workbooks, and reports in other forms. */
  documents: Documents
  /** Putting rooms together. */
  roomMerging: RoomMerging
  /** Who has written in the rooms. */
  people: PeopleService
  /** Search in all messages. */
  searching: Searching
  /** Deleting, and taking it back. */
  trash: TrashService
  importer: Importer
  broadcaster: Broadcaster
  /** Resolves once everything that was said has been tried to be kept. */
  flush(): Promise<void>
  sessions: Sessions
  health: HealthMonitor
  /** Files of models on this computer. */
  models(): Promise<ModelLibrary>
  /** Says on the live channel that a room has changed; called after the change is in the store. */
  roomChanged(roomOid: string): void
  close(): Promise<void>
}

export interface ServicesOptions extends ServicesListener {
  /** Made if it is not there; see docs/architecture.md for what lies in it. */
  dataDir: string
  /** A PostgreSQL database for all but files. Default: all is in the data directory. */
  databaseUrl?: string | undefined
  /** Told that another process works on the data now, so that this one must end. Default: it is only logged. */
  onLost?: ((error: Error) => void) | undefined
  log: Logger
  /** Settings by key, before environment and settings file. */
  flags?: Readonly<Record<string, unknown>> | undefined
  /** What this host takes for the default of some settings, asked for anew each time. Default: nothing. */
  defaults?: (() => Partial<SettingsValues>) | undefined
  /** Keeps secrets of the settings; without one they last until the process ends. */
  vault?: SecretVault | undefined
  /** Whether the words of messages go into the index of the search; default true. */
  isSearched?: boolean | undefined
  /** Milliseconds in which a delete can be taken back; default `trashLimits.undoMs`. */
  undoMs?: number | undefined
  /** Default: the system is not asked. */
  systemProxy?: AskSystemProxy | undefined
  /** Starts the process of a model. Default: with plain Node. */
  startModelProcess?: StartModelProcess | undefined
}

export interface ServicesListener {
  /** Hears every import status, beside the live channel. */
  onImportStatus?(status: Import, isTerminal: boolean): void
  /** Hears every report status, beside the live channel. */
  onReportStatus?(status: ReportStatus, isTerminal: boolean): void
  /** Hears every change of the queue, beside the live channel and before it. */
  onQueue?(queue: Queue): void
}

/**
 * Opens the data directory and takes up what an earlier process left unfinished.
 *
 * @throws as `startEngine`
 */
export function composeServices(options: ServicesOptions): Promise<Services> {
  const { dataDir: folder, databaseUrl: url, log } = options
  return startEngine(
    url === undefined ? { kind: 'sqlite', folder } : { kind: 'postgres', folder, url },
    {
      onMended: (tables) =>
        log.warn({ id: 'storage.mended', tables }, 'Damaged parts of the database were made anew'),
      onLost(error) {
        log.error({ id: 'storage.lost', err: error }, 'Another process works on the data now')
        options.onLost?.(error)
      },
    },
    (engine) => compose(options, engine),
  )
}

async function compose(options: ServicesOptions, engine: Engine): Promise<Services> {
  const { log, flags, vault, defaults } = options
  const { address } = engine
  const root = address.folder
  const settings = await createSettings({ kept: engine.settings, flags, vault, defaults })
  const effective = (): EffectiveSettings => settings.effective()
  const { messages, rooms, imports } = engine
  const channel = await createLiveChannel({
    eventLog: engine.eventLog,
    landmark: engine.landmark,
    log,
    rooms: async (roomOids) => (await rooms.getMany(roomOids)).map(({ room }) => room),
    queue: () => reports.queue(),
    onReportStatus: options.onReportStatus,
  })
  const { broadcaster, news, health } = channel
  const reserve = createReserve(root)
  /** For what is a comfort: the work goes on, and the next start does without it. */
  const notKept = (words: string) => (error: unknown) =>
    log.error({ id: 'storage.failed', err: error }, words)
  const stageTimes = createStageTimes(
    StageTimesMemory.catch({}).parse(await engine.notes.read('stage-times')),
  )

  const deliveryWith = (changed: EffectiveSettings): Delivery =>
    createDelivery({
      smtp: smtpSettingsOf(changed),
      blobs: engine.blobs,
      maxAttachmentBytes: reportLimits.maxAttachmentBytes,
      language: changed.values.reportLanguage,
    })
  const models = createModelServers({
    effective,
    memory: engine.modelMemory,
    folder: join(root, 'models'),
    startProcess: options.startModelProcess,
    systemProxy: options.systemProxy,
    onChange: news.modelsChanged,
  })
  const files = createReportFiles(engine.blobs)
  const reportLog = createReportLog({ lines: engine.reports.lines, log, now: () => Date.now() })
  const lastRead = lastReadOf(engine.reports)
  const reports = createReportService({
    reports: engine.reports,
    queue: engine.queue,
    owner: engine.owner,
    rooms,
    patient: engine.patient,
    log: reportLog,
    stageTimes,
    onStorageError(error) {
      broadcaster.count('appendFailures')
      health.note(error)
      const madeRoom = isDiskFull(error) && reserve.release()
      log.error({ id: 'storage.failed', err: error, madeRoom }, 'A state could not be written down')
    },
    pool: createWorkerPool({ engine: address, threads: threadsOf(effective()) }),
    files,
    deliver: (request) => deliveryWith(effective()).deliver(request),
    publisherOf: channel.publisherOf,
    concurrency: effective().values.concurrency,
    summaryChoice: models.choice,
    reach: models.reach,
    modelSlots: engine.modelMemory.slots,
    summaryConcurrency: () => effective().values.summaryConcurrency,
    onQueueChanged() {
      news.queueChanged()
      const { onQueue } = options
      if (onQueue) void reports.queue().then(onQueue)
    },
    defaultRecipients: () => effective().values.recipients,
    lastRead,
    workbookDefaults: () => workbookDefaultsOf(effective()),
    onReportChanged: news.roomChanged,
  })

  const documents = createDocuments({ engine: address })
  const searching = createSearching({
    engine: address,
    onError: (text) =>
      log.error({ id: 'search.failed', text }, 'The search could not follow the messages'),
    onPending: news.searchChanged,
  })
  const people = createPeopleService({
    engine: address,
    onChanged(roomOids) {
      news.peopleChanged()
      for (const roomOid of roomOids) news.roomChanged(roomOid)
    },
  })
  const retention = createRetention({
    reports: engine.reports,
    files,
    days: () => effective().values.retentionDays,
    now: () => Date.now(),
    onRemoved({ reportOid, roomOid, attempt }, days) {
      const said = sentence('workbook_expired', { count: days })
      reportLog.of(reportOid, roomOid)({ attempt, level: 'info', id: 'report.expired', said })
      news.roomChanged(roomOid)
    },
  })
  const { isSearched = true } = options
  const placing = createPlacing({ rooms, messages })
  const messagesChanged = (roomOid: string): void => {
    void placing.placeOf(roomOid).then(news.roomChanged, notKept('A changed room was not told of'))
    if (isSearched) searching.messagesChanged()
  }
  const trash = createTrashService({
    trash: engine.trash,
    engine: address,
    undoMs: options.undoMs,
    endReports: (which) => reports.end(which),
    onThrown: news.removed,
    onRestored(what) {
      news.restored(what)
      for (const roomOid of what.roomOids) news.roomChanged(roomOid)
    },
    onPurged: () => searching.messagesChanged(),
    onError: (error) =>
      log.error({ id: 'trash.failed', err: error }, 'What was deleted could not be removed'),
  })
  const roomMerging = createRoomMerging({
    engine: address,
    undoMs: options.undoMs,
    endReports: (roomOids) => reports.end({ roomOids, reportOids: [] }),
    onMerged({ into, roomOids }) {
      news.removed({ roomOids, reportOids: [], importOids: [] })
      messagesChanged(into)
    },
    onEnded: () => trash.resume(),
  })
  const importer = createImporter({
    imports,
    engine: address,
    blobs: engine.blobs,
    onStatus(status, terminal) {
      if (status.error) health.note(new Error(status.error.message))
      options.onImportStatus?.(status, terminal)
      news.importStatus(status, terminal)
    },
    onRoomChanged: messagesChanged,
    log: (message, details) => log.info({ id: 'import.log', ...details }, message),
  })

  // The open streams of a session end with it, wherever it was ended.
  await engine.sessions.followEnds((tokenId) => broadcaster.expireToken(tokenId))
  settings.onChange(() => void retention.run())
  settings.onChange(({ values }) => void reports.changeQueue({ concurrency: values.concurrency }))
  await importer.recover()
  await reports.recover()
  const upkeep = setInterval(() => {
    health.checkFolder()
    void reserve.refill()
    void retention.run()
  }, upkeepMs)
  upkeep.unref()
  // Not at the start, which people wait for. What was said under a version without search, or was cut off by
  // the end of the last process.
  const resuming = setTimeout(() => {
    if (isSearched) searching.messagesChanged()
    trash.resume()
  }, upkeepMs)
  resuming.unref()

  return {
    blobs: engine.blobs,
    rooms,
    messages,
    live: createLiveRooms({ messages: placing, onRoomChanged: messagesChanged }),
    present: engine.reports.present,
    reports,
    estimate: createEstimating({ messages, rooms, summaryChoice: models.choice, lastRead }),
    documents,
    roomMerging,
    people,
    searching,
    trash,
    importer,
    broadcaster,
    flush: channel.flush,
    settings,
    sessions: engine.sessions,
    health,
    deliveryWith,
    probeSummary: models.probeSummary,
    listModels: models.listModels,
    findModelServers: models.findModelServers,
    models: models.library,
    roomChanged: news.roomChanged,
    async close() {
      clearInterval(upkeep)
      clearTimeout(resuming)
      settings.close()
      news.stop()
      await Promise.all(
        [importer, reports, documents, roomMerging, people, searching].map((each) => each.close()),
      )
      await trash.close()
      await models.close()
      await channel.flush()
      await reportLog.close()
      await engine.notes
        .write('stage-times', stageTimes.snapshot())
        .catch(notKept('What stages take was not remembered'))
      await engine.close()
    },
  }
}
