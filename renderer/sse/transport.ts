import { EventSource as FetchEventSource } from 'eventsource'
import { sseLimits } from '../../server/contract/limits.ts'
import { hearIds } from './heard-ids.ts'

/** The properties of an event that are read here. Libraries differ in what else they add. */
export interface TransportEvent {
  readonly type: string
  readonly data?: unknown
  readonly lastEventId?: unknown
  /** HTTP status of a refused connection: `eventsource`. */
  readonly code?: unknown
  /** HTTP status of a refused connection: React Native libraries. */
  readonly status?: unknown
  readonly xhrStatus?: unknown
}

/** The part of the EventSource interface that every implementation has. */
export interface EventSourceLike {
  readonly readyState?: number
  addEventListener(type: string, listener: (event: TransportEvent) => void): void
  close(): void
}

type FetchLike = NonNullable<
  NonNullable<ConstructorParameters<typeof FetchEventSource>[1]>['fetch']
>

/** Every implementation takes from this what it knows and ignores the rest. */
export interface TransportInit {
  withCredentials: boolean
  /** `eventsource` 3 and later. */
  fetch?: FetchLike
  maxBufferSize?: number
  /** React Native libraries. */
  headers?: Record<string, string>
  /** React Native libraries: never abort a stream because of its age; the watchdog looks after it. */
  timeout?: number
  /** `react-native-sse`: connect at once, and notice at once that a stream has ended. */
  timeoutBeforeConnection?: number
  pollingInterval?: number
  lineEndingCharacter?: string
}

/** A class like EventSource: the platform's own, or a library's. */
export interface EventSourceImpl {
  // Loose at both ends, because the option types and event maps of the libraries exclude each other.
  new (url: string, init?: never): object
}

export interface OpenOptions {
  url: string
  /** Bearer token; empty means that the session cookie authenticates. */
  token: string
  /** Where to resume; empty is the start. */
  lastEventId: string
  /** The default is the npm `eventsource`. */
  impl?: EventSourceImpl | undefined
}

/** Status and Retry-After of the response; null where an implementation does not tell. */
export interface ResponseFacts {
  status: number | null
  retryAfterMs: number | null
}

export interface Transport {
  source: EventSourceLike
  facts: ResponseFacts
  /**
   * What an empty `lastEventId` of an event means: with `server` the server has emptied it; with `once-seen`
   * too, but only behind one that was not empty; with `nothing` the library says it of every event without
   * an id.
   */
  emptyId: 'server' | 'once-seen' | 'nothing'
  /** Whether the request was made here, so that the status of the response is known. */
  isOurs: boolean
  /** Whether it may say one event twice, as those do that read the text of an XMLHttpRequest. */
  mayEcho: boolean
}

/**
 * Opens one connection. The cursor travels in the `Last-Event-ID` header where we make the request
 * ourselves; a passed-in implementation may be unable to set headers, so there it is in the query too.
 */
