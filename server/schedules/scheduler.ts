import { randomUUID } from 'node:crypto'
import { scheduleLimits } from '../contract/limits.ts'
import { sentence } from '../contract/sentences.ts'
import type { Schedules, StoredRun, StoredSchedule } from '../ports/schedules.ts'
import { runTimes } from './cron.ts'
import { decide, periodOfRun } from './due.ts'
import type { Runs } from './runs.ts'

export interface SchedulerDeps {
  schedules: Pick<Schedules, 'due' | 'nextAt' | 'claim' | 'get' | 'openRuns'>
  runs: Runs
  now(): number
  onError(error: unknown): void
}

/** Runs what is due. It trusts no timer for longer than some seconds: a computer sleeps, and clocks are set. */
export interface Scheduler {
  /** Looks at once, and from now on by itself. */
  start(): void
  /** Looks at what is due and what is under way; resolves once that is done. Looks never overlap. */
  look(): Promise<void>
  /** Looks soon: something that is under way may have ended, or the computer has woken up. */
  nudge(): void
  /** Begins a run at this moment; null where another one is under way. */
  runNow(schedule: StoredSchedule): Promise<StoredRun | null>
  /** Resolves once nothing is done any more. */
  close(): Promise<void>
}

/** Milliseconds in which many ends of reports are answered by one look. */
export const nudgeMs = 500

export function newRun(
  schedule: StoredSchedule,
  { plannedAt, cause, now }: { plannedAt: number; cause: StoredRun['cause']; now: number },
): StoredRun {
  const { period, timeZone } = schedule.definition
  return {
    runOid: randomUUID(),
    scheduleOid: schedule.scheduleOid,
    plannedAt,
    cause,
    state: 'starting',
    startedAt: now,
    finishedAt: null,
    period: periodOfRun(period, plannedAt, timeZone),
    batchOid: null,
    overviewOid: null,
    total: 0,
    ended: { finished: 0, failed: 0, cancelled: 0, mailsFailed: 0 },
    said: null,
  }
}

export function createScheduler(deps: SchedulerDeps): Scheduler {
  const { schedules, runs, now } = deps
  let timer: ReturnType<typeof setTimeout> | null = null
  let isClosed = false
  /** A look is set that somebody asked for. */
  let isNudged = false
  let looking: Promise<void> = Promise.resolve()

  async function begin(schedule: StoredSchedule, dueAt: number): Promise<void> {
    const { cron, timeZone, missed } = schedule.definition
    const times = await runTimes(cron, timeZone)
    const at = now()
    const { plannedAt, cause, isSkipped, next } = decide(times, { dueAt, now: at, missed })
    const planned = newRun(schedule, { plannedAt, cause, now: at })
    const run: StoredRun = isSkipped
      ? { ...planned, state: 'skipped', finishedAt: at, said: sentence('run_missed') }
      : planned
    // Not placed: somebody else has it, or the run before it is still under way and it waits for that.
    if (!(await schedules.claim({ run, due: { was: dueAt, next } }))) return
    if (isSkipped) await runs.skip(schedule, run)
    else await runs.start(schedule, run)
  }

  /** One schedule that cannot be run must not hold up the others. */
  async function attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      deps.onError(error)
    }
  }

  async function lookOnce(): Promise<void> {
    if (isClosed) return
    await attempt(runs.advance)
    await attempt(async () => {
      for (const schedule of await schedules.due(now())) {
        const { nextAt } = schedule
        if (nextAt !== null && !isClosed) await attempt(() => begin(schedule, nextAt))
      }
    })
  }

  function look(): Promise<void> {
    looking = looking.then(lookOnce)
    return looking
  }

  function set(milliseconds: number): void {
    if (timer !== null) clearTimeout(timer)
    timer = isClosed ? null : setTimeout(turn, milliseconds)
    timer?.unref()
  }

  function turn(): void {
    isNudged = false
    void look().then(wait)
  }

  async function wait(): Promise<void> {
    const next = await schedules.nextAt().catch(() => null)
    // What ended while the look was under way may have been missed by it: the look that was asked for stays.
    if (isNudged) return
    const left = next === null ? 0 : next - now()
    // What is due already and was not begun waits for something, and is looked at again as ever.
    set(left > 0 ? Math.min(left, scheduleLimits.lookMs) : scheduleLimits.lookMs)
  }

  let isStarted = false
  return {
    start() {
      isStarted = true
      set(0)
    },
    look,
    nudge() {
      // Not put off by each further one: where reports end all the time, there would never be a look.
      if (!isStarted || isNudged) return
      isNudged = true
      set(nudgeMs)
    },
    async runNow(schedule) {
      const at = now()
      let run = newRun(schedule, { plannedAt: at, cause: 'now', now: at })
      // The moment itself may be that of a run which has ended already.
      while (!(await schedules.claim({ run }))) {
        const open = await schedules.openRuns()
        if (open.some(({ scheduleOid }) => scheduleOid === schedule.scheduleOid)) return null
        if ((await schedules.get(schedule.scheduleOid)) === null) return null
        run = { ...run, plannedAt: run.plannedAt + 1 }
      }
      const placed = run
      // The answer does not wait for the reports of thousands of rooms to be written down.
      looking = looking.then(() => attempt(() => runs.start(schedule, placed)))
      return placed
    },
    async close() {
      isClosed = true
      if (timer !== null) clearTimeout(timer)
      await looking
    },
  }
}
