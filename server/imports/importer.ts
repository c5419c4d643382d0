import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { emptyImportCounts, type Import, type ImportReading } from '../contract/imports.ts'
import { importLimits } from '../contract/limits.ts'
import type { Database } from '../engines/sqlite/database.ts'
import { undoImport } from '../engines/sqlite/import-commit.ts'
import { reopenImport } from '../engines/sqlite/import-reopen.ts'
import type { ImportStore, StoredImport } from '../engines/sqlite/import-store.ts'
import type { EngineAddress } from '../ports/engine.ts'
import { startWorker } from '../workers.ts'
import { told } from './told.ts'
import type { FromWorker, ToWorker } from './import-worker.ts'

export interface ImporterDeps {
  db: Database
  /** What the worker thread opens for itself. */
  engine: EngineAddress
  /** For what archives unpack, and for uploads. */
  tmpDir: string
  importStore: ImportStore
  /** Told of every transition, and of progress at most four times a second. */
  onStatus: (status: Import, terminal: boolean) => void
  /** Told of every room an import has changed, once the import has finished. */
  onRoomChanged: (roomOid: string) => void
  log?: (message: string, details?: Record<string, unknown>) => void
}

export interface ImportRequest {
  /** A file or folder to read, or several. */
  path?: string
  paths?: readonly string[]
  /** What people call it: the name of the file or folder. */
  name: string
  /** IANA zone for files that name none; UTC is assumed without. */
  timeZone?: string | undefined
  /** What is known of the files before they are read; `retry` adds to it. */
  reading?: ImportReading | undefined
  /** Remove the paths once the import has ended. */
  deleteAfter?: boolean | undefined
}

export interface Importer {
  /** Queues an import and returns its `importOid`; the queue survives a crash. */
  enqueue(request: ImportRequest): string
  /** False if there is no such import, or it has ended. */
  cancel(importOid: string): boolean
  get(importOid: string): Import | null
  /**
   * Reads the files of an ended import again, in another way; what it had brought is taken back.
   *
   * @returns the import, queued again; the reason for a refusal otherwise
   */
  retry(importOid: string, reading: ImportReading): Import | 'not_ended' | 'files_gone'
  /** Forgets an ended import that has brought nothing, and an upload that was kept for it. */
  remove(importOid: string): Promise<'removed' | 'refused'>
  /** Call once on start: runs again what a crash has cut off. */
  recover(): void
  /** Resolves when nothing is queued or running. */
  idle(): Promise<void>
  /** Stops; what is unfinished runs again after the next start. */
  close(): Promise<void>
}

