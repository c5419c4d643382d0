/**
 * Notices that a stage has fallen silent, or takes too long. It counts ticks instead of reading a
 * clock: a laptop that sleeps for an hour, and a clock that is set, cost one tick and not the report.
 */
export interface Watchdog {
  readonly signal: AbortSignal
  /** Why it has given the stage up; null if it has not. */
  readonly reason: 'silent' | 'late' | null
  /** A sign of life. */
  refresh(): void
  stop(): void
}

export interface WatchdogOptions {
  /** Milliseconds without a sign of life. */
  silenceMs: number
  /** Milliseconds in all. */
  deadlineMs: number
}

/** Ticks that make up the silence: the more, the less one lost tick matters. */
const ticksOfSilence = 20

export function startWatchdog({ silenceMs, deadlineMs }: WatchdogOptions): Watchdog {
  const tickMs = Math.max(1, silenceMs / ticksOfSilence)
  const controller = new AbortController()
  let silent = 0
  let lived = 0
  let reason: Watchdog['reason'] = null
  const timer = setInterval(() => {
    silent++
    lived++
    if (lived * tickMs >= deadlineMs) reason = 'late'
    else if (silent >= ticksOfSilence) reason = 'silent'
    if (reason === null) return
    clearInterval(timer)
    controller.abort()
  }, tickMs)
  return {
    signal: controller.signal,
    get reason() {
      return reason
    },
    refresh() {
      silent = 0
    },
    stop: () => clearInterval(timer),
  }
}
