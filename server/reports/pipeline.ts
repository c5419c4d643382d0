import { setTimeout as sleep } from 'node:timers/promises'
import { stages, type ReportError, type Stage, type WorkbookFile } from '../contract/reports.ts'
import { sentence, type Sentence } from '../contract/sentences.ts'
import { unreadReason } from '../figures/unread.ts'
import type { Held, Written } from '../ports/checkpoints.ts'
import { inEnglish } from '../words/say.ts'
import type { Announce } from './announcing.ts'
import { emptySaid, overviewSaid, readySaid } from './end-said.ts'
import { ReportFailure, toFailure } from './failure.ts'
import { makeJob, nameWorkbook, summaryFor, type JobDeps } from './making-job.ts'
import type { ReportEnds } from './overviews/report-ends.ts'
import type { ReportFiles } from './report-files.ts'
import { secondsOf, waitBeforeRetry } from './retry-policy.ts'
import { runStage } from './stage-run.ts'
import { keepCheckpoint } from './stages/ports.ts'
import { runSummary, type SummaryDeps } from './summary-run.ts'
import type { Tracker } from './tracker.ts'

export interface PipelineDeps extends SummaryDeps, JobDeps {
  files: ReportFiles
  ends: ReportEnds
  now(): number
  /** 0 to 1, for jitter. */
  random(): number
  announce: Announce
}

/** Forgets a written workbook whose file is gone, so that the stage runs again. */
async function dropLostWorkbook({ reports, files }: PipelineDeps, held: Held): Promise<void> {
  const written = await reports.checkpoints.get(held.reportOid, 'writing')
  if (written === null || (await files.find(held.reportOid, written, true)) !== null) return
  if (!files.isThere(written.temporaryFile)) await reports.checkpoints.drop(held, ['writing'])
}

/**
 * After an upgrade: what a stage made in a form that this version cannot read is made again, and so is
 * what later stages made of it. The range of messages stays the same.
 */
async function dropOutdated({ reports }: PipelineDeps, tracker: Tracker): Promise<void> {
  const { report } = tracker
  const made = await reports.checkpoints.states(report.reportOid)
  const first = stages.findIndex((each) => made[each] === 'outdated')
  const stage = stages[first]
  if (stage === undefined) return
  await reports.checkpoints.drop(report, stages.slice(first + 1))
  tracker.log('report.stage_again', sentence('stage_again', { stage }), { stage })
}

/**
 * Brings a written workbook under its final name; harmless when a crash came after the rename. One of the same
 * name and size may be there from before people chose what it tells.
 */
async function publishWorkbook(
  deps: PipelineDeps,
  reportOid: string,
  written: Written,
): Promise<WorkbookFile> {
  const { temporaryFile, ...workbook } = written
  const isThere = (await deps.files.find(reportOid, workbook, true)) !== null
  if (!isThere || deps.files.isThere(temporaryFile)) {
    await deps.files.publish(temporaryFile, reportOid, workbook)
  }
  return workbook
}

/** A written workbook that nobody wants any more. */
async function discardWritten({ reports, files }: PipelineDeps, reportOid: string): Promise<void> {
  const written = await reports.checkpoints.get(reportOid, 'writing')
  if (written !== null) await files.discard(written.temporaryFile)
}

/** An overview is made of reports, and waits until each has ended. */
async function awaitCovered(
  { ends }: PipelineDeps,
  tracker: Tracker,
  signal: AbortSignal,
): Promise<void> {
  const { covers } = tracker.report.options
  if (covers === undefined) return
  const total = covers.length
  const tell = (done: number): void => {
    const said = sentence('waiting_for_reports', { count: total - done })
    tracker.hear({ type: 'progress', done, total, unit: 'reports' })
    if (done < total) tracker.hear({ type: 'doing', said })
  }
  await ends.all(covers, tell, signal)
  tracker.enter('collecting')
}

/** What may end the stages of a report, or its waiting for a model. */
interface Signals {
  signal: AbortSignal
  /** Ends the stages before the next one begins. */
  leave: AbortSignal
  quotes: AbortSignal
}

/**
 * Collect, summarize, write: from the stage the report still needs to its workbook under the final
 * name. What each stage made is durable before the next begins, so a stage with a checkpoint is
 * never run again. Returns the end message; throws `ReportFailure`.
 */
