import type { Reason } from '../contract/reason.ts'
import { sentence, type Sentence } from '../contract/sentences.ts'
import { isChanged, type Changed } from '../figures/changed.ts'
import type { Written } from '../ports/checkpoints.ts'
import type { StoredReport } from '../ports/report.ts'
import type { Reports } from '../ports/reports.ts'

/** Rooms that are named where an overview lacks them. */
const MAX_NAMED = 5

export async function overviewSaid(
  { reports }: { reports: Pick<Reports, 'checkpoints'> },
  report: StoredReport,
): Promise<Sentence> {
  const summary = await reports.checkpoints.get(report.reportOid, 'summarizing')
  const lacking = (summary?.rooms ?? []).filter(({ state }) => state !== 'covered')
  if (lacking.length === 0) return sentence('workbook_ready')
  const names = lacking.slice(0, MAX_NAMED).map(({ name }) => name)
  const rooms = [...names, ...(lacking.length > MAX_NAMED ? ['…'] : [])].join(', ')
  return sentence('overview_incomplete', { count: lacking.length, rooms })
}

export function emptySaid(unread: Reason | null, changed: Changed): Sentence {
  if (unread !== null) return sentence('nothing_to_report_not_all_read', { reason: unread })
  if (!isChanged(changed)) return sentence('nothing_to_report')
  const { edited, deleted } = changed
  return sentence('nothing_to_report_changed', { edited, deleted })
}

/** What is missed most is told: messages before the model, and that before the service. */
export function readySaid(
  unread: Reason | null,
  lacksModel: Reason | null,
  { written: { withoutService }, changed }: { written: Written; changed: Changed },
): Sentence {
  if (unread !== null) return sentence('workbook_ready_not_all_read', { reason: unread })
  if (lacksModel !== null) return sentence('workbook_ready_without_model', { reason: lacksModel })
  if (withoutService === undefined) {
    if (!isChanged(changed)) return sentence('workbook_ready')
    const { edited, deleted } = changed
    return sentence('workbook_ready_changed', { edited, deleted })
  }
  const { code, params } = withoutService
  return sentence('workbook_ready_without_service', { reason: { code, params } })
}
