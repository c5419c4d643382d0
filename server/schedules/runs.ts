import type { Sentence } from '../contract/sentences.ts'
import { sentence } from '../contract/sentences.ts'
import type { Schedules, StoredRun, StoredSchedule } from '../ports/schedules.ts'
import { storageFailure } from '../reports/failure.ts'
import { verbatim } from '../contract/sentences.ts'
import { startRun, type RunReportsDeps } from './run-reports.ts'
import { endedOf, isUnderWay } from './shown.ts'

export interface RunsDeps extends RunReportsDeps {
  schedules: Pick<Schedules, 'get' | 'changeRun' | 'openRuns' | 'tally'>
  now(): number
  /**
   * Tells of a run that is over, before it is written down: told again for the same run, nobody hears it twice.
   * Resolves once it is kept.
   */
  tellEnd(schedule: StoredSchedule, run: StoredRun): Promise<void>
  /** Called once for each run that is over, on the node that has written it down. */
  onEnd(schedule: StoredSchedule, run: StoredRun): void
  /** Told after a run is another in the store. */
  onChanged(): void
  onError(error: unknown): void
}

/** Brings runs from their place in the history to their end. */
export interface Runs {
  /** Starts the reports of a run that was just placed; resolves once it is done, or has to be tried again. */
  start(schedule: StoredSchedule, run: StoredRun): Promise<void>
  /** Ends a run that starts nothing. */
  skip(schedule: StoredSchedule, run: StoredRun): Promise<void>
  /** Goes on with what is under way: also with what was begun by a process that was killed, or another node. */
  advance(): Promise<void>
}

/** Milliseconds after which a run that is still starting was left so by who placed it. */
const startingMs = 60_000

export function createRuns(deps: RunsDeps): Runs {
  const { schedules, now } = deps
  /** Being started here. */
  const starting = new Set<string>()
  /** What is starting when a process begins was left by the one before; starting it again does no harm. */
  let isFirstLook = true

  async function end(schedule: StoredSchedule, over: StoredRun): Promise<void> {
    const run = { ...over, finishedAt: over.finishedAt ?? now() }
    await deps.tellEnd(schedule, run)
    if (!(await schedules.changeRun(run))) return
    deps.onEnd(schedule, run)
    deps.onChanged()
  }

  async function start(schedule: StoredSchedule, run: StoredRun): Promise<void> {
    if (starting.has(run.runOid)) return
    starting.add(run.runOid)
    try {
      const { total, overviewOid } = await startRun(deps, schedule, run)
      if (total === 0) return await end(schedule, failed(run, sentence('no_rooms')))
      const started = { batchOid: run.runOid, total, overviewOid }
      await schedules.changeRun({ ...run, state: 'running', ...started })
      deps.onChanged()
    } catch (error) {
      deps.onError(error)
      // Where it is the storage that fails, it is tried again with the next look.
      if (storageFailure(error) !== null) return
      const reason = verbatim(error instanceof Error ? error.message : String(error))
      await end(schedule, failed(run, sentence('run_not_started', { reason })))
    } finally {
      starting.delete(run.runOid)
    }
  }

  async function settle(schedule: StoredSchedule, run: StoredRun): Promise<void> {
    const tally = await schedules.tally(run.batchOid ?? run.runOid)
    if (tally.some(isUnderWay)) return
    const ended = endedOf(tally)
    const said = whyFailed(ended)
    const state = said === null ? 'finished' : 'failed'
    await end(schedule, { ...run, state, ended, said })
  }

  return {
    start,
    async skip(schedule, run) {
      await deps.tellEnd(schedule, run)
      deps.onEnd(schedule, run)
      deps.onChanged()
    },
    async advance() {
      const wasFirst = isFirstLook
      isFirstLook = false
      for (const run of await schedules.openRuns()) {
        const schedule = await schedules.get(run.scheduleOid)
        if (schedule === null) await schedules.changeRun({ ...run, state: 'failed' })
        else if (run.state === 'running') await settle(schedule, run)
        else if (wasFirst || now() - run.startedAt > startingMs) await start(schedule, run)
      }
    },
  }
}

const failed = (run: StoredRun, said: Sentence): StoredRun => ({ ...run, state: 'failed', said })

function whyFailed({ failed: reports, mailsFailed }: StoredRun['ended']): Sentence | null {
  if (reports > 0) return sentence('run_failed', { context: 'reports', count: reports })
  return mailsFailed > 0 ? sentence('run_failed', { context: 'mails', count: mailsFailed }) : null
}