async function runStages(
  deps: PipelineDeps,
  tracker: Tracker,
  { signal, leave, quotes }: Signals,
): Promise<{ workbook: WorkbookFile; said: Sentence }> {
  const { report } = tracker
  const job = await makeJob(deps, report)
  const { checkpoints } = deps.reports
  await dropOutdated(deps, tracker)
  await dropLostWorkbook(deps, report)
  const made = await checkpoints.states(report.reportOid)
  /** A file that a checkpoint names is what is left to be published: it is not made again. */
  let isKept = false
  try {
    for (const stage of stages) {
      if (made[stage] === 'usable') continue
      leave.throwIfAborted()
      tracker.enter(stage)
      if (stage === 'collecting') await awaitCovered(deps, tracker, signal)
      // Settings may have changed since the report was started.
      const chosen = summaryFor(deps, report)
      const service = deps.workbookService()
      const run = { job: { ...job, summary: chosen, service }, tracker, signal }
      const { written } = await (stage === 'summarizing'
        ? runSummary(deps, run, quotes)
        : runStage(deps, { stage, ...run }))
      if (written !== undefined) {
        const checkpoint: Written = {
          fileName: await nameWorkbook(deps, report, job),
          ...written,
          temporaryFile: job.temporaryFile,
        }
        await keepCheckpoint(checkpoints, job, 'writing', checkpoint, deps.now())
        isKept = true
        if (written.withoutService !== undefined) {
          const said = sentence('workbook_ready_without_service', {
            reason: written.withoutService,
          })
          tracker.log('report.without_service', said)
        }
      }
    }
    const written = await checkpoints.get(report.reportOid, 'writing')
    if (written === null) {
      throw new ReportFailure({ code: 'internal', params: { context: 'stage_gone' } })
    }
    // A restart may come here without having entered a stage; the state machine wants its last one.
    if (tracker.report.state === 'queued') tracker.enter('writing')
    const reason = await checkpoints.fallback(report.reportOid)
    // A room that a person has closed to other computers lacks nothing.
    const lacksModel = reason !== null && reason.code !== 'room_stays_here'
    const collected = await checkpoints.collected(report.reportOid)
    const unread = unreadReason(collected?.unread ?? [])
    const workbook = {
      ...(await publishWorkbook(deps, report.reportOid, written)),
      ...(lacksModel && { withoutModel: { ...reason, message: inEnglish(reason) } }),
      ...(unread !== null && { notAllRead: { ...unread, message: inEnglish(unread) } }),
    }
    await deps.announce(tracker.report, { state: 'finished', workbook })
    if (job.covers !== undefined) return { workbook, said: await overviewSaid(deps, report) }
    const isEmpty = collected !== null && collected.messages + collected.system === 0
    const changed = collected?.changed
    if (isEmpty) return { workbook, said: emptySaid(unread, changed) }
    return { workbook, said: readySaid(unread, lacksModel ? reason : null, { written, changed }) }
  } catch (error) {
    if (!isKept) await deps.files.discard(job.temporaryFile).catch(() => undefined)
    throw error
  }
}

const stageOf = (tracker: Tracker): ReportError['stage'] => {
  const { state } = tracker.report
  return (stages as readonly string[]).includes(state) ? (state as Stage) : 'queued'
}

/** Runs the stages, and again after a pause where the failure passes by itself. */
async function runPatiently(
  deps: PipelineDeps,
  tracker: Tracker,
  signals: Signals,
): Promise<{ workbook: WorkbookFile; said: Sentence }> {
  const { signal, leave } = signals
  for (let tries = 1; ; tries++) {
    try {
      return await runStages(deps, tracker, signals)
    } catch (error) {
      if (signal.aborted || leave.aborted) throw error
      const failure = toFailure(error, 'internal')
      const wait = failure.retryable ? waitBeforeRetry(failure.code, tries, deps.random()) : null
      if (wait === null) throw failure
      tracker.pause(sentence('trying_again', { seconds: secondsOf(wait), reason: failure.said }))
      await sleep(wait, undefined, { signal })
    }
  }
}

/**
 * Runs one report to its end and says so; never rejects. On `shutdown`, and before the next stage on `leave`, the
 * report keeps its state and goes on from its checkpoints at the next start.
 */
export async function runReport(
  deps: PipelineDeps,
  tracker: Tracker,
  signals: { cancel: AbortSignal; shutdown: AbortSignal; leave: AbortSignal; quotes: AbortSignal },
): Promise<void> {
  const { cancel, shutdown, leave, quotes } = signals
  try {
    const signal = AbortSignal.any([cancel, shutdown])
    const { workbook, said } = await runPatiently(deps, tracker, { signal, leave, quotes })
    await tracker.finish(workbook, said)
  } catch (error) {
    if (shutdown.aborted) return
    if (cancel.aborted) {
      await discardWritten(deps, tracker.report.reportOid).catch(() => undefined)
      return await tracker.cancel()
    }
    if (leave.aborted) return
    const { said, message, retryable } = toFailure(error, 'internal')
    // That it failed is said in any case.
    await deps.announce(tracker.report, { state: 'failed', code: said.code }).catch(() => undefined)
    await tracker.fail({ ...said, stage: stageOf(tracker), message, retryable })
  }
}
