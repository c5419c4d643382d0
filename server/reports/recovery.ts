import { isTerminal, stages } from '../contract/reports.ts'
import { sentence } from '../contract/sentences.ts'
import type { Checkpoints } from '../engines/sqlite/checkpoints.ts'
import type { ReportStore, StoredReport } from '../engines/sqlite/report-store.ts'
import type { ReportFiles } from './report-files.ts'
import { isDeliverySettled } from './state-machine.ts'
import { toStatus, type StatusPublisher } from './tracker.ts'

export interface RecoveryDeps {
  store: ReportStore
  checkpoints: Checkpoints
  files: ReportFiles
  openPublisher(reportOid: string, roomOid: string): StatusPublisher
  now(): number
}

/**
 * What a process that ended in the middle has left: reports go on from their last checkpoint, a mail
 * of which nobody knows whether it went out is `uncertain` and not sent again, half-written files go.
 */
export async function recoverReports(
  deps: RecoveryDeps,
): Promise<{ queued: StoredReport[]; undelivered: StoredReport[] }> {
  const { store, checkpoints, now } = deps
  const queued: StoredReport[] = []
  const undelivered: StoredReport[] = []
  const keep = new Set<string>()

  const sayEnd = (report: StoredReport): void =>
    deps.openPublisher(report.reportOid, report.roomOid).end(toStatus(report, now()))

  const takeUp = (report: StoredReport): void => {
    if (!isTerminal(report.state)) {
      const resumeStage = stages.find((stage) => !checkpoints.has(report.reportOid, stage))
      const written = checkpoints.get(report.reportOid, 'writing')
      if (written !== null) keep.add(written.temporaryFile)
      const next: StoredReport = {
        ...report,
        state: 'queued',
        resumeStage: resumeStage ?? 'writing',
        etaSeconds: null,
        said: report.state === 'queued' ? report.said : sentence('goes_on'),
      }
      store.save(next)
      queued.push(next)
    } else if (report.delivery === 'sending') {
      const next: StoredReport = {
        ...report,
        delivery: 'uncertain',
        said: sentence('mail_uncertain', { reason: sentence('ended_while_sending') }),
        recipients: report.recipients.map((each) =>
          each.state === 'pending' ? { ...each, state: 'uncertain' } : each,
        ),
      }
      store.save(next)
      store.saveAttempt(next)
      sayEnd(next)
    } else if (!isDeliverySettled(report.delivery)) {
      if (report.state === 'finished') undelivered.push(report)
      else store.save({ ...report, delivery: 'none' })
    }
  }
  // One transaction, for a start with hundreds of them, and so that no end is left untold.
  store.atomically(() => {
    for (const report of store.unsettled()) takeUp(report)
  })
  await deps.files.sweep(keep)
  return { queued, undelivered }
}
