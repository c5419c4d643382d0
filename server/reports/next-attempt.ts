import { sentence } from '../contract/sentences.ts'
import type { StoredReport } from '../ports/report.ts'
import type { ReportPatch } from '../ports/reports.ts'
import { hasMail } from './delivery-step.ts'

/**
 * The report as it begins once more.
 *
 * @param target what is repeated: the failed stage on, or the mail alone
 */
export function nextAttempt(stored: StoredReport, target: 'stages' | 'delivery'): StoredReport {
  const next: StoredReport = {
    ...stored,
    attempt: stored.attempt + 1,
    delivery: stored.options.recipients?.length ? 'pending' : 'none',
    // Who has the mail does not get it again.
    recipients: stored.recipients.map(({ address, state }) => ({
      address,
      state: hasMail(state) ? state : 'pending',
    })),
    error: null,
    etaSeconds: null,
    etaRange: null,
  }
  if (target === 'delivery') return { ...next, said: sentence('mail_again') }
  const said = sentence('waiting_for_turn')
  return { ...next, state: 'queued', said, finishedAt: null, startedAt: null }
}

/** All that may have changed. */
export const patchOf = (report: StoredReport): ReportPatch => ({
  state: report.state,
  delivery: report.delivery,
  attempt: report.attempt,
  etaSeconds: report.etaSeconds,
  said: report.said,
  recipients: report.recipients,
  error: report.error,
  startedAt: report.startedAt,
  finishedAt: report.finishedAt,
})
