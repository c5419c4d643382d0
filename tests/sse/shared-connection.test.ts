import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  createSharedConnection,
  type SharedConnection,
} from '../../renderer/sse/shared-connection.ts'
import {
  closeSSE,
  createSSE,
  sseStore,
  type SSE,
  type StreamEvent,
} from '../../renderer/sse/SSE.ts'
import { logForTests, quick, startLiveServer, until, type LiveServer } from './live-server.ts'

let server: LiveServer
let live: SharedConnection
const seenStates: string[] = []

beforeEach(async () => {
  server = await startLiveServer()
  seenStates.length = 0
})

afterEach(async () => {
  closeSSE()
  live.close()
  await server.kill()
})

function connect(options: Partial<Parameters<typeof createSharedConnection>[0]> = {}) {
  live = createSharedConnection({
    baseUrl: server.url,
    getToken: () => '',
    timing: quick,
    onState: ({ state }) => void seenStates.push(state),
    ...options,
  })
}

type Data = { n: number; reportOid?: string }

function follow(room: string, report: { reportOid?: string; attempt?: number } = {}) {
  const heard: Data[] = []
  const sse: SSE = createSSE({
    key: room,
    source: live.statusesOf({ roomOid: room, ...report }),
    subscriptions: ['EXCEL_STATUS', 'EXCEL_STATUS_END'].map((key) => ({
      key,
      action: (data: string) => void heard.push(JSON.parse(data) as Data),
    })),
    endEvent: { key: 'EXCEL_STATUS_END' },
  })
  return { sse, heard, numbers: () => heard.map(({ n }) => n) }
}

