/** How often in a row a connection is tried again before it has failed. A delivered event starts afresh. */
export const SSE_MAX_RETRY_COUNT = 5

export interface RetryTiming {
  /** Milliseconds before the first retry, at most; doubled for each that follows. */
  baseDelayMs: number
  maxDelayMs: number
}

/** 1, 2, 4, 8, 16 seconds: together they outlast the restart of a server. */
export const defaultRetryTiming: RetryTiming = { baseDelayMs: 1_000, maxDelayMs: 30_000 }

/**
 * Exponential, with jitter over the upper half, so that the readers of a restarted server do not come
 * back in step.
 *
 * @param attempt 1 for the first retry
 * @param random 0 to 1
 */
export function retryDelay(attempt: number, timing: RetryTiming, random: number): number {
  const full = Math.min(timing.maxDelayMs, timing.baseDelayMs * 2 ** (attempt - 1))
  return full * (0.5 + 0.5 * random)
}

/** What an HTTP status means for a connection: try again, closed for good, ask for a token, failed. */
export type Verdict = 'retry' | 'over' | 'unauthorized' | 'refused'

/** Passes by itself: a restart, an overload, a gateway. Any other status needs a person. */
const temporary: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504])

/**
 * Unlike the standard, which gives up on a 503 as on a 401, because our server answers 503 while it
 * drains.
 *
 * @param status null if the connection broke without an answer
 * @param wasRefused whether the transport has given up, which after a 200 means a wrong content type
 */
export function judge(status: number | null, wasRefused: boolean): Verdict {
  if (status === null) return 'retry'
  if (status === 200) return wasRefused ? 'refused' : 'retry'
  if (status === 204) return 'over'
  if (status === 401) return 'unauthorized'
  return temporary.has(status) ? 'retry' : 'refused'
}
