import { request as httpRequest, type IncomingMessage } from 'node:http'
import { createParser, type EventSourceMessage } from 'eventsource-parser'
import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../server/sse/clock.ts'
import {
  lateLog,
  startLiveServer,
  until,
  type LiveServer,
  type LiveServerOptions,
} from './live-server.ts'

let server: LiveServer
const readers: Reader[] = []

afterEach(async () => {
  for (const reader of readers.splice(0)) reader.close()
  await server.kill()
})

/** A reader of raw bytes, with no opinion of its own. */
class Reader {
  readonly events: EventSourceMessage[] = []
  text = ''
  response: IncomingMessage | null = null
  ended = false
  readonly #request
  readonly #parser = createParser({ onEvent: (event) => this.events.push(event) })

  constructor(path: string, headers: Record<string, string> = {}, method = 'GET') {
    readers.push(this)
    this.#request = httpRequest(`${server.url}${path}`, { headers, method })
    this.#request.on('response', (response) => {
      this.response = response
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        this.text += chunk
        this.#parser.feed(chunk)
      })
      response.on('close', () => (this.ended = true))
      response.on('error', () => {})
    })
    this.#request.on('error', () => (this.ended = true))
    this.#request.end()
  }

  get data(): unknown[] {
    return this.events.map(({ data }) => JSON.parse(data) as unknown)
  }
  get lastId(): string {
    return this.events.findLast(({ id }) => id !== undefined)?.id ?? ''
  }
  close(): void {
    this.#request.destroy()
  }
  pause(): void {
    this.response?.pause()
  }
  resume(): void {
    this.response?.resume()
  }
}

async function open(path: string, headers: Record<string, string> = {}): Promise<Reader> {
  const before = server.broadcaster.stats().opened
  const reader = new Reader(path, headers)
  await until(() => reader.text.includes('retry:') || reader.ended, 'the head of the stream')
  expect(server.broadcaster.stats().opened).toBe(before + 1)
  return reader
}

const start = async (options: LiveServerOptions = {}) => {
  server = await startLiveServer(options)
}

