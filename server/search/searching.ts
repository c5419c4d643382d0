import type { Worker } from 'node:worker_threads'
import { searchLimits } from '../contract/limits.ts'
import type { EngineAddress } from '../ports/engine.ts'
import type { SearchQuery } from '../ports/search.ts'
import { endWorker, startWorker } from '../workers.ts'
import type { FromSearchWorker, MarkedPage, ToSearchWorker } from './messages.ts'

/** Search in all messages, off the main thread. */
export interface Searching {
  find(query: SearchQuery): Promise<MarkedPage>
  /** Messages have come or gone: the index follows as soon as nothing else is to be done. */
  messagesChanged(): void
  close(): Promise<void>
}

interface Waiting {
  resolve(page: MarkedPage): void
  reject(error: Error): void
}

/**
 * The worker is started when it is first needed, and ended once it has been up to date and nobody has asked
 * for a while.
 */
export function createSearching(options: {
  engine: EngineAddress
  /** Told that the index could not be brought up to date; the next change tries again. */
  onError(message: string): void
  /** Default `searchLimits.workerIdleMs`. */
  idleMs?: number
}): Searching {
  const { engine, onError, idleMs = searchLimits.workerIdleMs } = options
  const waiting = new Map<number, Waiting>()
  let worker: Worker | null = null
  let idle: NodeJS.Timeout | null = null
  let isFilling = false
  let nextId = 1
  let isClosed = false

  function rejectAll(): void {
    for (const asked of waiting.values())
      asked.reject(new Error('The search has ended. Try again.'))
    waiting.clear()
  }

  function clearIdle(): void {
    if (idle !== null) clearTimeout(idle)
    idle = null
  }

  function rest(): void {
    clearIdle()
    if (waiting.size > 0 || isFilling || worker === null) return
    idle = setTimeout(() => void stop(), idleMs)
    idle.unref()
  }

  async function stop(): Promise<void> {
    const stopping = worker
    worker = null
    clearIdle()
    rejectAll()
    if (stopping !== null) await endWorker(stopping)
  }

  function hear(message: FromSearchWorker): void {
    if (message.type === 'resting') isFilling = false
    else if (message.type === 'found') {
      waiting.get(message.id)?.resolve(message.page)
      // Whoever searches sees that something is missing; it may be what a killed process has left.
      if (message.page.pending > 0 && !isFilling) wake()
    } else if (message.id === null) onError(message.message)
    else waiting.get(message.id)?.reject(new Error(message.message))
    if (message.type !== 'resting' && message.id !== null) waiting.delete(message.id)
    rest()
  }

  function start(): Worker {
    clearIdle()
    if (worker !== null) return worker
    const started = startWorker('search-worker', { engine })
    worker = started
    started.on('message', hear)
    const onGone = (): void => {
      // One that was stopped must not take those with it who ask its successor.
      if (worker !== started) return
      worker = null
      isFilling = false
      rejectAll()
    }
    started.on('error', (error) => {
      onError(error.message)
      onGone()
    })
    started.on('exit', onGone)
    return started
  }

  const post = (message: ToSearchWorker): void => start().postMessage(message)

  function wake(): void {
    if (isClosed) return
    isFilling = true
    post({ type: 'wake' })
  }

  return {
    find(query) {
      if (isClosed) return Promise.reject(new Error('The server is stopping.'))
      return new Promise((resolve, reject) => {
        const id = nextId++
        waiting.set(id, { resolve, reject })
        post({ type: 'find', id, query })
      })
    },
    messagesChanged: wake,
    async close() {
      isClosed = true
      await stop()
    },
  }
}
