import { sseEvents } from '../../server/contract/events.ts'
import { sseLimits } from '../../server/contract/limits.ts'
import { idAlone } from './heard-ids.ts'
import {
  defaultRetryTiming,
  judge,
  retryDelay,
  SSE_MAX_RETRY_COUNT,
  type RetryTiming,
  type Verdict,
} from './retry.ts'
import type {
  ConnectionState,
  FailureReason,
  StateDetail,
  StatusListener,
  StatusSource,
} from './status-source.ts'
import { StreamEvent } from './stream-event.ts'
import {
  isFromServer,
  openTransport,
  probeStatus,
  statusOf,
  type EventSourceImpl,
  type Transport,
  type TransportEvent,
} from './transport.ts'

export interface ConnectionTiming extends RetryTiming {
  /** Silence after which the peer is taken for dead. */
  watchdogMs: number
  /** A connection that lived so long starts the count of retries afresh with its next `PING`. */
  stableMs: number
}

export interface LiveConnectionOptions {
  url: string
  /** Bearer token; empty means that the session cookie authenticates; null asks `getFreshToken` first. */
  token: string | null
  /** Asked once when the token was refused or has expired; null gives up. */
  getFreshToken?: (() => string | null | Promise<string | null>) | undefined
  /** The default is the npm `eventsource`. */
  eventSourceImpl?: EventSourceImpl | undefined
  maxRetryCount?: number | undefined
  timing?: Partial<ConnectionTiming> | undefined
  /** 0 to 1, for jitter; the default is `Math.random`. */
  random?: (() => number) | undefined
}

interface Heard {
  name: string
  event: TransportEvent
}

/** react-native-event-source says an event twice if it arrives in two pieces, cut before its last line feed. */
const isEcho = ({ name, event }: Heard, previous: Heard | null): boolean =>
  name !== sseEvents.ping &&
  name === previous?.name &&
  event.data === previous.event.data &&
  event.lastEventId === previous.event.lastEventId

/** What a server may say before it has said anything of a report, a room or an import. */
const greetings: ReadonlySet<string> = new Set([
  sseEvents.ping,
  sseEvents.reset,
  sseEvents.readAgain,
  sseEvents.authExpired,
])

/** Names whose arrival proves that the peer lives, whether or not anybody subscribed to them. */
const knownEvents: readonly string[] = Object.values(sseEvents)

/**
 * Keeps one event stream alive: opens it, notices when it is dead, retries with growing pauses, renews
 * the token, and resumes by a cursor of its own, because an EventSource that is made anew has forgotten
 * its last event id.
 *
 * It never lets the implementation reconnect by itself: that one knows neither backoff nor a limit.
 */
export class LiveConnection implements StatusSource {
  readonly name: string
  /** What `Last-Event-ID` says on the next connection. */
  lastEventId = ''
  readonly #options: LiveConnectionOptions
  readonly #timing: ConnectionTiming
  readonly #maxRetryCount: number
  #state: ConnectionState = 'closed'
  #token: string | null
  #listener: StatusListener | null = null
  #transport: Transport | null = null
  /** Whether this transport has shown an id, without which an empty one says nothing. */
  #hasSeenId = false
  /** The last event of this transport. */
  #lastHeard: Heard | null = null
  #retries = 0
  #hasAskedForToken = false
  #tokenHasExpired = false
  #openedAt = 0
  #lastActivityAt = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Grows with each transport; whatever an older one still says is not heard. */
  #generation = 0

