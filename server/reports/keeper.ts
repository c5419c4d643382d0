import { reportLimits } from '../contract/limits.ts'

/**
 * Makes states durable, and goes on trying where the disk is full or the database locked: a report that
 * has failed must not seem to run for ever because that could not be written down.
 */
export interface Keeper {
  /**
   * Runs `write` now, or later in place of an earlier one of this key that still waits.
   *
   * @returns whether it was written now
   */
  keep(key: string, write: () => void): boolean
  /** Null: nothing of this key waits. Otherwise resolves once nothing does. */
  kept(key: string): Promise<void> | null
  /** Gives up what waits; what is on disk stays as it is. */
  stop(): void
}

export interface KeeperOptions {
  /** Told of each failure; it may make room before the next try. */
  onError(error: unknown): void
  /** Default `reportLimits.keepRetryMs`. */
  retryMs?: number
}

export function createKeeper(options: KeeperOptions): Keeper {
  const { onError, retryMs = reportLimits.keepRetryMs } = options
  const waiting = new Map<string, () => void>()
  const listeners = new Map<string, (() => void)[]>()
  let timer: ReturnType<typeof setTimeout> | null = null
  let isStopped = false

  function tell(key: string): void {
    const done = listeners.get(key) ?? []
    listeners.delete(key)
    for (const listener of done) listener()
  }

  function attempt(key: string, write: () => void): boolean {
    try {
      write()
    } catch (error) {
      onError(error)
      waiting.set(key, write)
      if (!isStopped) timer ??= setTimeout(retry, retryMs)
      return false
    }
    waiting.delete(key)
    tell(key)
    return true
  }

  /** In the order in which they came; the first failure speaks for all behind it. */
  function retry(): void {
    timer = null
    for (const [key, write] of waiting) if (!attempt(key, write)) return
  }

  return {
    keep(key, write) {
      if (isStopped) return false
      // While one waits, all wait: each try of a locked database holds up the whole server.
      if (timer === null) return attempt(key, write)
      waiting.delete(key)
      waiting.set(key, write)
      return false
    },
    kept(key) {
      if (!waiting.has(key)) return null
      return new Promise((resolve) => {
        listeners.set(key, [...(listeners.get(key) ?? []), resolve])
      })
    },
    stop() {
      isStopped = true
      if (timer !== null) clearTimeout(timer)
      timer = null
      waiting.clear()
      for (const key of listeners.keys()) tell(key)
    },
  }
}
