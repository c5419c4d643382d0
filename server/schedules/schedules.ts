import { randomUUID } from 'node:crypto'
import { scheduleLimits } from '../contract/limits.ts'
import type {
  NextRuns,
  NextRunsQuestion,
  Schedule,
  ScheduleChange,
  ScheduleRequest,
  ScheduleRun,
} from '../contract/schedules.ts'
import type { GroupService } from '../groups/groups.ts'
import { GroupRefusal } from '../groups/groups.ts'
import { NotThere } from '../reports/choices.ts'
import type { Rooms } from '../ports/rooms.ts'
import type {
  ScheduleDefinition,
  Schedules,
  StoredRun,
  StoredSchedule,
} from '../ports/schedules.ts'
import { InvalidCron, runTimes } from './cron.ts'
import { periodOfRun } from './due.ts'
import type { Scheduler } from './scheduler.ts'
import { shownRun, shownSchedule } from './shown.ts'

/** Reports at set times. */
export interface ScheduleService {
  /** By name. */
  list(): Promise<Schedule[]>
  /** @throws NotThere */
  get(scheduleOid: string): Promise<Schedule>
  /** @throws InvalidCron, NotThere, GroupRefusal */
  create(request: ScheduleRequest): Promise<Schedule>
  /** @throws NotThere, InvalidCron */
  change(scheduleOid: string, change: ScheduleChange): Promise<Schedule>
  /** Reports that are under way are made to their end. @throws NotThere */
  remove(scheduleOid: string): Promise<void>
  /** @throws NotThere, or GroupRefusal where a run is under way */
  runNow(scheduleOid: string): Promise<ScheduleRun>
  /** Newest first, before a planned time. @throws NotThere */
  runs(
    scheduleOid: string,
    page: { before: number | null; limit: number },
  ): Promise<{ items: ScheduleRun[]; total: number }>
  /** @throws InvalidCron */
  nextRuns(question: NextRunsQuestion): Promise<NextRuns>
}

export interface ScheduleDeps {
  schedules: Schedules
  groups: Pick<GroupService, 'get'>
  rooms: Pick<Rooms, 'existing' | 'place'>
  scheduler: Pick<Scheduler, 'nudge' | 'runNow'>
  /** Of schedules that name none. */
  timeZone(): string
  now(): number
  onChanged(): void
}

type ScheduleTarget = Pick<ScheduleChange, 'groupOid' | 'roomOids'>

