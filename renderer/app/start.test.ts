import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { DesktopApi } from '../../server/contract/desktop-api.ts'
import { startTestServer, type TestServer } from '../../tests/integration/harness.ts'
import { selectConnection } from '../features/connection/index.ts'
import { changeQueue, selectConcurrency, selectPaused } from '../features/queue-control/index.ts'
import {
  cancelReports,
  retryReports,
  runReportNext,
  selectNextOids,
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
    onPreferences: () => () => undefined,
    onQuitQuestion: () => () => undefined,
    onUpdate: () => () => undefined,
    onServers: () => () => undefined,
    onTarget: () => () => undefined,
  } as unknown as DesktopApi
  const opened = start(desktop, storage)
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

  it('does not get a deleted room back with what was said of it just before', async () => {
    await server.feed('pier', 5)
    const opened = await openWindow()
    const frames: (() => void)[] = []
    vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frames.push(frame))
    await server.json('/api/rooms/pier', {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ name: 'Pier' }),
    })
    // The news of the name waits for its frame, and the delete overtakes it.
    await vi.waitFor(() => expect(frames).not.toEqual([]), { interval: 1 })
    expect((await server.api('/api/rooms/pier', { method: 'DELETE' })).ok).toBe(true)
    await until(opened, ({ rooms }) => rooms.entities['pier'] === undefined)
    for (const frame of frames) frame()
    expect(opened.store.getState().rooms.ids).toEqual([])
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

  it('draws the rooms of the last time before the server has said anything', async () => {
    await server.feed('kept', 10)
    await server.feed('other', 3)
    const first = await openWindow()
    await vi.waitFor(() => expect(storage.getItem('rapporteur.window')).toContain('"other"'))
    first.stop()

    const desktop = { connection: () => new Promise(() => {}) } as unknown as DesktopApi
    const second = start(desktop, storage)
    windows.push(second)
    expect(second.store.getState().rooms).toMatchObject({
      ids: ['kept', 'other'],
      expected: 2,
      shown: false,
    })
  })

  it('misses no room that came between the first page and the live connection', async () => {
    const real = fetch
    let letThrough = (): void => {}
    const fed = new Promise<void>((resolve) => (letThrough = resolve))
    let isFirst = true
    vi.stubGlobal('fetch', async (input: string | URL | Request, init?: RequestInit) => {
      const address = input instanceof Request ? input.url : String(input)
      if (address.includes('/api/events')) await fed
      const response = await real(input, init)
      if (address.includes('/api/rooms?') && isFirst) {
        isFirst = false
        await server.feed('late', 2)
        letThrough()
      }
      return response
    })
    const opened = await openWindow()
    const { rooms } = await until(opened, (state) => state.rooms.loaded)
    expect(rooms.entities['late']?.messageCount).toBe(2)
  })

  it('shows every room of an import at its end, though its news of them were lost', async () => {
    const real = fetch
    vi.stubGlobal('fetch', async (input: string | URL | Request, init?: RequestInit) => {
      const response = await real(input, init)
      const address = input instanceof Request ? input.url : String(input)
      if (!address.includes('/api/events') || response.body === null) return response
      // As for a window that cannot keep up: all but the first news of rooms is left out.
      let told = 0
      let rest = ''
      const lossy = new TransformStream<string, string>({
        transform(piece, controller) {
          const blocks = (rest + piece).split('\n\n')
          rest = blocks.pop() ?? ''
          for (const block of blocks) {
            if (!block.includes('event: ROOM_CHANGED') || told++ < 3)
              controller.enqueue(`${block}\n\n`)
          }
        },
      })
      const body = response.body
        .pipeThrough(new TextDecoderStream())
        .pipeThrough(lossy)
        .pipeThrough(new TextEncoderStream())
      return new Response(body, response)
    })
    await server.feed('before', 2)
    const opened = await openWindow()
    await until(opened, (state) => selectConnection(state) === 'open')
    const rooms = 400
    const lines = Array.from({ length: rooms }, (_, n) =>
      JSON.stringify({
        room: `room ${n}`,
        at: '2026-01-05T10:00:00Z',
        author: 'Ada',
        text: `Said in room ${n}`,
      }),
    )
    const answer = await server.api('/api/imports?name=rooms.ndjson', {
      method: 'POST',
      body: `${lines.join('\n')}\n`,
    })
    expect(answer.status).toBe(202)
    const state = await until(
      opened,
      ({ rooms: { ids, loaded } }) => loaded && ids.length === rooms + 1,
    )
    expect(state.rooms.expected).toBe(rooms + 1)
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

  it('holds the summary while it is being written, and lets go of it at the end', async () => {
    await server.feed('talk', 5_000)
    const opened = await openWindow()
    const written = until(opened, ({ summaryTexts }) =>
      Object.values(summaryTexts).some((text) => text.length > 0),
    )
    await opened.store.dispatch(triggerReports({ roomOids: ['talk'], options: {} })).unwrap()
    const oid = selectRoomReport(opened.store.getState(), 'talk')?.reportOid ?? ''
    expect((await written).summaryTexts[oid]).toContain('messages')
    const state = await until(opened, (now) => stateOf('talk')(now) === 'finished')
    expect(state.summaryTexts).toEqual({})
  })

  it('hears in every window that the queue is paused, resumed or made wider', async () => {
    const [first, second] = [await openWindow(), await openWindow()]
    expect(selectPaused(second.store.getState())).toBe(false)
    await first.store.dispatch(changeQueue({ paused: true })).unwrap()
    await until(second, selectPaused)
    await first.store.dispatch(changeQueue({ paused: false, concurrency: 7 })).unwrap()
    const state = await until(second, (now) => selectConcurrency(now) === 7)
    expect(selectPaused(state)).toBe(false)
    // A window that opens now reads it.
    expect(selectConcurrency((await openWindow()).store.getState())).toBe(7)
  })

  it('shows a change of the queue at once and takes it back when it was refused', async () => {
    const { store } = await openWindow()
    const asked = store.dispatch(changeQueue({ concurrency: 1_000 }))
    expect(selectConcurrency(store.getState())).toBe(1_000)
    await asked
    expect(selectConcurrency(store.getState())).toBe(4)
  })

  it('lets a waiting report run before all others', async () => {
    const rooms = ['one', 'two', 'three']
    for (const oid of rooms) await server.feed(oid, 50)
    const opened = await openWindow()
    const { store } = opened
    await store.dispatch(changeQueue({ paused: true, concurrency: 1 })).unwrap()
    await store.dispatch(triggerReports({ roomOids: rooms, options: {} })).unwrap()
    const oid = selectRoomReport(store.getState(), 'three')?.reportOid ?? ''
    await store.dispatch(runReportNext(oid)).unwrap()
    expect(selectNextOids(store.getState())).toEqual([oid])
    await store.dispatch(changeQueue({ paused: false })).unwrap()
    const state = await until(opened, (now) => selectBatchCounts(now).done === 3)
    const ends = rooms.map((room) => selectRoomReport(state, room)?.finishedAt ?? '')
    expect([...ends].sort()[0]).toBe(ends[2])
    expect(selectNextOids(state)).toEqual([])
  })

  it('knows that it is live', async () => {
    const opened = await openWindow()
    await until(opened, (state) => selectConnection(state) === 'open')
  })
})
