import { scheduleLimits } from '../contract/limits.ts'
import { isTerminal } from '../contract/reports.ts'
import type { Schedule, ScheduleRun } from '../contract/schedules.ts'
import type { BatchTally, StoredRun, StoredSchedule } from '../ports/schedules.ts'
import { inEnglish } from '../words/say.ts'
import { runTimes } from './cron.ts'

const iso = (ms: number): string => new Date(ms).toISOString()

const hasMailFailed = ({ delivery }: BatchTally): boolean =>
  delivery === 'failed' || delivery === 'uncertain'

/** How the reports of a run have ended so far. */
export function endedOf(tally: readonly BatchTally[]): StoredRun['ended'] {
  const sum = (of: (each: BatchTally) => boolean): number =>
    tally.filter(of).reduce((total, { count }) => total + count, 0)
  return {
    finished: sum(({ state }) => state === 'finished'),
    failed: sum(({ state }) => state === 'failed'),
    cancelled: sum(({ state }) => state === 'cancelled'),
    mailsFailed: sum(hasMailFailed),
  }
}

/** Whether something of a run is still under way: a report, or the mail of one. */
export const isUnderWay = ({ state, delivery }: BatchTally): boolean =>
  !isTerminal(state) || (state === 'finished' && (delivery === 'pending' || delivery === 'sending'))

/**
 * @param tally of its reports, where they are still under way
 * @param waiting how many of them wait for an approval; default 0
 */
export function shownRun(
  run: StoredRun,
  {
    tally,
    waiting = 0,
  }: { tally?: readonly BatchTally[] | undefined; waiting?: number | undefined } = {},
): ScheduleRun {
  const { period, said } = run
  const { mailsFailed, ...ended } = tally === undefined ? run.ended : endedOf(tally)
  return {
    runOid: run.runOid,
    scheduleOid: run.scheduleOid,
    plannedAt: iso(run.plannedAt),
    cause: run.cause,
    state: run.state,
    startedAt: iso(run.startedAt),
    finishedAt: run.finishedAt === null ? null : iso(run.finishedAt),
    ...(period === null
      ? {}
      : {
          period: {
            ...(period.from !== undefined && { from: iso(period.from) }),
            ...(period.to !== undefined && { to: iso(period.to) }),
          },
        }),
    batchOid: run.batchOid,
    overviewOid: run.overviewOid,
    reports: { total: run.total, ...ended },
    ...(waiting === 0 ? {} : { waiting }),
    mailsFailed,
    ...(said === null
      ? {}
      : { error: { ...said, message: inEnglish(said) } as ScheduleRun['error'] }),
  }
}

/** @param now milliseconds since 1970, from which on the next runs are told */
export async function shownSchedule(
  { scheduleOid, definition, nextAt, createdAt }: StoredSchedule,
  lastRun: ScheduleRun | undefined,
  now: number,
): Promise<Schedule> {
  const { cron, timeZone, paused, roomOids, make, recipients, ...others } = definition
  const times = paused ? null : await runTimes(cron, timeZone)
  const next = times?.several(now, scheduleLimits.shownRuns) ?? []
  return {
    scheduleOid,
    ...others,
    cron,
    timeZone,
    paused,
    ...(roomOids === undefined ? {} : { roomOids: [...roomOids] }),
    make: [...make],
    ...(recipients === undefined ? {} : { recipients: [...recipients] }),
    nextRunAt: nextAt === null ? null : iso(nextAt),
    nextRuns: next.map(iso),
    ...(lastRun === undefined ? {} : { lastRun }),
    createdAt: iso(createdAt),
  }
}