/** Runs imports one after another on a worker thread, so that the main process stays responsive. */
export function createImporter(deps: ImporterDeps): Importer {
  const { db, engine, tmpDir, importStore, onStatus, onRoomChanged, log = () => {} } = deps
  const queue: StoredImport[] = []
  let current: StoredImport | null = null
  let worker: Worker | null = null
  let closed = false
  /** Runs from the cancel of the current import until its worker says that it is stopping. */
  let grace: NodeJS.Timeout | undefined
  let isCancelled = false
  let waiting: (() => void)[] = []

  function startImportWorker(): Worker {
    const started = startWorker('import-worker', { engine })
    started.on('message', (message: FromWorker) => {
      if (current?.importId !== message.importId) return
      if (message.type === 'progress') {
        current.status = { ...current.status, ...message.progress }
        onStatus(current.status, false)
      } else if (message.type === 'stopping') clearTimeout(grace)
      else void finish(current)
    })
    started.on('error', (error) => log('The import worker failed.', { error: error.message }))
    started.on('exit', () => {
      if (worker === started) worker = null
      if (current && !closed) void abandon(current)
    })
    return started
  }

  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
  const post = (message: ToWorker) => worker?.postMessage(message)

  function next(): void {
    if (current || closed) return
    const job = queue.shift()
    if (!job) {
      waiting.forEach((resolve) => resolve())
      waiting = []
      return
    }
    current = job
    importStore.start(job.importId)
    job.status = { ...job.status, state: 'reading' }
    onStatus(job.status, false)
    worker ??= startImportWorker()
    const { paths, timeZone, reading } = job.source
    const { name, roomOids } = job.status
    const { importId } = job
    const scratchDir = scratchOf(job)
    post({ type: 'run', order: { importId, paths, name, timeZone, reading, roomOids, scratchDir } })
  }

  /** What one import unpacks; it lies here and not with the worker, which may be killed. */
  const scratchOf = ({ importId }: StoredImport): string => join(tmpDir, `import-${importId}`)

  /** Asks the worker to stop; one that does not even hear of it, deep in a file, is ended. */
  function stop(job: StoredImport): void {
    isCancelled = true
    post({ type: 'cancel', importId: job.importId })
    clearTimeout(grace)
    grace = setTimeout(() => void worker?.terminate(), importLimits.cancelGraceMs)
  }

  async function finish(job: StoredImport): Promise<void> {
    const ended = importStore.get(job.status.importOid)
    const isChoiceOpen = ended?.status.choices !== undefined
    clearTimeout(grace)
    await removeAll([scratchOf(job)], log)
    if (job.source.deleteAfter && !isChoiceOpen) await removeAll(job.source.paths, log)
    current = null
    isCancelled = false
    if (ended) {
      log('An import has ended.', { importOid: ended.status.importOid, state: ended.status.state })
      new Set([...job.status.roomOids, ...ended.status.roomOids]).forEach(onRoomChanged)
      onStatus(ended.status, true)
    }
    next()
  }

  /** Everything that the import, or its earlier reading, has written. */
  async function takeBack(job: StoredImport): Promise<void> {
    reopenImport(db, job.importId, job.status.roomOids)
    await undoImport(db, job.importId, () => new Promise((resolve) => setImmediate(resolve)))
  }

  /** The worker died under the import (out of memory, or ended by `stop`); its writing is undone here. */
  async function abandon(job: StoredImport): Promise<void> {
    const stored = importStore.get(job.status.importOid)
    if (stored && stored.status.state === 'reading') {
      await takeBack(job)
      const { error: _error, ...status } = job.status
      const end = { ...status, counts: emptyImportCounts(), roomOids: [] }
      const { importId } = job
      if (isCancelled) importStore.end(importId, { ...end, state: 'cancelled' })
      else importStore.end(importId, { ...end, state: 'failed', error: crashed(job) })
    }
    await finish(job)
  }

  /** One that waits to be read again leaves what its earlier reading had brought. */
  async function cancelWaiting(job: StoredImport): Promise<void> {
    const { error: _error, ...status } = job.status
    const { roomOids } = status
    const cancelled = { ...status, state: 'cancelled' as const, roomOids: [] }
    if (roomOids.length > 0) await takeBack(job)
    importStore.end(job.importId, cancelled)
    roomOids.forEach(onRoomChanged)
    onStatus(cancelled, true)
    if (job.source.deleteAfter) await removeAll(job.source.paths, log)
  }

  return {
    enqueue(request) {
      const source = {
        paths: [...(request.paths ?? []), ...(request.path === undefined ? [] : [request.path])],
        ...(request.timeZone === undefined ? {} : { timeZone: request.timeZone }),
        ...(request.reading === undefined ? {} : { reading: request.reading }),
        ...(request.deleteAfter ? { deleteAfter: true } : {}),
      }
      const job = importStore.create({ importOid: randomUUID(), name: request.name, source })
      queue.push(job)
      onStatus(job.status, false)
      next()
      return job.status.importOid
    },

    cancel(importOid) {
      if (current?.status.importOid === importOid) {
        stop(current)
        return true
      }
      const index = queue.findIndex((job) => job.status.importOid === importOid)
      const job = queue[index]
      if (!job) return false
      queue.splice(index, 1)
      void cancelWaiting(job)
      return true
    },

    get: (importOid) =>
      current?.status.importOid === importOid
        ? current.status
        : (importStore.get(importOid)?.status ?? null),

    retry(importOid, reading) {
      const stored = importStore.get(importOid)
      const isWaiting = queue.some((job) => job.status.importOid === importOid)
      if (!stored || isWaiting || current?.status.importOid === importOid) return 'not_ended'
      if (!stored.source.paths.every((path) => existsSync(path))) return 'files_gone'
      importStore.retry(stored.importId, { ...stored.source.reading, ...reading })
      const job = importStore.get(importOid) ?? stored
      queue.push(job)
      onStatus(job.status, false)
      next()
      return job.status
    },

    async remove(importOid) {
      const stored = importStore.get(importOid)
      const isOpen = stored?.status.state === 'queued' || stored?.status.state === 'reading'
      if (!stored || isOpen || stored.status.state === 'finished') return 'refused'
      importStore.remove(stored.importId)
      if (stored.source.deleteAfter) await removeAll(stored.source.paths, log)
      return 'removed'
    },

    recover() {
      // A choice is kept open as long as the process runs; then an upload is only waste.
      void removeAll(importStore.keptUploads(), log)
      const unfinished = importStore.unfinished()
      const needed = new Set(unfinished.flatMap(({ source }) => source.paths))
      void removeAll(strayFiles(tmpDir, needed), log)
      for (const job of unfinished) {
        log('An import was cut off and runs again.', { importOid: job.status.importOid })
        queue.push(job)
      }
      next()
    },

    idle: () =>
      new Promise((resolve) => {
        if (!current && queue.length === 0) resolve()
        else waiting.push(resolve)
      }),

    async close() {
      closed = true
      clearTimeout(grace)
      queue.length = 0
      current = null
      waiting.forEach((resolve) => resolve())
      waiting = []
      await worker?.terminate()
      worker = null
    },
  }
}

const crashed = ({ status }: StoredImport) =>
  told('worker_crashed', { context: 'import', name: status.name })

/** What a killed process leaves: half uploads, and what its import had unpacked. */
function strayFiles(folder: string, needed: ReadonlySet<string>): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => /^(?:import|upload|unpacked)-/.test(name))
    .map((name) => join(folder, name))
    .filter((path) => !needed.has(path))
}

async function removeAll(
  paths: readonly string[],
  log: (message: string, details?: Record<string, unknown>) => void,
): Promise<void> {
  for (const path of paths) {
    await rm(path, { recursive: true, force: true }).catch((error: Error) =>
      log('An upload could not be removed.', { error: error.message }),
    )
  }
}
