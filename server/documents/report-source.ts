import { reportLimits } from '../contract/limits.ts'
import { isSinceLast } from '../contract/report-options.ts'
import { defaultWorkbookChoices } from '../contract/workbook.ts'
import { filtered, partText } from '../figures/message-filter.ts'
import { speechIn } from '../figures/speech-in.ts'
import { coversSinceLast, reportedOverview } from '../figures/overview/overview-name.ts'
import { asPeople } from '../people/as-people.ts'
import { readMessages, type Messages } from '../ports/messages.ts'
import type { PinnedWorkbook } from '../ports/report.ts'
import type { Reports } from '../ports/reports.ts'
import type { Rooms } from '../ports/rooms.ts'
import { anonymized } from '../workbook/anonymize.ts'
import type { WorkbookInput } from '../workbook/input.ts'
import { DocumentError } from './document-error.ts'

/** A finished report as its workbook was made from it, to be put in another form. */
export type ReportSource = Pick<
  WorkbookInput,
  'room' | 'period' | 'statistics' | 'summary' | 'messages' | 'createdAt'
> & { workbook: PinnedWorkbook }

const isoOrNull = (iso: string | undefined): string | null =>
  iso === undefined ? null : new Date(iso).toISOString()

export interface ReportStores {
  messages: Pick<Messages, 'page'>
  reports: Pick<Reports, 'get' | 'checkpoints'>
  rooms: Pick<Rooms, 'get'>
}

/**
 * The messages, figures and summary that the report is made of, names replaced where it was asked for.
 *
 * @throws DocumentError where the report has not come so far, or its room is gone
 */
export async function reportSource(
  { messages, reports, rooms }: ReportStores,
  reportOid: string,
): Promise<ReportSource> {
  const report = await reports.get(reportOid)
  const collected = await reports.checkpoints.get(reportOid, 'collecting')
  const summary = await reports.checkpoints.get(reportOid, 'summarizing')
  if (report === null || collected === null || summary === null) {
    throw new DocumentError({ code: 'not_ready' })
  }
  const overview = reportedOverview(report)
  const found = overview === null ? await rooms.get(report.roomOid) : null
  const room = overview ?? found?.room
  if (room === undefined) throw new DocumentError({ code: 'room_gone' })
  const {
    from,
    to,
    since,
    filter,
    workbook = { ...defaultWorkbookChoices, logo: null },
  } = report.options
  const speech = speechIn(workbook.language, workbook.timeZone)
  const { roomOid, name, source, format } = room
  const range = {
    roomId: found?.roomId ?? 0,
    from: from === undefined ? null : Date.parse(from),
    to: to === undefined ? null : Date.parse(to),
    maxOrd: collected.maxOrd,
    since,
  }
  const made: ReportSource = {
    room: { roomOid, name, source, format },
    period: {
      from: isoOrNull(from),
      to: isoOrNull(to),
      isSinceLast: isSinceLast(report.options) || coversSinceLast(report.options),
      // An overview is of reports, which say so themselves.
      part: overview === null ? filter && partText(speech, filter, workbook.anonymize) : undefined,
    },
    statistics: collected.statistics,
    summary,
    messages() {
      // Those of an overview are in the reports that it is made of.
      if (found === null) throw new DocumentError({ code: 'no_transcript' })
      const known = asPeople(messages, collected.people)
      return filtered(readMessages(known, range, reportLimits.messagesPerSlice), filter)
    },
    createdAt: new Date(report.createdAt),
    workbook,
  }
  return workbook.anonymize ? anonymized(made, speech) : made
}