describe('shared connection', () => {
  it('carries fifty rooms over one HTTP connection', async () => {
    connect()
    const rooms = Array.from({ length: 50 }, (_, index) => follow(`r${index}`))
    await until(() => rooms.every(({ sse }) => sse.state === 'open'))
    for (let n = 1; n <= 20; n++) rooms.forEach((_, index) => server.status(`r${index}`, { n }))
    rooms.forEach((_, index) => server.end(`r${index}`, { n: 21 }))
    await until(() => rooms.every(({ sse }) => sse.state === 'closed'))
    const all = Array.from({ length: 21 }, (_, index) => index + 1)
    for (const room of rooms) expect(room.numbers()).toEqual(all)
    expect(server.requests).toHaveLength(1)
    expect(server.requests[0]?.url).toBe('/api/events?rooms=*')
    expect(live.roomCount).toBe(0)
    expect(sseStore.size).toBe(0)
  })

  it('begins a later subscription with the last known status, and costs the others nothing', async () => {
    connect()
    const first = follow('a')
    await until(() => first.sse.state === 'open')
    server.status('a', { n: 1 })
    server.status('b', { n: 1 })
    await until(() => first.heard.length === 1)
    const second = follow('b')
    await until(() => second.heard.length === 1)
    server.status('b', { n: 2 })
    server.status('a', { n: 2 })
    await until(() => first.heard.length === 2 && second.heard.length === 2)
    expect(first.numbers()).toEqual([1, 2])
    expect(second.numbers()).toEqual([1, 2])
    expect(server.requests).toHaveLength(1)
  })

  it("does not begin with the end of the room's report before when the report is named", async () => {
    connect()
    await until(() => live.state === 'open')
    let ended = 0
    live.subscribe('EXCEL_STATUS_END', () => ended++)
    server.end('a', { n: 1, reportOid: 'one', attempt: 1 })
    await until(() => ended === 1)
    const room = follow('a', { reportOid: 'two', attempt: 1 })
    await until(() => room.sse.state === 'open')
    server.status('a', { n: 2, reportOid: 'two', attempt: 1 })
    server.end('a', { n: 3, reportOid: 'two', attempt: 1 })
    await until(() => room.sse.state === 'closed')
    expect(room.numbers()).toEqual([2, 3])
    const retried = follow('a', { reportOid: 'two', attempt: 2 })
    await until(() => retried.sse.state === 'open')
    server.status('a', { n: 4, reportOid: 'two', attempt: 2 })
    await until(() => retried.heard.length === 1)
    expect(retried.numbers()).toEqual([4])
  })

  it('loses and doubles nothing when the connection is cut', async () => {
    connect()
    const rooms = ['a', 'b', 'c'].map((room) => follow(room))
    await until(() => rooms.every(({ sse }) => sse.state === 'open'))
    for (let n = 1; n <= 40; n++) {
      for (const room of ['a', 'b', 'c']) server.status(room, { n })
      if (n % 10 === 5) {
        await until(() => rooms.every(({ heard }) => heard.length === n))
        server.cut()
      }
    }
    await until(() => rooms.every(({ heard }) => heard.length >= 40))
    const all = Array.from({ length: 40 }, (_, index) => index + 1)
    for (const room of rooms) expect(room.numbers()).toEqual(all)
    expect(seenStates).toContain('waiting')
  })

  it('wake() reconnects once for all, with the cursor', async () => {
    connect()
    const rooms = ['a', 'b'].map((room) => follow(room))
    await until(() => rooms.every(({ sse }) => sse.state === 'open'))
    server.status('a', { n: 1 })
    await until(() => rooms[0]?.heard.length === 1)
    live.wake()
    server.status('a', { n: 2 })
    server.status('b', { n: 2 })
    await until(() => rooms[0]?.heard.length === 2 && rooms[1]?.heard.length === 1)
    expect(server.requests).toHaveLength(2)
    expect(server.requests[1]?.lastEventId).toMatch(/^test-\d+$/)
  })

  it('lets the application hear imports and changed rooms', async () => {
    connect({ topics: ['imports', 'rooms'] })
    await until(() => live.state === 'open')
    const heard: unknown[] = []
    const stop = live.subscribe('IMPORT_STATUS', ({ json }) => heard.push(json))
    live.subscribe('ROOM_CHANGED', ({ json }) => heard.push(json))
    const publish = (event: string, data: object) =>
      server.outbox.publish({ room: 'x', event, data: JSON.stringify(data) })
    publish('IMPORT_STATUS', { importOid: 'i' })
    publish('ROOM_CHANGED', { roomOid: 'x' })
    await until(() => heard.length === 2)
    stop()
    publish('IMPORT_STATUS', { importOid: 'i' })
    publish('ROOM_CHANGED', { roomOid: 'y' })
    await until(() => heard.length === 3)
    expect(heard).toEqual([{ importOid: 'i' }, { roomOid: 'x' }, { roomOid: 'y' }])
  })

  it('asks for the token, and for a fresh one when it is refused; then all rooms fail and wake again', async () => {
    server.tokens.set('one', {})
    let token = 'one'
    let asked = 0
    connect({
      getToken: () => {
        asked++
        return Promise.resolve(token)
      },
    })
    const room = follow('a')
    await until(() => room.sse.state === 'open')
    expect(server.requests[0]?.authorization).toBe('Bearer one')
    server.tokens.set('two', {})
    server.tokens.delete('one')
    token = 'two'
    server.cut()
    await until(
      () => server.requests.at(-1)?.authorization === 'Bearer two' && live.state === 'open',
    )
    expect(asked).toBe(2)
    server.tokens.delete('two')
    server.tokens.set('three', {})
    server.cut()
    await until(() => live.state === 'failed' && room.sse.state === 'failed')
    token = 'three'
    room.sse.wake()
    await until(() => room.sse.state === 'open')
    server.status('a', { n: 7 })
    await until(() => room.numbers().includes(7))
  })

  it('announces what has ended while it could not resume, exactly once', async () => {
    connect()
    const rooms = ['a', 'b', 'c'].map((room) => follow(room))
    await until(() => rooms.every(({ sse }) => sse.state === 'open'))
    for (const room of ['a', 'b', 'c']) server.status(room, { n: 1, reportOid: room })
    await until(() => rooms.every(({ heard }) => heard.length === 1))
    let resets = 0
    const ends: unknown[] = []
    live.subscribe('RESET', () => resets++)
    live.subscribe('EXCEL_STATUS_END', ({ json }) => ends.push(json))
    const { port, states } = server
    await server.kill()
    // The same reports under another log: the cursor is of no use there.
    server = await startLiveServer({ port, states, log: logForTests('other') })
    server.end('a', { n: 2, reportOid: 'a' })
    server.status('b', { n: 2, reportOid: 'b' })
    await until(() => rooms[0]?.sse.state === 'closed')
    await until(() => rooms[1]?.numbers().includes(2) === true)
    server.end('b', { n: 3, reportOid: 'b' })
    server.end('c', { n: 3, reportOid: 'c' })
    await until(() => rooms.every(({ sse }) => sse.state === 'closed'))
    expect(resets).toBe(1)
    expect(ends).toHaveLength(3)
    await until(() => server.broadcaster.stats().open === 1)
  })

  it('tells a status once to a room that is followed because of it', async () => {
    connect()
    let room: ReturnType<typeof follow> | undefined
    live.subscribe('EXCEL_STATUS', () => (room ??= follow('a')))
    await until(() => live.state === 'open')
    // One tick, so that both come in one piece.
    server.status('a', { n: 1 })
    server.status('a', { n: 2 })
    await until(() => room?.numbers().includes(2) === true)
    server.status('a', { n: 3 })
    await until(() => room?.numbers().includes(3) === true)
    expect(room?.numbers()).toEqual([2, 3])
  })

  it('mounting twice, as StrictMode does, tells nothing again that was heard', async () => {
    connect()
    const heard: unknown[] = []
    const mount = () =>
      createSSE({
        key: 'a',
        source: live.statusesOf({ roomOid: 'a' }),
        subscriptions: [
          { key: 'EXCEL_STATUS', action: (_, { json }) => void heard.push(json?.['n']) },
        ],
        endEvent: null,
      })
    const first = mount()
    await until(() => first.state === 'open' && live.roomCount === 1)
    server.status('a', { n: 1 })
    await until(() => heard.length === 1)
    mount()
    server.status('a', { n: 2 })
    await until(() => heard.length === 2)
    expect(heard).toEqual([1, 2])
    expect(first.state).toBe('closed')
  })

  it('parses and checks each event once, however many listen to it', async () => {
    connect()
    const schema = {
      safeParse: vi.fn((value: unknown) => ({ success: true as const, data: value })),
    }
    const parse = vi.spyOn(JSON, 'parse')
    const read: unknown[] = []
    const action = (_: string, event: StreamEvent) => void read.push(event.read(schema))
    for (const key of ['one', 'two']) {
      createSSE({
        key,
        source: live.statusesOf({ roomOid: 'a' }),
        subscriptions: [{ key: 'EXCEL_STATUS', action }],
        endEvent: null,
      })
    }
    live.subscribe('EXCEL_STATUS', (event) => void read.push(event.read(schema)))
    await until(() => live.state === 'open' && live.roomCount === 1)
    const before = parse.mock.calls.length
    server.status('a', { n: 1 })
    await until(() => read.length === 3)
    const parsed = parse.mock.calls.slice(before)
    parse.mockRestore()
    expect(read).toEqual(Array.from({ length: 3 }, () => ({ roomOid: 'a', n: 1 })))
    expect(parsed).toEqual([['{"roomOid":"a","n":1}']])
    expect(schema.safeParse).toHaveBeenCalledTimes(1)
  })

  it('stands with all its rooms as the connection does, and brings them back by itself', async () => {
    connect()
    const rooms = ['a', 'b'].map((room) => follow(room))
    await until(() => rooms.every(({ sse }) => sse.state === 'open'))
    const { port, states, broadcaster } = server
    await server.kill()
    await until(() => rooms.every(({ sse }) => sse.state === 'failed'))
    server = await startLiveServer({ port, states, log: broadcaster.log })
    live.wake()
    await until(() => rooms.every(({ sse }) => sse.state === 'open'))
    server.status('a', { n: 1 })
    server.status('b', { n: 1 })
    await until(() => rooms.every(({ heard }) => heard.length === 1))
    live.close()
    expect(rooms.map(({ sse }) => sse.state)).toEqual(['closed', 'closed'])
    expect(sseStore.size).toBe(0)
  })
})
