import pLimit from 'p-limit'
import type { Report } from '../contract/reports.ts'
import { sentence } from '../contract/sentences.ts'
import { toReport, type StoredReport } from '../ports/report.ts'
import type { Reports } from '../ports/reports.ts'
import type { ActiveReports } from './active-reports.ts'
import { isWaiting } from './delivery-step.ts'
import { batchOf, isDigest } from './batch.ts'
import type { Mailing } from './mailing.ts'
import { nextAttempt, patchOf } from './next-attempt.ts'
import type { ReportLog } from './report-log.ts'
import { IllegalTransition, retryTarget } from './state-machine.ts'
import type { Telling } from './status.ts'

interface RetryingDeps {
  reports: Reports
  owner: string
  log: Pick<ReportLog, 'of'>
  active: ActiveReports
  mailing: Pick<Mailing, 'due'>
  telling: Telling
  /** A report as this process knows it. */
  find(reportOid: string): Promise<StoredReport | null>
  enqueue(reports: readonly StoredReport[]): Promise<void>
}

/**
 * Gives what makes or mails a failed report again.
 *
 * @returns null for a report that is not there
 * @throws IllegalTransition where there is nothing to be done again
 */
export function createRetrying({
  reports,
  owner,
  log: logs,
  active,
  mailing,
  telling,
  find,
  enqueue,
}: RetryingDeps): (reportOid: string) => Promise<Report | null> {
  /** Opens the next attempt; null where that is not possible now, or somebody else was faster. */
  async function beginAgain(stored: StoredReport): Promise<StoredReport | null> {
    const target = retryTarget(stored)
    if (target === null || active.has(stored.reportOid)) return null
    const begun = nextAttempt(stored, target)
    const lease = await reports.transition({
      reportOid: stored.reportOid,
      lease: stored.lease,
      patch: patchOf(begun),
      events: [telling.eventOf(begun)],
      owner: target === 'stages' ? null : owner,
    })
    if (lease === null) return null
    const next = { ...begun, lease }
    const { attempt } = next
    const said = sentence('attempt_begins', { attempt })
    const { reportOid, roomOid } = next
    const log = logs.of(reportOid, roomOid, next.options.traceparent)
    log({ attempt, level: 'info', id: 'report.retried', said })
    return next
  }

  /** A digest is sent again as a whole. */
  async function mailAgain(next: StoredReport): Promise<void> {
    const others = isDigest(next) ? await batchOf(reports, next.batchOid) : []
    const again = others.filter((each) => retryTarget(each) === 'delivery').map(beginAgain)
    const mailed = [next, ...(await Promise.all(again)).flatMap((each) => each ?? [])]
    mailed.forEach(telling.told)
    mailing.due(mailed.map(active.track))
  }

  async function retry(reportOid: string): Promise<Report | null> {
    const stored = await find(reportOid)
    if (stored === null) return null
    // Its digest was asked for with another report.
    if (isDigest(stored) && isWaiting(stored)) return toReport(stored)
    const next = await beginAgain(stored)
    if (next === null) throw new IllegalTransition({ context: 'retry', state: stored.state })
    if (next.state === 'queued') await enqueue([next])
    else await mailAgain(next)
    return toReport(next)
  }

  /** One after the other: reports of one digest are asked for at the same moment. */
  const oneByOne = pLimit(1)
  return (reportOid) => oneByOne(retry, reportOid)
}
