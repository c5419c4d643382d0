import { createAskingWorker } from '../asking-worker.ts'
import type { EngineAddress } from '../ports/engine.ts'
import type { SearchQuery } from '../ports/search.ts'
import type { FromSearchWorker, MarkedPage, ToSearchWorker } from './messages.ts'

/** Search in all messages, off the main thread. */
export interface Searching {
  find(query: SearchQuery): Promise<MarkedPage>
  /** Messages have come or gone: the index follows as soon as nothing else is to be done. */
  messagesChanged(): void
  close(): Promise<void>
}

export function createSearching(options: {
  engine: EngineAddress
  /** Told that the index could not be brought up to date; the next change tries again. */
  onError(message: string): void
  /**
   * Told about how many messages are not in the index while many are taken in, and once more at the end where
   * somebody has heard, here or in an answer, that some are missing.
   */
  onPending(pending: number): void
}): Searching {
  const { engine, onError, onPending } = options
  let isFilling = false
  /** Whether somebody was told that something is missing. */
  let isMissing = false
  let nextId = 1

  const worker = createAskingWorker<ToSearchWorker, FromSearchWorker, MarkedPage>({
    name: 'search-worker',
    data: { engine },
    who: 'The search',
    answerOf(message) {
      if (message.type === 'resting') {
        isFilling = false
        if (message.pending !== null) tell(message.pending)
      } else if (message.type === 'filling') {
        tell(message.pending)
      } else if (message.type === 'found') {
        isMissing ||= message.page.pending > 0
        // Whoever searches sees that something is missing; it may be what a killed process has left.
        if (message.page.pending > 0 && !isFilling) wake()
        return { id: message.id, answer: message.page }
      } else if (message.id === null) onError(message.message)
      else return { id: message.id, answer: new Error(message.message) }
      return null
    },
    isBusy: () => isFilling,
    onGone(error) {
      isFilling = false
      if (error !== null) onError(error.message)
    },
  })

  function tell(pending: number): void {
    if (pending > 0 || isMissing) onPending(pending)
    isMissing = pending > 0
  }

  function wake(): void {
    isFilling = true
    worker.post({ type: 'wake' })
  }

  return {
    find: (query) => worker.ask({ type: 'find', id: nextId++, query }),
    messagesChanged: wake,
    close: () => worker.close(),
  }
}
