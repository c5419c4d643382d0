import { parentPort, workerData } from 'node:worker_threads'
import type { ErrorCode } from '../contract/errors.ts'
import type { Stage } from '../contract/reports.ts'
import { giveWay } from '../give-way.ts'
import { endWhenAsked } from '../end-of-worker.ts'
import { openEngine } from '../engines/open.ts'
import { asPeople } from '../people/as-people.ts'
import type { EngineAddress } from '../ports/engine.ts'
import { createEngineCache } from '../summary/engine-cache.ts'
import { ReportFailure, toFailure } from './failure.ts'
import {
  isOverviewJob,
  type ReportJob,
  type StageOutcome,
  type WorkerReply,
  type WorkerRequest,
} from './job.ts'
import { collect } from './stages/collect.ts'
import { collectRooms } from './stages/overview/collect-rooms.ts'
import { tellRooms } from './stages/overview/tell-rooms.ts'
import { writeRooms } from './stages/overview/write-rooms.ts'
import type { StagePorts } from './stages/ports.ts'
import { summarize } from './stages/summarize.ts'
import { write } from './stages/write.ts'
import { createStageTelling } from './stage-telling.ts'

/**
 * The heavy part of every report, off the main thread. Several stages may run here at once: each
 * gives way between two slices of messages.
 */
const { engine: address } = workerData as { engine: EngineAddress }
endWhenAsked()
giveWay()
const engine = await openEngine(address)
// One serves every room of this thread: a model engine remembers what its server can do.
const engineOf = createEngineCache(engine.modelMemory)
const running = new Map<number, AbortController>()

const reply = (message: WorkerReply): void => parentPort?.postMessage(message)

const fallbackCodes = {
  collecting: 'internal',
  summarizing: 'summary_failed',
  writing: 'workbook_failed',
} as const satisfies Readonly<Record<Stage, ErrorCode>>

function runStage(
  stage: Stage,
  job: ReportJob,
  ports: StagePorts,
  signal: AbortSignal,
): Promise<StageOutcome> {
  if (isOverviewJob(job)) return overviewStages[stage](job, ports, signal)
  switch (stage) {
    case 'collecting':
      return collect(job, ports, signal)
    case 'summarizing':
      return summarize(engineOf, job, ports, signal)
    case 'writing':
      return write(job, ports, signal)
  }
}

const overviewStages = { collecting: collectRooms, summarizing: tellRooms, writing: writeRooms }

async function run(taskId: number, stage: Stage, job: ReportJob): Promise<void> {
  const controller = new AbortController()
  running.set(taskId, controller)
  const telling = createStageTelling((events) => reply({ type: 'told', taskId, events }))
  try {
    const ports: StagePorts = {
      messages: asPeople(engine.messages, job.people),
      rooms: engine.rooms,
      reports: engine.reports,
      blobs: engine.blobs,
      hear: telling.hear,
      now: Date.now,
    }
    const outcome = await runStage(stage, job, ports, controller.signal)
    reply({ type: 'done', taskId, events: telling.rest(), outcome })
  } catch (error) {
    const { said, retryable } = controller.signal.aborted
      ? new ReportFailure({ code: 'cancelled', params: {} })
      : toFailure(error, fallbackCodes[stage])
    reply({ type: 'failed', taskId, events: telling.rest(), error: { said, retryable } })
  } finally {
    running.delete(taskId)
  }
}

parentPort?.on('message', (request: WorkerRequest) => {
  if (request.type === 'run') void run(request.taskId, request.stage, request.job)
  else running.get(request.taskId)?.abort()
})
