import { createAskingWorker } from '../asking-worker.ts'
import type { EngineAddress } from '../ports/engine.ts'
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

type Reply = Exclude<FromDocumentWorker, { type: 'failed' }>

export function createDocuments({ engine }: { engine: EngineAddress }): Documents {
  /** Streams that are being read; between two pieces nothing is waited for. */
  const open = new Set<number>()
  let nextId = 1

  const worker = createAskingWorker<ToDocumentWorker, FromDocumentWorker, Reply>({
    name: 'document-worker',
    data: { engine },
    who: 'The reader of workbooks',
    errorOf: (text) => new DocumentError({ code: 'internal', text }),
    answerOf(message) {
      if (message.type !== 'failed') return { id: message.id, answer: message }
      return { id: message.id, answer: new DocumentError(message.failure) }
    },
    isBusy: () => open.size > 0,
  })

  return {
    async ask<T extends DocumentRequest>(request: T) {
      const reply = await worker.ask({ id: nextId++, type: 'ask', request })
      // The worker answers each request with its own kind of value.
      return (reply.type === 'answer' ? reply.value : null) as DocumentAnswers[T['type']]
    },
    async *csv(reportOid) {
      const id = nextId++
      open.add(id)
      let isEnded = false
      try {
        let reply = await worker.ask({ id, type: 'csv', reportOid })
        while (reply.type === 'piece' && reply.text !== null) {
          yield reply.text
          reply = await worker.ask({ id, type: 'pull' })
        }
        isEnded = true
      } finally {
        open.delete(id)
        if (!isEnded) worker.tell({ id, type: 'cancel' })
        worker.rest()
      }
    },
    close: () => worker.close(),
  }
}
