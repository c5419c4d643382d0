import type { ReportOptions } from '../contract/reports.ts'

const DAY_MS = 86_400_000

export interface PeriodPorts {
  /** Milliseconds of the last message that a finished report of the room has read; null if none has. */
  lastRead(roomOid: string): Promise<number | null>
  now(): number
}

/**
 * The instants that a request means for one room. What a report has read ends with its last message, not
 * with the time it was made, because an export that is imported later may well hold older messages.
 */
export async function periodFor(
  roomOid: string,
  { from, to, period }: Pick<ReportOptions, 'from' | 'to' | 'period'>,
  { lastRead, now }: PeriodPorts,
): Promise<Pick<ReportOptions, 'from' | 'to'>> {
  const since = (ms: number): Pick<ReportOptions, 'from'> => ({ from: new Date(ms).toISOString() })
  if (period === undefined) {
    return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) }
  }
  if ('days' in period) return since(now() - period.days * DAY_MS)
  const last = await lastRead(roomOid)
  // The last message itself was read; instants are told apart by milliseconds.
  return last === null ? {} : since(last + 1)
}
