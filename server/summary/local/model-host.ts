import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { modelLimits } from '../../contract/limits.ts'
import { localModelLimits } from './limits.ts'
import type { LocalFailure } from '../model/server.ts'
import { checkModelFile } from './model-file.ts'
import { StartReport, type StartOrder } from './protocol.ts'

/** A process that was started: `child_process` and Electron's utility process look alike through it. */
export interface ModelProcess {
  send(order: StartOrder): void
  onMessage(listener: (message: unknown) => void): void
  /** Called once, also if it could not be started. */
  onExit(listener: (words: string) => void): void
  kill(): void
}
/** @param entry file of the program that the process runs */
export type StartModelProcess = (entry: string) => ModelProcess

/** Where a model listens, and what must be shown there. */
export interface ReachedModel {
  baseUrl: string
  token: string
  contextTokens: number
}

/** Why a model does not run. */
export class LocalModelError extends Error {
  override name = 'LocalModelError'
  readonly reason: LocalFailure['reason']

  constructor(reason: LocalFailure['reason'], words: string) {
    super(words)
    this.reason = reason
  }
}

/** The one process that runs a model: started when it is needed, one file at a time. */
export interface ModelHost {
  /**
   * The running model of a file; starts it, and ends one of another file.
   *
   * @throws LocalModelError
   */
  reach(file: string, contextTokens: number | null): Promise<ReachedModel>
  /** Ends the process at once. */
  stop(): void
}

interface Running {
  key: string
  process: ModelProcess
  reached: Promise<ReachedModel>
}

export function createModelHost(start: () => ModelProcess): ModelHost {
  let running: Running | null = null
  const stop = (): void => {
    running?.process.kill()
    running = null
  }

  function begin(key: string, file: string, contextTokens: number): Running {
    const child = start()
    const token = randomBytes(24).toString('base64url')
    const one: Running = { key, process: child, reached: reachedOf(child, token) }
    const forget = (): void => {
      if (running === one) running = null
    }
    child.onExit(forget)
    one.reached.catch(() => {
      child.kill()
      forget()
    })
    child.send({ file, token, contextTokens, threads: threadsHere() })
    return one
  }

  return {
    async reach(file, contextTokens) {
      const words = await checkModelFile(file)
      if (words !== null) throw new LocalModelError('file', words)
      const wanted = contextTokens ?? modelLimits.localContextTokens
      const key = JSON.stringify([file, wanted])
      if (running?.key !== key) {
        stop()
        running = begin(key, file, wanted)
      }
      return running.reached
    },
    stop,
  }
}

/** One core stays free for the window and the server. */
export const threadsHere = (): number =>
  Math.max(1, Math.min(localModelLimits.maxThreads, availableParallelism() - 1))

function reachedOf(child: ModelProcess, token: string): Promise<ReachedModel> {
  return new Promise((resolve, reject) => {
    const clock = setTimeout(
      () => reject(new LocalModelError('slow', `${localModelLimits.startMs / 1_000} s`)),
      localModelLimits.startMs,
    )
    child.onExit((words) => {
      clearTimeout(clock)
      reject(new LocalModelError('ended', words))
    })
    child.onMessage((message) => {
      const report = StartReport.safeParse(message).data
      if (report === undefined) return
      clearTimeout(clock)
      if (report.type === 'failed') reject(new LocalModelError(report.reason, report.words))
      else {
        const { port, contextTokens } = report
        resolve({ baseUrl: `http://127.0.0.1:${port}`, token, contextTokens })
      }
    })
  })
}
