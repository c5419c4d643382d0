import { unwrap } from '../api/desktop.ts'
import { createRest } from '../api/rest.ts'
import type { Live, Services } from '../api/services.ts'
import { loadConnections } from '../features/connections/index.ts'
import { loadGroups } from '../features/groups/index.ts'
import { healthSlice, loadHealth } from '../features/health/index.ts'
import { loadImports, selectReadingCount } from '../features/imports/index.ts'
import { loadQueue } from '../features/queue-control/index.ts'
import {
  loadReports,
  loadWorkbooks,
  reportsSlice,
  selectHasUnknownGood,
  selectOpenOids,
} from '../features/reports/index.ts'
import {
  loadFirstRooms,
  loadOtherRooms,
  roomsSlice,
  selectView,
  serverSort,
} from '../features/rooms/index.ts'
import { loadSchedules } from '../features/schedules/index.ts'
import { settingsSlice } from '../features/settings/index.ts'
import type { DesktopApi, ServerConnection } from '../../server/contract/desktop-api.ts'
import { thisComputer } from '../../server/contract/desktop-servers.ts'
import { hearDesktop } from './desktop-events.ts'
import { openLive } from './live.ts'
import { oneAfterAnother } from './one-after-another.ts'
import { navigationSlice } from './navigation-slice.ts'
import { recall, remember } from './remembered.ts'
import { createStore, type AppStore } from './store.ts'

export interface Started {
  store: AppStore
  /** Where the server is; rejects with the reason why it does not start. */
  connection: Promise<ServerConnection>
  /** Whether the last start had rooms, as this one then most likely has; null if there was none. */
  hadRooms: boolean | null
  /** Resolves when the server has been asked for the first rooms and for the stream, or cannot be. */
  asked: Promise<void>
  /** Reads everything. What the window shows first comes first; the rest waits for `onFirst`. */
  load: (onFirst?: () => Promise<void>) => Promise<void>
  stop: () => void
}

const noop = () => undefined

const readFirstRooms = (store: AppStore) => store.dispatch(loadFirstRooms()).unwrap()

interface FirstRooms {
  answer: ReturnType<typeof readFirstRooms>
  /** Asked for before the live connection: what changed in between is not in it. */
  isEarly: boolean
}

/**
 * Reads what the store must hold: rooms, reports that matter, imports that are remembered. A room says how
 * its newest report stands, so the first rooms can be shown before anything else is read.
 */
const loadAll = async (
  store: AppStore,
  first: FirstRooms = { answer: readFirstRooms(store), isEarly: false },
  onFirst?: () => Promise<void>,
): Promise<void> => {
  const { lastReportsHeard } = reportsSlice.actions
  const still = selectOpenOids(store.getState())
  const { items, nextCursor, sort } = await first.answer
  store.dispatch(lastReportsHeard(items))
  await onFirst?.()
  const loadOthers = async (): Promise<void> => {
    const cursor = first.isEarly ? null : nextCursor
    const others = store.dispatch(loadOtherRooms({ cursor, sort }))
    store.dispatch(lastReportsHeard(await others.unwrap()))
  }
  await Promise.all([
    store.dispatch(loadReports({ still })).unwrap(),
    store.dispatch(loadQueue()).unwrap(),
    store.dispatch(loadHealth()).unwrap(),
    first.isEarly || nextCursor !== null ? loadOthers() : null,
  ])
  // What is seen in views of their own is waited for there.
  void store.dispatch(loadGroups())
  void store.dispatch(loadSchedules())
  void store.dispatch(loadConnections())
  // The workbook of before stays in reach where the newest report brought none.
  if (selectHasUnknownGood(store.getState())) void store.dispatch(loadWorkbooks())
  const { order } = store.getState().imports
  if (selectReadingCount(store.getState()) > 0) await store.dispatch(loadImports(order)).unwrap()
}