  constructor(options: LiveConnectionOptions) {
    this.name = options.url
    this.#options = options
    this.#token = options.token
    this.#maxRetryCount = options.maxRetryCount ?? SSE_MAX_RETRY_COUNT
    this.#timing = {
      ...defaultRetryTiming,
      watchdogMs: sseLimits.watchdogMs,
      stableMs: sseLimits.pingIntervalMs / 2,
      ...options.timing,
    }
  }

  get state(): ConnectionState {
    return this.#state
  }

  /** `RESET` is heard whether or not the listener names it. */
  open(listener: StatusListener): void {
    if (this.#state !== 'closed' && this.#state !== 'failed') return
    this.#listener = listener
    this.#retries = 0
    this.#hasAskedForToken = false
    this.#connect()
  }

  close(): void {
    this.#drop()
    this.#enter({ state: 'closed' })
  }

  /** Reconnects even where it looks open, because after sleep such a stream may be dead. */
  wake(): void {
    if (this.#state === 'closed') return
    this.#retries = 0
    this.#hasAskedForToken = false
    this.#connect()
  }

  setToken(token: string): void {
    this.#token = token
  }

  #connect(): void {
    this.#drop()
    const generation = this.#generation
    this.#enter({ state: 'connecting' })
    // A listener of the state may have closed us.
    if (generation !== this.#generation) return
    if (this.#tokenHasExpired || this.#token === null) {
      this.#tokenHasExpired = false
      void this.#renewToken()
      return
    }
    let transport: Transport
    try {
      transport = openTransport(this.#target())
    } catch (error) {
      // A malformed URL, or an implementation that cannot be made: no retry will change that.
      console.error(error)
      this.#fail('refused', null)
      return
    }
    this.#transport = transport
    this.#hasSeenId = false
    this.#lastHeard = null
    this.#lastActivityAt = Date.now()
    this.#watch()
    const hear = (type: string, listener: (event: TransportEvent) => void) =>
      transport.source.addEventListener(type, (event) => {
        if (generation === this.#generation) listener(event)
      })
    const wanted = new Set([...(this.#listener?.events ?? []), sseEvents.reset])
    const hearEvent = (name: string) => (event: TransportEvent) =>
      this.#onEvent(name, event, transport, wanted.has(name))
    // The server may name its own events so too.
    const hearOwn = (name: string, own: (event: TransportEvent) => void) =>
      hear(name, (event) => (isFromServer(event) ? hearEvent(name)(event) : own(event)))
    hearOwn('open', () => this.#onOpen())
    hearOwn('error', (event) => this.#onError(event, transport))
    if (transport.isOurs) hear(idAlone, (event) => this.#readCursor(event, transport))
    for (const name of new Set([...knownEvents, ...wanted])) {
      if (name !== 'open' && name !== 'error') hear(name, hearEvent(name))
    }
  }

  #target() {
    return {
      url: this.#options.url,
      token: this.#token ?? '',
      lastEventId: this.lastEventId,
      impl: this.#options.eventSourceImpl,
    }
  }

  #onOpen(): void {
    this.#openedAt = this.#lastActivityAt = Date.now()
    this.#enter({ state: 'open' })
  }

  #onEvent(name: string, event: TransportEvent, transport: Transport, isWanted: boolean): void {
    this.#lastActivityAt = Date.now()
    const previous = this.#lastHeard
    this.#lastHeard = { name, event }
    if (transport.mayEcho && isEcho(this.#lastHeard, previous)) return
    this.#readCursor(event, transport)
    if (name === sseEvents.authExpired) this.#tokenHasExpired = this.#options.getFreshToken != null
    const isPing = name === sseEvents.ping
    const isStable = this.#lastActivityAt - this.#openedAt >= this.#timing.stableMs
    // A server that accepts connections and dies must not be tried for ever, so what it says before any
    // report (`greetings`) does not count, but for a PING of a connection that has lasted.
    if (!greetings.has(name) || (isPing && isStable)) {
      this.#retries = 0
      this.#hasAskedForToken = false
    }
    if (!isWanted) return
    this.#listener?.onEvent(new StreamEvent(name, String(event.data ?? ''), this.lastEventId))
  }

  /**
   * An id is taken as it comes. An empty one erases the cursor only where it is the server's will: some
   * libraries blank it for every event without an id, and every new one starts blank.
   */
  #readCursor(event: TransportEvent, transport: Transport): void {
    const { lastEventId } = event
    if (typeof lastEventId !== 'string') return
    if (lastEventId !== '') {
      this.#hasSeenId = true
      this.lastEventId = lastEventId
    } else if (
      transport.emptyId === 'server' ||
      (transport.emptyId === 'once-seen' && this.#hasSeenId)
    ) {
      this.lastEventId = ''
    }
  }

  #onError(event: TransportEvent, transport: Transport): void {
    const wasRefused = transport.source.readyState === closedState
    const status = statusOf(event, transport.facts)
    this.#stop(transport)
    // The platform's own EventSource keeps the status to itself, and react-native-event-source
    // has no event for it. Once an event has come there is nothing to find out.
    const isMute = status === null && !transport.isOurs && (wasRefused || this.#lastHeard === null)
    if (!isMute) {
      this.#decide(judge(status, wasRefused), status, transport.facts.retryAfterMs)
      return
    }
    const generation = this.#generation
    void probeStatus(this.#target()).then((probed) => {
      if (generation === this.#generation) this.#decide(judge(probed, false), probed, null)
    })
  }

  #decide(verdict: Verdict, status: number | null, retryAfterMs: number | null): void {
    switch (verdict) {
      case 'retry':
        this.#retry(status, retryAfterMs)
        return
      case 'over':
        this.close()
        return
      case 'unauthorized':
        if (this.#options.getFreshToken && !this.#hasAskedForToken) void this.#renewToken()
        else this.#fail('unauthorized', status)
        return
      case 'refused':
        this.#fail('refused', status)
    }
  }

  async #renewToken(): Promise<void> {
    this.#drop()
    const generation = this.#generation
    this.#hasAskedForToken = true
    this.#enter({ state: 'connecting' })
    let token: string | null = null
    try {
      token = (await this.#options.getFreshToken?.()) ?? null
    } catch (error) {
      console.error(error)
    }
    if (generation !== this.#generation) return
    if (token === null) {
      this.#fail('unauthorized', 401)
      return
    }
    this.#token = token
    this.#connect()
  }

  #retry(status: number | null, retryAfterMs: number | null): void {
    this.#drop()
    if (this.#retries >= this.#maxRetryCount) {
      this.#fail('gave-up', status)
      return
    }
    this.#retries++
    const own = retryDelay(this.#retries, this.#timing, (this.#options.random ?? Math.random)())
    const delay = Math.min(Math.max(own, retryAfterMs ?? 0), this.#timing.maxDelayMs)
    this.#timer = setTimeout(() => this.#connect(), delay)
    this.#enter({ state: 'waiting', retryInMs: delay, ...(status === null ? {} : { status }) })
  }

  #fail(reason: FailureReason, status: number | null): void {
    this.#drop()
    this.#enter({ state: 'failed', reason, ...(status === null ? {} : { status }) })
  }

  /** One timer, moved on lazily, so that a busy stream does not make and clear one for each event. */
  #watch(): void {
    const left = this.#lastActivityAt + this.#timing.watchdogMs - Date.now()
    this.#timer = setTimeout(
      () => {
        if (Date.now() - this.#lastActivityAt < this.#timing.watchdogMs) this.#watch()
        else this.#retry(null, null)
      },
      Math.max(1, left),
    )
  }

  #drop(): void {
    this.#generation++
    clearTimeout(this.#timer)
    if (this.#transport) this.#stop(this.#transport)
    this.#transport = null
  }

  #stop(transport: Transport): void {
    try {
      transport.source.close()
    } catch (error) {
      // react-native-event-source fails to close what it failed to open.
      console.error(error)
    }
  }

  #enter(detail: StateDetail): void {
    if (this.#state === detail.state && detail.state !== 'waiting') return
    this.#state = detail.state
    this.#listener?.onState?.(detail)
  }
}

/** `EventSource.CLOSED`. */
const closedState = 2
