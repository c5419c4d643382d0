import { runLimits } from './limits.ts'

/**
 * Lets at most one status per interval through; the newest that was held back follows by itself,
 * so that a stage that falls silent never leaves an old number standing.
 */
export interface Throttle<T> {
  offer(value: T): void
  /** Forgets what is waiting. */
  stop(): void
}

export function createThrottle<T>(
  send: (value: T) => void,
  options: { intervalMs?: number; now?: () => number } = {},
): Throttle<T> {
  // A clock that a person sets back must not silence a report until it has caught up.
  const { intervalMs = runLimits.statusIntervalMs, now = () => performance.now() } = options
  let lastSent = Number.NEGATIVE_INFINITY
  let waiting: { value: T } | null = null
  let timer: ReturnType<typeof setTimeout> | null = null

  const clear = (): void => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    waiting = null
  }
  const sendNow = (value: T): void => {
    clear()
    lastSent = now()
    send(value)
  }
  return {
    offer(value) {
      const wait = lastSent + intervalMs - now()
      if (wait <= 0) return sendNow(value)
      waiting = { value }
      timer ??= setTimeout(() => {
        timer = null
        if (waiting !== null) sendNow(waiting.value)
      }, wait)
    },
    stop: clear,
  }
}