const restore = (
  store: AppStore,
  storage: Storage,
  server: string,
): { imports: readonly string[]; hadRooms: boolean | null } => {
  const recalled = recall(storage, server)
  const {
    section,
    view,
    period,
    filter,
    draft,
    batch,
    imports = [],
    hadRooms = null,
    rooms,
  } = recalled
  if (section) store.dispatch(navigationSlice.actions.sectionChosen(section))
  if (view) store.dispatch(roomsSlice.actions.viewRestored(view))
  if (rooms && serverSort(selectView(store.getState())) !== null) {
    store.dispatch(roomsSlice.actions.roomsRecalled(rooms))
  }
  if (period) store.dispatch(reportsSlice.actions.periodChanged(period))
  if (filter) store.dispatch(reportsSlice.actions.filterChanged(filter))
  if (draft) store.dispatch(settingsSlice.actions.draftRestored(draft))
  if (batch) store.dispatch(reportsSlice.actions.batchRestored(batch))
  return { imports, hadRooms }
}

/** How long options may change before they are written down, in milliseconds. */
const rememberAfterMs = 300

const keepRemembering = (store: AppStore, storage: Storage, server: string): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const take = () => {
    const { navigation, rooms, reports, imports, settings } = store.getState()
    return [
      navigation.section,
      rooms.view,
      reports.period,
      reports.filter,
      reports.batch,
      imports.order,
      settings.draft.values,
      rooms.ids.length > 0,
      rooms.first,
    ] as const
  }
  let last = take()
  const write = () => {
    if (timer === undefined) return
    clearTimeout(timer)
    timer = undefined
    const [section, view, period, filter, batch, order, draft, hadRooms, first] = last
    const options = { section, view, period, filter, batch: [...batch], imports: [...order], draft }
    remember(storage, { ...options, hadRooms, ...(first && { rooms: first }) }, server)
  }
  // A window that is closed right behind a change remembers it too.
  globalThis.addEventListener?.('pagehide', write)
  const unsubscribe = store.subscribe(() => {
    const now = take()
    if (now.every((part, index) => part === last[index])) return
    last = now
    clearTimeout(timer)
    timer = setTimeout(write, rememberAfterMs)
  })
  return () => {
    unsubscribe()
    globalThis.removeEventListener?.('pagehide', write)
  }
}

/**
 * Starts what the window shows: asks the host for the server, opens the live connection and reads by request
 * behind it, so that nothing falls between the two. What needs no server is there at once.
 *
 * @param server that the window shows; default the one that it came with
 */
export const start = (desktop: DesktopApi, storage: Storage, server = thisComputer): Started => {
  const connection = unwrap(desktop.connection())
  let live: (Live & { close(): void }) | null = null
  let stopHearing: () => void = () => undefined
  let stopped = false
  const services: Services = {
    rest: createRest({
      connection,
      onLeftOut: (count) => store.dispatch(healthSlice.actions.itemsLeftOut(count)),
    }),
    desktop,
    live: {
      follow: (reports) => live?.follow(reports),
      reconnect: () => live?.reconnect(),
    },
  }
  const store = createStore(services)
  const { imports, hadRooms } = restore(store, storage, server)
  const stopRemembering = keepRemembering(store, storage, server)

  const readAgain = oneAfterAnother(() => loadAll(store))
  let opened = 0
  const onOpened = (): void => {
    opened += 1
    // The first time, the start itself reads; later this catches up with what was missed.
    if (opened > 1) readAgain()
  }
  const open = ({ url, accessToken }: ServerConnection): void => {
    live = openLive({
      url,
      token: accessToken,
      getToken: async () => (await unwrap(desktop.connection())).accessToken,
      store,
      onOpened,
    })
    stopHearing = hearDesktop({ desktop, store, onWake: () => live?.reconnect() })
    if (imports.length > 0) void store.dispatch(loadImports([...imports]))
  }
  // The first page goes before everything, because the window waits for it; it is read once more then.
  const isEarly = serverSort(selectView(store.getState())) !== null
  const asking = connection.then((found) => {
    const early = isEarly ? readFirstRooms(store) : null
    if (!stopped) open(found)
    return { answer: early ?? readFirstRooms(store) }
  })
  const answer = asking.then((asked) => asked.answer)
  // `load` awaits it and throws what went wrong; nothing is to be said of it here.
  answer.catch(() => undefined)
  return {
    store,
    connection,
    hadRooms,
    asked: asking.then(noop, noop),
    load: (onFirst) => loadAll(store, { answer, isEarly }, onFirst),
    stop: () => {
      stopped = true
      stopHearing()
      stopRemembering()
      live?.close()
    },
  }
}
