import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sseEvents } from '../../server/contract/events.ts'
import type { SnapshotEvent } from '../../server/sse/backlog.ts'
import { openDatabase } from '../../server/engines/sqlite/database.ts'
import { sqliteEventLog } from '../../server/engines/sqlite/event-log.ts'
import type { EventLog } from '../../server/ports/event-log.ts'
import type { Snapshot } from '../../server/sse/backlog.ts'
import { Broadcaster, type BroadcasterOptions } from '../../server/sse/broadcaster.ts'
import { Outbox } from '../../server/sse/outbox.ts'
import { serveStream } from '../../server/sse/serve-stream.ts'
import { SSEChannel } from '../../server/sse/SSEChannel.ts'

/** What the channel's own tests run against: the channel behind a bare HTTP server, without reports. */
export interface LiveServer {
  readonly url: string
  readonly port: number
  readonly broadcaster: Broadcaster
  readonly outbox: Outbox
  /** Every request so far, newest last. */
  readonly requests: {
    url: string
    lastEventId: string | undefined
    authorization: string | undefined
  }[]
  /** Tokens that are let in; empty lets in everybody. */
  readonly tokens: Map<string, { expiresAt?: number }>
  /** The present state of each room, as the snapshot shows it: what the log has said last. */
  readonly states: Map<string, SnapshotEvent>
  /** Answers the next requests instead of the stream; each is used once. */
  readonly answers: ((request: IncomingMessage, response: ServerResponse) => void)[]
  /** Publishes a status through a channel. */
  status(room: string, data: object): void
  end(room: string, data: object): void
  /** Cuts every connection without a word. */
  cut(): void
  /** Stops as SIGKILL would. */
  kill(): Promise<void>
}

export interface LiveServerOptions extends Partial<BroadcasterOptions> {
  port?: number
  log?: EventLog
  states?: Map<string, SnapshotEvent>
  /** Called in the turn in which a snapshot is taken, before it. */
  onSnapshot?: () => void
  /** Called when a stream has been found to have nothing left to say. */
  onOver?: () => void
}

/** An empty log in memory. */
export function logForTests(epoch = 'test'): EventLog {
  const db = openDatabase(':memory:', { migrate: true })
  db.prepare(`UPDATE meta SET value = ? WHERE key = 'epoch'`).run(epoch)
  return sqliteEventLog(db)
}

/** The log of another computer: once it is held, the broadcaster hears of nothing until the release. */
export function lateLog() {
  const log = logForTests()
  let waiting: (() => void)[] | null = null
  let followers = 0
  return {
    log: {
      ...log,
      follow(listener: Parameters<EventLog['follow']>[0]) {
        // The first one keeps the states for snapshots, as rows do.
        const isRow = followers++ === 0
        return log.follow((heard) => {
          if (isRow || waiting === null) listener(heard)
          else waiting.push(() => listener(heard))
        })
      },
    },
    hold: () => (waiting = []),
    release() {
      const told = waiting ?? []
      waiting = null
      for (const tell of told) tell()
    },
  }
}

export async function startLiveServer(options: LiveServerOptions = {}): Promise<LiveServer> {
  const {
    port = 0,
    log = logForTests(),
    states = new Map<string, SnapshotEvent>(),
    onSnapshot = () => undefined,
    onOver = () => undefined,
    ...rest
  } = options
  await log.follow(({ events }) => {
    for (const { room, event, data } of events) {
      if (isStatus(event)) states.set(room, { room, event, data })
    }
  })
  const broadcaster = await Broadcaster.open({ log, ...rest })
  const outbox = new Outbox({
    log,
    onError(error) {
      broadcaster.count('appendFailures')
      rest.onError?.(error)
    },
  })
  const requests: LiveServer['requests'] = []
  const tokens: LiveServer['tokens'] = new Map()
  const answers: LiveServer['answers'] = []

  const hasEnded = (room: string) => states.get(room)?.event === sseEvents.excelStatusEnd

  async function takeSnapshot(rooms: '*' | ReadonlySet<string>): Promise<Snapshot> {
    onSnapshot()
    const events = [...states.values()].filter(({ room }) =>
      rooms === '*' ? !hasEnded(room) : rooms.has(room),
    )
    return { events, head: await log.head() }
  }
  const isOver = (room: string) => async () => {
    const position = hasEnded(room) ? (await log.head()).last : null
    if (position !== null) onOver()
    return position
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { authorization } = request.headers
    requests.push({
      url: request.url ?? '',
      lastEventId: request.headers['last-event-id']?.toString(),
      authorization,
    })
    const answer = answers.shift()
    if (answer) {
      answer(request, response)
      return
    }
    const cookie = /session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1]
    const tokenId = authorization?.replace('Bearer ', '') ?? cookie ?? ''
    const token = tokens.get(tokenId)
    if (tokens.size > 0 && !token) {
      response.writeHead(401, { 'WWW-Authenticate': 'Bearer' }).end()
      return
    }
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
    const list = (name: string): string[] => searchParams.get(name)?.split(',') ?? []
    const single = /^\/api\/rooms\/([^/]+)\/excel-status$/.exec(pathname)?.[1]
    const named = list('rooms')
    const isAll = named.length === 0 || named[0] === '*'
    const rooms = single ? new Set([single]) : isAll ? '*' : new Set(named)
    const outcome = await serveStream(request, response, {
      broadcaster,
      rooms,
      topics: list('topics'),
      snapshot: takeSnapshot,
      newRooms: new Set(list('snapshot')),
      tokenId,
      ...(single ? { isOver: isOver(single) } : {}),
      ...(token?.expiresAt === undefined ? {} : { expiresAt: token.expiresAt }),
    })
    if (outcome.kind === 'refused') {
      response.writeHead(outcome.status, { 'Retry-After': outcome.retryAfterSeconds }).end()
    }
  }
  const server = createServer((request, response) => void serve(request, response))
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const bound = (server.address() as AddressInfo).port

  const channelOf = (room: string) =>
    new SSEChannel({
      outbox,
      channelKey: room,
      room,
      SSEMsgKey: sseEvents.excelStatus,
      SSEEndKey: sseEvents.excelStatusEnd,
    }).getSSEPublisher()

  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    broadcaster,
    outbox,
    requests,
    tokens,
    states,
    answers,
    status(room, data) {
      channelOf(room).emit({ roomOid: room, ...data })
    },
    end(room, data) {
      void channelOf(room).closeChannel({ roomOid: room, ...data })
    },
    cut: () => server.closeAllConnections(),
    kill() {
      server.closeAllConnections()
      return new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

const isStatus = (event: string): boolean =>
  event === sseEvents.excelStatus || event === sseEvents.excelStatusEnd

/** Resolves once the condition holds; looks again after each turn of the event loop. */
export async function until(condition: () => boolean, what = 'the condition'): Promise<void> {
  const deadline = Date.now() + 15_000
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`Waited 15 s in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

/** Short times for tests, so that a retry costs milliseconds. */
export const quick = { baseDelayMs: 4, maxDelayMs: 40, watchdogMs: 60_000, stableMs: 0 }
