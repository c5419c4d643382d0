import type { Worker } from 'node:worker_threads'
import type { HearStage } from '../contract/stage-event.ts'
import type { Stage } from '../contract/reports.ts'
import type { EngineAddress } from '../ports/engine.ts'
import { endWorker, startWorker } from '../workers.ts'
import { ReportFailure } from './failure.ts'
import type { ReportJob, StageOutcome, WorkerReply, WorkerRequest } from './job.ts'
import { wordsOf } from '../words/words-of.ts'

export interface WorkerPool {
  /** Runs one stage on the least busy thread. Rejects with `ReportFailure`; code `cancelled` on abort. */
  run(stage: Stage, job: ReportJob, hear: HearStage, signal: AbortSignal): Promise<StageOutcome>
  close(): Promise<void>
}

interface Task {
  hear: HearStage
  resolve(outcome: StageOutcome): void
  reject(failure: ReportFailure): void
}

interface Thread {
  worker: Worker
  tasks: Map<number, Task>
}

const stopping = { code: 'unavailable', params: { context: 'stopping' } } as const

/**
 * Threads are started when first needed and shared by the reports in flight, so that fifty running
 * reports cost as many threads as there are cores to use, not fifty.
 */
export function createWorkerPool(options: { engine: EngineAddress; threads: number }): WorkerPool {
  const threads = new Set<Thread>()
  let nextTaskId = 1
  let closed = false

  function start(): Thread {
    const thread: Thread = {
      worker: startWorker('report-worker', { engine: options.engine }),
      tasks: new Map(),
    }
    threads.add(thread)
    const settle = (taskId: number): Task | undefined => {
      const task = thread.tasks.get(taskId)
      thread.tasks.delete(taskId)
      return task
    }
    thread.worker.on('message', (reply: WorkerReply) => {
      for (const event of reply.events) thread.tasks.get(reply.taskId)?.hear(event)
      switch (reply.type) {
        case 'told':
          return
        case 'done':
          return settle(reply.taskId)?.resolve(reply.outcome)
        case 'failed': {
          const { said, retryable } = reply.error
          return settle(reply.taskId)?.reject(new ReportFailure(said, { retryable }))
        }
      }
    })
    const onGone = (why: string, cause?: unknown): void => {
      threads.delete(thread)
      for (const task of thread.tasks.values()) {
        task.reject(new ReportFailure({ code: 'worker_crashed', params: { why } }, { cause }))
      }
      thread.tasks.clear()
    }
    thread.worker.on('error', (error) => onGone(wordsOf(error), error))
    thread.worker.on('exit', (code) => onGone(`exit code ${code}`))
    return thread
  }

  function leastBusy(): Thread {
    let best: Thread | null = null
    for (const thread of threads) {
      if (best === null || thread.tasks.size < best.tasks.size) best = thread
    }
    if (best === null || (best.tasks.size > 0 && threads.size < options.threads)) return start()
    return best
  }

  return {
    run(stage, job, hear, signal) {
      if (closed) return Promise.reject(new ReportFailure(stopping))
      if (signal.aborted)
        return Promise.reject(new ReportFailure({ code: 'cancelled', params: {} }))
      const taskId = nextTaskId++
      const thread = leastBusy()
      const send = (request: WorkerRequest): void => thread.worker.postMessage(request)
      return new Promise<StageOutcome>((resolve, reject) => {
        const onAbort = (): void => send({ type: 'cancel', taskId })
        const finish = (): void => signal.removeEventListener('abort', onAbort)
        thread.tasks.set(taskId, {
          hear,
          resolve: (outcome) => {
            finish()
            resolve(outcome)
          },
          reject: (failure) => {
            finish()
            reject(failure)
          },
        })
        signal.addEventListener('abort', onAbort, { once: true })
        send({ type: 'run', taskId, stage, job })
      })
    },
    async close() {
      closed = true
      await Promise.all([...threads].map((thread) => endWorker(thread.worker)))
    },
  }
}
