import type { Logger } from 'pino'
import { sseEvents } from './contract/events.ts'
import type { ScheduleRunNews } from './contract/schedules.ts'
import type { GroupService } from './groups/groups.ts'
import type { News } from './news.ts'
import type { Engine } from './ports/engine.ts'
import type { StoredRun, StoredSchedule } from './ports/schedules.ts'
import { scheduleLimits } from './contract/limits.ts'
import type { ReportService } from './reports/report-service.ts'
import { createRuns } from './schedules/runs.ts'
import { createScheduler, type Scheduler } from './schedules/scheduler.ts'
import { createScheduleService, type ScheduleService } from './schedules/schedules.ts'
import { shownRun } from './schedules/shown.ts'

/** Schedules, and what runs them. */
export interface Scheduling {
  schedules: ScheduleService
  scheduler: Scheduler
}

export interface SchedulingOptions {
  engine: Pick<Engine, 'schedules' | 'groups' | 'rooms' | 'eventLog'>
  groups: GroupService
  reports: Pick<ReportService, 'startOnce'>
  news: Pick<News, 'schedulesChanged'>
  log: Logger
  /** Of schedules that name none. */
  timeZone(): string
  now(): number
  /** Hears of each run that is over, on the node that has ended it. */
  onRunEnd?: ((news: ScheduleRunNews) => void) | undefined
}

export function createScheduling(options: SchedulingOptions): Scheduling {
  const { engine, groups, reports, news, log, now } = options
  const onError = (error: unknown): void =>
    log.error(
      { id: 'schedule.failed', err: error },
      'A schedule could not be run; it is tried again',
    )

  const newsOf = ({ definition }: StoredSchedule, run: StoredRun): ScheduleRunNews => ({
    name: definition.name,
    run: shownRun(run),
  })

  const runs = createRuns({
    schedules: engine.schedules,
    groups: engine.groups,
    choices: groups.choices,
    reports,
    now,
    tellEnd: (schedule, run) =>
      engine.eventLog.append([
        {
          room: '',
          event: sseEvents.scheduleRunEnd,
          data: JSON.stringify(newsOf(schedule, run)),
          coalesceKey: null,
          // Told again after a kill, or by another node, it is in the log already.
          key: `schedule-run-end-${run.runOid}`,
        },
      ]),
    onEnd(schedule, run) {
      const { state, runOid, scheduleOid, said } = run
      const line = { id: 'schedule.run', runOid, scheduleOid, state, code: said?.code }
      if (state === 'failed') log.warn(line, 'A run of a schedule has failed')
      else log.info(line, 'A run of a schedule is over')
      options.onRunEnd?.(newsOf(schedule, run))
      void engine.schedules.trimRuns(scheduleLimits.maxRunsKept).catch(onError)
    },
    onChanged: news.schedulesChanged,
    onError,
  })
  const scheduler = createScheduler({ schedules: engine.schedules, runs, now, onError })
  const schedules = createScheduleService({
    schedules: engine.schedules,
    groups,
    rooms: engine.rooms,
    scheduler,
    timeZone: options.timeZone,
    now,
    onChanged: news.schedulesChanged,
  })
  return { schedules, scheduler }
}
