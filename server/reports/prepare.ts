import { randomUUID } from 'node:crypto'
import type { ReportAnswer, ReportRequest } from '../contract/reports.ts'
import { sentence } from '../contract/sentences.ts'
import type { Destination } from '../contract/dispatches.ts'
import { RoomOid } from '../contract/rooms.ts'
import type { WorkbookChoices, WorkbookRequest } from '../contract/workbook.ts'
import type { NewReport, PinnedLogo, PinnedOptions, PinnedWorkbook } from '../ports/report.ts'
import type { Rooms } from '../ports/rooms.ts'
import { periodFor, type PeriodPorts } from './asked-period.ts'

export interface Preparation extends Omit<PeriodPorts, 'timeZone'> {
  rooms: Pick<Rooms, 'existing' | 'place'>
  /** Recipients of reports that name none. */
  recipients(): readonly string[]
  /** Destinations beside mail of reports that name none. Default: none. */
  destinations?(): readonly Destination[]
  /** What the settings say at this moment of workbooks. */
  workbookDefaults(): WorkbookDefaults
  /** Copies a logo to where it stays, or says why it cannot be shown. */
  keepLogo(path: string): Promise<PinnedLogo>
}

/** The choices of the settings. */
export type WorkbookDefaults = Omit<WorkbookChoices, 'logo'> & {
  /** Path of a PNG or JPEG file; null is none. */
  logo: string | null
}

/**
 * What the workbook will look like: what was asked for, and for the rest the settings of this moment.
 * Kept with the report, logo included, so that a retry after a change of settings writes the same.
 */
async function pinWorkbook(
  asked: WorkbookRequest | undefined,
  { workbookDefaults, keepLogo }: Pick<Preparation, 'workbookDefaults' | 'keepLogo'>,
): Promise<PinnedWorkbook> {
  const defaults = workbookDefaults()
  const { logo: wantsLogo = true, ...choices } = asked ?? {}
  return {
    language: choices.language ?? defaults.language,
    timeZone: choices.timeZone ?? defaults.timeZone,
    sheets: choices.sheets ?? defaults.sheets,
    columns: choices.columns ?? defaults.columns,
    themeColor: choices.themeColor ?? defaults.themeColor,
    fileName: choices.fileName ?? defaults.fileName,
    anonymize: choices.anonymize ?? defaults.anonymize,
    logo: wantsLogo && defaults.logo !== null ? await keepLogo(defaults.logo) : null,
  }
}

/**
 * What a request asks for, as rows of one batch. A room that is not there or not a room is rejected by
 * name and stops no other; a room named twice is reported once.
 */
export async function prepareReports(
  request: ReportRequest,
  { rooms, recipients, destinations, now, lastRead, ...workbook }: Preparation,
): Promise<{ reports: NewReport[]; rejected: ReportAnswer['rejected'] }> {
  const asked = request.options ?? {}
  const usual = recipients()
  const beside = destinations?.() ?? []
  const pinned = await pinWorkbook(asked.workbook, workbook)
  const { timeZone } = pinned
  const options: PinnedOptions = {
    ...asked,
    ...(asked.recipients === undefined && usual.length > 0 ? { recipients: [...usual] } : {}),
    ...(asked.destinations === undefined && beside.length > 0 ? { destinations: [...beside] } : {}),
    workbook: pinned,
  }
  const existing = new Set(await rooms.existing(request.roomOids))
  const batchOid = randomUUID()
  const reports: NewReport[] = []
  const rejected: ReportAnswer['rejected'] = []
  const wanted = new Set<string>()
  for (const roomOid of request.roomOids) {
    // The id of a room that has become part of another one asks for that one.
    const place = existing.has(roomOid) ? null : await rooms.place(roomOid)
    if (place !== null) existing.add(place.roomOid)
    wanted.add(place?.roomOid ?? roomOid)
  }
  for (const roomOid of wanted) {
    if (!RoomOid.safeParse(roomOid).success) rejected.push({ roomOid, code: 'invalid_room_oid' })
    else if (!existing.has(roomOid)) rejected.push({ roomOid, code: 'room_not_found' })
    else {
      reports.push({
        reportOid: randomUUID(),
        roomOid,
        batchOid,
        options: { ...options, ...(await periodFor(roomOid, asked, { lastRead, now, timeZone })) },
        said: sentence('waiting_for_turn'),
        delivery: options.recipients?.length ? 'pending' : 'none',
        createdAt: now(),
      })
    }
  }
  return { reports, rejected }
}
