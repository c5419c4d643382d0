import type { Stage } from '../contract/reports.ts'
import { reportLimits } from '../contract/limits.ts'
import type { SummaryChoice } from '../summary/choose.ts'
import { ReportFailure } from './failure.ts'
import type { ReportJob, StageOutcome } from './job.ts'
import type { ModelPlaces } from './model-places.ts'
import { secondsOf } from './retry-policy.ts'
import type { RunKind, StageTimes } from './stage-times.ts'
import type { Tracker } from './tracker.ts'
import { startWatchdog, type Watchdog } from './watchdog.ts'
import type { WorkerPool } from './worker-pool.ts'

export interface StageDeps {
  pool: WorkerPool
  /** A report waits for a place at its model server before it is summarized. */
  modelPlaces: ModelPlaces
  /** What past stages took; the next report's percent is made of it. */
  stageTimes: StageTimes
  /** Overrides of `reportLimits`. */
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

function barked(watchdog: Watchdog, deps: StageDeps, cause: unknown): ReportFailure {
  const { stallMs = reportLimits.stageStallMs, deadlineMs = reportLimits.stageDeadlineMs } = deps
  const minutes = (ms: number): string => {
    const count = Math.max(1, Math.round(ms / 60_000))
    return count === 1 ? '1 minute' : `${count} minutes`
  }
  const sentence =
    watchdog.reason === 'late'
      ? `It was not done after ${minutes(deadlineMs)}. Retry, or choose a shorter period.`
      : `Nothing happened for ${minutes(stallMs)}. Retry.`
  return new ReportFailure('stage_stalled', sentence, { cause })
}

/** Runs one stage under a watchdog, and remembers how long it took. */
async function runWatched(deps: StageDeps, input: StageInput): Promise<StageOutcome> {
  const { stage, job, tracker, signal } = input
  const watchdog = startWatchdog({
    silenceMs: deps.stallMs ?? reportLimits.stageStallMs,
    deadlineMs: deps.deadlineMs ?? reportLimits.stageDeadlineMs,
  })
  const run: RunKind = { engine: engineName(job.summary), messages: 0 }
  const start = performance.now()
  let paused = 0
  try {
    const outcome = await deps.pool.run(
      stage,
      job,
      {
        onProgress(done, total, unit) {
          watchdog.refresh()
          if (total !== null && total !== run.messages) {
            run.messages = total
            tracker.weigh(deps.stageTimes.weights(run))
          }
          tracker.count(done, total, unit)
        },
        onText(delta) {
          watchdog.refresh()
          tracker.text(delta)
        },
        onPhase(sentence) {
          watchdog.refresh()
          tracker.phase(sentence)
        },
        onWait(milliseconds, reason) {
          watchdog.refresh()
          paused += milliseconds
          tracker.pause(`Waiting ${secondsOf(milliseconds)} s for the model server: ${reason}`)
        },
        onSilence(milliseconds, model) {
          watchdog.refresh()
          const seconds = secondsOf(milliseconds)
          tracker.pause(`${model} has said nothing for ${seconds} s`, {
            code: 'model_silent',
            params: { seconds, model },
          })
        },
      },
      AbortSignal.any([signal, watchdog.signal]),
    )
    const took = performance.now() - start
    // Waiting for somebody else is no measure of the next room.
    deps.stageTimes.learn(run, stage, Math.max(0, took - paused))
    tracker.log('report.stage_done', `Done with ${stage}`, { stage, ms: Math.round(took) })
    return outcome
  } catch (error) {
    if (watchdog.reason !== null && !signal.aborted) throw barked(watchdog, deps, error)
    throw error
  } finally {
    watchdog.stop()
  }
}

/**
 * Runs one stage; the one that asks a model server waits for a place there first. Rejects with
 * `ReportFailure`: code `stage_stalled` for one that falls silent or takes too long.
 */
export async function runStage(deps: StageDeps, input: StageInput): Promise<StageOutcome> {
  const { stage, job, tracker, signal } = input
  if (stage !== 'summarizing') return runWatched(deps, input)
  const say = (): void => tracker.say('Waiting for the model server')
  const leave = await deps.modelPlaces.take(job.summary, signal, say)
  return runWatched(deps, input).finally(leave)
}