describe('a stream without a cursor', () => {
  it('rules 14 to 19: has the head of an event stream, and a comment and a retry at once', async () => {
    await start()
    const reader = await open('/api/events?rooms=*')
    expect(reader.response?.statusCode).toBe(200)
    expect(reader.response?.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': expect.stringMatching(/no-store.*no-transform/),
      'x-accel-buffering': 'no',
      connection: 'keep-alive',
    })
    expect(reader.response?.headers['content-length']).toBeUndefined()
    expect(reader.text).toMatch(/^:\n\nretry: \d+\n\n/)
  })

  it('rule 1: HEAD gets the same head and no body', async () => {
    await start()
    const reader = new Reader('/api/events?rooms=*', {}, 'HEAD')
    await until(() => reader.ended)
    expect(reader.response?.statusCode).toBe(200)
    expect(reader.response?.headers['content-type']).toBe('text/event-stream')
    expect(server.broadcaster.stats().opened).toBe(0)
  })

  it('rule 40: begins with a snapshot, then goes live, and only its last event moves the cursor', async () => {
    await start()
    server.status('a', { n: 1 })
    server.status('b', { n: 2 })
    const reader = await open('/api/events?rooms=*')
    server.status('a', { n: 3 })
    await until(() => reader.events.length === 3)
    expect(reader.data).toEqual([
      { roomOid: 'a', n: 1 },
      { roomOid: 'b', n: 2 },
      { roomOid: 'a', n: 3 },
    ])
    expect(reader.events.map(({ id }) => id)).toEqual(['test-0', 'test-3', 'test-4'])
  })

  it('hears once what was said in the very tick of its snapshot', async () => {
    let snapshots = 0
    await start({ onSnapshot: () => snapshots++ === 0 && server.status('a', { n: 2 }) })
    server.status('a', { n: 1 })
    const reader = await open('/api/events?rooms=*')
    await until(() => reader.events.length === 2)
    server.status('a', { n: 3 })
    await until(() => reader.data.some((data) => (data as { n: number }).n === 3))
    expect(reader.data.map((data) => (data as { n: number }).n)).toEqual([1, 2, 3])
  })

  it('hears once what its snapshot shows before this server has heard of it', async () => {
    const { log, hold, release } = lateLog()
    await start({ log })
    server.status('a', { n: 1 })
    await server.outbox.flush()
    hold()
    server.status('a', { n: 2 })
    await server.outbox.flush()
    const reader = await open('/api/events?rooms=*')
    await until(() => reader.events.length === 1)
    server.status('a', { n: 3 })
    await server.outbox.flush()
    release()
    server.status('a', { n: 4 })
    await until(() => reader.data.some((data) => (data as { n: number }).n === 4))
    expect(reader.data.map((data) => (data as { n: number }).n)).toEqual([2, 3, 4])
  })

  it('loses nothing that is said while its snapshot is still on its way', async () => {
    await start()
    const filler = 'x'.repeat(100_000)
    const rooms = 400
    for (let n = 0; n < rooms; n++) server.status(`r${n}`, { n, filler })
    const reader = new Reader('/api/events?rooms=*')
    await until(() => reader.response !== null)
    // Forty megabytes wait for a reader that takes none, so the stream cannot be live yet.
    reader.pause()
    server.status('late', { n: rooms })
    server.end('r0', { n: rooms + 1 })
    await server.outbox.flush()
    reader.resume()
    await until(() => reader.events.length >= rooms + 2, 'what came meanwhile')
    expect(reader.data.map((data) => (data as { n: number }).n)).toEqual(
      Array.from({ length: rooms + 2 }, (_, n) => n),
    )
  })

  it('shows the end of a report that is over, for a named room', async () => {
    await start()
    server.end('a', { state: 'finished' })
    const named = await open('/api/rooms/a/excel-status')
    await until(() => named.events.length === 1)
    expect(named.events[0]?.event).toBe('EXCEL_STATUS_END')
  })

  it('gets a cursor at once, also when there is nothing to show', async () => {
    await start()
    const reader = await open('/api/events?rooms=*')
    await until(() => reader.events.length === 1)
    expect(reader.text).toContain('id: test-1\n\nevent: PING\ndata: {}\n\n')
  })

  it('gets a new snapshot if its connection broke in the middle of the last one', async () => {
    await start()
    server.status('a', { n: 1 })
    server.status('b', { n: 2 })
    const reader = await open('/api/events?rooms=*', { 'Last-Event-ID': 'test-0' })
    await until(() => reader.events.length === 2)
    expect(reader.data).toEqual([
      { roomOid: 'a', n: 1 },
      { roomOid: 'b', n: 2 },
    ])
  })

  it('hears only the rooms it follows; a topic only if it asked', async () => {
    await start()
    const one = await open('/api/events?rooms=a,c')
    const all = await open('/api/events?rooms=*&topics=imports')
    server.outbox.publish({ room: '', event: 'IMPORT_STATUS', data: '{"i":1}' })
    server.status('b', { n: 1 })
    server.status('c', { n: 2 })
    await until(() => one.events.length === 2 && all.events.length === 4)
    expect(one.data).toEqual([{}, { roomOid: 'c', n: 2 }])
    expect(all.data).toEqual([{}, { i: 1 }, { roomOid: 'b', n: 1 }, { roomOid: 'c', n: 2 }])
  })

  it('rule 39: a transient event carries no id and is not replayed', async () => {
    await start()
    const reader = await open('/api/events?rooms=*')
    server.outbox.publishTransient({ room: 'a', event: 'SUMMARY_DELTA', data: '{"t":1}' })
    server.status('a', { n: 1 })
    await until(() => reader.events.length === 3)
    expect(reader.events.map(({ event, id }) => [event, id])).toEqual([
      ['PING', undefined],
      ['SUMMARY_DELTA', undefined],
      ['EXCEL_STATUS', 'test-2'],
    ])
    const again = await open('/api/events?rooms=*', { 'Last-Event-ID': 'test-1' })
    await until(() => again.events.length === 1)
    expect(again.events[0]?.event).toBe('EXCEL_STATUS')
  })
})

