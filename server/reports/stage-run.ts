import type { Stage } from '../contract/reports.ts'
import { sentence } from '../contract/sentences.ts'
import { runLimits } from './limits.ts'
import type { SummaryChoice } from '../summary/choose.ts'
import { ReportFailure } from './failure.ts'
import type { ReportJob, StageOutcome } from './job.ts'
import type { RunKind, StageTimes } from './stage-times.ts'
import type { Tracker } from './tracker.ts'
import { startWatchdog, type Watchdog } from './watchdog.ts'
import type { WorkerPool } from './worker-pool.ts'

export interface StageDeps {
  pool: WorkerPool
  /** What past stages took; the next report's percent is made of it. */
  stageTimes: StageTimes
  /** Overrides of `runLimits`. */
  stallMs?: number
  deadlineMs?: number
}

export interface StageInput {
  stage: Stage
  job: ReportJob
  tracker: Tracker
  signal: AbortSignal
}

/** Names an engine where its times are kept. */
const engineName = (choice: SummaryChoice): string =>
  choice.engine === 'extractive' ? choice.engine : `${choice.engine}:${choice.model}`

function stalled(watchdog: Watchdog, deps: StageDeps, cause: unknown): ReportFailure {
  const { stallMs = runLimits.stageStallMs, deadlineMs = runLimits.stageDeadlineMs } = deps
  const isLate = watchdog.reason === 'late'
  const count = Math.max(1, Math.round((isLate ? deadlineMs : stallMs) / 60_000))
  const context = isLate ? 'late' : 'silent'
  return new ReportFailure({ code: 'stage_stalled', params: { context, count } }, { cause })
}

/**
 * Runs one stage under a watchdog, and remembers how long it took. Rejects with `ReportFailure`: code
 * `stage_stalled` for one that falls silent or takes too long.
 */
export async function runStage(deps: StageDeps, input: StageInput): Promise<StageOutcome> {
  const { stage, job, tracker, signal } = input
  const watchdog = startWatchdog({
    silenceMs: deps.stallMs ?? runLimits.stageStallMs,
    deadlineMs: deps.deadlineMs ?? runLimits.stageDeadlineMs,
  })
  const run: RunKind = { engine: engineName(job.summary), messages: 0 }
  const start = performance.now()
  let paused = 0
  try {
    const outcome = await deps.pool.run(
      stage,
      job,
      (event) => {
        watchdog.refresh()
        if (event.type === 'waiting') paused += event.milliseconds
        if (event.type === 'progress' && event.total !== null && event.total !== run.messages) {
          run.messages = event.total
          tracker.weigh(deps.stageTimes.weights(run))
        }
        tracker.hear(event)
      },
      AbortSignal.any([signal, watchdog.signal]),
    )
    const took = performance.now() - start
    // Waiting for somebody else is no measure of the next room.
    deps.stageTimes.learn(run, stage, Math.max(0, took - paused))
    const ms = Math.round(took)
    tracker.log('report.stage_done', sentence('stage_done', { stage }), { stage, ms })
    return outcome
  } catch (error) {
    if (watchdog.reason !== null && !signal.aborted) throw stalled(watchdog, deps, error)
    throw error
  } finally {
    watchdog.stop()
  }
}
