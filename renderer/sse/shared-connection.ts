import { sseEvents, type SseTopic } from '../../server/contract/events.ts'
import { guarded } from './guarded.ts'
import {
  LiveConnection,
  type ConnectionState,
  type ConnectionTiming,
  type StateDetail,
} from './live-connection.ts'
import {
  isStatus,
  parseObject,
  passes,
  readRoomEvent,
  readStatusUrl,
  type RoomEvent,
  type RoomFilter,
} from './room-statuses.ts'
import { askNewestStatuses, isSnapshotComplete } from './newest-statuses.ts'
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
 *   // For the whole application; `value` is the parsed data. Returns what unsubscribes.
 *   const stop = live.subscribe('IMPORT_STATUS', (value) => ...)
 *   live.subscribe('RESET', () => fetch again what was shown: the stream could not resume. Reports that
 *   were running and have ended meanwhile are announced here by themselves)
 *
 *   // For one room: the SSE class, over this connection. No request is made.
 *   createSSE({
 *     eventSource: `/api/rooms/${roomOid}/excel-status?report=${reportOid}&attempt=${attempt}`,
 *     token: '',
 *     subscriptions: [{ key: 'EXCEL_STATUS', action }],
 *     endEvent: { key: 'EXCEL_STATUS_END' },
 *     eventSourceImpl: live.EventSource,
 *   })
 *
 *   live.wake()   // after sleep or a change of network: reconnects at once, with the cursor
 *   live.close()
 *
 * A subscription to a room begins with the last status this connection has heard of it, if any. Name
 * the `report` (and after a retry its `attempt`), or a subscription made right after the trigger may
 * begin, and end, with the end of the room's report before.
 *
 * When the connection has failed, every SSE over it fails too. `live.wake()` starts it again, and
 * `sse.wake()` each of them.
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
  /** For the physical connection. The default is the npm `eventsource`. */
  eventSourceImpl?: EventSourceImpl
  timing?: Partial<ConnectionTiming>
  random?: () => number
}

export interface SharedConnection {
  /** An EventSource class whose instances share this connection; for `SSEProps.eventSourceImpl`. */
  readonly EventSource: EventSourceImpl
  /** Calls `action` with the parsed data of every such event of any room. Returns what stops it. */
  subscribe(event: string, action: (value: unknown) => void): () => void
  /** Reconnects at once, with the cursor. */
  wake(): void
  close(): void
  readonly state: ConnectionState
  /** Rooms followed by an EventSource of this connection. */
  readonly roomCount: number
}

const heardEvents: readonly string[] = Object.values(sseEvents).filter(
  (name) => name !== sseEvents.authExpired,
)

const isRunning = ({ event }: RoomEvent): boolean => event === sseEvents.excelStatus

/** Opens the connection at once. */
export function createSharedConnection(options: SharedConnectionOptions): SharedConnection {
  const { baseUrl, topics = [] } = options
  const subscribers = new Map<string, Set<(value: unknown) => void>>()
  const sources = new Map<string, Set<RoomSource>>()
  /** The last status of each room: what a subscription made later begins with. */
  const statuses = new Map<string, RoomEvent>()
  let failure: StateDetail | null = null
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
    events: heardEvents,
    onEvent: receive,
    onState(detail) {
      failure = detail.state === 'failed' ? detail : null
      // Without a cursor the stream begins with a snapshot, as after a RESET.
      if (detail.state === 'open' && !isSnapshotComplete(connection.lastEventId)) noteRunning()
      options.onState?.(detail)
      for (const source of allSources()) {
        if (detail.state === 'open') source.opened()
        else if (failure) source.failed(failure)
      }
    },
  })

  const allSources = (): RoomSource[] => [...sources.values()].flatMap((set) => [...set])

  function receive(event: string, data: string, lastEventId: string): void {
    const roomEvent = readRoomEvent(event, data, lastEventId)
    if (roomEvent && isStatus(event)) statuses.set(roomEvent.roomOid, roomEvent)
    const value = roomEvent ? roomEvent.value : parseObject(data)
    for (const action of subscribers.get(event) ?? []) guarded(() => action(value))
    if (event === sseEvents.reset) noteRunning()
    else if (isSnapshotComplete(lastEventId)) announceMissedEnds()
    if (!roomEvent) return
    for (const source of sources.get(roomEvent.roomOid) ?? []) source.deliver(roomEvent)
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
    stopAsking = askNewestStatuses(baseUrl, rooms, {
      ...physical,
      onEvent(event, data, lastEventId) {
        const answer = readRoomEvent(event, data, lastEventId)
        if (answer === null || isRunning(answer)) return
        // A newer report may have begun while we asked.
        if (missing.some((known) => known.roomOid === answer.roomOid && isUnheard(known))) {
          receive(event, data, '')
        }
      },
    })
  }

  /** One logical stream: the status of one room. Shaped as an EventSource. */
  class RoomSource extends EventTarget {
    static readonly CONNECTING = 0
    static readonly OPEN = 1
    static readonly CLOSED = 2
    static readonly keepsItselfAlive = true

    readonly url: string
    readonly withCredentials = false
    readyState = 0
    readonly #filter: RoomFilter
    readonly #seenId: string

    constructor(url: string) {
      super()
      const target = readStatusUrl(url)
      if (target === null) {
        throw new TypeError(`A shared connection carries room status streams only, not ${url}`)
      }
      this.url = url
      this.#filter = target
      this.#seenId = target.lastEventId
      const set = sources.get(target.roomOid) ?? new Set()
      sources.set(target.roomOid, set.add(this))
      // Never inside the constructor: nobody listens yet.
      queueMicrotask(() => {
        if (failure) this.failed(failure)
        else if (connection.state === 'open') this.opened()
      })
    }

    opened(): void {
      if (this.readyState !== RoomSource.CONNECTING) return
      this.readyState = RoomSource.OPEN
      this.dispatchEvent(new Event('open'))
      const last = statuses.get(this.#filter.roomOid)
      if (last && last.lastEventId !== this.#seenId) this.deliver(last)
    }

    deliver(event: RoomEvent): void {
      if (this.readyState !== RoomSource.OPEN || !passes(this.#filter, event)) return
      const { data, lastEventId } = event
      this.dispatchEvent(new MessageEvent(event.event, { data, lastEventId }))
    }

    failed({ status, reason }: StateDetail): void {
      if (this.readyState === RoomSource.CLOSED) return
      this.close()
      const code = reason === 'unauthorized' ? 401 : status
      this.dispatchEvent(Object.assign(new Event('error'), { code }))
    }

    close(): void {
      this.readyState = RoomSource.CLOSED
      const set = sources.get(this.#filter.roomOid)
      set?.delete(this)
      if (set?.size === 0) sources.delete(this.#filter.roomOid)
    }
  }

  connection.open()

  return {
    EventSource: RoomSource,
    subscribe(event, action) {
      const set = subscribers.get(event) ?? new Set()
      subscribers.set(event, set.add(action))
      return () => set.delete(action)
    },
    wake: () => connection.wake(),
    close() {
      connection.close()
      stopAsking()
      for (const source of allSources()) source.close()
    },
    get state() {
      return connection.state
    },
    get roomCount() {
      return sources.size
    },
  }
}
