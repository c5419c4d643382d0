import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sseEvents } from '../../server/contract/events.ts'
import type { SnapshotEvent } from '../../server/sse/backlog.ts'
import { Broadcaster, type BroadcasterOptions } from '../../server/sse/broadcaster.ts'
import { createMemoryEventLog, type EventLogStore } from '../../server/sse/event-log.ts'
import { readList } from '../../server/sse/request.ts'
import { serveStream } from '../../server/sse/serve-stream.ts'
import { SSEChannel } from '../../server/sse/SSEChannel.ts'

/** What the channel's own tests run against: the channel behind a bare HTTP server, without reports. */
export interface LiveServer {
  readonly url: string
  readonly port: number
  readonly broadcaster: Broadcaster
  /** Every request so far, newest last. */
  readonly requests: {
    url: string
    lastEventId: string | undefined
    authorization: string | undefined
  }[]
  /** Tokens that are let in; empty lets in everybody. */
  readonly tokens: Map<string, { expiresAt?: number }>
  /** The present state of each room, as the snapshot shows it. */
  readonly states: Map<string, SnapshotEvent>
  /** Answers the next requests instead of the stream; each is used once. */
  readonly answers: ((request: IncomingMessage, response: ServerResponse) => void)[]
  /** Publishes a status through a channel, and remembers it for snapshots. */
  status(room: string, data: object): void
  end(room: string, data: object): void
  /** Cuts every connection without a word. */
  cut(): void
  /** Stops as SIGKILL would. */
  kill(): Promise<void>
}

export interface LiveServerOptions extends Partial<BroadcasterOptions> {
  port?: number
  log?: EventLogStore
  states?: Map<string, SnapshotEvent>
}

export async function startLiveServer(options: LiveServerOptions = {}): Promise<LiveServer> {
  const {
    port = 0,
    log = createMemoryEventLog('test'),
    states = new Map<string, SnapshotEvent>(),
    ...rest
  } = options
  const broadcaster = new Broadcaster({ log, ...rest })
  const requests: LiveServer['requests'] = []
  const tokens: LiveServer['tokens'] = new Map()
  const answers: LiveServer['answers'] = []

  const hasEnded = (room: string) => states.get(room)?.event === sseEvents.excelStatusEnd

  function takeSnapshot(rooms: '*' | ReadonlySet<string>): SnapshotEvent[] {
    return [...states.values()].filter(({ room }) =>
      rooms === '*' ? !hasEnded(room) : rooms.has(room),
    )
  }

  const server = createServer((request, response) => {
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
    const { pathname } = new URL(request.url ?? '', 'http://localhost')
    const single = /^\/api\/rooms\/([^/]+)\/excel-status$/.exec(pathname)?.[1]
    const named = readList(request, 'rooms') ?? ['*']
    const rooms = single ? new Set([single]) : named[0] === '*' ? '*' : new Set(named)
    const outcome = serveStream(request, response, {
      broadcaster,
      rooms,
      topics: readList(request, 'topics') ?? [],
      snapshot: takeSnapshot,
      newRooms: new Set(readList(request, 'snapshot') ?? []),
      tokenId,
      ...(single ? { isOver: () => hasEnded(single) } : {}),
      ...(token?.expiresAt === undefined ? {} : { expiresAt: token.expiresAt }),
    })
    if (outcome.kind === 'refused') {
      response.writeHead(outcome.status, { 'Retry-After': outcome.retryAfterSeconds }).end()
    }
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const bound = (server.address() as AddressInfo).port

  const channelOf = (room: string) =>
    new SSEChannel({
      broadcaster,
      channelKey: room,
      room,
      SSEMsgKey: sseEvents.excelStatus,
      SSEEndKey: sseEvents.excelStatusEnd,
    }).getSSEPublisher()

  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    broadcaster,
    requests,
    tokens,
    states,
    answers,
    status(room, data) {
      const full = { roomOid: room, ...data }
      states.set(room, { room, event: sseEvents.excelStatus, data: JSON.stringify(full) })
      channelOf(room).emit(full)
    },
    end(room, data) {
      const full = { roomOid: room, ...data }
      states.set(room, { room, event: sseEvents.excelStatusEnd, data: JSON.stringify(full) })
      channelOf(room).closeChannel(full)
    },
    cut: () => server.closeAllConnections(),
    kill() {
      server.closeAllConnections()
      return new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

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
