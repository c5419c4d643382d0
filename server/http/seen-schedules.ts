import type { PartSight, Sights } from '../access/sight.ts'
import type { Schedule, ScheduleChange, ScheduleRun } from '../contract/schedules.ts'
import type { ReportService } from '../reports/report-service.ts'
import { closed, needGroup, needRooms } from './in-sight.ts'

/** Whether every room of a schedule is seen. */
export async function isScheduleSeen(
  { groupOid, roomOids = [] }: Pick<Schedule, 'groupOid' | 'roomOids'>,
  sight: PartSight,
  sights: Pick<Sights, 'groups' | 'sees'>,
): Promise<boolean> {
  if (groupOid !== undefined) return (await sights.groups(sight)).has(groupOid)
  const isSeen = await Promise.all(roomOids.map((oid) => sights.sees(sight, oid)))
  return isSeen.length > 0 && isSeen.every(Boolean)
}

/** Changes of a schedule that give nobody more of its rooms. */
const harmless = new Set(['name', 'cron', 'timeZone', 'period', 'missed', 'paused'])

/**
 * A group may be given rooms later that are not seen: who gets its reports is not said by somebody who does not see
 * all rooms, and not which group a schedule is for.
 *
 * @param before the schedule that is changed; null: a new one
 * @throws HttpProblem 403, NotThere
 */
export async function checkScheduleWish(
  wish: ScheduleChange,
  before: Schedule | null,
  sight: PartSight,
  sights: Pick<Sights, 'groups' | 'sees'>,
): Promise<void> {
  if (wish.groupOid !== undefined) {
    await needGroup(wish.groupOid, sight, sights)
    throw closed()
  }
  await needRooms(wish.roomOids, sight, sights)
  if (before?.groupOid === undefined) return
  const isHarmless = Object.entries(wish).every(
    ([key, to]) => to === undefined || harmless.has(key),
  )
  // Rooms by name in place of the group would take its recipients along to where its choices end.
  if (!isHarmless) throw closed()
}

/** Whether every report of a run is there and seen: its numbers would tell of the others. */
export async function isRunSeen(
  { batchOid, reports: { total } }: ScheduleRun,
  ofRooms: readonly string[],
  reports: Pick<ReportService, 'list'>,
): Promise<boolean> {
  if (batchOid === null) return true
  const seen = await reports.list({ batchOid, ofRooms }, { beforeId: null, limit: 1 })
  return seen.total === total
}
