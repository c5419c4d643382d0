import type { DeliveryState } from '../contract/reports.ts'
import { sentence } from '../contract/sentences.ts'
import type { StoredReport } from '../ports/report.ts'
import type { ReportPatch } from '../ports/reports.ts'
import { deliveryOf } from './prepare.ts'
import { hasMail } from './delivery-step.ts'

/** Whose mail has gone out, or may have: a workbook that was to be written once more is sent by nobody. */
const isMailed = (delivery: DeliveryState): boolean =>
  delivery === 'sent' || delivery === 'saved' || delivery === 'uncertain'

/**
 * The report as it begins once more.
 *
 * @param target what is repeated: the failed stage on, or the mail alone
 */
export function nextAttempt(stored: StoredReport, target: 'stages' | 'delivery'): StoredReport {
  const next: StoredReport = {
    ...stored,
    attempt: stored.attempt + 1,
    delivery:
      target === 'stages' && isMailed(stored.delivery)
        ? stored.delivery
        : deliveryOf(stored.options),
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

/**
 * A finished report whose workbook is written once more. What became of its mail stays as it is; where somebody did
 * not approve the report, the corrected one waits for an approval again.
 */
export const rewritten = (stored: StoredReport): StoredReport => ({
  ...stored,
  delivery:
    stored.options.approval === true && stored.delivery === 'none' ? 'pending' : stored.delivery,
  attempt: stored.attempt + 1,
  state: 'queued',
  said: sentence('waiting_for_turn'),
  error: null,
  etaSeconds: null,
  etaRange: null,
  startedAt: null,
  finishedAt: null,
})

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
