import type { CloseReason } from './connection.ts'

/** What the channel has done since it started. `open` and `waitingBytes` are gauges, the rest only grows. */
export interface StreamStats {
  open: number
  opened: number
  closed: Record<CloseReason, number>
  /** Refused before the stream started, by answer. */
  refused: { tooMany: number; unavailable: number }
  /** Events taken from publishers: logged and transient. */
  published: number
  /** Events handed to connections, counted once for each. */
  delivered: number
  bytes: number
  /** Connections that resumed from the log, and events read for them. */
  replays: number
  replayedEvents: number
  /** Connections told that their cursor is of no use. */
  resets: number
  pings: number
  /** Highest number of bytes that ever waited for one reader. */
  queueHighWater: number
  /** Appends to the log that failed and are tried again. */
  appendFailures: number
}

export function newStats(): StreamStats {
  return {
    open: 0,
    opened: 0,
    closed: {
      client: 0,
      slow: 0,
      'write-deadline': 0,
      age: 0,
      'auth-expired': 0,
      behind: 0,
      drain: 0,
      over: 0,
      sight: 0,
      error: 0,
    },
    refused: { tooMany: 0, unavailable: 0 },
    published: 0,
    delivered: 0,
    bytes: 0,
    replays: 0,
    replayedEvents: 0,
    resets: 0,
    pings: 0,
    queueHighWater: 0,
    appendFailures: 0,
  }
}
