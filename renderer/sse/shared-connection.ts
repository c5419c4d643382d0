import { sseEvents, type SseTopic } from '../../server/contract/events.ts'
import { guarded } from './guarded.ts'
import { LiveConnection, type ConnectionTiming } from './live-connection.ts'
import { askNewestStatuses, isSnapshotComplete } from './newest-statuses.ts'
import {
  isStatus,
  passes,
  readRoomEvent,
  type RoomEvent,
  type RoomFilter,
} from './room-statuses.ts'
import type { ConnectionState, StateDetail, StatusListener, StatusSource } from './status-source.ts'
import type { StreamEvent } from './stream-event.ts'
import type { EventSourceImpl } from './transport.ts'

/*
 * Many logical streams, one physical connection. A page has six HTTP/1.1 connections per host; fifty
 * EventSources would leave none for its requests.
 *
 *   const live = createSharedConnection({
 *     baseUrl: 'http://127.0.0.1:4711',
 *     getToken: async () => (await desktop.connection()).accessToken,
 *     topics: ['imports', 'rooms'],
 *     onState: ({ state, reason }) => store.dispatch(connectionChanged({ state, reason })),
 *   })
 *
 *   // For the whole application. Returns what unsubscribes.
 *   const stop = live.subscribe('IMPORT_STATUS', (event) => show(event.read(Import)))
 *   live.subscribe('RESET', () => fetch again what was shown: the stream could not resume. Reports that
 *   were running and have ended meanwhile are announced here by themselves)
 *
 *   // For one room: the SSE class, over this connection. No request is made.
 *   createSSE({
 *     key: roomOid,
 *     source: live.statusesOf({ roomOid, reportOid, attempt }),
 *     subscriptions: [{ key: 'EXCEL_STATUS', action }],
 *     endEvent: { key: 'EXCEL_STATUS_END' },
 *   })
 *
 *   live.wake()   // after sleep or a change of network: reconnects at once, with the cursor
 *   live.close()
 *
 * A room's share begins with the last status this connection has heard of it, if any. Name the
 * `reportOid` (and after a retry its `attempt`), or a share taken right after the trigger may begin, and
 * end, with the end of the room's report before.
 *
 * Every SSE over the connection has the connection's state: it waits, fails and is open again with it.
 */

export interface SharedConnectionOptions {
  /** Origin of the server; `''` is the page's own. */
  baseUrl: string
  /** Of the first connection, so that it is made at once. Default: `getToken` is asked before it. */
  token?: string
  /** Asked whenever the token is refused or has expired. `''` is the cookie. */
  getToken: () => string | Promise<string>
  /** What to hear besides reports. The default is nothing. */
  topics?: readonly SseTopic[]
  onState?: (detail: StateDetail) => void
  /** The default is the npm `eventsource`. */
  eventSourceImpl?: EventSourceImpl
  timing?: Partial<ConnectionTiming>
  random?: () => number
}

export interface SharedConnection {
  /** The statuses of one room, for `createSSE({ source })`. */
  statusesOf(filter: RoomFilter): StatusSource
  /** Calls `action` with every such event of any room. Returns what stops it. */
  subscribe(name: string, action: (event: StreamEvent) => void): () => void
  /** Reconnects at once, with the cursor. */
  wake(): void
  close(): void
  readonly state: ConnectionState
  /** Number of rooms with an open SSE. */
  readonly roomCount: number
}

const heardEvents: readonly string[] = Object.values(sseEvents).filter(
  (name) => name !== sseEvents.authExpired,
)

const isRunning = ({ event }: RoomEvent): boolean => event.name === sseEvents.excelStatus

