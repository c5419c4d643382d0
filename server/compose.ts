import { createAccess } from './access/access-service.ts'
import { createSights } from './access/sight.ts'
import { accessChanged } from './contract/events.ts'
import { join } from 'node:path'
import {
  choicesOf,
  threadsOf,
  usualDestinations,
  workbookDefaultsOf,
  workbookServiceOf,
} from './adapters.ts'
import { sentence } from './contract/sentences.ts'
import { createDelivering } from './delivering.ts'
import { createDocuments } from './documents/documents.ts'
import { createGroupService } from './groups/groups.ts'
import { createLiveChannel } from './live-channel.ts'
import { lastReadOf } from './reports/asked-period.ts'
import { createEstimating } from './reports/estimating.ts'
import { isDiskFull } from './reports/failure.ts'
import { createReportEnds } from './reports/overviews/report-ends.ts'
import { createReportFiles } from './reports/report-files.ts'
import { createReportLog } from './reports/report-log.ts'
import { approvalPath } from './reports/approval-link.ts'
import { createReportService } from './reports/report-service.ts'
import { createRetention } from './reports/retention.ts'
import { createStageTimes, StageTimesMemory } from './reports/stage-times.ts'
import { createWorkerPool } from './reports/worker-pool.ts'
import { createScheduling } from './scheduling.ts'
import { createSettings, type EffectiveSettings } from './settings/settings.ts'
import { blobPlaceOf } from './engines/shared/blob-place.ts'
import { createRoomKeeping } from './room-keeping.ts'
import { createReserve } from './engines/shared/reserve.ts'
import { startEngine } from './engines/open.ts'
import type { Engine } from './ports/engine.ts'
import { createModelServers } from './model-servers.ts'
import { keepUp } from './upkeep.ts'
import { joinNodes } from './joining.ts'
import type { Services, ServicesOptions } from './services.ts'

/**
 * Opens the data directory and takes up what an earlier process left unfinished.
 *
 * @throws as `startEngine`
 */
