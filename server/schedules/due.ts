import { daysUntil, lastWhole, type Instants } from '../calendar-period.ts'
import { scheduleLimits } from '../contract/limits.ts'
import type { ReportPeriod } from '../contract/report-options.ts'
import type { MissedChoice, ScheduleRun } from '../contract/schedules.ts'
import type { RunTimes } from './cron.ts'

/** What a schedule that is due does at this moment. */
export interface Decision {
  /** The time of the run: the newest of those that have passed. Those before it are not made up for. */
  plannedAt: number
  cause: ScheduleRun['cause']
  isSkipped: boolean
  /** When it is due next; null where never again. */
  next: number | null
}

/**
 * Of all the times that have passed since a schedule was due, the newest one is run, or skipped where it is too
 * late and late runs are not wanted: a computer that was off for a month makes one report, not four.
 */
export function decide(
  times: RunTimes,
  { dueAt, now, missed }: { dueAt: number; now: number; missed: MissedChoice },
): Decision {
  const plannedAt = Math.max(dueAt, times.atOrBefore(now) ?? dueAt)
  const isLate = now - plannedAt > scheduleLimits.graceMs
  return {
    plannedAt,
    cause: isLate && missed === 'catchUp' ? 'caughtUp' : 'planned',
    isSkipped: isLate && missed === 'skip',
    next: times.after(now),
  }
}

/**
 * What a run reads, by its planned time: one that is late reads what it would have read in time.
 *
 * @returns null where each room has its own, because it depends on its reports
 */
export function periodOfRun(
  period: ReportPeriod,
  plannedAt: number,
  timeZone: string,
): Instants | null {
  if ('days' in period) return daysUntil(plannedAt, period.days, timeZone)
  return 'calendar' in period ? lastWhole(period.calendar, plannedAt, timeZone) : null
}
