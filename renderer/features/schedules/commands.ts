import type {
  NextRunsQuestion,
  Schedule,
  ScheduleChange,
} from '../../../server/contract/schedules.ts'
import { createCommand, createRequest } from '../../api/services.ts'

export const loadSchedules = createRequest('schedules/load', (rest) => rest.schedules)

export const makeSchedule = createRequest('schedules/make', (rest) => rest.makeSchedule)

export const changeSchedule = createCommand(
  'schedules/change',
  (
    { scheduleOid, change }: { scheduleOid: string; change: ScheduleChange },
    { extra: { rest } },
  ): Promise<Schedule> => rest.changeSchedule(scheduleOid, change),
)

export const deleteSchedule = createCommand(
  'schedules/delete',
  async (schedule: Schedule, { extra: { rest } }) => rest.deleteSchedule(schedule.scheduleOid),
)

/** Runs it at once, beside its plan. */
export const runSchedule = createCommand(
  'schedules/run',
  (schedule: Schedule, { extra: { rest } }) => rest.runSchedule(schedule.scheduleOid),
)

/** Runs that one request reads. */
const runsAtOnce = 20

/** The history of a schedule, newest first: as much of it as was shown before, or more. */
export const loadRuns = createCommand(
  'schedules/load-runs',
  async (
    { scheduleOid, atLeast = runsAtOnce }: { scheduleOid: string; atLeast?: number },
    { extra: { rest }, signal },
  ) => {
    const runs: Awaited<ReturnType<typeof rest.scheduleRuns>>['items'] = []
    let cursor: string | null | undefined
    do {
      const query = { cursor: cursor ?? undefined, limit: runsAtOnce }
      const page = await rest.scheduleRuns(scheduleOid, query, signal)
      runs.push(...page.items)
      cursor = page.nextCursor
    } while (cursor !== null && runs.length < atLeast)
    return { runs, hasMore: cursor !== null }
  },
)

/** When a schedule would run that is still being filled in. */
export const askNextRuns = createCommand(
  'schedules/ask-next',
  (question: NextRunsQuestion, { extra: { rest }, signal }) => rest.nextRuns(question, signal),
)
