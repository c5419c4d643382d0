import { randomUUID } from 'node:crypto'
import type { Choice } from '../contract/groups.ts'
import type { DecidedOptions, ReportOptions } from '../contract/report-options.ts'
import type { ChosenBy, ReportAnswer } from '../contract/reports.ts'
import { sentence } from '../contract/sentences.ts'
import type { Destination } from '../contract/dispatches.ts'
import { RoomOid } from '../contract/rooms.ts'
import type { WorkbookChoices } from '../contract/workbook.ts'
import type { NewReport, PinnedLogo, PinnedOptions, PinnedWorkbook } from '../ports/report.ts'
import type { Rooms } from '../ports/rooms.ts'
import { periodFor, type PeriodPorts } from './asked-period.ts'
import { chosen, type ChoiceLayer, type ChoicePorts } from './choices.ts'

export interface Preparation extends Omit<PeriodPorts, 'timeZone'> {
  rooms: Pick<Rooms, 'existing' | 'place'>
  choices: Pick<ChoicePorts, 'ofRooms'>
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
  asked: DecidedOptions['workbook'],
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

/** What is asked for, once it is known of which rooms. */
export interface Asked {
  roomOids: readonly string[]
  options?: ReportOptions | undefined
  /** Who chooses what the request and the rooms themselves leave open, the strongest first. Default: nobody. */
  groups?: readonly ChoiceLayer[]
  /** Names the batch. Default: a new id. */
  batchOid?: string | undefined
}

export interface PreparedReports {
  reports: NewReport[]
  rejected: ReportAnswer['rejected']
  /** What rooms take that have chosen nothing themselves; without ends where each room has its own. */
  common: PinnedOptions
}

/** Whether something is still to go out once the report is made: a mail, or what waits for an approval. */
export const deliveryOf = ({
  recipients = [],
  approval = false,
  destinations = [],
}: PinnedOptions): NewReport['delivery'] =>
  recipients.length > 0 || (approval && destinations.length > 0) ? 'pending' : 'none'

/**
 * What a request asks for, as rows of one batch. A room that is not there or not a room is rejected by
 * name and stops no other; a room named twice is reported once.
 */
export async function prepareReports(
  { roomOids, options: asked = {}, groups = [], batchOid = randomUUID() }: Asked,
  ports: Preparation,
): Promise<PreparedReports> {
  const { rooms, now, lastRead } = ports
  const existing = new Set(await rooms.existing(roomOids))
  const reports: NewReport[] = []
  const rejected: ReportAnswer['rejected'] = []
  const wanted = new Set<string>()
  for (const roomOid of roomOids) {
    // The id of a room that has become part of another one asks for that one.
    const place = existing.has(roomOid) ? null : await rooms.place(roomOid)
    if (place !== null) existing.add(place.roomOid)
    wanted.add(place?.roomOid ?? roomOid)
  }
  const request: ChoiceLayer = { from: 'request', options: asked }
  const common = await pinOptions([request, ...groups], ports)
  const own = await ports.choices.ofRooms([...wanted])
  for (const roomOid of wanted) {
    if (!RoomOid.safeParse(roomOid).success) rejected.push({ roomOid, code: 'invalid_room_oid' })
    else if (!existing.has(roomOid)) rejected.push({ roomOid, code: 'room_not_found' })
    else {
      const ofRoom = own.get(roomOid)
      const options =
        ofRoom === undefined
          ? common
          : besideOthers(
              await pinOptions([request, { from: 'room', options: ofRoom }, ...groups], ports),
              common,
            )
      const { timeZone } = options.workbook
      reports.push({
        reportOid: randomUUID(),
        roomOid,
        batchOid,
        options: {
          ...options,
          ...(await periodFor(roomOid, options, { lastRead, now, timeZone })),
        },
        said: sentence('waiting_for_turn'),
        delivery: deliveryOf(options),
        createdAt: now(),
      })
    }
  }
  const { timeZone } = common.workbook
  const isOfEach = common.period !== undefined && 'sinceLast' in common.period
  const ends = isOfEach ? {} : await periodFor('', common, { lastRead, now, timeZone })
  return { reports, rejected, common: { ...common, ...ends } }
}

/** What a report takes from those who choose, and for the rest from the settings of this moment. */
async function pinOptions(
  layers: readonly ChoiceLayer[],
  { recipients, destinations, ...workbook }: Preparation,
): Promise<PinnedOptions & { workbook: PinnedWorkbook }> {
  const { options, choices } = chosen(layers)
  const usual = recipients()
  const beside = destinations?.() ?? []
  const others = choices.filter(({ from }) => from !== 'request')
  return {
    ...options,
    ...(options.recipients === undefined && usual.length > 0 ? { recipients: [...usual] } : {}),
    ...(options.destinations === undefined && beside.length > 0
      ? { destinations: [...beside] }
      : {}),
    workbook: await pinWorkbook(options.workbook, workbook),
    ...(others.length === 0 ? {} : { chosenBy: Object.fromEntries(others.map(chosenBy)) }),
  }
}

const chosenBy = ({ key, from, groupOid, groupName }: Choice): [string, ChosenBy] => [
  key,
  from === 'group' && groupOid !== undefined ? { from, groupOid, groupName } : { from: 'room' },
]

/** What the reports of one mail have in common. */
const mailOf = ({ recipients, workbook }: PinnedOptions): string =>
  JSON.stringify([recipients, workbook?.language, workbook?.timeZone])

/** A room that has chosen other recipients, or another language, gets a mail of its own: it must not go to the others. */
const besideOthers = <Options extends PinnedOptions>(options: Options, common: Options): Options =>
  options.delivery === 'digest' && mailOf(options) !== mailOf(common)
    ? { ...options, delivery: 'single' }
    : options