describe('resume', () => {
  it('rule 36: replays strictly what came after, while events keep coming', async () => {
    await start()
    const filler = 'x'.repeat(500)
    for (let n = 1; n <= 3_000; n++) server.status('a', { n, filler })
    await server.outbox.flush()
    const reader = new Reader('/api/events?rooms=*', { 'Last-Event-ID': 'test-11' })
    // One more in every turn, from before the connection until after it has caught up.
    let next = 3_001
    while (reader.events.length < 2_990 || next < 3_500) {
      server.status('a', { n: next++, filler })
      await new Promise((resolve) => setImmediate(resolve))
    }
    const count = next - 11
    await until(() => reader.events.length >= count)
    // Whatever came twice would come before this.
    server.status('last', {})
    await until(() => reader.text.includes('"last"'))
    expect(reader.data.slice(0, -1)).toEqual(
      Array.from({ length: count }, (_, index) => ({ roomOid: 'a', n: index + 11, filler })),
    )
  })

  it.each(['lastEventId', 'last_event_id'])(
    'rule 35: takes the cursor from the query %s too',
    async (name) => {
      await start()
      for (let n = 1; n <= 3; n++) server.status('a', { n })
      const reader = await open(`/api/events?rooms=*&${name}=test-3`)
      await until(() => reader.events.length === 1)
      expect(reader.data).toEqual([{ roomOid: 'a', n: 3 }])
    },
  )

  it.each([
    ['other-1', 'other-epoch'],
    ['test-99', 'unknown-cursor'],
    ['test-2', 'too-old'],
    ['rubbish\u00e9', 'unknown-cursor'],
  ])('rule 37: says RESET for the cursor %s and shows the present', async (cursor, reason) => {
    await start({ limits: { eventLogMaxEvents: 2 } })
    for (let n = 1; n <= 9; n++) {
      server.status('a', { n })
      await server.outbox.flush()
    }
    const reader = await open('/api/events?rooms=*', { 'Last-Event-ID': cursor })
    await until(() => reader.events.length === 2)
    expect(reader.events[0]).toMatchObject({ event: 'RESET', data: JSON.stringify({ reason }) })
    expect(reader.events[0]?.id).toBeUndefined()
    expect(reader.data[1]).toEqual({ roomOid: 'a', n: 9 })
    expect(server.broadcaster.stats().resets).toBe(1)
  })

  it('rule 38: one cursor serves a stream that follows other rooms than before', async () => {
    await start()
    const first = await open('/api/events?rooms=a')
    server.status('a', { n: 1 })
    server.status('b', { n: 1 })
    server.status('a', { n: 2 })
    await until(() => first.events.length === 3)
    const cursor = first.lastId
    first.close()
    server.status('a', { n: 3 })
    server.status('b', { n: 2 })
    const second = await open('/api/events?rooms=a,b&snapshot=b', { 'Last-Event-ID': cursor })
    server.status('b', { n: 3 })
    await until(() => second.events.length === 3)
    expect(second.data).toEqual([
      { roomOid: 'a', n: 3 },
      { roomOid: 'b', n: 2 },
      { roomOid: 'b', n: 3 },
    ])
  })

  it('rules 8 and 61: answers 204 when nothing is left to say, but not before the end was replayed', async () => {
    await start()
    server.status('a', { n: 1 })
    await server.outbox.flush()
    const before = `test-${server.broadcaster.position}`
    server.end('a', { n: 2 })
    const late = await open('/api/rooms/a/excel-status', { 'Last-Event-ID': before })
    await until(() => late.events.length === 1)
    expect(late.events[0]?.event).toBe('EXCEL_STATUS_END')
    const done = new Reader('/api/rooms/a/excel-status', { 'Last-Event-ID': late.lastId })
    await until(() => done.ended)
    expect(done.response?.statusCode).toBe(204)
  })
})

