import type { Language } from '../../words/catalogues.ts'
import { sayPhrase } from '../../words/say.ts'
import type { ReportedRoom } from '../../ports/message.ts'
import type { StoredReport } from '../../ports/report.ts'

/** `Overview of 5 rooms` */
export const overviewName = (language: Language, count: number): string =>
  sayPhrase(language, 'overview_of', { count, n: count })

/** Whether an overview tells what is new since the last report of each of its rooms. */
export const coversSinceLast = ({
  covers,
  period,
}: Pick<StoredReport['options'], 'covers' | 'period'>): boolean =>
  covers !== undefined && period !== undefined && 'sinceLast' in period

/** What stands in place of the room in an overview; null for a report of a room. */
export function reportedOverview({
  roomOid,
  options: { covers, workbook },
}: Pick<StoredReport, 'roomOid' | 'options'>): ReportedRoom | null {
  if (covers === undefined) return null
  const name = overviewName(workbook?.language ?? 'en', covers.length)
  return { roomOid, name, source: 'overview', format: 'overview' }
}
