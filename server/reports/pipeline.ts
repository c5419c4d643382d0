import { existsSync } from 'node:fs'
import { stages, type ReportError, type Stage, type WorkbookFile } from '../contract/reports.ts'
import { reportLimits } from '../contract/limits.ts'
import { defaultWorkbookChoices } from '../contract/workbook.ts'
import type {
  PinnedLogo,
  PinnedWorkbook,
  ReportStore,
  StoredReport,
} from '../store/report-store.ts'
import type { RoomStore } from '../store/room-store.ts'
import type { SummaryChoice } from '../summary/choose.ts'
import { workbookFileName } from '../workbook/workbook-name.ts'
import { ReportFailure, toFailure } from './failure.ts'
import type { ReportJob, StageOutcome } from './job.ts'
import type { ReportFiles } from './report-files.ts'
import type { ModelPlaces } from './model-places.ts'
import { stagesFrom } from './state-machine.ts'
import type { Tracker } from './tracker.ts'
import type { WorkerPool } from './worker-pool.ts'

export interface PipelineDeps {
  store: ReportStore
  rooms: RoomStore
  pool: WorkerPool
  files: ReportFiles
  /** The engine of the settings as they are now. */
  summaryChoice(): SummaryChoice
  /** A report waits for a place at its model server before it is summarized. */
  modelPlaces: ModelPlaces
  now(): number
  /** Milliseconds of silence after which a stage has failed. */
  stallMs?: number
}

/** What the writing stage leaves: enough to finish the rename after a crash. */
interface WrittenCheckpoint extends WorkbookFile {
  temporaryFile: string
}

/** Quotes where the report asks for them; else whoever the settings name when the stage starts. */
const summaryFor = ({ summaryChoice }: PipelineDeps, report: StoredReport): SummaryChoice =>
  report.options.summary === 'extractive' ? { engine: 'extractive' } : summaryChoice()

const stageMessages: Readonly<Record<Stage, string>> = {
  collecting: 'Collecting messages',
  summarizing: 'Writing the summary',
  writing: 'Building the workbook',
}

const parseTime = (iso: string | undefined): number | null =>
  iso === undefined ? null : Date.parse(iso)

/** A report from before there were choices gets the workbook of the contract. */
const workbookOf = ({ options }: StoredReport): PinnedWorkbook =>
  options.workbook ?? { ...defaultWorkbookChoices, logo: null }

const logoFileOf = (logo: PinnedLogo, { logos }: ReportFiles): string | null =>
  logo !== null && 'file' in logo ? logos.path(logo.file) : null

function makeJob(deps: PipelineDeps, report: StoredReport): ReportJob {
  const found = deps.rooms.get(report.roomOid)
  if (found === null) {
    throw new ReportFailure('room_not_found', `The room ${report.roomOid} no longer exists.`, {
      retryable: false,
    })
  }
  const { room, roomId, lastOrd } = found
  const workbook = workbookOf(report)
  // Kept in the collecting checkpoint once that stage is done; until then the newest message counts.
  const pinned = deps.store.collected(report.reportOid)
  return {
    reportOid: report.reportOid,
    attempt: report.attempt,
    room: {
      roomId,
      roomOid: room.roomOid,
      name: room.name,
      source: room.source,
      format: room.format,
    },
    range: {
      from: parseTime(report.options.from),
      to: parseTime(report.options.to),
      maxOrd: pinned?.maxOrd ?? lastOrd,
    },
    summary: summaryFor(deps, report),
    recipients: report.options.recipients ?? [],
    workbook,
    logoFile: logoFileOf(workbook.logo, deps.files),
    createdAt: report.createdAt,
    temporaryFile: deps.files.temporaryFile(report.reportOid, report.attempt),
  }
}

/** Runs one stage, and fails it when it has said nothing for too long. */
async function runStage(
  deps: PipelineDeps,
  stage: Stage,
  job: ReportJob,
  tracker: Tracker,
  signal: AbortSignal,
): Promise<StageOutcome> {
  const stalled = new AbortController()
  const stallMs = deps.stallMs ?? reportLimits.stageStallMs
  const watchdog = setTimeout(() => stalled.abort(), stallMs)
  try {
    return await deps.pool.run(
      stage,
      job,
      {
        onProgress: (done, total, unit) => {
          watchdog.refresh()
          tracker.count(done, total, unit)
        },
        onText: (delta) => {
          watchdog.refresh()
          tracker.text(delta)
        },
        onWait: (milliseconds, reason) => {
          watchdog.refresh()
          const seconds = Math.max(1, Math.round(milliseconds / 1_000))
          tracker.pause(`Waiting ${seconds} s for the model server: ${reason}`)
        },
      },
      AbortSignal.any([signal, stalled.signal]),
    )
  } catch (error) {
    if (stalled.signal.aborted && !signal.aborted) {
      const minutes = Math.round(stallMs / 60_000)
      throw new ReportFailure('stage_stalled', `Nothing happened for ${minutes} minutes. Retry.`, {
        cause: error,
      })
    }
    throw error
  } finally {
    clearTimeout(watchdog)
  }
}

