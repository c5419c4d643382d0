import { setTimeout as sleep } from 'node:timers/promises'

/** Milliseconds for which a write waits for those of others: workers index, import and delete beside it. */
export const lockPatienceMs = 5_000
/** Milliseconds between two tries; whatever is due in this thread is done meanwhile. */
export const lockPauseMs = 25

/** Whether another connection was writing, so that nothing was done. */
export const isLocked = (error: unknown): boolean =>
  error instanceof Error && /database is locked/i.test(error.message)

/**
 * Does `work` at once where the file is free, otherwise as soon as it is. The thread is not held up: SQLite itself
 * can only wait by standing still, and the main thread has everybody's answers to give.
 *
 * @param work one transaction or one statement: all of it or nothing, so that it can be done again
 * @throws what `work` throws; "database is locked" after `lockPatienceMs`
 */
export async function whenFree<T>(work: () => T): Promise<T> {
  const until = performance.now() + lockPatienceMs
  for (;;) {
    try {
      return work()
    } catch (error) {
      if (!isLocked(error) || performance.now() + lockPauseMs > until) throw error
    }
    await sleep(lockPauseMs)
  }
}
