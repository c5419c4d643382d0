import type { Worker } from 'node:worker_threads'
import { documentLimits } from './limits.ts'
import type { EngineAddress } from '../ports/engine.ts'
import { endWorker, startWorker } from '../workers.ts'
import { DocumentError } from './document-error.ts'
import type {
  DocumentAnswers,
  DocumentRequest,
  FromDocumentWorker,
  ToDocumentWorker,
} from './messages.ts'

/** Workbooks to look at, and reports in other forms than a workbook; made off the main thread. */
export interface Documents {
  /** Throws `DocumentError`. */
  ask<T extends DocumentRequest>(request: T): Promise<DocumentAnswers[T['type']]>
  /** The transcript of a report as CSV, piece by piece as they are asked for. Throws `DocumentError`. */
  csv(reportOid: string): AsyncGenerator<string, void, void>
  close(): Promise<void>
}

interface Waiting {
  resolve(message: Exclude<FromDocumentWorker, { type: 'failed' }>): void
  reject(error: DocumentError): void
}

/**
 * The worker is started when it is first needed, and ended once nobody has asked for a while: most of
 * the time nobody looks.
 */
export function createDocuments(options: { engine: EngineAddress; idleMs?: number }): Documents {
  const idleMs = options.idleMs ?? documentLimits.workerIdleMs
  const waiting = new Map<number, Waiting>()
  /** Streams that are being read; between two pieces nothing is waited for. */
  const open = new Set<number>()
  let worker: Worker | null = null
  let idle: NodeJS.Timeout | null = null
  let nextId = 1
  let isClosed = false

  function rejectAll(): void {
    const error = new DocumentError('internal', 'The reader of workbooks has ended. Try again.')
    for (const asked of waiting.values()) asked.reject(error)
    waiting.clear()
  }

  async function stop(): Promise<void> {
    const stopping = worker
    worker = null
    rejectAll()
    if (idle !== null) clearTimeout(idle)
    idle = null
    if (stopping !== null) await endWorker(stopping)
  }

  function rest(): void {
    if (waiting.size > 0 || open.size > 0 || worker === null) return
    if (idle !== null) clearTimeout(idle)
    idle = setTimeout(() => void stop(), idleMs)
    idle.unref()
  }

  function start(): Worker {
    if (idle !== null) clearTimeout(idle)
    idle = null
    if (worker !== null) return worker
    const started = startWorker('document-worker', { engine: options.engine })
    worker = started
    started.on('message', (message: FromDocumentWorker) => {
      const asked = waiting.get(message.id)
      waiting.delete(message.id)
      if (message.type === 'failed') {
        asked?.reject(new DocumentError(message.failure.code, message.failure.message))
      } else asked?.resolve(message)
      rest()
    })
    const onGone = (): void => {
      // One that was stopped must not take those with it who ask its successor.
      if (worker !== started) return
      worker = null
      rejectAll()
    }
    started.on('error', onGone)
    started.on('exit', onGone)
    return started
  }

  function send(
    message: ToDocumentWorker,
  ): Promise<Exclude<FromDocumentWorker, { type: 'failed' }>> {
    if (isClosed) return Promise.reject(new DocumentError('internal', 'The server is stopping.'))
    return new Promise((resolve, reject) => {
      waiting.set(message.id, { resolve, reject })
      start().postMessage(message)
    })
  }

  return {
    async ask<T extends DocumentRequest>(request: T) {
      const reply = await send({ id: nextId++, type: 'ask', request })
      // The worker answers each request with its own kind of value.
      return (reply.type === 'answer' ? reply.value : null) as DocumentAnswers[T['type']]
    },
    async *csv(reportOid) {
      const id = nextId++
      open.add(id)
      let isEnded = false
      try {
        let reply = await send({ id, type: 'csv', reportOid })
        while (reply.type === 'piece' && reply.text !== null) {
          yield reply.text
          reply = await send({ id, type: 'pull' })
        }
        isEnded = true
      } finally {
        open.delete(id)
        if (!isEnded) worker?.postMessage({ id, type: 'cancel' } satisfies ToDocumentWorker)
        rest()
      }
    },
    async close() {
      isClosed = true
      await stop()
    },
  }
}
