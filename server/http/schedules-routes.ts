import { z } from 'zod'
import {
  NextRuns,
  NextRunsQuestion,
  Schedule,
  ScheduleChange,
  ScheduleList,
  ScheduleRequest,
  ScheduleRunEnvelope,
  ScheduleRunPage,
} from '../contract/schedules.ts'
import type { ScheduleService } from '../schedules/schedules.ts'
import { json, jsonBody, problem, route, type Route } from './route.ts'
import { Cursor, decodeCursor, encodeCursor, PageLimit } from './validate.ts'

export interface SchedulePorts {
  schedules: ScheduleService
}

const RunsQuery = z.object({ cursor: Cursor, limit: PageLimit })
const RunsCursor = z.int()

/** Reports at set times. */
export const scheduleRoutes = ({ schedules }: SchedulePorts): Route[] => [
  route({
    method: 'get',
    path: '/schedules',
    summary: 'All schedules, by name, with their last and next runs',
    answers: { 200: json('The schedules', ScheduleList) },
    handle: async () => ({ items: await schedules.list() }),
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
    handle: ({ body }) => schedules.create(body),
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
    handle: ({ params }) => schedules.get(params.scheduleOid),
  }),
  route({
    method: 'patch',
    path: '/schedules/:scheduleOid',
    summary: 'Changes, pauses or resumes a schedule; what is not named stays, null takes away',
    body: jsonBody(ScheduleChange),
    answers: { 200: json('The schedule', Schedule), 400: problem('Its rule cannot be read') },
    handle: ({ params, body }) => schedules.change(params.scheduleOid, body),
  }),
  route({
    method: 'delete',
    path: '/schedules/:scheduleOid',
    summary: 'Deletes a schedule and its history, not its reports',
    answers: { 204: { description: 'It is gone' } },
    async handle({ params, res }) {
      await schedules.remove(params.scheduleOid)
      res.status(204).end()
    },
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
    async handle({ params, query: { cursor, limit } }) {
      const before = decodeCursor(RunsCursor, cursor)
      const { items, total } = await schedules.runs(params.scheduleOid, { before, limit })
      const last = items.at(-1)
      const isMore = last !== undefined && items.length === limit
      return { items, nextCursor: isMore ? encodeCursor(Date.parse(last.plannedAt)) : null, total }
    },
  }),
]
