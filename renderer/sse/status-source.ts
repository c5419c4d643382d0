import type { StreamEvent } from './stream-event.ts'

/**
 * `connecting` the request is out; `open` events may come; `waiting` before a retry; `closed` by us, or
 * by the server because nothing is left to say; `failed` needs a person, or `wake()`.
 */
export type ConnectionState = 'connecting' | 'open' | 'waiting' | 'closed' | 'failed'

export type FailureReason =
  /** 401, also with a fresh token. */
  | 'unauthorized'
  /** An answer that no retry will change, such as 403 or 404. */
  | 'refused'
  /** `SSE_MAX_RETRY_COUNT` retries in a row without one event. */
  | 'gave-up'

export interface StateDetail {
  state: ConnectionState
  reason?: FailureReason
  /** HTTP status, where one is known. */
  status?: number
  /** Milliseconds until the next try, in `waiting`. */
  retryInMs?: number
}

/** What a source calls. */
export interface StatusListener {
  /** Names of the events to hear. */
  readonly events: Iterable<string>
  onEvent(event: StreamEvent): void
  onState?(detail: StateDetail): void
}

/**
 * Where a stream's events come from: a connection of its own (`LiveConnection`), or a room's share of the
 * connection of the whole window (`createSharedConnection`). `SSE` treats them alike.
 */
export interface StatusSource {
  /** What it follows; two sources of one name tell the same. */
  readonly name: string
  readonly state: ConnectionState
  /** The cursor, which is the id of the last event. Set it before `open` in order to go on from there. */
  lastEventId: string
  /** Starts to listen; does nothing if it is open or on its way. */
  open(listener: StatusListener): void
  /** Ends it. Nothing is heard after this returns, and the cursor is kept. */
  close(): void
  /** Connects again at once, after sleep or a change of network; also when failed, never when closed. */
  wake(): void
  /** Uses another token from the next connection on, where the source has one of its own. */
  setToken(token: string): void
}
