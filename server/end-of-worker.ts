import { workerData, type MessagePort } from 'node:worker_threads'

/**
 * Lets a worker thread end itself when the main thread asks for it (`endWorker`). To be stopped from outside in
 * the middle of a call of SQLite does not end the thread alone but the whole process.
 */
export function endWhenAsked(): void {
  const { end } = workerData as { end?: MessagePort }
  end?.on('message', () => process.exit())
  end?.unref()
}