export function composeServices(options: ServicesOptions): Promise<Services> {
  const { dataDir: folder, databaseUrl: url, leaseMs, log } = options
  const blobs = options.blobs === undefined ? undefined : blobPlaceOf(options.blobs)
  return startEngine(
    url === undefined
      ? { kind: 'sqlite', folder }
      : { kind: 'postgres', folder, url, blobs, leaseMs },
    {
      onMended: (tables) =>
        log.warn({ id: 'storage.mended', tables }, 'Damaged parts of the database were made anew'),
      onLost(error) {
        log.error({ id: 'node.namesake', err: error }, 'Another process works under this name')
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
  const { role = 'all' } = options
  const works = role !== 'api'
  const isShared = address.kind === 'postgres'
  const settings = await createSettings({ kept: engine.settings, flags, vault, defaults })
  const effective = (): EffectiveSettings => settings.effective()
  const { messages, rooms } = engine
  const channel = await createLiveChannel({
    eventLog: engine.eventLog,
    landmark: engine.landmark,
    log,
    rooms: async (roomOids) => (await rooms.getMany(roomOids)).map(({ room }) => room),
    queue: () => reports.queue(),
    onReportStatus(status, isTerminal) {
      options.onReportStatus?.(status, isTerminal)
      // It may have been the last one of a run; what waits for a person holds up none.
      if (isTerminal || status.code === 'waits_for_approval') scheduler.nudge()
    },
  })
  const { broadcaster, news, health } = channel
  const reserve = createReserve(root)
  /** For what is a comfort: the work goes on, and the next start does without it. */
  const notKept = (words: string) => (error: unknown) =>
    log.error({ id: 'storage.failed', err: error }, words)
  const stageTimes = createStageTimes(
    StageTimesMemory.catch({}).parse(await engine.notes.read('stage-times')),
  )

  const models = createModelServers({
    effective,
    memory: engine.modelMemory,
    folder: join(root, 'models'),
    startProcess: options.startModelProcess,
    systemProxy: options.systemProxy,
    onChange: news.modelsChanged,
  })
  const groups = createGroupService({
    groups: engine.groups,
    schedules: engine.schedules,
    rooms,
    settings: () => choicesOf(effective()),
    onChanged: news.groupsChanged,
  })
  const files = createReportFiles(engine.blobs)
  const reportLog = createReportLog({ lines: engine.reports.lines, log, now: () => Date.now() })
  const lastRead = lastReadOf(
    engine.reports,
    async (roomOid) => (await engine.connections.ofRoom(roomOid)).length > 0,
  )
  const { deliveryWith, dispatching, announce } = createDelivering({
    engine,
    effective,
    reportLog,
    news,
    notKept,
  })
  const ends = createReportEnds(engine.patient.reports, engine.eventLog)
  const reports = createReportService({
    reports: engine.reports,
    queue: engine.queue,
    owner: engine.owner,
    ends,
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
    previewMail: (request) => deliveryWith(effective()).preview(request),
    askApprover: (asked) => deliveryWith(effective()).askApproval(asked),
    calendar: options.now,
    approvalUrl: (token) =>
      options.publicUrl === undefined
        ? null
        : new URL(`${approvalPath}/${token}`, options.publicUrl).href,
    onDecided: news.schedulesChanged,
    dispatches: engine.dispatches,
    onReleased: dispatching.wake,
    notes: engine.notes,
    announce,
    defaultDestinations: () => usualDestinations(effective()),
    publisherOf: channel.publisherOf,
    concurrency: effective().values.concurrency,
    summaryChoice: models.choice,
    workbookService: () => workbookServiceOf(effective()),
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
    unread: (roomOid, period) => connections.unread(roomOid, period),
    choices: groups.choices,
    workbookDefaults: () => workbookDefaultsOf(effective()),
    onReportChanged: news.roomChanged,
  })

  const { schedules, scheduler } = createScheduling({
    engine,
    groups,
    reports,
    news,
    log,
    timeZone: () => effective().values.timeZone,
    now: options.now ?? (() => Date.now()),
    onRunEnd: options.onScheduleRun,
  })

  const documents = createDocuments({ engine: address })
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
  const roomKeeping = createRoomKeeping({
    ...options,
    engine,
    reports,
    ends,
    news,
    health,
    reads: works,
    notKept,
  })
  const { searching, people, trash, roomMerging, connections, importer } = roomKeeping

  // The open streams of a session end with it, wherever it was ended.
  await engine.sessions.followEnds((tokenId) => broadcaster.expireToken(tokenId))
  settings.onChange(() => void retention.run())
  settings.onChange(({ values }) => void reports.changeQueue({ concurrency: values.concurrency }))
  const node = await joinNodes({ nodes: engine.nodes, role, log, reports, importer, health })
  await importer.recover()
  await reports.recover({ works })
  await dispatching.start()
  if (options.isConnected && !isShared) await connections.start()
  node.begin()
  const stopUpkeep = keepUp({
    engine,
    health,
    reserve,
    retention,
    files,
    trash,
    remind: works ? reports.remind : () => undefined,
    connections: options.isConnected === true && isShared && works ? connections : null,
    // Not at the start: what was said under a version without search, or was cut off by the end of the last process.
    resumeSearch: roomKeeping.resumeSearch,
    notKept,
  })

  return {
    blobs: engine.blobs,
    rooms,
    messages,
    knownAuthors: engine.people,
    live: roomKeeping.live,
    present: engine.reports.present,
    overviewsOver: engine.reports.overviewsOver,
    reports,
    estimate: createEstimating({
      messages,
      rooms,
      summaryChoice: models.choice,
      lastRead,
      choices: groups.choices,
      timeZone: () => effective().values.timeZone,
    }),
    documents,
    roomMerging,
    groups,
    schedules,
    scheduler,
    people,
    searching,
    dispatches: engine.dispatches,
    dispatching,
    trash,
    connections,
    importer,
    broadcaster,
    flush: channel.flush,
    async check() {
      const problem = health.checkFolder()
      if (problem !== null) throw new Error(problem.detail)
      await engine.check()
    },
    settings,
    sessions: engine.sessions,
    access: createAccess(engine, () =>
      engine.eventLog.announce([
        { room: '', event: accessChanged, data: '{}', coalesceKey: null, kind: 'transient' },
      ]),
    ),
    sights: createSights({
      roomLimits: engine.roomLimits,
      groups: engine.groups,
      rooms,
      membersOf: groups.membersOf,
    }),
    health,
    deliveryWith,
    probeSummary: models.probeSummary,
    listModels: models.listModels,
    findModelServers: models.findModelServers,
    models: models.library,
    roomChanged: news.roomChanged,
    nodes: engine.nodes,
    windDown: node.windDown,
    async close() {
      stopUpkeep()
      settings.close()
      news.stop()
      await scheduler.close()
      await Promise.all(
        [connections, importer, dispatching, documents, roomMerging, people, searching]
          .map((each) => each.close())
          .concat(reports.close({ handOver: isShared })),
      )
      await trash.close()
      await models.close()
      await channel.flush()
      await reportLog.close()
      await engine.notes
        .write('stage-times', stageTimes.snapshot())
        .catch(notKept('What stages take was not remembered'))
      await engine.nodes.leave()
      await engine.close()
    },
  }
}