export function createScheduleService(deps: ScheduleDeps): ScheduleService {
  const { schedules, scheduler, now } = deps

  async function stored(scheduleOid: string): Promise<StoredSchedule> {
    const found = await schedules.get(scheduleOid)
    if (found === null) throw new NotThere('schedule', scheduleOid)
    return found
  }

  /** Told with what waits for an approval now; one that is under way with what its reports have come to, too. */
  async function showRuns(runs: readonly StoredRun[]): Promise<ScheduleRun[]> {
    const held = await schedules.waiting(runs.flatMap(({ batchOid }) => batchOid ?? []))
    return Promise.all(
      runs.map(async (run) => {
        const tally = run.state === 'running' ? await schedules.tally(run.runOid) : undefined
        return shownRun(run, { tally, waiting: held.get(run.batchOid ?? '') })
      }),
    )
  }

  async function show(schedule: StoredSchedule): Promise<Schedule> {
    const { items } = await schedules.runs(schedule.scheduleOid, { before: null, limit: 1 })
    const [last] = await showRuns(items)
    return shownSchedule(schedule, last, now())
  }

  /** When a schedule is due next. @throws InvalidCron */
  async function nextOf({ cron, timeZone, paused }: ScheduleDefinition): Promise<number | null> {
    const next = (await runTimes(cron, timeZone)).after(now())
    if (next === null) throw new InvalidCron()
    return paused ? null : next
  }

  async function checkTarget({ groupOid, roomOids = [] }: ScheduleTarget): Promise<void> {
    if (groupOid !== undefined) await deps.groups.get(groupOid)
    const present = await deps.rooms.existing(roomOids)
    for (const roomOid of roomOids) {
      if (!present.has(roomOid) && (await deps.rooms.place(roomOid)) === null) {
        throw new NotThere('room', roomOid)
      }
    }
  }

  function isChanged(): void {
    deps.onChanged()
    scheduler.nudge()
  }

  return {
    async list() {
      const runs = await showRuns([...(await schedules.lastRuns()).values()])
      const last = new Map(runs.map((run) => [run.scheduleOid, run]))
      const all = await Promise.all(
        (await schedules.list()).map((schedule) =>
          shownSchedule(schedule, last.get(schedule.scheduleOid), now()),
        ),
      )
      return all.toSorted((one, other) => one.name.localeCompare(other.name, 'en'))
    },
    get: async (scheduleOid) => show(await stored(scheduleOid)),
    async create(request) {
      if ((await schedules.list()).length >= scheduleLimits.maxSchedules) {
        throw new GroupRefusal({ context: 'too_many', count: scheduleLimits.maxSchedules })
      }
      await checkTarget(request)
      const definition = { ...request, timeZone: request.timeZone ?? deps.timeZone() }
      const schedule: StoredSchedule = {
        scheduleOid: randomUUID(),
        definition,
        nextAt: await nextOf(definition),
        createdAt: now(),
        revision: 1,
      }
      await schedules.insert(schedule)
      isChanged()
      return show(schedule)
    },
    async change(scheduleOid, change) {
      await checkTarget(change)
      for (;;) {
        const before = await stored(scheduleOid)
        const definition = changedDefinition(before.definition, change)
        // A time that has come and is not run yet is not lost by another name.
        const isOtherTime = (['cron', 'timeZone', 'paused'] as const).some(
          (key) => definition[key] !== before.definition[key],
        )
        const nextAt = isOtherTime ? await nextOf(definition) : before.nextAt
        const next = { ...before, definition, nextAt }
        // Somebody else has changed it in between: this change is made to what they have left.
        if (!(await schedules.replace(next))) continue
        isChanged()
        return show(next)
      }
    },
    async remove(scheduleOid) {
      if (!(await schedules.remove(scheduleOid))) throw new NotThere('schedule', scheduleOid)
      deps.onChanged()
    },
    async runNow(scheduleOid) {
      const run = await scheduler.runNow(await stored(scheduleOid))
      if (run === null) throw new GroupRefusal({ context: 'run' })
      deps.onChanged()
      return shownRun(run)
    },
    async runs(scheduleOid, page) {
      await stored(scheduleOid)
      const { items, total } = await schedules.runs(scheduleOid, page)
      return { items: await showRuns(items), total }
    },
    async nextRuns({ cron, timeZone = deps.timeZone(), period }) {
      const times = (await runTimes(cron, timeZone)).several(now(), scheduleLimits.shownRuns)
      if (times.length === 0) throw new InvalidCron()
      const iso = (ms: number): string => new Date(ms).toISOString()
      const items = times.map((at) => {
        const read = period === undefined ? null : periodOfRun(period, at, timeZone)
        return { at: iso(at), ...(read && { from: iso(read.from), to: iso(read.to) }) }
      })
      return { timeZone, items }
    },
  }
}

/** What a change does not name stays; null takes away, and a group takes the place of rooms. */
function changedDefinition(
  before: ScheduleDefinition,
  { recipients, options, approver, ...change }: ScheduleChange,
): ScheduleDefinition {
  const named = Object.fromEntries(
    Object.entries(change).filter(([, value]) => value !== undefined),
  ) as Partial<ScheduleDefinition>
  const definition: ScheduleDefinition = {
    ...before,
    ...named,
    recipients: recipients === undefined ? before.recipients : (recipients ?? undefined),
    options: options === undefined ? before.options : (options ?? undefined),
    approver: approver === undefined ? before.approver : (approver ?? undefined),
  }
  if (named.groupOid !== undefined) definition.roomOids = undefined
  if (named.roomOids !== undefined) definition.groupOid = undefined
  return definition
}
