import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { DesktopApi } from '../../server/contract/desktop-api.ts'
import { startTestServer, type TestServer } from '../../tests/integration/harness.ts'
import { selectConnection } from '../features/connection/index.ts'
import {
  cancelReports,
  retryReports,
  selectBatchCounts,
  selectRoomReport,
  triggerReports,
} from '../features/reports/index.ts'
import { roomsSlice } from '../features/rooms/index.ts'
import { sseStore } from '../sse/SSE.ts'
import { start, type Started } from './start.ts'
import type { RootState } from './store.ts'

/** The store, the live connection and the requests against the real server; only the host is played. */
let server: TestServer
let storage: Storage
const windows: Started[] = []

const memoryStorage = (): Storage => {
  const items = new Map<string, string>()
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => items.set(key, value),
  } as unknown as Storage
}

const openWindow = async (): Promise<Started> => {
  const desktop = {
    connection: () =>
      Promise.resolve({
        ok: true as const,
        value: { url: server.url, accessToken: server.accessToken },
      }),
    onWake: () => () => undefined,
  } as unknown as DesktopApi
  const opened = await start(desktop, storage)
  windows.push(opened)
  await opened.load()
  return opened
}

/** Resolves when the store comes to a state that fits; the test's own time limit is the other way out. */
const until = (opened: Started, fits: (state: RootState) => boolean): Promise<RootState> =>
  new Promise((resolve) => {
    const look = () => {
      if (!fits(opened.store.getState())) return
      stop()
      resolve(opened.store.getState())
    }
    const stop = opened.store.subscribe(look)
    look()
  })

const stateOf = (roomOid: string) => (state: RootState) => selectRoomReport(state, roomOid)?.state

beforeEach(async () => {
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => setTimeout(frame, 16))
  vi.stubGlobal('cancelAnimationFrame', (timer: NodeJS.Timeout) => clearTimeout(timer))
  storage = memoryStorage()
  server = await startTestServer()
})

afterEach(async () => {
  for (const opened of windows.splice(0)) opened.stop()
  await server.dispose()
  vi.unstubAllGlobals()
})

describe('a window', () => {
  it('follows every report it has triggered to its end and then lets go of it', async () => {
    const rooms = Array.from({ length: 12 }, (_, n) => `room-${n}`)
    for (const oid of rooms) await server.feed(oid, 20)
    const opened = await openWindow()
    expect(opened.store.getState().rooms.ids).toHaveLength(12)
    await opened.store.dispatch(triggerReports({ roomOids: rooms, options: {} })).unwrap()
    const state = await until(opened, (now) => selectBatchCounts(now).done === 12)
    expect(selectBatchCounts(state)).toMatchObject({ total: 12, running: 0, failed: 0 })
    for (const oid of rooms) {
      expect(selectRoomReport(state, oid)?.workbook?.bytes).toBeGreaterThan(0)
    }
    expect(sseStore.size).toBe(0)
  })

  it('is told of rooms and reports that others bring, without asking', async () => {
    const opened = await openWindow()
    expect(opened.store.getState().rooms.ids).toEqual([])
    await server.feed('from-outside', 5, 'From outside')
    await until(opened, ({ rooms }) => rooms.entities['from-outside']?.messageCount === 5)
    await server.post('/api/reports', { roomOids: ['from-outside'] })
    const state = await until(opened, (now) => stateOf('from-outside')(now) === 'finished')
    expect(selectBatchCounts(state).total).toBe(1)
  })

  it('finds everything again when it is opened anew', async () => {
    await server.feed('kept', 10)
    const first = await openWindow()
    first.store.dispatch(roomsSlice.actions.sortToggled('messages'))
    await first.store.dispatch(triggerReports({ roomOids: ['kept'], options: {} })).unwrap()
    await until(first, (state) => stateOf('kept')(state) === 'finished')
    // What is remembered is written a moment later.
    await vi.waitFor(() => expect(storage.getItem('rapporteur.window')).toContain('descending'))
    first.stop()

    const second = await openWindow()
    const state = second.store.getState()
    expect(stateOf('kept')(state)).toBe('finished')
    expect(state.rooms.view.sort).toEqual({ column: 'messages', direction: 'descending' })
    expect(selectBatchCounts(state)).toMatchObject({ total: 1, done: 1 })
  })

  it('cancels a report and retries it to its end', async () => {
    await server.feed('big', 5_000)
    const opened = await openWindow()
    await opened.store.dispatch(triggerReports({ roomOids: ['big'], options: {} })).unwrap()
    const oid = selectRoomReport(opened.store.getState(), 'big')?.reportOid ?? ''
    await opened.store.dispatch(cancelReports([oid])).unwrap()
    await until(opened, (state) => stateOf('big')(state) === 'cancelled')
    const { refused } = await opened.store.dispatch(retryReports([oid])).unwrap()
    expect(refused).toEqual([])
    const state = await until(opened, (now) => stateOf('big')(now) === 'finished')
    expect(selectRoomReport(state, 'big')?.attempt).toBeGreaterThan(1)
  })

  it('says which room was refused and starts the others', async () => {
    await server.feed('known', 3)
    const opened = await openWindow()
    const answer = await opened.store
      .dispatch(triggerReports({ roomOids: ['known', 'unknown'], options: {} }))
      .unwrap()
    expect(answer.rejected).toEqual([{ roomOid: 'unknown', code: 'room_not_found' }])
    await until(opened, (state) => stateOf('known')(state) === 'finished')
  })

  it('knows that it is live', async () => {
    const opened = await openWindow()
    await until(opened, (state) => selectConnection(state) === 'open')
  })
})