/** Opens the connection at once. */
export function createSharedConnection(options: SharedConnectionOptions): SharedConnection {
  const { baseUrl, topics = [] } = options
  const subscribers = new Map<string, Set<(event: StreamEvent) => void>>()
  const shares = new Map<string, Set<RoomShare>>()
  /** The last status of each room: what a share taken later begins with. */
  const statuses = new Map<string, RoomEvent>()
  let standing: StateDetail = { state: 'connecting' }
  /** What ran when the stream could not resume; empty once its snapshot has come. */
  let runningBeforeReset: RoomEvent[] = []
  let stopAsking = () => {}

  const query = `rooms=*${topics.length > 0 ? `&topics=${topics.join(',')}` : ''}`
  const physical = {
    getFreshToken: options.getToken,
    eventSourceImpl: options.eventSourceImpl,
    timing: options.timing,
    random: options.random,
  }
  const connection = new LiveConnection({
    ...physical,
    url: `${baseUrl}/api/events?${query}`,
    token: options.token ?? null,
  })

  function enter(detail: StateDetail): void {
    standing = detail
    // Without a cursor the stream begins with a snapshot, as after a RESET.
    if (detail.state === 'open' && !isSnapshotComplete(connection.lastEventId)) noteRunning()
    options.onState?.(detail)
    for (const share of [...shares.values()].flatMap((set) => [...set])) share.enter(detail)
  }

  function receive(event: StreamEvent): void {
    tell(event)
    if (event.name === sseEvents.reset) noteRunning()
    else if (isSnapshotComplete(event.lastEventId)) announceMissedEnds()
  }

  function tell(event: StreamEvent): void {
    const roomEvent = readRoomEvent(event)
    if (roomEvent) {
      if (isStatus(event)) statuses.set(roomEvent.roomOid, roomEvent)
      for (const share of shares.get(roomEvent.roomOid) ?? []) share.deliver(roomEvent)
    }
    for (const action of subscribers.get(event.name) ?? []) guarded(() => action(event))
  }

  function noteRunning(): void {
    runningBeforeReset = [...statuses.values()].filter(isRunning)
  }

  /**
   * After a RESET the snapshot shows what runs. What was running before and is not in it has ended, and
   * no event will say so.
   */
  function announceMissedEnds(): void {
    const isUnheard = (known: RoomEvent) => statuses.get(known.roomOid) === known
    const missing = runningBeforeReset.filter(isUnheard)
    runningBeforeReset = []
    if (missing.length === 0) return
    const rooms = missing.map(({ roomOid }) => roomOid)
    stopAsking()
    stopAsking = askNewestStatuses(baseUrl, rooms, physical, (event) => {
      const answer = readRoomEvent(event)
      if (answer === null || isRunning(answer)) return
      // A newer report may have begun while we asked.
      if (missing.some((known) => known.roomOid === answer.roomOid && isUnheard(known))) tell(event)
    })
  }

  /** One logical stream: the statuses of one room. */
  class RoomShare implements StatusSource {
    readonly name: string
    lastEventId = ''
    readonly #filter: RoomFilter
    #listener: StatusListener | null = null

    constructor(filter: RoomFilter) {
      this.name = [filter.roomOid, filter.reportOid ?? '', filter.attempt ?? ''].join(' ')
      this.#filter = filter
    }

    get state(): ConnectionState {
      return this.#listener === null ? 'closed' : standing.state
    }

    open(listener: StatusListener): void {
      if (this.#listener !== null) return
      this.#listener = listener
      // Later, so that `createSSE` has returned before its action is called. An event that is being
      // delivered right now is then the last status, with which the share begins.
      queueMicrotask(() => {
        if (this.#listener === listener) this.#begin()
      })
    }

    #begin(): void {
      const { roomOid } = this.#filter
      shares.set(roomOid, (shares.get(roomOid) ?? new Set()).add(this))
      this.enter(standing)
      const last = statuses.get(roomOid)
      if (last && !this.#hasHeard(last.event)) this.deliver(last)
    }

    /** All events of a snapshot but its last one have the same id, which therefore proves nothing. */
    #hasHeard({ lastEventId }: StreamEvent): boolean {
      return lastEventId === this.lastEventId && isSnapshotComplete(lastEventId)
    }

    deliver(roomEvent: RoomEvent): void {
      if (this.#listener === null || !passes(this.#filter, roomEvent)) return
      this.lastEventId = roomEvent.event.lastEventId
      this.#listener.onEvent(roomEvent.event)
    }

    enter(detail: StateDetail): void {
      this.#listener?.onState?.(detail)
    }

    close(): void {
      const set = shares.get(this.#filter.roomOid)
      set?.delete(this)
      if (set?.size === 0) shares.delete(this.#filter.roomOid)
      const listener = this.#listener
      this.#listener = null
      listener?.onState?.({ state: 'closed' })
    }

    /** The connection wakes for all at once; a single share can only call back one that has failed. */
    wake(): void {
      if (this.state === 'failed') connection.wake()
    }

    /** The connection asks for its token itself. */
    setToken(): void {}
  }

  connection.open({ events: heardEvents, onEvent: receive, onState: enter })

  return {
    statusesOf: (filter) => new RoomShare(filter),
    subscribe(name, action) {
      const set = subscribers.get(name) ?? new Set()
      subscribers.set(name, set.add(action))
      return () => set.delete(action)
    },
    wake: () => connection.wake(),
    close() {
      stopAsking()
      // Its last state closes every share of it.
      connection.close()
    },
    get state() {
      return connection.state
    },
    get roomCount() {
      return shares.size
    },
  }
}
