import type { OverviewRoom } from '../../../contract/overview-rooms.ts'
import { MergedStatistics } from '../../../figures/overview/merged-statistics.ts'
import { roomCounted, roomWithout } from '../../../figures/overview/overview-room.ts'
import type { Collected } from '../../../ports/checkpoints.ts'
import type { CoveredReport } from '../../../ports/report.ts'
import { ReportFailure } from '../../failure.ts'
import type { OverviewJob, StageOutcome } from '../../job.ts'
import { keepCheckpoint, nextTurn, type StagePorts } from '../ports.ts'

/** People that an overview names, most messages first; the rest is counted. */
const MAX_PEOPLE = 10_000

/**
 * Puts the figures of the reports together that an overview covers: one checkpoint after the other, never
 * their messages. A report that failed, or is gone, leaves its room without figures.
 *
 * @throws ReportFailure where there is none at all; a retry waits for them anew
 */
export async function collectRooms(
  job: OverviewJob,
  ports: StagePorts,
  signal: AbortSignal,
): Promise<StageOutcome> {
  const { covers } = job
  const merged = new MergedStatistics(job.workbook.timeZone)
  const rooms: OverviewRoom[] = []
  for (const [index, covered] of covers.entries()) {
    signal.throwIfAborted()
    ports.hear({ type: 'progress', done: index, total: covers.length, unit: 'reports' })
    rooms.push(await roomOf(covered, ports, merged))
    await nextTurn()
  }
  if (rooms.every(({ state }) => state !== 'covered')) {
    throw new ReportFailure({ code: 'overview_without_reports', params: { count: rooms.length } })
  }
  const all = merged.result()
  const statistics = { ...all, participants: all.participants.slice(0, MAX_PEOPLE) }
  const { messages, system } = statistics
  const peopleInAll = all.participants.length
  const collected: Collected = {
    maxOrd: 0,
    people: [],
    messages,
    system,
    statistics,
    rooms,
    peopleInAll,
  }
  await keepCheckpoint(ports.reports.checkpoints, job, 'collecting', collected, ports.now())
  return {}
}

async function roomOf(
  { reportOid, roomOid, name }: CoveredReport,
  { reports, rooms }: StagePorts,
  merged: MergedStatistics,
): Promise<OverviewRoom> {
  const room = (await rooms.get(roomOid))?.room
  const known = {
    roomOid,
    reportOid,
    name: room?.name ?? name,
    source: room?.source ?? '',
    workbook: null,
  }
  const report = await reports.get(reportOid)
  if (report === null) return roomWithout({ ...known, state: 'missing' })
  if (report.state === 'failed' && report.error !== null) {
    const { code, params = {} } = report.error
    return roomWithout({ ...known, state: 'failed', reason: { code, params } })
  }
  if (report.state === 'cancelled') return roomWithout({ ...known, state: 'cancelled' })
  const collected = await reports.checkpoints.get(reportOid, 'collecting')
  if (report.state !== 'finished' || collected === null) {
    return roomWithout({ ...known, state: 'missing' })
  }
  const people = new Set(collected.people.map(({ personOid }) => personOid))
  // As everywhere: an author is the same in all rooms of one source, and a person in those of all.
  merged.add(collected.statistics, (key) =>
    people.has(key) ? `person ${key}` : `${known.source} ${key}`,
  )
  const workbook = report.workbook?.fileName ?? null
  return roomCounted({ ...known, state: 'covered', workbook }, collected.statistics)
}