export function openTransport(options: OpenOptions): Transport {
  const { url, token, lastEventId, impl } = options
  const headers: Record<string, string> = {}
  if (token !== '') headers['Authorization'] = `Bearer ${token}`
  const facts: ResponseFacts = { status: null, retryAfterMs: null }
  const withCredentials = token === ''

  if (impl) {
    const target = lastEventId === '' ? url : withQuery(url, 'lastEventId', lastEventId)
    const init: TransportInit = {
      withCredentials,
      headers: forOneRequest({ Accept: 'text/event-stream', ...headers }),
      timeout: 0,
      timeoutBeforeConnection: 0,
      pollingInterval: 1,
      lineEndingCharacter: '\n',
    }
    const source = new impl(target, init as never) as EventSourceLike
    const emptyId = isNative(impl) ? 'once-seen' : 'nothing'
    return { source, facts, emptyId, isOurs: false, mayEcho: '_xhr' in source }
  }

  if (lastEventId !== '') headers['Last-Event-ID'] = utf8ByteString(lastEventId)
  // Since version 3 `eventsource` has no `headers` option; the token goes through its fetch.
  const fetchWithHeaders: FetchLike = async (target, init) => {
    const response = await fetch(target, {
      ...init,
      credentials: withCredentials ? 'include' : 'same-origin',
      headers: { ...init.headers, ...headers },
    })
    facts.status = response.status
    facts.retryAfterMs = parseRetryAfter(response.headers.get('retry-after'))
    const { body, status, headers: answered, url: reached, redirected } = response
    // Makes the ids visible that an EventSource does not tell of.
    const heard = status === 200 && body !== null ? hearIds(body, lastEventId) : body
    return { body: heard, status, headers: answered, url: reached, redirected }
  }
  const init: TransportInit = {
    withCredentials,
    fetch: fetchWithHeaders,
    maxBufferSize: 4 * sseLimits.maxEventBytes,
  }
  const source = new FetchEventSource(url, init) as EventSourceLike
  return { source, facts, emptyId: 'server', isOurs: true, mayEcho: false }
}

/** The platform's own class, which keeps to the standard within one connection. */
const isNative = (impl: EventSourceImpl): boolean =>
  Function.prototype.toString.call(impl).endsWith('{ [native code] }')

/**
 * Whether an event named `error` or `open` was sent by the server. Those of the connection itself carry no
 * id, in any library.
 */
export const isFromServer = (event: TransportEvent): boolean =>
  event.data !== undefined && 'lastEventId' in event

/**
 * Headers that can be read for one request only. The React Native libraries reconnect by themselves, some
 * without a word, and one of them with the id of an event that it has not delivered yet. They read their
 * headers for each request; the error they get for the second one reaches us as an error event.
 */
function forOneRequest(headers: Record<string, string>): Record<string, string> {
  let isSpent = false
  return new Proxy(headers, {
    get(target, name, receiver): unknown {
      if (isSpent) throw new Error('This connection is not to be made again')
      // All reads of this turn belong to the one request.
      setTimeout(() => (isSpent = true), 0)
      return Reflect.get(target, name, receiver)
    },
  })
}

/** The HTTP status an error event tells of; null if it tells of none. */
export function statusOf(event: TransportEvent, facts: ResponseFacts): number | null {
  for (const value of [event.code, event.status, event.xhrStatus]) {
    if (typeof value === 'number' && value >= 100 && value <= 599) return value
  }
  return facts.status
}

/**
 * Asks with HEAD why a connection was refused: an EventSource of the platform only says that it is
 * closed, and a 401 must be told from a 204.
 *
 * @returns the status, or null if there is no answer
 */
export async function probeStatus(options: OpenOptions): Promise<number | null> {
  const { url, token, lastEventId } = options
  try {
    const target = lastEventId === '' ? url : withQuery(url, 'lastEventId', lastEventId)
    const response = await fetch(target, {
      method: 'HEAD',
      credentials: token === '' ? 'include' : 'same-origin',
      headers: {
        Accept: 'text/event-stream',
        ...(token === '' ? {} : { Authorization: `Bearer ${token}` }),
      },
    })
    return response.status
  } catch {
    return null
  }
}

export function withQuery(url: string, name: string, value: string): string {
  const [base = '', fragment] = url.split('#', 2)
  const pair = `${name}=${encodeURIComponent(value)}`
  const joined = `${base}${base.includes('?') ? '&' : '?'}${pair}`
  return fragment === undefined ? joined : `${joined}#${fragment}`
}

/** Header values are byte strings; an id is sent as its UTF-8 bytes (HTML 9.2.3). */
function utf8ByteString(value: string): string {
  return Array.from(new TextEncoder().encode(value), (byte) => String.fromCharCode(byte)).join('')
}

function parseRetryAfter(value: string | null): number | null {
  const seconds = value === null || value.trim() === '' ? NaN : Number(value)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : null
}
