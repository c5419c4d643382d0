import { isoOrNull } from '../contract/instant.ts'
import { isSinceLast } from '../contract/report-options.ts'
import type { Stretch } from '../contract/statistics.ts'
import { defaultWorkbookChoices } from '../contract/workbook.ts'
import { coversSinceLast, reportedOverview } from '../figures/overview/overview-name.ts'
import { blobKeys } from '../ports/blobs.ts'
import type { ReportedRoom } from '../ports/message.ts'
import type { People } from '../ports/people.ts'
import type { PinnedLogo, PinnedWorkbook, StoredReport } from '../ports/report.ts'
import type { Reports } from '../ports/reports.ts'
import type { Rooms } from '../ports/rooms.ts'
import type { SummaryChoice } from '../summary/choose.ts'
import { workbookFileName } from '../workbook/workbook-name.ts'
import { ReportFailure } from './failure.ts'
import type { ReportJob } from './job.ts'
import type { ReportFiles } from './report-files.ts'
import type { WorkbookService } from './service/service.ts'

/** What a job is made with. */
export interface JobDeps {
  reports: Pick<Reports, 'checkpoints'>
  rooms: Pick<Rooms, 'get'>
  people: Pick<People, 'ofRoom'>
  files: Pick<ReportFiles, 'temporaryFile'>
  /** The engine of the settings as they are now. */
  summaryChoice(): SummaryChoice
  /** The service of the settings as they are now that writes workbooks; null: the app does. */
  workbookService(): WorkbookService | null
  /** Parts of a period that the connection of a room has not read. Default: there are no connections. */
  unread?:
    | ((
        roomOid: string,
        period: { from: number | null; to: number | null },
      ) => Promise<readonly Stretch[]>)
    | undefined
}

/** Quotes where the report asks for them; else whoever the settings name when the stage starts. */
export const summaryFor = ({ summaryChoice }: JobDeps, { options }: StoredReport): SummaryChoice =>
  options.covers !== undefined || options.summary === 'extractive'
    ? { engine: 'extractive' }
    : summaryChoice()

const parseTime = (iso: string | undefined): number | null =>
  iso === undefined ? null : Date.parse(iso)

/** A report from before there were choices gets the workbook of the contract. */
const workbookOf = ({ options }: StoredReport): PinnedWorkbook =>
  options.workbook ?? { ...defaultWorkbookChoices, logo: null }

const logoKeyOf = (logo: PinnedLogo): string | null =>
  logo !== null && 'file' in logo ? blobKeys.logo(logo.file) : null

/** What the range and the authors of a report are, and which room they are of. */
type Source = Pick<ReportJob, 'room' | 'range' | 'people' | 'unread'>

/** An overview reads reports: its room is none, and its range is empty. */
const overviewSource = (room: ReportedRoom, { options }: StoredReport): Source => ({
  room: { ...room, roomId: 0 },
  range: { from: parseTime(options.from), to: parseTime(options.to), maxOrd: 0 },
  people: [],
  unread: [],
})

async function roomSource(deps: JobDeps, report: StoredReport): Promise<Source> {
  const found = await deps.rooms.get(report.roomOid)
  if (found === null) {
    const params = { room: report.roomOid }
    throw new ReportFailure({ code: 'room_not_found', params }, { retryable: false })
  }
  const { room, roomId, lastOrd } = found
  // Kept in the collecting checkpoint once that stage is done; until then the newest message counts.
  const pinned = await deps.reports.checkpoints.collected(report.reportOid)
  const [from, to] = [parseTime(report.options.from), parseTime(report.options.to)]
  return {
    room: {
      roomId,
      roomOid: room.roomOid,
      name: room.name,
      source: room.source,
      format: room.format,
    },
    range: {
      from,
      to,
      ...(report.options.since && { since: report.options.since }),
      maxOrd: pinned?.maxOrd ?? lastOrd,
    },
    people: pinned?.people ?? (await deps.people.ofRoom(roomId)),
    unread: pinned?.unread ?? (await deps.unread?.(room.roomOid, { from, to })) ?? [],
  }
}

export async function makeJob(deps: JobDeps, report: StoredReport): Promise<ReportJob> {
  const overview = reportedOverview(report)
  const source =
    overview === null ? await roomSource(deps, report) : overviewSource(overview, report)
  const workbook = workbookOf(report)
  const { covers, filter } = report.options
  return {
    ...source,
    reportOid: report.reportOid,
    lease: report.lease,
    attempt: report.attempt,
    ...(covers !== undefined && { covers }),
    ...(filter !== undefined && covers === undefined && { filter }),
    isSinceLast: isSinceLast(report.options) || coversSinceLast(report.options),
    summary: summaryFor(deps, report),
    recipients: report.options.recipients ?? [],
    workbook,
    service: deps.workbookService(),
    logo: logoKeyOf(workbook.logo),
    createdAt: report.createdAt,
    temporaryFile: deps.files.temporaryFile(report.reportOid, report.attempt),
  }
}

export async function nameWorkbook(
  deps: JobDeps,
  report: StoredReport,
  job: ReportJob,
): Promise<string> {
  const collected = await deps.reports.checkpoints.collected(report.reportOid)
  return workbookFileName({
    room: job.room.name,
    period: { from: isoOrNull(job.range.from), to: isoOrNull(job.range.to) },
    firstAt: collected?.firstAt ?? null,
    lastAt: collected?.lastAt ?? null,
    timeZone: job.workbook.timeZone,
    pattern: job.workbook.fileName,
    language: job.workbook.language,
    createdAt: new Date(report.createdAt),
    reportOid: report.reportOid,
  })
}
