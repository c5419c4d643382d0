import { createHash, randomUUID } from 'node:crypto'
import { overviewOid, type OverviewAnswer, type OverviewRequest } from '../../contract/overviews.ts'
import { isTerminal } from '../../contract/reports.ts'
import { sentence } from '../../contract/sentences.ts'
import type { NewReport, PinnedOptions, StoredReport } from '../../ports/report.ts'
import type { Reports } from '../../ports/reports.ts'
import type { Rooms } from '../../ports/rooms.ts'
import { prepareReports, type Preparation } from '../prepare.ts'

/** Milliseconds in which a report of "the last 7 days" still counts as one. */
const freshMs = 3_600_000

export interface OverviewPreparation extends Preparation {
  rooms: Preparation['rooms'] & Pick<Rooms, 'getMany'>
  reports: Pick<Reports, 'present' | 'checkpoints'>
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
  request: OverviewRequest,
  preparation: OverviewPreparation,
): Promise<PreparedOverview> {
  const { reports: wanted, rejected } = await prepareReports(request, preparation)
  const [first] = wanted
  if (first === undefined) return { overview: null, reports: [], rejected }
  const roomOids = wanted.map(({ roomOid }) => roomOid)
  const found = await preparation.rooms.getMany(roomOids)
  const rooms = new Map(found.map((each) => [each.room.roomOid, each]))
  const { reports: newest } = await preparation.reports.present(roomOids)
  const there = new Map(newest.map((report) => [report.roomOid, report]))
  const usable = await Promise.all(
    wanted.map(async (made) => {
      const report = there.get(made.roomOid)
      const lastOrd = rooms.get(made.roomOid)?.lastOrd ?? 0
      const isUsable = report !== undefined && (await serves(report, made, lastOrd, preparation))
      return isUsable ? report : null
    }),
  )
  const isDigest = first.options.delivery === 'digest'
  const lacking = wanted.filter((_, index) => usable[index] === null)
  const covers = wanted.map(({ reportOid, roomOid }, index) => ({
    reportOid: usable[index]?.reportOid ?? reportOid,
    roomOid,
    name: rooms.get(roomOid)?.room.name ?? '',
  }))
  return {
    overview: overviewOf(first, covers, request),
    reports: isDigest ? lacking : lacking.map(withoutMail),
    rejected,
  }
}

function overviewOf(
  { batchOid, options, delivery, createdAt }: NewReport,
  covers: NonNullable<PinnedOptions['covers']>,
  { options: asked }: OverviewRequest,
): NewReport {
  // What is new since the last report begins at another moment in each room.
  const isSinceLast = asked?.period !== undefined && 'sinceLast' in asked.period
  const { from, to, ...others } = options
  const ends = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) }
  const rooms = covers.map(({ roomOid }) => roomOid).sort()
  const name = createHash('sha256').update(rooms.join('\n')).digest('hex').slice(0, 32)
  return {
    reportOid: randomUUID(),
    roomOid: overviewOid(name),
    batchOid,
    options: { ...others, ...(isSinceLast ? {} : ends), covers },
    said: sentence('waiting_for_turn'),
    delivery,
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
  if (one.period !== undefined || other.period !== undefined) {
    return JSON.stringify(one.period) === JSON.stringify(other.period)
  }
  const instant = (iso: string | undefined): number | null =>
    iso === undefined ? null : Date.parse(iso)
  return instant(one.from) === instant(other.from) && instant(one.to) === instant(other.to)
}
