import { z } from 'zod'
import {
  Group,
  GroupRoom,
  OwnChoices,
  RoomChoices,
  type GroupChange,
  type GroupRequest,
  type GroupRoomsQuestion,
} from '../../server/contract/groups.ts'
import {
  NextRuns,
  Schedule,
  ScheduleRun,
  ScheduleRunEnvelope,
  type NextRunsQuestion,
  type ScheduleChange,
  type ScheduleRequest,
} from '../../server/contract/schedules.ts'
import type { ReportOptions } from '../../server/contract/report-options.ts'
import type { Asking } from './asking.ts'

const choices = (roomOid: string) => `/api/rooms/${encodeURIComponent(roomOid)}/choices`
const group = (oid: string) => `/api/groups/${encodeURIComponent(oid)}`
const schedule = (oid: string) => `/api/schedules/${encodeURIComponent(oid)}`

/** Groups of rooms, and the schedules that make their reports. */
export const createGroupRequests = ({ ask, askPage, askList }: Asking) => ({
  groups: () => askList(Group, '/api/groups'),
  makeGroup: (body: GroupRequest) => ask(Group, '/api/groups', { method: 'POST', body }),
  changeGroup: (groupOid: string, body: GroupChange) =>
    ask(Group, group(groupOid), { method: 'PATCH', body }),
  deleteGroup: (groupOid: string) => ask(z.undefined(), group(groupOid), { method: 'DELETE' }),
  /** The rooms that it has now, and why. */
  groupRooms: (groupOid: string) => askList(GroupRoom, `${group(groupOid)}/rooms`),
  /** The rooms of a group that is not there yet. */
  groupRoomsOf: (body: GroupRoomsQuestion, signal?: AbortSignal) =>
    askList(GroupRoom, '/api/groups/rooms', { method: 'POST', body, signal }),
  /** What a room chooses itself, and what its reports take. */
  roomChoices: (roomOid: string, signal?: AbortSignal) =>
    ask(RoomChoices, choices(roomOid), { signal }),
  /** Of all rooms that have chosen something. */
  ownChoices: () => askList(OwnChoices, '/api/choices'),
  /** In place of what it has chosen before; null: nothing. */
  chooseForRoom: (roomOid: string, options: ReportOptions | null) =>
    ask(RoomChoices, choices(roomOid), { method: 'PATCH', body: { options } }),
  schedules: () => askList(Schedule, '/api/schedules'),
  makeSchedule: (body: ScheduleRequest) =>
    ask(Schedule, '/api/schedules', { method: 'POST', body }),
  changeSchedule: (scheduleOid: string, body: ScheduleChange) =>
    ask(Schedule, schedule(scheduleOid), { method: 'PATCH', body }),
  deleteSchedule: (scheduleOid: string) =>
    ask(z.undefined(), schedule(scheduleOid), { method: 'DELETE' }),
  runSchedule: async (scheduleOid: string) =>
    (await ask(ScheduleRunEnvelope, `${schedule(scheduleOid)}/run`, { method: 'POST' })).run,
  /** Newest first. */
  scheduleRuns: (
    scheduleOid: string,
    query: { cursor?: string | undefined; limit: number },
    signal?: AbortSignal,
  ) => askPage(ScheduleRun, `${schedule(scheduleOid)}/runs`, { query, signal }),
  /** When a schedule that is not there yet would run. */
  nextRuns: (body: NextRunsQuestion, signal?: AbortSignal) =>
    ask(NextRuns, '/api/schedules/next', { method: 'POST', body, signal }),
})
