import { Worker, type WorkerOptions } from 'node:worker_threads'

/**
 * Where the worker threads start. Built, every entry lies flat beside this file's chunk;
 * from source (tests), it is the .ts file, loaded through tsx by a small bootstrap.
 */
const entries = {
  'import-worker': './imports/import-worker.ts',
  'report-worker': './reports/report-worker.ts',
  'document-worker': './documents/document-worker.ts',
  'purge-worker': './trash/purge-worker.ts',
  'search-worker': './search/search-worker.ts',
} as const

export type WorkerName = keyof typeof entries

/** Starts a worker thread. `workerData` must be an object that structured cloning can copy. */
export function startWorker(
  name: WorkerName,
  workerData: Record<string, unknown>,
  options: Omit<WorkerOptions, 'workerData'> = {},
): Worker {
  const here = import.meta.url
  if (here.endsWith('.ts')) {
    const sourceEntry = new URL(entries[name], here).href
    const bootstrap = new URL('./worker-from-source.mjs', here)
    return new Worker(bootstrap, { ...options, workerData: { ...workerData, sourceEntry } })
  }
  return new Worker(new URL(`./${name}.js`, here), { ...options, workerData })
}
