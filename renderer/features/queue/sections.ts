import type { ReportState } from '../../../server/contract/reports.ts'
import type { ReportEntry } from '../reports/index.ts'

export const queueSections = ['running', 'waiting', 'failed', 'ended'] as const
export type QueueSection = (typeof queueSections)[number]

const sectionOf: Record<ReportState, QueueSection> = {
  collecting: 'running',
  summarizing: 'running',
  writing: 'running',
  queued: 'waiting',
  failed: 'failed',
  finished: 'ended',
  cancelled: 'ended',
}

const ascending = (a: string | null, b: string | null) => ((a ?? '') < (b ?? '') ? -1 : 1)

/** Place among those that run next; all others stand behind them. */
const turnIn = (next: readonly string[], { reportOid }: ReportEntry): number => {
  const place = next.indexOf(reportOid)
  return place < 0 ? next.length : place
}

/**
 * Reports by what they wait for. What runs and what waits stands in the order of the queue, what has
 * ended with the newest first. Sections without a report are left out.
 *
 * @param next reports that run before all others that wait, in this order
 */
export const groupReports = (
  entries: readonly ReportEntry[],
  next: readonly string[] = [],
): { section: QueueSection; reportOids: string[] }[] =>
  queueSections
    .map((section) => {
      const group = entries.filter(({ state }) => sectionOf[state] === section)
      const past = section === 'failed' || section === 'ended'
      group.sort((a, b) =>
        past
          ? ascending(b.finishedAt, a.finishedAt)
          : turnIn(next, a) - turnIn(next, b) || ascending(a.createdAt, b.createdAt),
      )
      return { section, reportOids: group.map(({ reportOid }) => reportOid) }
    })
    .filter(({ reportOids }) => reportOids.length > 0)
