import { setImmediate } from 'node:timers/promises'
import { readingLimits } from '../limits.ts'

/**
 * Made for loops over many small things that need no waiting: gives the event loop its turn every
 * few milliseconds, so that a cancel is heard, and throws the signal's reason after one.
 */
export function openPace(signal: AbortSignal): () => Promise<void> | undefined {
  let last = performance.now()
  return () => {
    signal.throwIfAborted()
    if (performance.now() - last < readingLimits.maxBusyMs) return undefined
    return setImmediate().then(() => {
      last = performance.now()
      signal.throwIfAborted()
    })
  }
}