/** Runs one stage; the one that asks a model server waits for a place there first. */
async function runInPlace(
  deps: PipelineDeps,
  stage: Stage,
  job: ReportJob,
  tracker: Tracker,
  signal: AbortSignal,
): Promise<StageOutcome> {
  if (stage !== 'summarizing') return runStage(deps, stage, job, tracker, signal)
  // Settings may have changed since the report was started.
  const summary = summaryFor(deps, tracker.report)
  const say = (): void => tracker.say('Waiting for the model server')
  const leave = await deps.modelPlaces.take(summary, signal, say)
  return runStage(deps, stage, { ...job, summary }, tracker, signal).finally(leave)
}

function nameWorkbook(deps: PipelineDeps, report: StoredReport, job: ReportJob): string {
  const isoOrNull = (ms: number | null): string | null =>
    ms === null ? null : new Date(ms).toISOString()
  const collected = deps.store.collected(report.reportOid)
  return workbookFileName({
    room: job.room.name,
    period: { from: isoOrNull(job.range.from), to: isoOrNull(job.range.to) },
    firstAt: collected?.firstAt ?? null,
    lastAt: collected?.lastAt ?? null,
    timeZone: job.workbook.timeZone,
    pattern: job.workbook.fileName,
    createdAt: new Date(report.createdAt),
    reportOid: report.reportOid,
  })
}

/** Forgets a written workbook whose file is gone, so that the stage runs again. */
function dropLostWorkbook(deps: PipelineDeps, reportOid: string): void {
  const written = deps.store.checkpoint(reportOid, 'writing') as WrittenCheckpoint | null
  if (written === null || deps.files.find(written.fileName, written.bytes) !== null) return
  if (!existsSync(written.temporaryFile)) deps.store.dropCheckpoint(reportOid, 'writing')
}

/** Brings a written workbook under its final name; harmless when a crash came after the rename. */
async function publishWorkbook(
  deps: PipelineDeps,
  written: WrittenCheckpoint,
): Promise<WorkbookFile> {
  const { temporaryFile, ...workbook } = written
  if (deps.files.find(workbook.fileName, workbook.bytes) === null) {
    await deps.files.publish(temporaryFile, workbook.fileName)
  }
  return workbook
}

/**
 * Collect, summarize, write: from the stage the report still needs to its workbook under the final
 * name. What each stage made is durable before the next begins, so a stage with a checkpoint is
 * never run again. Returns the end message; throws `ReportFailure`.
 */
async function runStages(
  deps: PipelineDeps,
  tracker: Tracker,
  signal: AbortSignal,
): Promise<{ workbook: WorkbookFile; message: string }> {
  const { report } = tracker
  const job = makeJob(deps, report)
  dropLostWorkbook(deps, report.reportOid)
  try {
    for (const stage of stagesFrom(report.resumeStage)) {
      if (deps.store.hasCheckpoint(report.reportOid, stage)) continue
      tracker.enter(stage, stageMessages[stage])
      const { written } = await runInPlace(deps, stage, job, tracker, signal)
      if (written !== undefined) {
        const checkpoint: WrittenCheckpoint = {
          fileName: nameWorkbook(deps, report, job),
          ...written,
          temporaryFile: job.temporaryFile,
        }
        deps.store.saveCheckpoint(report.reportOid, 'writing', checkpoint, deps.now())
      }
    }
    const written = deps.store.checkpoint(report.reportOid, 'writing') as WrittenCheckpoint
    // A restart may come here without having entered a stage; the state machine wants its last one.
    if (tracker.report.state === 'queued') tracker.enter('writing', stageMessages.writing)
    const workbook = await publishWorkbook(deps, written)
    const collected = deps.store.collected(report.reportOid)
    const isEmpty = collected !== null && collected.messages + collected.system === 0
    return { workbook, message: isEmpty ? 'Nothing to report' : 'Workbook ready' }
  } catch (error) {
    await deps.files.remove(job.temporaryFile).catch(() => undefined)
    throw error
  }
}

const stageOf = (tracker: Tracker): ReportError['stage'] => {
  const { state } = tracker.report
  return (stages as readonly string[]).includes(state) ? (state as Stage) : 'queued'
}

/**
 * Runs one report to its end and says so; never rejects. On `shutdown` the report keeps its state and
 * goes on from its checkpoints at the next start.
 */
export async function runReport(
  deps: PipelineDeps,
  tracker: Tracker,
  signals: { cancel: AbortSignal; shutdown: AbortSignal },
): Promise<void> {
  try {
    const { workbook, message } = await runStages(
      deps,
      tracker,
      AbortSignal.any([signals.cancel, signals.shutdown]),
    )
    tracker.finish(workbook, message)
  } catch (error) {
    if (signals.shutdown.aborted) return
    if (signals.cancel.aborted) return tracker.cancel('Cancelled')
    const { code, message, retryable } = toFailure(error, 'internal')
    tracker.fail({ code, stage: stageOf(tracker), message, retryable })
  }
}
