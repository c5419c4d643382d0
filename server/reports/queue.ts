import { reportLimits } from '../contract/limits.ts'

/**
 * Who runs next, up to `concurrency` at once. Fair over batches: they take turns, so two reports need
 * not wait for the five hundred that were asked for a minute before; within a batch it is first come,
 * first served. It holds ids only: what a report is and whether it still wants to run is in the store.
 */
export interface ReportQueue {
  push(reportOid: string, batchOid: string): void
  /** Lets a waiting report run before all others; false if it was not waiting. */
  runNext(reportOid: string): boolean
  /** Takes a report out that has not started; false if it was not waiting. */
  remove(reportOid: string): boolean
  setConcurrency(concurrency: number): void
  /** Starts nothing more until `resume`; what runs goes on. */
  pause(): void
  resume(): void
  /** Starts nothing more, ever; what runs goes on. */
  stop(): void
  /** Resolves when nothing runs and, unless stopped, nothing waits. */
  idle(): Promise<void>
  load(): QueueLoad
}

export interface QueueLoad {
  paused: boolean
  concurrency: number
  waiting: number
  running: number
}

/** The waiting reports, in the order in which they would start. */
class Waiting {
  readonly #urgent = new Set<string>()
  /** Batches in turn: the one that has just had its turn goes to the end. */
  readonly #batches = new Map<string, Set<string>>()
  readonly #batchOf = new Map<string, string>()

  get size(): number {
    return this.#batchOf.size
  }

  add(reportOid: string, batchOid: string): void {
    this.#batchOf.set(reportOid, batchOid)
    const batch = this.#batches.get(batchOid)
    if (batch) batch.add(reportOid)
    else this.#batches.set(batchOid, new Set([reportOid]))
  }

  prefer(reportOid: string): boolean {
    if (!this.#batchOf.has(reportOid)) return false
    this.#urgent.add(reportOid)
    return true
  }

  delete(reportOid: string): boolean {
    const batchOid = this.#batchOf.get(reportOid)
    if (batchOid === undefined) return false
    this.#batchOf.delete(reportOid)
    this.#urgent.delete(reportOid)
    const batch = this.#batches.get(batchOid)
    batch?.delete(reportOid)
    if (batch?.size === 0) this.#batches.delete(batchOid)
    return true
  }

  take(): string | null {
    const [urgent] = this.#urgent
    if (urgent !== undefined) {
      this.delete(urgent)
      return urgent
    }
    for (const [batchOid, batch] of this.#batches) {
      const [reportOid] = batch
      if (reportOid === undefined) continue
      this.#batches.delete(batchOid)
      this.#batches.set(batchOid, batch)
      this.delete(reportOid)
      return reportOid
    }
    return null
  }
}

export function createQueue(options: {
  concurrency: number
  paused?: boolean
  /** Must not reject: a report's failure is a state of the report. */
  run(reportOid: string): Promise<void>
  /** Told whenever `load` has changed. */
  onChange?(): void
}): ReportQueue {
  const clamp = (n: number): number =>
    Math.max(1, Math.min(reportLimits.maxConcurrency, Math.floor(n)))
  const waiting = new Waiting()
  let concurrency = clamp(options.concurrency)
  let paused = options.paused ?? false
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
    while (!stopped && !paused && running < concurrency) {
      const reportOid = waiting.take()
      if (reportOid === null) break
      running++
      void options.run(reportOid).finally(settle)
    }
    options.onChange?.()
  }

  return {
    push(reportOid, batchOid) {
      waiting.add(reportOid, batchOid)
      startMore()
    },
    runNext: (reportOid) => waiting.prefer(reportOid),
    remove(reportOid) {
      const wasWaiting = waiting.delete(reportOid)
      if (wasWaiting) options.onChange?.()
      return wasWaiting
    },
    setConcurrency(n) {
      concurrency = clamp(n)
      startMore()
    },
    pause() {
      paused = true
      options.onChange?.()
    },
    resume() {
      paused = false
      startMore()
    },
    stop() {
      stopped = true
    },
    idle: () => (isIdle() ? Promise.resolve() : new Promise((resolve) => onIdle.push(resolve))),
    load: () => ({ paused, concurrency, waiting: waiting.size, running }),
  }
}
