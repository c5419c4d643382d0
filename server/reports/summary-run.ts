import type { Reason } from '../contract/reason.ts'
import type { ModelChoice, SummaryChoice } from '../summary/choose.ts'
import type { StageOutcome } from './job.ts'
import { runStage, type StageDeps, type StageInput } from './stage-run.ts'

/** Asks the model of the settings; once a person would rather have quotes, those are taken in its place. */
export async function runSummary(
  deps: StageDeps,
  { job, tracker, signal }: Omit<StageInput, 'stage'>,
  quotes: AbortSignal,
): Promise<StageOutcome> {
  const { summary } = job
  const input = { stage: 'summarizing', tracker } as const
  if (summary.engine === 'extractive') return runStage(deps, { ...input, job, signal })
  if (!quotes.aborted) {
    const either = AbortSignal.any([signal, quotes])
    try {
      return await runStage(deps, { ...input, job, signal: either })
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
  const own: SummaryChoice = { engine: 'extractive' }
  return runStage(deps, { ...input, job: { ...job, summary: own, instead }, signal })
}

const placeOf = ({ engine, baseUrl }: ModelChoice): string =>
  engine === 'local' ? 'localhost' : new URL(baseUrl).host
