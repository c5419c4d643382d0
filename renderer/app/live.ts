import { z } from 'zod'
import { Connection, ConnectionRoom } from '../../server/contract/connections.ts'
import { sseEvents } from '../../server/contract/events.ts'
import { LocalModels } from '../../server/contract/local-models.ts'
import { HealthNews } from '../../server/contract/health.ts'
import { Import } from '../../server/contract/imports.ts'
import { isTerminal, Queue } from '../../server/contract/reports.ts'
import { Room } from '../../server/contract/rooms.ts'
import { ScheduleRunNews } from '../../server/contract/schedules.ts'
import { SearchNews } from '../../server/contract/search.ts'
import { ThrownAway } from '../../server/contract/trash.ts'
import type { Live } from '../api/services.ts'
import { connectionSlice } from '../features/connection/index.ts'
import { connectionsSlice, loadConnections } from '../features/connections/index.ts'
import { summaryTextsSlice } from '../features/details/index.ts'
import { loadGroups } from '../features/groups/index.ts'
import { healthSlice } from '../features/health/index.ts'
import { importsSlice, loadImports } from '../features/imports/index.ts'
import { peopleSlice } from '../features/people/index.ts'
import { queueControlSlice } from '../features/queue-control/index.ts'
import { loadWorkbooks, reportsSlice, selectReport } from '../features/reports/index.ts'
import { readRooms, roomsSlice } from '../features/rooms/index.ts'
import { loadSchedules, runEnded } from '../features/schedules/index.ts'
import { searchSlice } from '../features/search/index.ts'
import { settingsSlice } from '../features/settings/index.ts'
import { createSharedConnection } from '../sse/shared-connection.ts'
import { createFollowing } from './follow.ts'
import { createFrameBatch } from './frame-batch.ts'
import { hearImports } from './hear-imports.ts'
import { oneAfterAnother } from './one-after-another.ts'
import type { AppStore } from './store.ts'

/** Data of `CONNECTION_CHANGED`. */
const ConnectionNews = z.object({
  connectionOid: z.string(),
  connection: Connection.nullable().optional(),
  changed: z
    .object({
      own: Connection.omit({ rooms: true }).optional(),
      rooms: z.array(ConnectionRoom).optional(),
    })
    .optional(),
})

/** Data of `SUMMARY_DELTA`, as far as the page needs it. */
const SummaryPiece = z.object({ reportOid: z.string(), text: z.string() })
type SummaryPiece = z.infer<typeof SummaryPiece>

export interface LiveOptions {
  url: string
  /** Of the first connection. */
  token: string
  /** Asked for every connection that the server refuses, so that a renewed token is picked up. */
  getToken: () => Promise<string>
  store: AppStore
  /** Something may have been missed, as by a new connection: it has to be read by request. */
  onOpened: () => void
}

/**
 * Opens the one connection of this window, and brings what it tells into the store, once per frame at most.
 * Statuses of reports come through one `SSE` per room over it, everything else as topics of it.
 */
