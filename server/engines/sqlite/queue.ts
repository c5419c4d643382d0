import { reportLimits } from '../../contract/limits.ts'
import type { Queue, QueueLoad, QueueOptions, Waiting } from '../../ports/queue.ts'
import type { Database } from './database.ts'
import type { Turn } from './turn.ts'
import { WaitingReports } from './waiting-reports.ts'

const clamp = (n: number): number =>
  Math.max(1, Math.min(reportLimits.maxConcurrency, Math.floor(n)))

/** The queue of the one process that works in the data folder: in memory, filled from the rows of reports. */
export function sqliteQueue(db: Database, turn: Turn): Queue {
  const selectQueued = db.prepare(
    `SELECT report_oid AS reportOid, batch_oid AS batchOid FROM reports WHERE state = 'queued'
     ORDER BY report_id`,
  )
  const selectPaused = db.prepare(
    `SELECT value ->> 'paused' AS paused FROM meta WHERE key = 'queue' AND json_valid(value)`,
  )
  const remember = db.prepare(
    `INSERT INTO meta (key, value) VALUES ('queue', json_object('paused', json(?)))
     ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
  )
  const waiting = new WaitingReports()
  let options: QueueOptions | null = null
  let concurrency = 1
  let isPaused = (selectPaused.get() as { paused: unknown } | undefined)?.paused === 1
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
    await turn.write(() => remember.run(String(paused)))
  }

  return {
    async start(given) {
      options = given
      concurrency = clamp(given.concurrency)
      for (const each of selectQueued.all() as unknown as Waiting[]) waiting.add(each)
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
      concurrency = clamp(n)
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
