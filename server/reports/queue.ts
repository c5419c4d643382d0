import { reportLimits } from '../contract/limits.ts'

/**
 * Who runs next. First come, first served, up to `concurrency` at once. It holds ids only: what a
 * report is and whether it still wants to run is in the store.
 */
export interface ReportQueue {
  push(reportOid: string): void
  /** Takes a report out that has not started; false if it was not waiting. */
  remove(reportOid: string): boolean
  setConcurrency(concurrency: number): void
  /** Starts nothing more; what runs goes on. */
  stop(): void
  /** Resolves when nothing runs and, unless stopped, nothing waits. */
  idle(): Promise<void>
  readonly waiting: number
  readonly running: number
}

export function createQueue(options: {
  concurrency: number
  /** Must not reject: a report's failure is a state of the report. */
  run(reportOid: string): Promise<void>
}): ReportQueue {
  const clamp = (n: number): number =>
    Math.max(1, Math.min(reportLimits.maxConcurrency, Math.floor(n)))
  const waiting = new Set<string>()
  let concurrency = clamp(options.concurrency)
  let running = 0
  let stopped = false
  let onIdle: (() => void)[] = []

  const isIdle = (): boolean => running === 0 && (stopped || waiting.size === 0)

  function settle(): void {
    running--
    startMore()
    if (!isIdle()) return
    const listeners = onIdle
    onIdle = []
    for (const listener of listeners) listener()
  }

  function startMore(): void {
    for (const reportOid of waiting) {
      if (stopped || running >= concurrency) return
      waiting.delete(reportOid)
      running++
      void options.run(reportOid).finally(settle)
    }
  }

  return {
    push(reportOid) {
      waiting.add(reportOid)
      startMore()
    },
    remove: (reportOid) => waiting.delete(reportOid),
    setConcurrency(n) {
      concurrency = clamp(n)
      startMore()
    },
    stop() {
      stopped = true
    },
    idle: () => (isIdle() ? Promise.resolve() : new Promise((resolve) => onIdle.push(resolve))),
    get waiting() {
      return waiting.size
    },
    get running() {
      return running
    },
  }
}
