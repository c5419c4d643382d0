import { guarded } from './guarded.ts'
import {
  LiveConnection,
  type ConnectionState,
  type ConnectionTiming,
  type StateDetail,
} from './live-connection.ts'
import { SSE_MAX_RETRY_COUNT } from './retry.ts'
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
 * Fifty rooms at once take `eventSourceImpl` from shared-connection.ts, or the browser's six connections
 * per host are used up.
 */

export { SSE_MAX_RETRY_COUNT }
export type { ConnectionState, StateDetail }

export interface Subscription {
  /** Name of the event. */
  key: string
  /** Gets the event's data as the server sent it: one JSON text. */
  action: (data: string) => void
}

export interface SSEProps {
  /** URL of the stream. */
  eventSource: string
  /** Bearer token; empty means that the session cookie authenticates (`withCredentials`). */
  token: string
  subscriptions: readonly Subscription[]
  /** The event after which the stream is closed; null keeps it open. */
  endEvent: { key: string } | null
  /**
   * An EventSource class. The default is the npm `eventsource`; the platform's own works with the
   * cookie; `react-native-event-source`, `react-native-sse` and a shared connection's work too.
   */
  eventSourceImpl?: EventSourceImpl
  /** Asked once after a 401 or `AUTH_EXPIRED`; null gives up. */
  getFreshToken?: () => string | null | Promise<string | null>
  onState?: (detail: StateDetail) => void
  /** Where to resume; the default is the start, which begins with a snapshot. */
  lastEventId?: string
  timing?: Partial<ConnectionTiming>
  /** 0 to 1, for jitter; the default is `Math.random`. */
  random?: () => number
}

export class SSE {
  readonly eventSource: string
  readonly #connection: LiveConnection
  readonly #listeners = new Set<(detail: StateDetail) => void>()

  constructor(props: SSEProps) {
    const { subscriptions, endEvent } = props
    this.eventSource = props.eventSource
    const names = new Set(subscriptions.map(({ key }) => key))
    if (endEvent) names.add(endEvent.key)
    if (props.onState) this.#listeners.add(props.onState)
    this.#connection = new LiveConnection({
      url: props.eventSource,
      token: props.token,
      getFreshToken: props.getFreshToken,
      eventSourceImpl: props.eventSourceImpl,
      events: names,
      lastEventId: props.lastEventId,
      timing: props.timing,
      random: props.random,
      onState: (detail) => this.#listeners.forEach((listener) => listener(detail)),
      onEvent: (name, data) => {
        for (const { key, action } of subscriptions) {
          if (key === name) guarded(() => action(data))
          // An action may have closed the stream; the ones after it hear no more.
          if (this.state === 'closed') return
        }
        if (name === endEvent?.key) this.close()
      },
    })
  }

  get state(): ConnectionState {
    return this.#connection.state
  }

  /** The cursor. Hand it to a new SSE as `lastEventId` in order to go on where this one stopped. */
  get lastEventId(): string {
    return this.#connection.lastEventId
  }

  /** Opens the stream. A second call while it is open does nothing; after `close()` it resumes. */
  subscribe(): void {
    this.#connection.open()
  }

  /** Closes the stream. No action is called after this returns. */
  close(): void {
    this.#connection.close()
  }

  /** Reconnects at once with the cursor, after sleep or a change of network; also when failed. */
  wake(): void {
    this.#connection.wake()
  }

  setToken(token: string): void {
    this.#connection.setToken(token)
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
 * where it followed the same URL the new one goes on from its cursor: mounting twice, as React's
 * StrictMode does, leaves one stream and doubles no event.
 *
 * @param props.key what to hold it by; the default is its URL
 */
export function createSSE(props: SSEProps & { key?: string }): SSE {
  const key = props.key ?? props.eventSource
  const previous = sseStore.get(key)
  previous?.close()
  const resumeFrom =
    props.lastEventId ?? (previous?.eventSource === props.eventSource ? previous.lastEventId : '')
  const sse = new SSE({ ...props, lastEventId: resumeFrom })
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
