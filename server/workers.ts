import { MessageChannel, Worker, type MessagePort, type WorkerOptions } from 'node:worker_threads'

/**
 * Where the worker threads start. Built, every entry lies flat beside this file's chunk;
 * from source (tests), it is the .ts file, loaded through tsx by a small bootstrap.
 */
const entries = {
  'import-worker': './imports/import-worker.ts',
  'report-worker': './reports/report-worker.ts',
  'document-worker': './documents/document-worker.ts',
  'purge-worker': './trash/purge-worker.ts',
  'merge-worker': './rooms/merging/merge-worker.ts',
  'people-worker': './people/people-worker.ts',
  'search-worker': './search/search-worker.ts',
} as const

export type WorkerName = keyof typeof entries

/** Longer than a thread waits for another one's transaction, which is the longest that it hears nothing. */
const endGraceMs = 6_000

/**
 * Megabytes for what a thread has just made. V8 lets each thread have 48 and seldom gives them back; with so few it
 * cleans more often what is dead by then anyway. A room of 300,000 messages took 85 MB less in all on PostgreSQL and
 * 51 MB less in a data folder, measured once each on a busy machine.
 *
 * Threads that make reports get twice as much: several reports are alive in one at once, and a fifth of what each
 * cleaning found was still in use and was copied for nothing. 100 reports of 200 messages were 895 cleanings that copied
 * 373 MB with 6, 454 and 339 MB with 12, 228 and 290 MB with 24; each doubling may take that much more memory.
 */
const youngMb = (name: WorkerName): number => (name === 'report-worker' ? 12 : 6)

/**
 * Megabytes for what lives longer. No thread comes near it, because all of them read in slices: it is here because V8
 * goes by it when it decides how far a heap may grow before it looks for what is dead in it. One that may have 2 GB
 * (Electron: 1 GB, as its pointers are half as long) grows to four times what lives, one of three quarters of that to
 * less than twice. The report of a room of a million messages took 284 MB in all in place of 401 MB, for 4 % more
 * processor time.
 */
const oldMb = process.versions['electron'] === undefined ? 1_536 : 768

/** By which each thread is asked to end. */
const ends = new WeakMap<Worker, MessagePort>()

/** Starts a worker thread. `workerData` must be an object that structured cloning can copy. */
export function startWorker(
  name: WorkerName,
  workerData: Record<string, unknown>,
  options: Omit<WorkerOptions, 'workerData' | 'transferList'> = {},
): Worker {
  const here = import.meta.url
  const { port1, port2 } = new MessageChannel()
  const resourceLimits = {
    maxYoungGenerationSizeMb: youngMb(name),
    maxOldGenerationSizeMb: oldMb,
    ...options.resourceLimits,
  }
  const started = { ...options, resourceLimits, transferList: [port2] }
  const data = { ...workerData, end: port2 }
  let worker: Worker
  if (here.endsWith('.ts')) {
    const sourceEntry = new URL(entries[name], here).href
    const bootstrap = new URL('./worker-from-source.mjs', here)
    worker = new Worker(bootstrap, { ...started, workerData: { ...data, sourceEntry } })
  } else worker = new Worker(new URL(`./${name}.js`, here), { ...started, workerData: data })
  port1.unref()
  worker.once('exit', () => port1.close())
  ends.set(worker, port1)
  return worker
}

/**
 * Ends a thread that may be at work in the storage. Resolves when it has gone. Do not `terminate()` one: in the
 * middle of a call of SQLite that ends the whole process. A thread that does not hear for long, and so is deep in
 * work of its own, is stopped after all.
 */
export function endWorker(worker: Worker, graceMs: number = endGraceMs): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => void worker.terminate(), graceMs)
    worker.once('exit', () => {
      clearTimeout(late)
      resolve()
    })
    ends.get(worker)?.postMessage('end')
    // One that has gone already has no more to say.
    if (worker.threadId === -1) {
      clearTimeout(late)
      resolve()
    }
  })
}
