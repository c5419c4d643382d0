import type { Worker } from 'node:worker_threads'
import { endWorker, startWorker, type WorkerName } from './workers.ts'

/** Milliseconds without a question after which a worker is ended, and gives its memory back. */
const idleMs = 60_000

/** A worker thread that is asked now and then: started when it is needed, ended when nobody asks for a while. */
export interface AskingWorker<To, Answer> {
  /** Rejects if the worker ends before it has answered. */
  ask(message: To & { id: number }): Promise<Answer>
  /** Says what has no answer, to a worker that is started for it. */
  post(message: To): void
  /** Says what matters only to the worker that runs; nothing if none does. */
  tell(message: To): void
  /** Begins to count the idle time anew, if there is nothing to do. */
  rest(): void
  close(): Promise<void>
}

export interface AskingWorkerOptions<From, Answer> {
  name: WorkerName
  data: Record<string, unknown>
  /** What it is called in the error of those who asked one that has ended. */
  who: string
  /** Default `Error`. */
  errorOf?: (message: string) => Error
  /** Which question a message answers, and with what; null if it answers none. */
  answerOf(message: From): { id: number; answer: Answer | Error } | null
  /** Whether it has something to do that nobody waits for. */
  isBusy(): boolean
  /** It has ended without being asked to, by an error if there is one. */
  onGone?(error: Error | null): void
}

interface Waiting<Answer> {
  resolve(answer: Answer): void
  reject(error: Error): void
}

export function createAskingWorker<To, From, Answer>(
  options: AskingWorkerOptions<From, Answer>,
): AskingWorker<To, Answer> {
  const { errorOf = (message) => new Error(message) } = options
  const waiting = new Map<number, Waiting<Answer>>()
  let worker: Worker | null = null
  let idle: NodeJS.Timeout | undefined
  let isClosed = false

  function rejectAll(): void {
    const error = errorOf(`${options.who} has ended. Try again.`)
    for (const asked of waiting.values()) asked.reject(error)
    waiting.clear()
  }

  async function stop(): Promise<void> {
    const stopping = worker
    worker = null
    clearTimeout(idle)
    rejectAll()
    if (stopping !== null) await endWorker(stopping)
  }

  function rest(): void {
    clearTimeout(idle)
    if (worker === null || waiting.size > 0 || options.isBusy()) return
    idle = setTimeout(() => void stop(), idleMs)
    idle.unref()
  }

  function hear(message: From): void {
    const answered = options.answerOf(message)
    if (answered !== null) {
      const { id, answer } = answered
      const asked = waiting.get(id)
      waiting.delete(id)
      if (answer instanceof Error) asked?.reject(answer)
      else asked?.resolve(answer)
    }
    rest()
  }

  function start(): Worker {
    clearTimeout(idle)
    if (worker !== null) return worker
    const started = startWorker(options.name, options.data)
    worker = started
    const gone = (error: Error | null): void => {
      // One that was stopped must not take those with it who ask its successor.
      if (worker !== started) return
      worker = null
      rejectAll()
      options.onGone?.(error)
    }
    started.on('message', hear)
    started.on('error', gone)
    started.on('exit', () => gone(null))
    return started
  }

  return {
    ask(message) {
      if (isClosed) return Promise.reject(errorOf('The server is stopping.'))
      return new Promise((resolve, reject) => {
        waiting.set(message.id, { resolve, reject })
        start().postMessage(message)
      })
    },
    post(message) {
      if (!isClosed) start().postMessage(message)
    },
    tell: (message) => worker?.postMessage(message),
    rest,
    async close() {
      isClosed = true
      await stop()
    },
  }
}
