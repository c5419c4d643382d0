import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { isTerminal, type Report } from '../contract/reports.ts'
import { sentence } from '../contract/sentences.ts'
import type { Queue } from '../ports/queue.ts'
import { toReport, type StoredReport } from '../ports/report.ts'
import type { Reports } from '../ports/reports.ts'
import type { ActiveReports } from './active-reports.ts'
import { isWaiting } from './delivery-step.ts'
import { runLimits } from './limits.ts'
import type { Mailing } from './mailing.ts'
import type { ReportService } from './report-service-api.ts'
import { IllegalTransition, isSettled } from './state-machine.ts'

export interface EndingDeps {
  reports: Pick<Reports, 'get' | 'present' | 'ask' | 'isHeldElsewhere' | 'askToLetGo'>
  queue: Pick<Queue, 'remove'>
  active: ActiveReports
  mailing: Pick<Mailing, 'left' | 'withdraw'>
  find(reportOid: string): Promise<StoredReport | null>
}

/** How people end reports, wherever these wait or are made. */
export function createEnding(deps: EndingDeps): Pick<ReportService, 'cancel' | 'end'> {
  const { reports, queue, active, mailing, find } = deps

  async function cancel(reportOid: string): Promise<Report | null> {
    const stored = await find(reportOid)
    if (stored === null) return null
    if (isTerminal(stored.state)) {
      throw new IllegalTransition({ context: 'cancel', state: stored.state })
    }
    const isOut = await queue.remove(reportOid)
    if (!isOut && !active.has(reportOid) && (await reports.ask(reportOid, 'cancel'))) {
      return toReport({ ...stored, said: sentence('cancelling') })
    }
    // Taken out of the queue it may have another lease.
    const entry = active.track(isOut ? ((await reports.get(reportOid)) ?? stored) : stored)
    const { tracker } = entry
    if (isOut) {
      await tracker.cancel()
      void active.release(entry)
      mailing.left(tracker.report)
    } else {
      entry.cancel.abort()
      await tracker.say(sentence('cancelling'))
    }
    return toReport(tracker.report)
  }

  /**
   * Takes a finished report out of its mail. Where another node holds it, that node does: only there it stands in the
   * mail that waits, and with others of a digest.
   */
  async function withdraw(stored: StoredReport): Promise<void> {
    const { reportOid } = stored
    if (!active.has(reportOid) && (await reports.isHeldElsewhere(reportOid))) {
      await reports.askToLetGo(reportOid, 'withdraw')
    } else {
      await mailing.withdraw(stored)
    }
  }

  /** Resolves to true once a report has come to rest, here or at whatever node holds it; to false with the signal. */
  async function settled(reportOid: string, signal: AbortSignal): Promise<boolean> {
    while (!signal.aborted) {
      const stored = await reports.get(reportOid)
      if (stored === null || (isSettled(stored) && !active.has(reportOid))) return true
      // It was finished before it heard that it was to end, or its holder has not heard it, or is another by now.
      if (isWaiting(stored)) await withdraw(stored)
      const pause = sleep(runLimits.settledLookMs, undefined, { signal }).catch(() => undefined)
      await (active.has(reportOid) ? Promise.race([active.gone(reportOid), pause]) : pause)
    }
    return false
  }

  /** Why these have not come to rest in the time. */
  async function lateness(reportOids: readonly string[]): Promise<IllegalTransition> {
    for (const reportOid of reportOids) {
      const stored = await reports.get(reportOid)
      const waits = stored !== null && isWaiting(stored) && !active.has(reportOid)
      if (waits && (await reports.isHeldElsewhere(reportOid))) {
        return new IllegalTransition({ context: 'held_elsewhere' })
      }
    }
    return new IllegalTransition({ context: 'delete', state: 'finished' })
  }

  async function end(which: Parameters<ReportService['end']>[0]): Promise<void> {
    const rooms = new Set(which.roomOids)
    const oids = new Set(which.reportOids)
    const { reports: unsettled } = await reports.present('*')
    const those = unsettled.filter((each) => rooms.has(each.roomOid) || oids.has(each.reportOid))
    const timeout = AbortSignal.timeout(runLimits.endMs)
    const late = once(timeout, 'abort').then(() => false)
    for (const { reportOid } of those) {
      const stored = await find(reportOid)
      if (stored !== null && !isTerminal(stored.state)) await cancel(reportOid)
      else if (stored !== null) await withdraw(stored)
    }
    const gone = those.map(({ reportOid }) => settled(reportOid, timeout))
    const all = Promise.all(gone).then((each) => each.every(Boolean))
    if (await Promise.race([all, late])) return
    all.catch(() => undefined)
    throw await lateness(those.map(({ reportOid }) => reportOid))
  }

  return { cancel, end }
}