export const openLive = ({
  url,
  token,
  getToken,
  store,
  onOpened,
}: LiveOptions): Live & { close(): void } => {
  const { dispatch, getState } = store
  let wasOpen = false
  const shared = createSharedConnection({
    baseUrl: url,
    token,
    getToken,
    topics: ['imports', 'rooms', 'queue', 'health', 'models', 'search', 'schedules', 'connections'],
    onState: ({ state }) => {
      if (state === 'closed') return
      wasOpen ||= state === 'open'
      const isUnderWay = state === 'connecting' || state === 'waiting'
      const shown = isUnderWay ? (wasOpen ? 'reconnecting' : 'connecting') : state
      dispatch(connectionSlice.actions.connectionChanged(shown))
      if (state === 'open') onOpened()
    },
  })
  const on = <T>(name: string, schema: z.ZodType<T>, act: (value: T) => void): void => {
    shared.subscribe(name, (event) => {
      const value = event.read(schema)
      if (value !== undefined) act(value)
    })
  }

  const following = createFollowing(shared, store)

  const rooms = createFrameBatch<Room>((items) => {
    dispatch(roomsSlice.actions.roomsChanged(items))
    dispatch(reportsSlice.actions.lastReportsHeard(items))
  })
  on(sseEvents.roomChanged, Room, (room) => rooms.add(room.roomOid, room))

  const imports = createFrameBatch<Import>(hearImports(store))
  on(sseEvents.importStatus, Import, (item) => imports.add(item.importOid, item))
  on(sseEvents.importStatusEnd, Import, (item) => imports.add(item.importOid, item))

  const texts = createFrameBatch<SummaryPiece>(
    (pieces) => {
      // The last piece may come in the same frame as the end, and then behind it.
      const wanted = pieces.filter(({ reportOid }) => {
        const report = selectReport(getState(), reportOid)
        return !report || !isTerminal(report.state)
      })
      dispatch(summaryTextsSlice.actions.piecesReceived(wanted))
    },
    (before, { reportOid, text }) => ({ reportOid, text: before.text + text }),
  )
  on(sseEvents.summaryDelta, SummaryPiece, (piece) => texts.add(piece.reportOid, piece))

  const queues = createFrameBatch<Queue>((items) =>
    items.forEach((queue) => dispatch(queueControlSlice.actions.queueChanged(queue))),
  )
  on(sseEvents.queueChanged, Queue, (queue) => queues.add('queue', queue))

  shared.subscribe(sseEvents.peopleChanged, () => dispatch(peopleSlice.actions.peopleHeard()))
  const readGroups = oneAfterAnother(async () => void (await dispatch(loadGroups())))
  const readSchedules = oneAfterAnother(async () => void (await dispatch(loadSchedules())))
  shared.subscribe(sseEvents.groupsChanged, readGroups)
  shared.subscribe(sseEvents.schedulesChanged, readSchedules)
  on(sseEvents.scheduleRunEnd, ScheduleRunNews, (news) => dispatch(runEnded(news)))
  on(sseEvents.healthChanged, HealthNews, ({ problems }) =>
    dispatch(healthSlice.actions.problemsHeard(problems)),
  )
  on(sseEvents.searchChanged, SearchNews, ({ pending }) =>
    dispatch(searchSlice.actions.pendingHeard(pending)),
  )
  on(sseEvents.connectionChanged, ConnectionNews, (news) => {
    dispatch(connectionsSlice.actions.connectionHeard(news))
    if (news.connection === undefined && news.changed === undefined)
      void dispatch(loadConnections())
  })
  on(sseEvents.modelsChanged, LocalModels, (models) =>
    dispatch(settingsSlice.actions.modelsHeard(models)),
  )
  // What was deleted and taken back comes each as it is heard, in its order: what waits for its frame was
  // said before, and would bring back what is gone.
  on(sseEvents.removed, ThrownAway, ({ roomOids, reportOids, importOids }) => {
    rooms.flush()
    imports.flush()
    following.flush()
    dispatch(roomsSlice.actions.roomsRemoved(roomOids))
    dispatch(reportsSlice.actions.reportsRemoved(reportOids))
    dispatch(importsSlice.actions.importsRemoved(importOids))
    // An import has taken rooms, or parts of them, along.
    if (importOids.length > 0) void dispatch(readRooms())
  })
  on(sseEvents.restored, ThrownAway, ({ importOids }) => {
    void dispatch(readRooms())
    void dispatch(loadWorkbooks())
    if (importOids.length > 0) void dispatch(loadImports(importOids))
  })
  // The stream stayed open but its cursor was of no use; a snapshot follows, the rest is read.
  shared.subscribe(sseEvents.reset, onOpened)
  // News that are kept in no log came faster than this window took them, so the server left some out.
  shared.subscribe(sseEvents.readAgain, onOpened)

  return {
    follow: following.follow,
    reconnect: () => shared.wake(),
    close: () => {
      following.stop()
      shared.close()
    },
  }
}
