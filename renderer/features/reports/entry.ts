import {
  isTerminal,
  ReportState,
  type Report,
  type ReportStatus,
} from '../../../server/contract/reports.ts'
import type { Room } from '../../../server/contract/rooms.ts'

/**
 * A report as the page knows it. It grows: a room's `lastReport` tells only how it ended, a status
 * tells more, the report itself tells all.
 */
export interface ReportEntry extends Omit<Report, 'createdAt'> {
  createdAt: string | null
  /** False until more than a room's `lastReport` is known. */
  complete: boolean
}

/** Whether it goes to nobody before a person has approved it. */
export const isHeld = ({ delivery, code }: Pick<Report, 'delivery' | 'code'>): boolean =>
  delivery === 'pending' && code === 'waits_for_approval'

export const fromReport = (report: Report): ReportEntry => ({ ...report, complete: true })

export const fromLastReport = (room: Room): ReportEntry | null => {
  const state = ReportState.safeParse(room.lastReport?.state)
  if (!room.lastReport || !state.success) return null
  return {
    reportOid: room.lastReport.reportOid,
    roomOid: room.roomOid,
    state: state.data,
    delivery: 'none',
    progress: { done: 0, total: null, unit: '' },
    percent: null,
    etaSeconds: null,
    message: '',
    attempt: 1,
    createdAt: null,
    startedAt: null,
    finishedAt: room.lastReport.finishedAt,
    complete: false,
  }
}

/** What a status says, on top of what was known. `at` fills in the times that no status carries. */
export const applyStatus = (
  known: ReportEntry | undefined,
  { at, ...status }: ReportStatus,
): ReportEntry => {
  const before = known?.attempt === status.attempt ? known : undefined
  const over = isTerminal(status.state)
  const workbook = status.workbook ?? (status.state === 'finished' ? before?.workbook : undefined)
  return {
    ...status,
    ...(workbook && { workbook }),
    createdAt: known?.createdAt ?? at,
    startedAt: before?.startedAt ?? (status.state === 'queued' || over ? null : at),
    // Statuses of its mail follow the end of a report; they do not change when it ended.
    finishedAt: over ? (before?.finishedAt ?? at) : null,
    complete: true,
  }
}

/**
 * An ended attempt stays ended: a status that was coalesced, replayed late or read just before the
 * end must not bring it back. Only a later attempt, which is what a retry makes, goes on from there.
 */
export const isStale = (
  known: ReportEntry | undefined,
  news: Pick<ReportEntry, 'attempt' | 'state'> & { complete?: boolean },
): boolean => {
  if (!known?.complete) return false
  if (news.complete === false) return true
  if (news.attempt !== known.attempt) return news.attempt < known.attempt
  return isTerminal(known.state) && !isTerminal(news.state)
}

/**
 * Whether a report that was read by request is older than what was heard meanwhile: the answer may have been on its way
 * while statuses overtook it, or come from another server than they do.
 */
export const isOvertaken = (known: ReportEntry | undefined, read: Report): boolean =>
  known?.complete === true &&
  read.attempt === known.attempt &&
  (read.percent ?? 0) < (known.percent ?? 0)
