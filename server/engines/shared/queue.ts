import { reportLimits } from '../../contract/limits.ts'
import type { Queue, QueueLoad, QueueOptions, Waiting } from '../../ports/queue.ts'
import { WaitingReports } from './waiting-reports.ts'

/** Reports that one process runs at once, of what it was asked for. */
export const concurrencyOf = (n: number): number =>
  Math.max(1, Math.min(reportLimits.maxConcurrency, Math.floor(n)))

/** What the queue finds when it starts, and keeps. */
export interface QueueStore {
  /** What waits by its row, in its order. */
  queued(): Promise<readonly Waiting[]>
  isPaused(): Promise<boolean>
  rememberPaused(isPaused: boolean): Promise<unknown>
}

/** The queue of a process that works alone on its data: in memory, filled from the rows of reports. */
export function createQueue(store: QueueStore): Queue {
  const waiting = new WaitingReports()
  let options: QueueOptions | null = null
  let concurrency = 1
  let isPaused = false
  let running = 0
  let isStopped = false
  let onIdle: (() => void)[] = []

  const isIdle = (): boolean => running === 0 && (isStopped || waiting.size === 0)

  function settle(): void {
    running--
    startMore()
    if (!isIdle()) return
    const listeners = onIdle
    onIdle = []
    for (const listener of listeners) listener()
  }

  function startMore(): void {
    if (options === null) return
    while (!isStopped && !isPaused && running < concurrency) {
      const reportOid = waiting.take()
      if (reportOid === null) break
      running++
      void options.run(reportOid).finally(settle)
    }
    options.onChange()
  }

  async function setPaused(paused: boolean): Promise<void> {
    isPaused = paused
    startMore()
    await store.rememberPaused(paused)
  }

  return {
    async start(given) {
      const [queued, wasPaused] = await Promise.all([store.queued(), store.isPaused()])
      options = given
      concurrency = concurrencyOf(given.concurrency)
      isPaused = wasPaused
      for (const each of queued) waiting.add(each)
      startMore()
    },
    async push(reports) {
      for (const each of reports) waiting.add(each)
      startMore()
    },
    runNext: async (reportOid) => waiting.prefer(reportOid),
    async remove(reportOid) {
      const wasWaiting = waiting.delete(reportOid)
      if (wasWaiting) options?.onChange()
      return wasWaiting
    },
    async setConcurrency(n) {
      concurrency = concurrencyOf(n)
      startMore()
    },
    pause: () => setPaused(true),
    resume: () => setPaused(false),
    stop() {
      isStopped = true
    },
    idle: () => (isIdle() ? Promise.resolve() : new Promise((resolve) => onIdle.push(resolve))),
    load: async (): Promise<QueueLoad> => ({
      paused: isPaused,
      concurrency,
      waiting: waiting.size,
      running,
    }),
  }
}
