import { createConnections, type ConnectionsService } from './connections/connection-service.ts'
import type { HealthMonitor } from './health.ts'
import { createImporter, type Importer } from './imports/importer.ts'
import type { News } from './news.ts'
import { createPeopleService, type PeopleService } from './people/people-service.ts'
import type { Engine } from './ports/engine.ts'
import type { ReportEnds } from './reports/overviews/report-ends.ts'
import type { ReportService } from './reports/report-service.ts'
import { createLiveRooms, type LiveRooms } from './rooms/live.ts'
import { createRoomMerging, type RoomMerging } from './rooms/merging/merging.ts'
import { createPlacing } from './rooms/merging/placing.ts'
import { createSearching, type Searching } from './search/searching.ts'
import type { ServicesOptions } from './services.ts'
import { noVault } from './settings/vault.ts'
import { createTrashService, type TrashService } from './trash/trash-service.ts'

/** What brings messages into rooms, finds them there, puts rooms together, and deletes them. */
export interface RoomKeeping {
  live: LiveRooms
  importer: Importer
  connections: ConnectionsService
  searching: Searching
  people: PeopleService
  roomMerging: RoomMerging
  trash: TrashService
  /** Brings the index of the search up to date, where it is wanted. */
  resumeSearch(): void
}

export interface RoomKeepingDeps extends Pick<
  ServicesOptions,
  'log' | 'vault' | 'undoMs' | 'onImportStatus' | 'isSearched' | 'publicUrl'
> {
  engine: Engine
  reports: Pick<ReportService, 'end' | 'leave'>
  /** Waits for reports that somebody has asked for in a room. */
  ends: ReportEnds
  news: News
  health: Pick<HealthMonitor, 'note'>
  /** Whether this process reads imports. */
  reads: boolean
  /** For what is a comfort: the work goes on without it. */
  notKept(words: string): (error: unknown) => void
}

export function createRoomKeeping(deps: RoomKeepingDeps): RoomKeeping {
  const { engine, reports, news, health, reads, log, vault, undoMs, onImportStatus, notKept } = deps
  const { isSearched = true } = deps
  const { address, rooms, messages, imports } = engine

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
  const placing = createPlacing({ rooms, messages })
  const messagesChanged = (roomOid: string): void => {
    void placing.placeOf(roomOid).then(news.roomChanged, notKept('A changed room was not told of'))
    if (isSearched) searching.messagesChanged()
  }
  const trash = createTrashService({
    trash: engine.trash,
    engine: address,
    alone: engine.nodes.alone,
    undoMs: undoMs,
    endReports: (which) => reports.end(which),
    onThrown: news.removed,
    onRestored(what) {
      news.restored(what)
      for (const roomOid of what.roomOids) news.roomChanged(roomOid)
    },
    onPurged() {
      searching.messagesChanged()
      void engine.dispatches.sweep().catch(notKept('Dispatches of deleted reports were kept'))
    },
    onError: (error) =>
      log.error({ id: 'trash.failed', err: error }, 'What was deleted could not be removed'),
  })
  const roomMerging = createRoomMerging({
    engine: address,
    undoMs: undoMs,
    endReports: (roomOids) => reports.end({ roomOids, reportOids: [] }),
    onMerged({ into, roomOids }) {
      news.removed({ roomOids, reportOids: [], importOids: [] })
      messagesChanged(into)
    },
    onEnded: () => trash.resume(),
  })
  const connections = createConnections({
    connections: engine.connections,
    messages,
    rooms,
    notes: engine.notes,
    vault: vault ?? noVault,
    onChanged: news.connectionChanged,
    onRoomChanged: messagesChanged,
    async onEnded(roomOid) {
      const place = await rooms.place(roomOid)
      if (place !== null) await reports.leave(place.roomOid)
    },
    async makeReport(roomOid, signal) {
      const place = await rooms.place(roomOid)
      // By the rule of its group, as at the end of the room; one that tells all there is, is not made again.
      const asked = place === null ? null : await reports.leave(place.roomOid)
      if (asked === null) return null
      await deps.ends.all([{ ...asked, name: '' }], () => undefined, signal)
      const report = await engine.reports.get(asked.reportOid)
      if (report === null || report.state === 'cancelled') return null
      const path = `/api/reports/${report.reportOid}/workbook`
      return {
        isMade: report.state === 'finished',
        language: report.options.workbook?.language === 'de' ? 'de' : 'en',
        url: deps.publicUrl === undefined ? null : new URL(path, deps.publicUrl).href,
      }
    },
    onError: (text) => log.warn({ id: 'connection.failed', text }, 'A connection was held up'),
  })
  const importer = createImporter({
    imports,
    engine: address,
    blobs: engine.blobs,
    reads,
    onStatus(status, terminal) {
      if (status.error) health.note(new Error(status.error.message))
      onImportStatus?.(status, terminal)
      news.importStatus(status, terminal)
    },
    onRoomChanged: messagesChanged,
    log: (message, details) => log.info({ id: 'import.log', ...details }, message),
  })

  return {
    live: createLiveRooms({ messages: placing, onRoomChanged: messagesChanged }),
    importer,
    connections,
    searching,
    people,
    roomMerging,
    trash,
    resumeSearch() {
      if (isSearched) searching.messagesChanged()
    },
  }
}
