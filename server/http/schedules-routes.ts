import type { Response } from 'express'
import { z } from 'zod'
import {
  NextRuns,
  NextRunsQuestion,
  Schedule,
  ScheduleChange,
  ScheduleList,
  ScheduleRequest,
  type ScheduleRun,
  ScheduleRunEnvelope,
  ScheduleRunPage,
} from '../contract/schedules.ts'
import type { Sights } from '../access/sight.ts'
import type { ReportService } from '../reports/report-service.ts'
import type { ScheduleService } from '../schedules/schedules.ts'
import { partOf, seenOfReports } from './in-sight.ts'
import { json, jsonBody, problem, route, type Route } from './route.ts'
import { checkScheduleWish, isRunSeen, isScheduleSeen } from './seen-schedules.ts'
import { Cursor, decodeCursor, encodeCursor, PageLimit } from './validate.ts'

export interface SchedulePorts {
  schedules: ScheduleService
  sights: Pick<Sights, 'groups' | 'sees'>
  reports: Pick<ReportService, 'list' | 'overviewsOver'>
}

const RunsQuery = z.object({ cursor: Cursor, limit: PageLimit })
const RunsCursor = z.int()

/** Reports at set times. */
export function scheduleRoutes({ schedules, sights, reports }: SchedulePorts): Route[] {
  /** The runs among these whose reports the one sees who asks. */
  async function seenRuns(runs: readonly ScheduleRun[], res: Response): Promise<ScheduleRun[]> {
    const ofRooms = await seenOfReports(res, reports)
    if (ofRooms === undefined) return [...runs]
    const isSeen = await Promise.all(runs.map((run) => isRunSeen(run, ofRooms, reports)))
    return runs.filter((_, index) => isSeen[index])
  }

  /** A schedule as the one may see it who asks. */
  async function shown(schedule: Schedule, res: Response): Promise<Schedule> {
    const { lastRun, ...others } = schedule
    if (lastRun === undefined) return schedule
    const [last] = await seenRuns([lastRun], res)
    return last === undefined ? others : schedule
  }

  return [
    route({
      method: 'get',
      path: '/schedules',
      summary: 'All schedules, by name, with their last and next runs',
      answers: { 200: json('The schedules', ScheduleList) },
      async handle({ res }) {
        const items = await schedules.list()
        const sight = partOf(res)
        if (sight === null) return { items }
        const seen: Schedule[] = []
        for (const schedule of items) {
          if (await isScheduleSeen(schedule, sight, sights)) seen.push(await shown(schedule, res))
        }
        return { items: seen }
      },
    }),
    route({
      method: 'post',
      path: '/schedules',
      summary: 'Makes a schedule for a group or for rooms',
      body: jsonBody(ScheduleRequest),
      answers: {
        200: json('The schedule', Schedule),
        400: problem('Its rule cannot be read, or never comes true'),
        404: problem('The group or one of the rooms is not there'),
      },
      async handle({ body, res }) {
        const sight = partOf(res)
        if (sight !== null) await checkScheduleWish(body, null, sight, sights)
        return schedules.create(body)
      },
    }),
    route({
      method: 'post',
      path: '/schedules/next',
      summary: 'When a schedule would run, while it is being put together',
      needs: 'viewer',
      isAudited: false,
      body: jsonBody(NextRunsQuestion),
      answers: { 200: json('The next runs', NextRuns), 400: problem('Its rule cannot be read') },
      handle: ({ body }) => schedules.nextRuns(body),
    }),
    route({
      method: 'get',
      path: '/schedules/:scheduleOid',
      summary: 'One schedule',
      answers: { 200: json('The schedule', Schedule) },
      handle: async ({ params, res }) => shown(await schedules.get(params.scheduleOid), res),
    }),
    route({
      method: 'patch',
      path: '/schedules/:scheduleOid',
      summary: 'Changes, pauses or resumes a schedule; what is not named stays, null takes away',
      body: jsonBody(ScheduleChange),
      answers: { 200: json('The schedule', Schedule), 400: problem('Its rule cannot be read') },
      async handle({ params: { scheduleOid }, body, res }) {
        const sight = partOf(res)
        if (sight !== null) {
          await checkScheduleWish(body, await schedules.get(scheduleOid), sight, sights)
        }
        return shown(await schedules.change(scheduleOid, body), res)
      },
    }),
    route({
      method: 'delete',
      path: '/schedules/:scheduleOid',
      summary: 'Deletes a schedule and its history, not its reports',
      answers: { 204: { description: 'It is gone' } },
      handle: ({ params }) => schedules.remove(params.scheduleOid),
    }),
    route({
      method: 'post',
      path: '/schedules/:scheduleOid/run',
      summary: 'Runs a schedule now, also a paused one; its next run stays',
      answers: {
        202: json('The run', ScheduleRunEnvelope),
        409: problem('A run of it is under way'),
      },
      handle: async ({ params }) => ({ run: await schedules.runNow(params.scheduleOid) }),
    }),
    route({
      method: 'get',
      path: '/schedules/:scheduleOid/runs',
      summary: 'What became of the runs of a schedule, newest first, in pages',
      query: RunsQuery,
      answers: { 200: json('A page', ScheduleRunPage) },
      async handle({ params, query: { cursor, limit }, res }) {
        const before = decodeCursor(RunsCursor, cursor)
        const { items, total } = await schedules.runs(params.scheduleOid, { before, limit })
        const last = items.at(-1)
        const isMore = last !== undefined && items.length === limit
        const nextCursor = isMore ? encodeCursor(Date.parse(last.plannedAt)) : null
        return { items: await seenRuns(items, res), nextCursor, total }
      },
    }),
  ]
}
