import type { StoredReport } from '../ports/report.ts'
import type { Reports } from '../ports/reports.ts'

/** Whether it shares one mail with the others of its request. */
export const isDigest = ({ options }: Pick<StoredReport, 'options'>): boolean =>
  options.delivery === 'digest' && (options.recipients?.length ?? 0) > 0

/** Rows that are read at once. */
const pageLength = 500

/** All reports of one request. */
export async function batchOf(
  reports: Pick<Reports, 'list'>,
  batchOid: string,
): Promise<StoredReport[]> {
  const all: StoredReport[] = []
  for (let beforeId: number | null = null; ;) {
    const { items } = await reports.list({ batchOid }, { beforeId, limit: pageLength })
    all.push(...items)
    if (items.length < pageLength) return all
    beforeId = items.at(-1)?.reportId ?? null
  }
}
