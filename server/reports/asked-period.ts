import { lastWhole } from '../calendar-period.ts'
import type { DecidedOptions } from '../contract/report-options.ts'
import type { ReadBefore } from '../ports/messages.ts'
import type { PinnedOptions } from '../ports/report.ts'
import type { Reports } from '../ports/reports.ts'

const DAY_MS = 86_400_000

/** Finished reports of a room that are asked how far they have read. */
const FINISHED_LOOKED_AT = 5

export interface LastRead {
  /** Milliseconds of the last message that was read. */
  at: number
  /** The same of a connected room, whose messages may come late. */
  since?: ReadBefore
}

export interface PeriodPorts {
  /** How far a finished report of the room has read; null if none has. */
  lastRead(roomOid: string): Promise<LastRead | null>
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
  { from, to, period }: Pick<DecidedOptions, 'from' | 'to' | 'period'>,
  { lastRead, now, timeZone }: PeriodPorts,
): Promise<Pick<PinnedOptions, 'from' | 'to' | 'since'>> {
  const iso = (ms: number): string => new Date(ms).toISOString()
  const since = (ms: number): Pick<DecidedOptions, 'from'> => ({ from: iso(ms) })
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
  if (last === null) return {}
  return { ...since(last.at + 1), ...(last.since && { since: last.since }) }
}

/** How far one report has read. */
interface End extends ReadBefore {
  /** It began where another one had ended, and has read all that came late as well. */
  isSince: boolean
}

/** Of two that have read equally far, the one that has missed nothing; without such a one, the earlier one. */
const byReach = (one: End, other: End): number =>
  other.at - one.at ||
  Number(other.isSince) - Number(one.isSince) ||
  (one.isSince ? other.ord - one.ord : one.ord - other.ord)

/**
 * The last reports of a room may have found nothing to read, or have been of an older time.
 *
 * @param isConnected whether messages of a room may come late
 */
export const lastReadOf =
  (
    reports: Pick<Reports, 'list' | 'checkpoints'>,
    isConnected: (roomOid: string) => Promise<boolean>,
  ): PeriodPorts['lastRead'] =>
  async (roomOid) => {
    const page = { beforeId: null, limit: FINISHED_LOOKED_AT }
    const { items } = await reports.list({ roomOid, state: 'finished' }, page)
    // A report of a part has not read the rest.
    const whole = items.filter(({ options }) => options.filter === undefined)
    const read = await Promise.all(
      whole.map(async ({ reportOid, createdAt, options: { from, to, since } }): Promise<End[]> => {
        const collected = await reports.checkpoints.collected(reportOid)
        if (collected === null) return []
        const { lastAt, firstAt, maxOrd } = collected
        // One that began where another had ended has read as far as that one, though it found nothing.
        const at = Math.max(
          lastAt ?? Number.NEGATIVE_INFINITY,
          since?.at ?? Number.NEGATIVE_INFINITY,
        )
        if (!Number.isFinite(at)) return []
        const first = from === undefined ? firstAt : Date.parse(from)
        const isOpen = to === undefined
        const end = { at, ord: maxOrd, from: first, isOpen, askedAt: createdAt }
        return [{ ...end, isSince: since !== undefined }]
      }),
    )
    const [end] = read.flat().sort(byReach)
    if (end === undefined) return null
    const { isSince: _, ...since } = end
    return (await isConnected(roomOid)) ? { at: since.at, since } : { at: since.at }
  }
