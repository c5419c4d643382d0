import { isTerminal } from '../contract/reports.ts'
import { sentence } from '../contract/sentences.ts'
import type { StoredReport } from '../ports/report.ts'
import type { ReportPatch, Reports } from '../ports/reports.ts'
import type { ReportFiles } from './report-files.ts'
import { isDeliverySettled } from './state-machine.ts'
import type { Telling } from './status.ts'

export interface RecoveryDeps {
  reports: Reports
  files: ReportFiles
  /** Only what was held under this name is taken up. */
  owner: string
  telling: Telling
}

/**
 * What a process that ended in the middle has left: reports go on from their last checkpoint, a mail
 * of which nobody knows whether it went out is `uncertain` and not sent again, half-written files go.
 *
 * @returns those whose mail is still to be sent; those with stages to run wait in the queue
 */
export async function recoverReports(deps: RecoveryDeps): Promise<StoredReport[]> {
  const { reports, files, owner, telling } = deps

  async function keep(report: StoredReport, patch: ReportPatch, endsAttempt: boolean) {
    const next = { ...report, ...patch }
    const { reportOid, lease } = report
    const events = [telling.eventOf(next)]
    const change = { reportOid, lease, patch, events, endsAttempt }
    if ((await reports.transition({ ...change, owner: null })) === null) return
    telling.told(next)
  }

  async function takeUp(report: StoredReport): Promise<StoredReport[]> {
    if (!isTerminal(report.state)) {
      const said = report.state === 'queued' ? report.said : sentence('goes_on')
      await keep(report, { state: 'queued', etaSeconds: null, said }, false)
    } else if (report.delivery === 'sending') {
      const recipients = report.recipients.map((each) =>
        each.state === 'pending' ? ({ ...each, state: 'uncertain' } as const) : each,
      )
      const said = sentence('mail_uncertain', { reason: sentence('ended_while_sending') })
      await keep(report, { delivery: 'uncertain', said, recipients }, true)
    } else if (!isDeliverySettled(report.delivery)) {
      if (report.state === 'finished') return [report]
      await keep(report, { delivery: 'none' }, true)
    }
    return []
  }

  // All at once, so that a start with hundreds of them is a matter of a few transactions.
  const taken = await reports.takeUp(owner)
  const undelivered = await Promise.all(taken.map(takeUp))
  await files.sweep(new Set(await reports.checkpoints.temporaryFiles()))
  return undelivered.flat()
}
