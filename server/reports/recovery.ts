import { isTerminal } from '../contract/reports.ts'
import { sentence } from '../contract/sentences.ts'
import type { StoredReport } from '../ports/report.ts'
import type { ReportPatch, Reports } from '../ports/reports.ts'
import { isDeliverySettled } from './state-machine.ts'
import type { Telling } from './status.ts'

export interface RecoveryDeps {
  reports: Pick<Reports, 'transition'>
  telling: Telling
  /** What is held from now on, by whoever calls this. */
  taken: readonly StoredReport[]
}

/** Keeps how a report is, and holds it no more. */
async function giveBack(
  { reports, telling }: RecoveryDeps,
  report: StoredReport,
  patch: ReportPatch,
  endsAttempt: boolean,
): Promise<void> {
  const next = { ...report, ...patch }
  const { reportOid, lease } = report
  const events = [telling.eventOf(next)]
  const change = { reportOid, lease, patch, events, endsAttempt, owner: null }
  if ((await reports.transition(change)) !== null) telling.told(next)
}

/**
 * What a process that ended in the middle has left: reports go on from their last checkpoint, and a mail of which
 * nobody knows whether it went out is `uncertain` and not sent again.
 *
 * @returns those whose mail is still to be sent; those with stages to run wait in the queue
 */
export async function recoverReports(deps: RecoveryDeps): Promise<StoredReport[]> {
  async function recover(report: StoredReport): Promise<StoredReport[]> {
    if (!isTerminal(report.state)) {
      const said = report.state === 'queued' ? report.said : sentence('goes_on')
      await giveBack(deps, report, { state: 'queued', etaSeconds: null, said }, false)
    } else if (report.delivery === 'sending') {
      const recipients = report.recipients.map((each) =>
        each.state === 'pending' ? ({ ...each, state: 'uncertain' } as const) : each,
      )
      const said = sentence('mail_uncertain', { reason: sentence('ended_while_sending') })
      await giveBack(deps, report, { delivery: 'uncertain', said, recipients }, true)
    } else if (!isDeliverySettled(report.delivery)) {
      if (report.state === 'finished') return [report]
      await giveBack(deps, report, { delivery: 'none' }, true)
    }
    return []
  }
  // All at once, so that a start with hundreds of them is a matter of a few transactions.
  return (await Promise.all(deps.taken.map(recover))).flat()
}

/** As {@link recoverReports}, for a process that ends: the mails are left to others, too. */
export async function handBackReports(deps: RecoveryDeps): Promise<void> {
  const undelivered = await recoverReports(deps)
  await Promise.all(undelivered.map((report) => giveBack(deps, report, {}, false)))
}
