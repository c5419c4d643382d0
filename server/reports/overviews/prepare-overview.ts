import { createHash, randomUUID } from 'node:crypto'
import { overviewOid, type OverviewAnswer } from '../../contract/overviews.ts'
import { isTerminal } from '../../contract/reports.ts'
import { sentence } from '../../contract/sentences.ts'
import type { NewReport, PinnedOptions, StoredReport } from '../../ports/report.ts'
import type { Reports } from '../../ports/reports.ts'
import type { Rooms } from '../../ports/rooms.ts'
import { deliveryOf, prepareReports, type Asked, type Preparation } from '../prepare.ts'

/** Milliseconds in which a report of "the last 7 days" still counts as one. */
const freshMs = 3_600_000

export interface OverviewPreparation extends Preparation {
  rooms: Preparation['rooms'] & Pick<Rooms, 'getMany'>
  reports: Pick<Reports, 'present' | 'checkpoints'>
}

export interface AskedOverview extends Asked {
  /** The reports of the rooms are wanted themselves, too: each is made anew and mailed. Default false. */
  isWithRooms?: boolean
}

export interface PreparedOverview {
  /** Null where none of the rooms is there. */
  overview: NewReport | null
  /** Reports that are still to be made for it. */
  reports: NewReport[]
  rejected: OverviewAnswer['rejected']
}

/**
 * An overview of these rooms. Of each it covers the newest report, where that is of the same period and
 * is being made or has read all that there is; for the others a report is made in the same batch. Only the
 * overview is mailed, unless all go out in one digest.
 */
export async function prepareOverview(
  asked: AskedOverview,
  preparation: OverviewPreparation,
): Promise<PreparedOverview> {
  const { isWithRooms = false } = asked
  const { reports: wanted, rejected, common } = await prepareReports(asked, preparation)
  const [first] = wanted
  if (first === undefined) return { overview: null, reports: [], rejected }
  const roomOids = wanted.map(({ roomOid }) => roomOid)
  const found = await preparation.rooms.getMany(roomOids)
  const rooms = new Map(found.map((each) => [each.room.roomOid, each]))
  const { reports: newest } = await preparation.reports.present(roomOids)
  const there = new Map(newest.map((report) => [report.roomOid, report]))
  const usable = await Promise.all(
    wanted.map(async (made) => {
      const report = isWithRooms ? undefined : there.get(made.roomOid)
      const lastOrd = rooms.get(made.roomOid)?.lastOrd ?? 0
      const isUsable = report !== undefined && (await serves(report, made, lastOrd, preparation))
      return isUsable ? report : null
    }),
  )
  const isMailed = isWithRooms || common.delivery === 'digest'
  const lacking = wanted.filter((_, index) => usable[index] === null)
  const covers = wanted.map(({ reportOid, roomOid }, index) => ({
    reportOid: usable[index]?.reportOid ?? reportOid,
    roomOid,
    name: rooms.get(roomOid)?.room.name ?? '',
  }))
  return {
    overview: overviewOf(first, common, covers),
    reports: isMailed ? lacking : lacking.map(withoutMail),
    rejected,
  }
}

/** @param options those of reports whose rooms have chosen nothing themselves: it is about all of them */
function overviewOf(
  { batchOid, createdAt }: NewReport,
  options: PinnedOptions,
  covers: NonNullable<PinnedOptions['covers']>,
): NewReport {
  const rooms = covers.map(({ roomOid }) => roomOid).sort()
  const name = createHash('sha256').update(rooms.join('\n')).digest('hex').slice(0, 32)
  return {
    reportOid: randomUUID(),
    roomOid: overviewOid(name),
    batchOid,
    options: { ...options, covers },
    said: sentence('waiting_for_turn'),
    delivery: deliveryOf(options),
    createdAt,
  }
}

const withoutMail = (made: NewReport): NewReport => ({
  ...made,
  options: { ...made.options, recipients: [] },
  delivery: 'none',
})

/** Whether what was asked for is in this report, or will be. */
async function serves(
  report: StoredReport,
  { options, createdAt }: NewReport,
  lastOrd: number,
  { reports }: Pick<OverviewPreparation, 'reports'>,
): Promise<boolean> {
  if (!isOfSamePeriod(report.options, options)) return false
  // One of some of the messages tells less, or more, than was asked for.
  if (JSON.stringify(report.options.filter) !== JSON.stringify(options.filter)) return false
  if (report.options.summary !== options.summary) return false
  if (report.options.workbook?.timeZone !== options.workbook?.timeZone) return false
  if (!isTerminal(report.state)) return true
  if (report.state !== 'finished') return false
  const isOfDays = options.period !== undefined && 'days' in options.period
  if (isOfDays && createdAt - report.createdAt > freshMs) return false
  const collected = await reports.checkpoints.collected(report.reportOid)
  return collected !== null && collected.maxOrd >= lastOrd
}

function isOfSamePeriod(one: PinnedOptions, other: PinnedOptions): boolean {
  if (JSON.stringify(one.period) !== JSON.stringify(other.period)) return false
  // "The last month" is another one in each; the others begin at another instant in each report.
  if (one.period !== undefined && !('calendar' in one.period)) return true
  const instant = (iso: string | undefined): number | null =>
    iso === undefined ? null : Date.parse(iso)
  return instant(one.from) === instant(other.from) && instant(one.to) === instant(other.to)
}