describe('limits and life', () => {
  it('rule 52: refuses with 429 and 503 before the stream starts', async () => {
    await start({ limits: { maxConnections: 2, maxConnectionsPerToken: 1 } })
    const bearer = (token: string) => ({ Authorization: `Bearer ${token}` })
    await open('/api/events?rooms=*', bearer('x'))
    const tooMany = new Reader('/api/events?rooms=*', bearer('x'))
    await until(() => tooMany.ended)
    expect(tooMany.response?.statusCode).toBe(429)
    await open('/api/events?rooms=*', bearer('y'))
    const full = new Reader('/api/events?rooms=*', bearer('z'))
    await until(() => full.ended)
    expect(full.response?.statusCode).toBe(503)
    expect(Number(full.response?.headers['retry-after'])).toBeGreaterThan(0)
    expect(server.broadcaster.stats().refused).toEqual({ tooMany: 1, unavailable: 1 })
  })

  it('rule 42: sends PING after silence, and none while events flow', async () => {
    let now = 1_000_000
    const sweeps: (() => void)[] = []
    const clock = {
      ...systemClock,
      now: () => now,
      every: (_: number, work: () => void) => {
        sweeps.push(work)
        return () => {}
      },
    }
    await start({ clock })
    server.status('a', { n: 0 })
    const reader = await open('/api/events?rooms=*')
    const pass = (seconds: number) => {
      now += seconds * 1_000
      for (const sweep of sweeps) sweep()
    }
    pass(14)
    server.status('a', { n: 1 })
    await until(() => reader.events.length === 2)
    pass(14)
    server.status('a', { n: 2 })
    await until(() => reader.events.length === 3)
    expect(reader.events.map(({ event }) => event)).not.toContain('PING')
    pass(15)
    await until(() => reader.events.length === 4)
    expect(reader.events.at(-1)).toMatchObject({ event: 'PING', data: '{}', id: undefined })
    pass(14)
    expect(server.broadcaster.stats().pings).toBe(1)
    pass(1)
    expect(server.broadcaster.stats().pings).toBe(2)
    expect(sweeps).toHaveLength(1)
  })

  it('rules 48 to 50: coalesces the statuses of a stalled reader, loses no end, and holds up nobody', async () => {
    await start()
    const stalled = await open('/api/events?rooms=*')
    const healthy = await open('/api/events?rooms=*')
    stalled.pause()
    const filler = 'x'.repeat(10_000)
    for (let n = 1; n <= 4_000; n++) {
      server.status(`room-${n % 8}`, { n, filler })
      if (n % 100 === 0) server.end(`done-${n}`, { n })
      if (n % 20 === 0) {
        await until(() => healthy.events.length === 1 + n + Math.floor(n / 100), `event ${n}`)
      }
    }
    const stats = server.broadcaster.stats()
    expect(stats.queueHighWater).toBeLessThan(1_000_000)
    expect(stats.open).toBe(2)
    stalled.resume()
    await until(() => stalled.events.some(({ data }) => data.includes('"n":4000,')))
    const ends = stalled.events.filter(({ event }) => event === 'EXCEL_STATUS_END')
    expect(ends).toHaveLength(40)
    const ids = stalled.events.filter(({ id }) => id).map(({ id }) => Number(id?.split('-')[1]))
    expect(ids).toEqual([...ids].sort((a, b) => a - b))
    expect(stalled.events.length).toBeLessThan(healthy.events.length)
  })

  it('rule 50: lets go a reader whose queue is full of what may not be dropped; it resumes by its id', async () => {
    await start({ limits: { maxQueuedBytes: 200_000 } })
    const stalled = await open('/api/events?rooms=*')
    stalled.pause()
    const filler = 'x'.repeat(100_000)
    let n = 0
    while (server.broadcaster.stats().closed.slow === 0) {
      server.end(`room-${++n}`, { n, filler })
      await server.outbox.flush()
      await new Promise((resolve) => setImmediate(resolve))
    }
    stalled.resume()
    await until(() => stalled.ended)
    const cursor = stalled.lastId === '' ? 'test-1' : stalled.lastId
    const seen = stalled.data.filter((data) => (data as { n?: number }).n !== undefined).length
    const again = await open('/api/events?rooms=*', { 'Last-Event-ID': cursor })
    await until(() => seen + again.events.length === n)
    expect(again.data.map((data) => (data as { n: number }).n)).toEqual(
      Array.from({ length: n - seen }, (_, index) => seen + index + 1),
    )
  })

  const news = (room: string, n: number, filler = '') =>
    server.outbox.publishNews({
      room,
      event: 'ROOM_CHANGED',
      data: JSON.stringify({ roomOid: room, n, filler }),
      coalesceKey: `ROOM_CHANGED_${room}`,
    })

  /** Publishes until the socket of a reader that has paused takes nothing more. */
  async function block(): Promise<void> {
    const filler = 'x'.repeat(100_000)
    while (server.broadcaster.stats().queueHighWater < 350_000) {
      server.status('blocking', { filler })
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  it('keeps the newest news of each room for a reader whose socket is blocked', async () => {
    await start()
    const stalled = await open('/api/events?rooms=*&topics=rooms')
    stalled.pause()
    await block()
    for (let n = 1; n <= 20; n++) for (let room = 0; room < 50; room++) news(`room-${room}`, n)
    server.end('last', { n: 1 })
    await server.outbox.flush()
    stalled.resume()
    await until(() => stalled.events.at(-1)?.event === 'EXCEL_STATUS_END')
    const heard = stalled.events.filter(({ event }) => event === 'ROOM_CHANGED')
    expect(heard).toHaveLength(50)
    expect(heard.every(({ data, id }) => data.includes('"n":20,') && id === undefined)).toBe(true)
    expect(stalled.text).not.toContain('READ_AGAIN')
  })

  it('tells a blocked reader once to read 20,000 rooms again, and then goes on', async () => {
    await start()
    const stalled = await open('/api/events?rooms=*&topics=rooms')
    const without = await open('/api/events?rooms=*')
    stalled.pause()
    await block()
    for (let room = 0; room < 20_000; room++) news(`room-${room}`, 1, 'x'.repeat(200))
    server.end('last', { n: 1 })
    await server.outbox.flush()
    expect(server.broadcaster.stats()).toMatchObject({ open: 2, closed: { slow: 0 } })
    expect(server.broadcaster.stats().queueHighWater).toBeLessThan(1_000_000)
    stalled.resume()
    await until(() => stalled.text.includes('READ_AGAIN'))
    expect(stalled.events.filter(({ event }) => event === 'READ_AGAIN')).toMatchObject([
      { data: '{"topics":["rooms"]}', id: undefined },
    ])
    expect(stalled.events.some(({ event }) => event === 'EXCEL_STATUS_END')).toBe(true)
    news('room-1', 2)
    await until(() => stalled.events.at(-1)?.data.includes('"n":2,') === true)
    expect(without.text).not.toMatch(/READ_AGAIN|ROOM_CHANGED/)
  })

  it('lets news give way to what is logged, before it lets the reader go', async () => {
    await start({ limits: { maxQueuedBytes: 600_000 } })
    const stalled = await open('/api/events?rooms=*&topics=rooms')
    stalled.pause()
    await block()
    for (let room = 0; room < 20; room++) news(`room-${room}`, 1, 'x'.repeat(10_000))
    for (let n = 1; n <= 3; n++) server.end(`end-${n}`, { n, filler: 'x'.repeat(100_000) })
    await server.outbox.flush()
    expect(server.broadcaster.stats().closed.slow).toBe(0)
    stalled.resume()
    await until(() => stalled.text.includes('READ_AGAIN'))
    expect(stalled.events.filter(({ event }) => event === 'EXCEL_STATUS_END')).toHaveLength(3)
  })

  it('tells a reader that catches up, or comes back, of the news that no log has', async () => {
    await start()
    for (let n = 0; n < 60; n++) server.status(`room-${n}`, { filler: 'x'.repeat(10_000) })
    await server.outbox.flush()
    const before = server.broadcaster.stats().opened
    const reader = new Reader('/api/events?rooms=*&topics=rooms,queue,imports')
    await until(() => server.broadcaster.stats().opened > before)
    // The second chunk of its snapshot waits for the next turn.
    news('room-1', 7)
    await server.outbox.flush()
    await until(() => reader.text.includes('READ_AGAIN') || reader.text.includes('"n":7'))
    const resumed = await open('/api/events?rooms=*&topics=rooms,queue,imports', {
      'Last-Event-ID': `test-${server.broadcaster.position}`,
    })
    await until(() => resumed.events.length > 0)
    expect(resumed.events).toMatchObject([
      { event: 'READ_AGAIN', data: '{"topics":["rooms","queue"]}' },
    ])
  })

  it('rule 51: lets go a reader that takes nothing until the write deadline', async () => {
    await start({ limits: { pingIntervalMs: 100, writeDeadlineMs: 300 } })
    const stalled = await open('/api/events?rooms=*')
    stalled.pause()
    const filler = 'x'.repeat(200_000)
    while (server.broadcaster.stats().closed['write-deadline'] === 0) {
      server.status('a', { filler })
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    expect(server.broadcaster.stats().open).toBe(0)
  })

  it('rule 5: says AUTH_EXPIRED and ends no later than the token', async () => {
    let now = Date.now()
    let step = 0
    let sweep = (): void => {}
    const every = (ms: number, work: () => void) => {
      step = ms
      sweep = work
      return () => {}
    }
    await start({ clock: { ...systemClock, now: () => now, every } })
    const expiresAt = now + 60_000
    server.tokens.set('t', { expiresAt })
    const reader = await open('/api/events?rooms=*', { Authorization: 'Bearer t' })
    while (server.broadcaster.stats().closed['auth-expired'] === 0) {
      now += step
      sweep()
      expect(now).toBeLessThanOrEqual(expiresAt)
    }
    await until(() => reader.ended)
    expect(now, 'no earlier than it must').toBeGreaterThan(expiresAt - 2 * step)
    expect(reader.events.at(-1)?.event).toBe('AUTH_EXPIRED')
    expect(server.broadcaster.stats().closed['auth-expired']).toBe(1)
  })

  it('ends the streams of a token that is taken back', async () => {
    await start()
    const reader = await open('/api/events?rooms=*', { Authorization: 'Bearer t' })
    const other = await open('/api/events?rooms=*', { Authorization: 'Bearer u' })
    server.broadcaster.expireToken('t')
    await until(() => reader.ended)
    expect(reader.events.at(-1)?.event).toBe('AUTH_EXPIRED')
    expect(other.ended).toBe(false)
  })

  it('rule 47: caps the age of a connection', async () => {
    await start({ limits: { maxConnectionAgeMs: 100, pingIntervalMs: 80 } })
    const reader = await open('/api/events?rooms=*')
    await until(() => reader.ended)
    expect(server.broadcaster.stats().closed.age).toBe(1)
  })

  it('rule 61: ends a stream that has nothing left to say, after a grace', async () => {
    await start({ limits: { overGraceMs: 60, pingIntervalMs: 100 } })
    server.status('a', { n: 1 })
    const reader = await open('/api/rooms/a/excel-status')
    server.end('a', { n: 2 })
    await until(() => reader.ended)
    expect(reader.events.at(-1)?.event).toBe('EXCEL_STATUS_END')
    expect(server.broadcaster.stats().closed.over).toBe(1)
  })

  it('rule 61: sends the end event before it ends the stream, also when both fall into one tick', async () => {
    let now = 1_000_000
    let sweep = (): void => {}
    const every = (_: number, work: () => void) => {
      sweep = work
      return () => {}
    }
    await start({ clock: { ...systemClock, now: () => now, every } })
    server.status('a', { n: 1 })
    const reader = await open('/api/rooms/a/excel-status')
    server.end('a', { n: 2 })
    now += 60_000
    sweep()
    await until(() => reader.events.at(-1)?.event === 'EXCEL_STATUS_END')
    now += 60_000
    sweep()
    await until(() => reader.ended)
    expect(server.broadcaster.stats().closed.over).toBe(1)
  })

  it('rule 61: ends no stream before this server has heard of its end', async () => {
    const { log, hold, release } = lateLog()
    let asked = 0
    await start({ log, onOver: () => asked++, limits: { overGraceMs: 60, pingIntervalMs: 100 } })
    server.status('a', { n: 1 })
    const reader = await open('/api/rooms/a/excel-status')
    hold()
    server.end('a', { n: 2 })
    await until(() => asked > 0)
    release()
    await until(() => reader.ended)
    expect(reader.events.at(-1)?.event).toBe('EXCEL_STATUS_END')
  })

  it('rule 60: drains: refuses new streams, ends the open ones with a jittered retry', async () => {
    await start({ limits: { drainWindowMs: 300 } })
    const draining = await Promise.all(Array.from({ length: 5 }, () => new Reader('/api/events')))
    await until(() => server.broadcaster.stats().open === 5)
    server.status('a', { n: 1 })
    const drained = server.broadcaster.drain()
    const refused = new Reader('/api/events')
    await until(() => refused.ended)
    expect(refused.response?.statusCode).toBe(503)
    await drained
    await until(() => draining.every(({ ended }) => ended))
    for (const reader of draining) {
      const said = reader.events.filter(({ event }) => event !== 'PING')
      expect(JSON.parse(said.at(-1)?.data ?? '')).toEqual({ roomOid: 'a', n: 1 })
      expect(reader.text).toMatch(/\n\nretry: \d+\n\n$/)
    }
    expect(server.broadcaster.stats().closed.drain).toBe(5)
  })

  it('rules 55 and 63: leaves nothing behind after 1,000 connections', async () => {
    await start()
    for (let round = 0; round < 20; round++) {
      const some = Array.from(
        { length: 50 },
        (_, index) =>
          new Reader(`/api/events?rooms=${index % 3 ? `r${index}` : '*'}&topics=imports`),
      )
      await until(() => some.every(({ text }) => text !== ''))
      for (const reader of some) reader.close()
      await until(() => server.broadcaster.stats().open === 0)
    }
    expect(server.broadcaster.stats()).toMatchObject({ open: 0, opened: 1_000 })
    expect(server.broadcaster.stats().closed.client).toBe(1_000)
    expect(server.broadcaster.indexSize).toBe(0)
  })
})

describe('publishing', () => {
  it('rules 24 and 30: refuses what cannot stand in a stream, at the publisher', async () => {
    await start()
    const { broadcaster, outbox } = server
    expect(() => outbox.publish({ room: 'a', event: 'a\nb', data: '{}' })).toThrow(TypeError)
    expect(() => outbox.publish({ room: 'a', event: 'error', data: '{}' })).toThrow(TypeError)
    const notJson = JSON.stringify(undefined) as unknown as string
    expect(() => outbox.publish({ room: 'a', event: 'A', data: notJson })).toThrow(TypeError)
    const large = JSON.stringify('x'.repeat(300_000))
    expect(() => outbox.publish({ room: 'a', event: 'A', data: large })).toThrow(RangeError)
    expect(broadcaster.stats().published).toBe(0)
  })

  it('rule 54: costs one append and one write for all events of a tick', async () => {
    await start()
    const reader = await open('/api/events?rooms=*')
    let chunks = 0
    reader.response?.on('data', () => chunks++)
    for (let n = 0; n < 40; n++) server.status('a', { n })
    await until(() => reader.events.length === 41)
    expect(chunks).toBe(1)
  })

  it('sends an event at the end of the tick in which it was said, and waits for no timer', async () => {
    await start({ clock: { ...systemClock, after: () => () => {}, every: () => () => {} } })
    const reader = await open('/api/events?rooms=*')
    const { delivered } = server.broadcaster.stats()
    server.status('a', { n: 1 })
    expect(server.broadcaster.stats().delivered).toBe(delivered)
    await new Promise((resolve) => setImmediate(resolve))
    expect(server.broadcaster.stats().delivered).toBe(delivered + 1)
    await until(() => reader.events.length === 2)
  })

  it('keeps events in memory while the log cannot take them, and sends them once it can', async () => {
    await start({ onError: () => {} })
    const reader = await open('/api/events?rooms=*')
    const { log } = server.broadcaster
    const { append } = log
    log.append = () => Promise.reject(new Error('disk full'))
    for (let n = 1; n <= 3; n++) server.status('a', { n })
    server.end('b', { n: 4 })
    await until(() => server.broadcaster.stats().appendFailures > 0)
    expect(reader.events).toHaveLength(1)
    log.append = append
    await until(() => reader.events.length === 3)
    expect(reader.data.slice(1)).toEqual([
      { roomOid: 'a', n: 3 },
      { roomOid: 'b', n: 4 },
    ])
  })

  it('a closed channel says no more', async () => {
    await start()
    const { SSEChannel } = await import('../../server/sse/SSEChannel.ts')
    const publisher = new SSEChannel({
      outbox: server.outbox,
      channelKey: 'k',
      room: 'a',
      SSEMsgKey: 'EXCEL_STATUS',
      SSEEndKey: 'EXCEL_STATUS_END',
    }).getSSEPublisher()
    expect(publisher.emit({ n: 1 })).toBe(true)
    expect(await publisher.closeChannel({ n: 2 })).toBe(true)
    expect(publisher.emit({ n: 3 })).toBe(false)
    expect(await publisher.closeChannel({ n: 4 })).toBe(false)
    const page = await server.broadcaster.log.readAfter(1, 9)
    expect(page?.events.map(({ event }) => event)).toEqual(['EXCEL_STATUS', 'EXCEL_STATUS_END'])
  })
})
