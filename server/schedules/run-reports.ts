import type { ReportOptions } from '../contract/report-options.ts'
import type { Groups } from '../ports/groups.ts'
import type { StoredRun, StoredSchedule } from '../ports/schedules.ts'
import type { ChoicePorts } from '../reports/choices.ts'
import type { Started } from '../reports/starting.ts'
import type { ReportService } from '../reports/report-service.ts'

export interface RunReportsDeps {
  reports: Pick<ReportService, 'startOnce'>
  groups: Pick<Groups, 'get'>
  choices: Pick<ChoicePorts, 'ofGroup'>
}

const iso = (ms: number): string => new Date(ms).toISOString()

/** What a run asks for; it goes before what rooms and group have chosen. */
function optionsOf({ definition }: StoredSchedule, { period }: StoredRun): ReportOptions {
  const { delivery, recipients, options, approval, approver } = definition
  return {
    ...options,
    ...(period?.from === undefined ? {} : { from: iso(period.from) }),
    ...(period?.to === undefined ? {} : { to: iso(period.to) }),
    ...(period === null ? { period: definition.period } : {}),
    delivery,
    ...(approval ? { approval } : {}),
    ...(approver === undefined ? {} : { approver }),
    ...(recipients === undefined ? {} : { recipients: [...recipients] }),
  }
}

/**
 * Starts the reports of a run, once, however often it is called for it. Its id names their batch.
 * There are none where the schedule has no rooms.
 */
export async function startRun(
  { reports, groups, choices }: RunReportsDeps,
  schedule: StoredSchedule,
  run: StoredRun,
): Promise<Started> {
  const { groupOid } = schedule.definition
  const isThere = groupOid !== undefined && (await groups.get(groupOid)) !== null
  const group = isThere ? await choices.ofGroup(groupOid) : null
  const roomOids = schedule.definition.roomOids ?? group?.roomOids ?? []
  return reports.startOnce({
    roomOids,
    options: optionsOf(schedule, run),
    groups: group === null ? [] : [group.layer],
    batchOid: run.runOid,
    make: schedule.definition.make,
  })
}
