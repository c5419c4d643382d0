import type { Pace } from './connector.ts'
import { connectionLimits } from './limits.ts'

/** Time, so that tests can let a year pass in a second. */
export interface Clock {
  now(): number
  /** Rejects with the reason of the signal once it is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

/**
 * How soon a service may be asked again: by the pace that it publishes, and by what it has said itself. One for
 * each connection. Pure but for the clock: who asks says so with `take`, and what was answered with `rest`.
 */
export class Budgets {
  readonly #next = new Map<string, number>()
  readonly #closed = new Map<string, number>()

  /** @param closed ends of pauses by key, as `pauses` told them before */
  constructor(closed: Readonly<Record<string, number>> = {}) {
    for (const [key, until] of Object.entries(closed)) this.#closed.set(key, until)
  }

  /** Instant from which on a request under all these limits may be sent. */
  readyAt(paces: readonly Pace[]): number {
    return Math.max(
      this.#closed.get('') ?? 0,
      ...paces.map(({ key }) => Math.max(this.#next.get(key) ?? 0, this.#closed.get(key) ?? 0)),
    )
  }

  /** A request goes out now. */
  take(paces: readonly Pace[], now: number): void {
    for (const { key, everyMs } of paces) {
      // Time that was not used is not saved up: services count in windows.
      if (everyMs > 0) this.#next.set(key, Math.max(now, this.#next.get(key) ?? 0) + everyMs)
    }
  }

  /** The service wants no request under this limit before; an empty key stands for all. */
  rest(key: string, until: number): void {
    if (until > (this.#closed.get(key) ?? 0)) this.#closed.set(key, until)
  }

  /** The same for so many milliseconds, cut where a service asks for too long; 0 and no key mean nothing. */
  restFor(key: string | undefined, ms: number, now: number): void {
    if (ms > 0 && key !== undefined) {
      this.rest(key, now + Math.min(ms, connectionLimits.maxRestMs))
    }
  }

  /** Pauses that are not over. */
  pauses(now: number): Record<string, number> {
    return Object.fromEntries([...this.#closed].filter(([, until]) => until > now))
  }
}

/** Milliseconds until something that has failed so often is tried again, growing to a limit. */
export const backoff = (failures: number): number =>
  Math.min(connectionLimits.maxRetryMs, connectionLimits.retryMs * 2 ** Math.min(failures - 1, 20))
