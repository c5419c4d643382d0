export interface QueueLoad {
  paused: boolean
  concurrency: number
  waiting: number
  running: number
}

export interface Waiting {
  reportOid: string
  batchOid: string
}

export interface QueueOptions {
  /** Reports that this process runs at once. */
  concurrency: number
  /** Runs one report. Must not reject: a report's failure is a state of the report. */
  run(reportOid: string): Promise<void>
  /** Called whenever `load` has changed. */
  onChange(): void
}

/**
 * Who runs next. Fair over batches: they take turns, so two reports need not wait for the five hundred
 * that were asked for a minute before; within a batch it is first come, first served.
 *
 * What waits is durable by the rows of `Reports`: every report whose state is `queued` waits, also
 * after a restart, and `push` only says so at once. The queue holds ids; what a report is, and whether it
 * still wants to run, is in its row.
 */
export interface Queue {
  /** Begins to run what waits. Called once; until then nothing runs. */
  start(options: QueueOptions): Promise<void>
  /** Reports that wait from now on; one that waits already is not put in again. */
  push(reports: readonly Waiting[]): Promise<void>
  /** Lets a waiting report run before all others; false if it was not waiting. */
  runNext(reportOid: string): Promise<boolean>
  /** Takes a report out that has not started; false if it was not waiting. */
  remove(reportOid: string): Promise<boolean>
  /** Between 1 and `reportLimits.maxConcurrency`; what runs goes on. */
  setConcurrency(concurrency: number): Promise<void>
  /**
   * Starts nothing more until `resume`; what runs goes on. It outlives the process. Where it cannot be
   * remembered (a full disk) it holds all the same, and then the call rejects.
   */
  pause(): Promise<void>
  /** As `pause`. */
  resume(): Promise<void>
  /** Starts nothing more, ever; what runs goes on. */
  stop(): void
  /** Resolves when nothing of this process runs and, unless stopped, nothing waits. */
  idle(): Promise<void>
  load(): Promise<QueueLoad>
}
