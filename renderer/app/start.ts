import { unwrap } from '../api/desktop.ts'
import { createRest } from '../api/rest.ts'
import type { Live, Services } from '../api/services.ts'
import { connectionSlice } from '../features/connection/index.ts'
import { summaryTextsSlice } from '../features/details/index.ts'
import { importsSlice, loadImports, selectReadingCount } from '../features/imports/index.ts'
import { loadQueue, queueControlSlice } from '../features/queue-control/index.ts'
import {
  loadReports,
  reportsSlice,
  selectOpenOids,
  selectReport,
} from '../features/reports/index.ts'
import { loadRooms, roomsSlice } from '../features/rooms/index.ts'
import { settingsSlice } from '../features/settings/index.ts'
import type { DesktopApi } from '../../server/contract/desktop-api.ts'
import { isTerminal } from '../../server/contract/reports.ts'
import { hearDesktop } from './desktop-events.ts'
import { openLive } from './live.ts'
import { navigationSlice } from './navigation-slice.ts'
import { recall, remember } from './remembered.ts'
import { createStore, type AppStore } from './store.ts'

export interface Started {
  store: AppStore
  url: string
  accessToken: string
  /** Reads everything again, after the first reading failed. */
  load: () => Promise<void>
  stop: () => void
}

/** Reads what the store must hold: rooms, reports that matter, imports that are remembered. */
const loadAll = async (store: AppStore): Promise<void> => {
  const state = store.getState()
  const [rooms] = await Promise.all([
    store.dispatch(loadRooms()).unwrap(),
    store.dispatch(loadReports({ still: selectOpenOids(state) })).unwrap(),
    store.dispatch(loadQueue()).unwrap(),
  ])
  store.dispatch(reportsSlice.actions.lastReportsHeard(rooms))
  const { order } = store.getState().imports
  if (selectReadingCount(store.getState()) > 0) await store.dispatch(loadImports(order)).unwrap()
}

const restore = (store: AppStore, storage: Storage): string[] => {
  const { section, view, period, draft, batch, imports = [] } = recall(storage)
  if (section) store.dispatch(navigationSlice.actions.sectionChosen(section))
  if (view) store.dispatch(roomsSlice.actions.viewRestored(view))
  if (period) store.dispatch(reportsSlice.actions.periodChanged(period))
  if (draft) store.dispatch(settingsSlice.actions.draftRestored(draft))
  if (batch) store.dispatch(reportsSlice.actions.batchRestored(batch))
  return imports
}

/** How long options may change before they are written down, in milliseconds. */
const rememberAfterMs = 300

const keepRemembering = (store: AppStore, storage: Storage): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const take = () => {
    const { navigation, rooms, reports, imports, settings } = store.getState()
    return [
      navigation.section,
      rooms.view,
      reports.period,
      reports.batch,
      imports.order,
      settings.draft.values,
    ] as const
  }
  let last = take()
  return store.subscribe(() => {
    const now = take()
    if (now.every((part, index) => part === last[index])) return
    last = now
    clearTimeout(timer)
    timer = setTimeout(() => {
      const [section, view, period, batch, order, draft] = now
      remember(storage, {
        section,
        view,
        period,
        batch: [...batch],
        imports: [...order],
        draft,
      })
    }, rememberAfterMs)
  })
}

/**
 * Brings the window to life: asks the host for the server, opens the live connection first and reads
 * by request then, so that nothing falls between the two.
 */
export const start = async (desktop: DesktopApi, storage: Storage): Promise<Started> => {
  const { url, accessToken } = await unwrap(desktop.connection())
  const rest = createRest({ url, token: accessToken })
  let live: (Live & { close(): void }) | null = null
  const services: Services = {
    rest,
    desktop,
    live: {
      follow: (reports) => live?.follow(reports),
      reconnect: () => live?.reconnect(),
    },
  }
  const store = createStore(services)
  const rememberedImports = restore(store, storage)
  const stopRemembering = keepRemembering(store, storage)
  if (rememberedImports.length > 0) void store.dispatch(loadImports(rememberedImports))

  let opened = 0
  live = openLive({
    url,
    getToken: async () => (await unwrap(desktop.connection())).accessToken,
    listener: {
      statuses: (items) => store.dispatch(reportsSlice.actions.statusesReceived(items)),
      rooms: (items) => {
        store.dispatch(roomsSlice.actions.roomsChanged(items))
        store.dispatch(reportsSlice.actions.lastReportsHeard(items))
      },
      imports: (items) => store.dispatch(importsSlice.actions.importsChanged(items)),
      summaryTexts: (pieces) => {
        // The last piece may come in the same frame as the end, and then behind it.
        const wanted = pieces.filter(({ reportOid }) => {
          const report = selectReport(store.getState(), reportOid)
          return !report || !isTerminal(report.state)
        })
        store.dispatch(summaryTextsSlice.actions.piecesReceived(wanted))
      },
      queue: (queue) => store.dispatch(queueControlSlice.actions.queueChanged(queue)),
      connection: (state) => store.dispatch(connectionSlice.actions.connectionChanged(state)),
      opened: () => {
        opened += 1
        // The first time, the start itself reads; later this catches up with what was missed.
        if (opened > 1) void loadAll(store).catch((error: unknown) => console.error(error))
      },
    },
  })
  const stopHearing = hearDesktop({ desktop, store, onWake: () => live?.reconnect() })
  return {
    store,
    url,
    accessToken,
    load: () => loadAll(store),
    stop: () => {
      stopHearing()
      stopRemembering()
      live?.close()
    },
  }
}
