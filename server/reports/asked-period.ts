import { lastWhole } from '../calendar-period.ts'
import type { ReportOptions } from '../contract/reports.ts'
import type { Reports } from '../ports/reports.ts'

const DAY_MS = 86_400_000

/** Finished reports of a room that are asked how far they have read. */
const FINISHED_LOOKED_AT = 5

export interface PeriodPorts {
  /** Milliseconds of the last message that a finished report of the room has read; null if none has. */
  lastRead(roomOid: string): Promise<number | null>
  now(): number
  /** By whose calendar weeks and months go: the zone of the report. */
  timeZone: string
}

/**
 * The instants that a request means for one room. What a report has read ends with its last message, not
 * with the time it was made, because an export that is imported later may well hold older messages.
 */
export async function periodFor(
  roomOid: string,
  { from, to, period }: Pick<ReportOptions, 'from' | 'to' | 'period'>,
  { lastRead, now, timeZone }: PeriodPorts,
): Promise<Pick<ReportOptions, 'from' | 'to'>> {
  const iso = (ms: number): string => new Date(ms).toISOString()
  const since = (ms: number): Pick<ReportOptions, 'from'> => ({ from: iso(ms) })
  if (period === undefined) {
    return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) }
  }
  if ('days' in period) return since(now() - period.days * DAY_MS)
  if ('calendar' in period) {
    const whole = lastWhole(period.calendar, now(), timeZone)
    return { from: iso(whole.from), to: iso(whole.to) }
  }
  const last = await lastRead(roomOid)
  // The last message itself was read; instants are told apart by milliseconds.
  return last === null ? {} : since(last + 1)
}

/** The last reports of a room may have found nothing to read, or have been of an older time. */
export const lastReadOf =
  (reports: Pick<Reports, 'list' | 'checkpoints'>): PeriodPorts['lastRead'] =>
  async (roomOid) => {
    const page = { beforeId: null, limit: FINISHED_LOOKED_AT }
    const { items } = await reports.list({ roomOid, state: 'finished' }, page)
    // A report of a part has not read the rest.
    const whole = items.filter(({ options }) => options.filter === undefined)
    const read = await Promise.all(
      whole.map(({ reportOid }) => reports.checkpoints.collected(reportOid)),
    )
    const ends = read.flatMap((each) => each?.lastAt ?? [])
    return ends.length === 0 ? null : Math.max(...ends)
  }
