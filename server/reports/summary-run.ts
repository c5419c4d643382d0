import type { Reason } from '../contract/reason.ts'
import { sentence } from '../contract/sentences.ts'
import type { ModelChoice, SummaryChoice } from '../summary/choose.ts'
import type { StageOutcome } from './job.ts'
import type { ModelPlaces } from './model-places.ts'
import { runStage, type StageDeps, type StageInput } from './stage-run.ts'

export interface SummaryDeps extends StageDeps {
  /** A report waits for a place at its model server before it is summarized. */
  modelPlaces: ModelPlaces
  /** Finds the way to a model server, or starts the model; called with a place at it, so that it lasts. */
  reach(choice: ModelChoice): Promise<SummaryChoice>
}

/** Asks the model of the settings; once a person would rather have quotes, those are taken in its place. */
export async function runSummary(
  deps: SummaryDeps,
  { job, tracker, signal }: Omit<StageInput, 'stage'>,
  quotes: AbortSignal,
): Promise<StageOutcome> {
  const { summary } = job
  const input = { stage: 'summarizing', tracker, job, signal } as const
  if (summary.engine === 'extractive') return runStage(deps, input)
  if (!quotes.aborted) {
    const either = AbortSignal.any([signal, quotes])
    try {
      return await askModel(deps, { ...input, signal: either }, summary)
    } catch (error) {
      if (signal.aborted || !quotes.aborted) throw error
    }
  }
  // What the model had counted and said ends here.
  tracker.enter('summarizing')
  const instead: Reason = {
    code: 'quotes_asked',
    params: { model: summary.model, host: placeOf(summary) },
  }
  return runStage(deps, { ...input, job: { ...job, summary: { engine: 'extractive' }, instead } })
}

/** Runs the stage with a place at the model's server, for which it waits. */
async function askModel(
  { modelPlaces, reach, ...deps }: SummaryDeps,
  input: StageInput,
  model: ModelChoice,
): Promise<StageOutcome> {
  const { job, tracker, signal } = input
  const say = (): void => void tracker.say(sentence('waiting_for_model_place'))
  const leave = await modelPlaces.take(model, signal, say)
  try {
    const summary = await reach(model)
    signal.throwIfAborted()
    return await runStage(deps, { ...input, job: { ...job, summary } })
  } finally {
    leave()
  }
}

const placeOf = ({ engine, baseUrl }: ModelChoice): string =>
  engine === 'local' ? 'localhost' : new URL(baseUrl).host
