import type { MailPreview } from '../contract/reports.ts'
import type { MailedReport, PreviewMail } from '../ports/mail.ts'
import type { StoredReport } from '../ports/report.ts'
import type { Reports } from '../ports/reports.ts'
import { isHeld, mailed, type DeliveryDeps } from './delivery-step.ts'
import { batchOf, isDigest } from './batch.ts'
import { notMade, type NotMadeDeps } from './digests.ts'

export type MailPreviewDeps = Omit<DeliveryDeps, 'deliver'> &
  NotMadeDeps & { reports: Pick<Reports, 'list' | 'checkpoints'>; previewMail: PreviewMail }

/** The mail of a finished report as it would go out now, a digest with all that is done of it. Null: there is none. */
export async function previewMail(
  deps: MailPreviewDeps,
  report: StoredReport,
): Promise<MailPreview | null> {
  const { options, batchOid } = report
  const addresses = [...new Set(options.recipients)]
  if (report.state !== 'finished' || addresses.length === 0) return null
  const isOfMany = isDigest(report)
  const batch = isOfMany ? await batchOf(deps.reports, batchOid) : [report]
  const reports: MailedReport[] = []
  for (const each of batch) {
    if (each.state !== 'finished') continue
    const found = await mailed(deps, each)
    if (!('missing' in found)) reports.push(found)
  }
  if (reports.length === 0) return null
  const written = await deps.previewMail({
    reports,
    notMade: isOfMany ? await notMade(deps, batchOid) : [],
    language: options.workbook?.language,
    timeZone: options.workbook?.timeZone,
  })
  if (written === null) return null
  return {
    ...written,
    recipients: addresses.map(
      (address) =>
        report.recipients.find((each) => each.address === address) ?? { address, state: 'pending' },
    ),
    waitsForApproval: isHeld(report),
  }
}
