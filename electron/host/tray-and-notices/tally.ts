import type { Queue, ReportError, ReportStatus } from '../../../server/contract/reports.ts'

/** What runs now, as tray, taskbar and badge show it. */
export interface Activity {
  running: number
  waiting: number
  isPaused: boolean
  /** Share of the batch that is done, 0 to 1; null while nothing runs or waits. */
  fraction: number | null
  hasFailures: boolean
}

/** How a report ended, as far as a notification tells of it. */
export interface Ended {
  reportOid: string
  roomOid: string
  state: 'finished' | 'failed' | 'cancelled'
  /** The workbook is there, but its mail has not gone out, or may not have. */
  isUndelivered: boolean
  /** Why it failed, as a sentence of the catalogue. */
  why?: Pick<ReportError, 'code' | 'params' | 'message'>
}

export interface Tally {
  status(status: ReportStatus, isTerminal: boolean): void
  queue(queue: Queue): void
  activity(): Activity
}

/**
 * Counts the batch: everything that ended or is still to end since nothing last ran or waited. Pure,
 * and told by push.
 *
 * @param on.batchEnd called once when the last report of the batch has ended
 * @param on.failure called for the first failure of a batch that goes on, so that hours of work need
 *   not pass before someone hears of it; the others are told of with the end
 */
export function createTally(on: {
  batchEnd(ended: readonly Ended[]): void
  failure(ended: Ended): void
}): Tally {
  /** Percent of each report that has spoken and has not ended. */
  const open = new Map<string, number>()
  const ended = new Map<string, Ended>()
  let queue: Queue = { paused: false, concurrency: 1, waiting: 0, running: 0 }
  let untold: Ended | null = null
  let hasToldFailure = false

  function settle(): void {
    if (queue.running + queue.waiting + open.size === 0) {
      const batch = [...ended.values()]
      ended.clear()
      untold = null
      hasToldFailure = false
      if (batch.length > 0) on.batchEnd(batch)
    } else if (untold !== null && !hasToldFailure) {
      hasToldFailure = true
      on.failure(untold)
      untold = null
    }
  }

  return {
    status(status, isTerminal) {
      const { reportOid, roomOid, state, delivery } = status
      if (!isTerminal) {
        // A retry takes a report that had ended into the batch again.
        ended.delete(reportOid)
        open.set(reportOid, status.percent ?? 0)
        return
      }
      open.delete(reportOid)
      if (state !== 'finished' && state !== 'failed' && state !== 'cancelled') return
      const isUndelivered = delivery === 'failed' || delivery === 'uncertain'
      const why = status.error && { why: status.error }
      const end: Ended = { reportOid, roomOid, state, isUndelivered, ...why }
      ended.set(reportOid, end)
      if (state === 'failed') untold ??= end
      // Its place in the queue is given back a moment later; only then is it known what is left. But a
      // report whose mail was the last thing to do has given it back long ago.
      if (queue.running + queue.waiting === 0) settle()
    },
    queue(next) {
      queue = next
      settle()
    },
    activity() {
      const { running, waiting, paused } = queue
      const left = Math.max(running + waiting, open.size)
      let started = 0
      for (const percent of open.values()) started += percent / 100
      return {
        running,
        waiting,
        isPaused: paused,
        fraction: left === 0 ? null : (ended.size + started) / (ended.size + left),
        hasFailures: [...ended.values()].some((end) => end.state === 'failed'),
      }
    },
  }
}
