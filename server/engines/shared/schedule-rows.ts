import type { ReportOptions } from '../../contract/report-options.ts'
import type { StoredGroup } from '../../ports/groups.ts'
import type { ScheduleDefinition, StoredRun, StoredSchedule } from '../../ports/schedules.ts'

export interface GroupRow {
  group_oid: string
  revision: number
  created_at: number
  definition: string
}

/** What of a group is one JSON text. */
export const groupDefinition = ({ name, roomOids, rule, options, delivery }: StoredGroup) => ({
  name,
  roomOids,
  rule,
  options,
  delivery,
})

export const toGroup = (row: GroupRow): StoredGroup => ({
  groupOid: row.group_oid,
  ...(JSON.parse(row.definition) as ReturnType<typeof groupDefinition>),
  createdAt: row.created_at,
  revision: row.revision,
})

export interface RoomChoicesRow {
  room_oid: string
  options: string
}

export const toRoomChoices = (rows: readonly RoomChoicesRow[]): Map<string, ReportOptions> =>
  new Map(rows.map((row) => [row.room_oid, JSON.parse(row.options) as ReportOptions]))

export interface ScheduleRow {
  schedule_oid: string
  revision: number
  created_at: number
  next_at: number | null
  definition: string
}

export const toSchedule = (row: ScheduleRow): StoredSchedule => ({
  scheduleOid: row.schedule_oid,
  definition: JSON.parse(row.definition) as ScheduleDefinition,
  nextAt: row.next_at,
  createdAt: row.created_at,
  revision: row.revision,
})

export interface RunRow {
  content: string
}

export const toRun = ({ content }: RunRow): StoredRun => JSON.parse(content) as StoredRun

/** Conditions on a row of `schedule_runs`. */
export const isOpen = `state IN ('starting', 'running')`

/** A finished report that goes to nobody before a person has approved it. */
export const waitsForApproval = `(delivery = 'pending' AND said LIKE '%"waits_for_approval"%')`

/** What waits for the approval of a person is no longer under way: the next run must not wait for it, too. */
export const deliveryOfRun = `CASE WHEN ${waitsForApproval} THEN 'none' ELSE delivery END`

export interface WaitingRow {
  batch_oid: string
  count: number
}

export const toWaiting = (rows: readonly WaitingRow[]): Map<string, number> =>
  new Map(rows.map((row) => [row.batch_oid, row.count]))
