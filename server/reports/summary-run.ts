import type { Reason } from '../contract/reason.ts'
import type { SummaryChoice } from '../summary/choose.ts'
import type { StageOutcome } from './job.ts'
import { runStage, type StageDeps, type StageInput } from './stage-run.ts'

export interface SummaryDeps extends StageDeps {
  /** The same engine, with the way that leads to its server now. */
  reach(choice: SummaryChoice): Promise<SummaryChoice>
}

/** Asks the model of the settings; once a person would rather have quotes, those are taken in its place. */
export async function runSummary(
  deps: SummaryDeps,
  { job, tracker, signal }: Omit<StageInput, 'stage'>,
  quotes: AbortSignal,
): Promise<StageOutcome> {
  // The other stages ask no server, so the system need not be asked for the way to one.
  const summary = await deps.reach(job.summary)
  const input = { stage: 'summarizing', tracker } as const
  if (summary.engine === 'extractive') return runStage(deps, { ...input, job, signal })
  if (!quotes.aborted) {
    const either = AbortSignal.any([signal, quotes])
    try {
      return await runStage(deps, { ...input, job: { ...job, summary }, signal: either })
    } catch (error) {
      if (signal.aborted || !quotes.aborted) throw error
    }
  }
  // What the model had counted and said ends here.
  tracker.enter('summarizing')
  const instead: Reason = {
    code: 'quotes_asked',
    params: { model: summary.model, host: new URL(summary.baseUrl).host },
  }
  const own: SummaryChoice = { engine: 'extractive' }
  return runStage(deps, { ...input, job: { ...job, summary: own, instead }, signal })
}
