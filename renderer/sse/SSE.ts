import { guarded } from './guarded.ts'
import { LiveConnection, type ConnectionTiming } from './live-connection.ts'
import { SSE_MAX_RETRY_COUNT } from './retry.ts'
import type { ConnectionState, StateDetail, StatusSource } from './status-source.ts'
import type { StreamEvent } from './stream-event.ts'
import type { EventSourceImpl } from './transport.ts'

/*
 * The client's end of a status stream.
 *
 *   const sse = new SSE({
 *     eventSource: `${url}/api/rooms/${roomOid}/excel-status`,
 *     token,
 *     subscriptions: [{ key: 'EXCEL_STATUS', action: (data) => show(JSON.parse(data)) }],
 *     endEvent: { key: 'EXCEL_STATUS_END' },
 *   })
 *   sse.subscribe()
 *
 * Or let the store hold it, one per room: createSSE(props), closeSSE(key), closeSSE().
 * Fifty rooms at once take their `source` from shared-connection.ts, or the browser's six connections
 * per host are used up.
 */

export { SSE_MAX_RETRY_COUNT }
export type { ConnectionState, StateDetail, StatusSource, StreamEvent }

export interface Subscription {
  /** Name of the event. */
  key: string
  /**
   * Gets the event's data as the server sent it, one JSON text, and the event itself, whose `read(schema)`
   * gives the data checked.
   */
  action: (data: string, event: StreamEvent) => void
}

interface Listening {
  subscriptions: readonly Subscription[]
  /** The event after which the stream is closed; null keeps it open. */
  endEvent: { key: string } | null
  onState?: (detail: StateDetail) => void
  /** Where to resume; the default is the start, which begins with a snapshot. */
  lastEventId?: string
}

/** A stream over a connection of its own. */
export interface SSEProps extends Listening {
  source?: undefined
  /** URL of the stream. */
  eventSource: string
  /** Bearer token; empty means that the session cookie authenticates (`withCredentials`). */
  token: string
  /**
   * An EventSource class. The default is the npm `eventsource`; the platform's own works with the
   * cookie; `react-native-event-source` and `react-native-sse` work too.
   */
  eventSourceImpl?: EventSourceImpl
  /** Asked once after a 401 or `AUTH_EXPIRED`; null gives up. */
  getFreshToken?: () => string | null | Promise<string | null>
  timing?: Partial<ConnectionTiming>
  /** 0 to 1, for jitter; the default is `Math.random`. */
  random?: () => number
}

/** A stream of events that come from elsewhere, such as a shared connection. */
export interface SourceProps extends Listening {
  source: StatusSource
}

export class SSE {
  readonly #source: StatusSource
  readonly #subscriptions: readonly Subscription[]
  readonly #endKey: string | undefined
  readonly #listeners = new Set<(detail: StateDetail) => void>()

  constructor(props: SSEProps | SourceProps) {
    this.#source = props.source ?? new LiveConnection({ ...props, url: props.eventSource })
    this.#subscriptions = props.subscriptions
    this.#endKey = props.endEvent?.key
    if (props.onState) this.#listeners.add(props.onState)
    if (props.lastEventId !== undefined) this.lastEventId = props.lastEventId
  }

  /** What it follows: its URL, or the name of the source that was passed in. */
  get eventSource(): string {
    return this.#source.name
  }

  get state(): ConnectionState {
    return this.#source.state
  }

  /** The cursor. Hand it to a new SSE as `lastEventId` in order to go on where this one stopped. */
  get lastEventId(): string {
    return this.#source.lastEventId
  }

  set lastEventId(id: string) {
    this.#source.lastEventId = id
  }

  /** Opens the stream. A second call while it is open does nothing; after `close()` it resumes. */
  subscribe(): void {
    const events = new Set(this.#subscriptions.map(({ key }) => key))
    if (this.#endKey !== undefined) events.add(this.#endKey)
    this.#source.open({
      events,
      onEvent: (event) => this.#hear(event),
      onState: (detail) => this.#listeners.forEach((listener) => listener(detail)),
    })
  }

  #hear(event: StreamEvent): void {
    for (const { key, action } of this.#subscriptions) {
      if (key === event.name) guarded(() => action(event.data, event))
      // An action may have closed the stream; the ones after it hear no more.
      if (this.state === 'closed') return
    }
    if (event.name === this.#endKey) this.close()
  }

  /** Closes the stream. No action is called after this returns. */
  close(): void {
    this.#source.close()
  }

  /** Reconnects at once with the cursor, after sleep or a change of network; also when failed. */
  wake(): void {
    this.#source.wake()
  }

  setToken(token: string): void {
    this.#source.setToken(token)
  }

  /** Tells of every change of state. Returns what stops it. */
  onState(listener: (detail: StateDetail) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}

/** The streams that `createSSE` has made, by key. One that has ended is no longer here; one that has failed is. */
export const sseStore = new Map<string, SSE>()

/**
 * Makes a stream, subscribes it and holds it in the store. One of the same key is closed first, and
 * where it followed the same the new one goes on from its cursor: mounting twice, as React's
 * StrictMode does, leaves one stream and doubles no event.
 *
 * @param props.key what to hold it by; the default is its URL
 */
export function createSSE(props: (SSEProps | SourceProps) & { key?: string }): SSE {
  const sse = new SSE(props)
  const key = props.key ?? sse.eventSource
  const previous = sseStore.get(key)
  previous?.close()
  if (props.lastEventId === undefined && previous?.eventSource === sse.eventSource) {
    sse.lastEventId = previous.lastEventId
  }
  sse.onState(({ state }) => {
    if (state === 'closed' && sseStore.get(key) === sse) sseStore.delete(key)
  })
  sseStore.set(key, sse)
  sse.subscribe()
  return sse
}

/** Closes one stream of the store, or without a key all of them. */
export function closeSSE(key?: string): void {
  const chosen = key === undefined ? [...sseStore.keys()] : [key]
  for (const each of chosen) {
    sseStore.get(each)?.close()
    sseStore.delete(each)
  }
}
