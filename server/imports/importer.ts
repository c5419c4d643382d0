import { randomUUID } from 'node:crypto'
import type { Worker } from 'node:worker_threads'
import { emptyImportCounts, type Import, type ImportReading } from '../contract/imports.ts'
import { readingLimits } from './limits.ts'
import type { EngineAddress } from '../ports/engine.ts'
import type { Imports, StoredImport } from '../ports/imports.ts'
import { endWorker, startWorker } from '../workers.ts'
import { createImportFiles, type ImportBlobs, type LogImport } from './import-files.ts'
import { takeBack } from './take-back.ts'
import { told } from './told.ts'
import type { FromWorker, ToWorker } from './import-worker.ts'

export interface ImporterDeps {
  imports: Imports
  /** What the worker thread opens for itself. */
  engine: EngineAddress
  /** Where uploads lie; archives are unpacked in its work folder. */
  blobs: ImportBlobs
  /** Whether this process reads imports; else it leaves them to others. Default true. */
  reads?: boolean
  /** Told of every transition, and of progress at most four times a second. */
  onStatus: (status: Import, terminal: boolean) => void
  /** Told of every room an import has changed, once the import has finished. */
  onRoomChanged: (roomOid: string) => void
  log?: LogImport
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
  /** Key of a blob to read instead; it is removed once the import has ended. */
  upload?: string | undefined
}

export interface Importer {
  /** Queues an import and returns its `importOid`; the queue survives a crash. */
  enqueue(request: ImportRequest): Promise<string>
  /** False if there is no such import, or it has ended. */
  cancel(importOid: string): Promise<boolean>
  get(importOid: string): Promise<Import | null>
  /**
   * Reads the files of an ended import again, in another way; what it had brought is taken back.
   *
   * @returns the import, queued again; the reason for a refusal otherwise
   */
  retry(importOid: string, reading: ImportReading): Promise<Import | 'not_ended' | 'files_gone'>
  /** Forgets an ended import that has brought nothing, and an upload that was kept for it. */
  remove(importOid: string): Promise<'removed' | 'refused'>
  /** Call once on start: runs again what a crash has cut off. */
  recover(): Promise<void>
  /** Reads what nobody holds, and what other nodes have left that live no more. */
  takeOver(): Promise<void>
  /** Resolves when nothing is queued or running. */
  idle(): Promise<void>
  /** Stops; what is unfinished runs again after the next start. */
  close(): Promise<void>
}

/** Runs imports one after another on a worker thread, so that the main process stays responsive. */
export function createImporter(deps: ImporterDeps): Importer {
  const { imports, engine, reads = true, onStatus, onRoomChanged, log = () => {} } = deps
  const files = createImportFiles(deps.blobs, log)
  const queue: StoredImport[] = []
  let current: StoredImport | null = null
  let worker: Worker | null = null
  let closed = false
  /** Runs from the cancel of the current import until its worker says that it is stopping. */
  let grace: NodeJS.Timeout | undefined
  let isCancelled = false
  /** The worker has ended the current import, or has died; what follows is done here. */
  let isEnding = false
  let waiting: (() => void)[] = []
  /** What goes on while nobody waits for it; the storage stays open until it is done. */
  const background = new Set<Promise<void>>()

  const failed = (error: unknown): void =>
    log('The state of an import was not kept.', { error: String(error) })

  function goOn(work: Promise<void>): void {
    const done = work.catch(failed).finally(() => background.delete(done))
    background.add(done)
  }

  function startImportWorker(): Worker {
    const started = startWorker('import-worker', { engine })
    started.on('message', (message: FromWorker) => {
      if (current?.importId !== message.importId) return
      if (message.type === 'progress') {
        current.status = { ...current.status, ...message.progress }
        onStatus(current.status, false)
      } else if (message.type === 'stopping') clearTimeout(grace)
      else goOn(finish(current))
    })
    started.on('error', (error) => log('The import worker failed.', { error: error.message }))
    started.on('exit', () => {
      if (worker === started) worker = null
      if (current) goOn(finish(current, abandon))
    })
    return started
  }

  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
  const post = (message: ToWorker) => worker?.postMessage(message)

  function next(): void {
    if (current || closed) return
    const job = queue.shift()
    if (!job) return rest()
    current = job
    goOn(run(job))
  }

  function rest(): void {
    waiting.forEach((resolve) => resolve())
    waiting = []
  }

  async function run(job: StoredImport): Promise<void> {
    // What stands in the way of this small write is told by the import itself, if it lasts.
    await imports.start(job.importId).catch(failed)
    if (closed) return
    job.status = { ...job.status, state: 'reading' }
    onStatus(job.status, false)
    worker ??= startImportWorker()
    const { paths, upload, timeZone, reading } = job.source
    const { name } = job.status
    const { importId } = job
    post({
      type: 'run',
      order: { importId, paths, upload, name, timeZone, reading, scratchDir: files.scratchOf(job) },
    })
    // Cancelled before the worker had heard of it.
    if (isCancelled) post({ type: 'cancel', importId })
  }

  /** Asks the worker to stop; one that does not even hear of it, deep in a file, is ended. */
  function stop(job: StoredImport): void {
    isCancelled = true
    post({ type: 'cancel', importId: job.importId })
    clearTimeout(grace)
    const { cancelGraceMs } = readingLimits
    grace = setTimeout(() => worker && void endWorker(worker, cancelGraceMs), cancelGraceMs)
  }

  /**
   * The worker has ended the current import, or has died under it, perhaps right behind its end.
   *
   * @param settle what is left to do for its state
   */
  async function finish(
    job: StoredImport,
    settle: (job: StoredImport) => Promise<void> = async () => {},
  ): Promise<void> {
    if (isEnding || closed) return
    isEnding = true
    clearTimeout(grace)
    let ended: StoredImport | null = null
    try {
      await settle(job)
      ended = await imports.get(job.status.importOid)
      const isNeeded = ended !== null && (ended.status.choices !== undefined || !hasEnded(ended))
      await files.removeScratch(job)
      if (!isNeeded) await files.removeUpload(job.source)
    } finally {
      current = null
      isCancelled = false
      isEnding = false
      // One that another node has taken over has not ended.
      if (ended !== null && !closed && hasEnded(ended)) tellEnd(job, ended)
      next()
    }
  }

  function tellEnd({ status: before }: StoredImport, { status }: StoredImport): void {
    log('An import has ended.', { importOid: status.importOid, state: status.state })
    new Set([...before.roomOids, ...status.roomOids]).forEach(onRoomChanged)
    onStatus(status, true)
  }

  /** For a worker that died (out of memory, or ended by `stop`): what it has written is taken back. */
  async function abandon(job: StoredImport): Promise<void> {
    const stored = await imports.get(job.status.importOid)
    if (stored?.status.state !== 'queued' && stored?.status.state !== 'reading') return
    await takeBack(imports, job.importId, () => closed)
    if (closed) return
    const { error: _error, ...status } = job.status
    const outcome = { ...status, counts: emptyImportCounts(), roomOids: [] }
    const { importId } = job
    if (isCancelled) await imports.end(importId, { ...outcome, state: 'cancelled' })
    else await imports.end(importId, { ...outcome, state: 'failed', error: crashed(job) })
  }

  /** One that waits to be read again leaves what its earlier reading had brought. */
  async function cancelWaiting(job: StoredImport): Promise<void> {
    const { error: _error, ...status } = job.status
    const { roomOids } = status
    const cancelled = { ...status, state: 'cancelled' as const, roomOids: [] }
    if (roomOids.length > 0) await takeBack(imports, job.importId, () => closed)
    if (closed) return
    await imports.end(job.importId, cancelled)
    roomOids.forEach(onRoomChanged)
    onStatus(cancelled, true)
    await files.removeUpload(job.source)
  }

  /** @returns whether this process has it, and it has not ended */
  function cancelHere(importOid: string): boolean {
    if (current?.status.importOid === importOid) {
      if (!isEnding) stop(current)
      return !isEnding
    }
    const index = queue.findIndex((job) => job.status.importOid === importOid)
    const [job] = index < 0 ? [] : queue.splice(index, 1)
    if (job === undefined) return false
    // What an earlier reading has brought may take long to take back.
    goOn(cancelWaiting(job))
    return true
  }

  /** One that nobody had begun. */
  async function tellCancelled(importOid: string): Promise<void> {
    const stored = await imports.get(importOid)
    if (stored === null) return
    onStatus(stored.status, true)
    await files.removeUpload(stored.source)
  }

  function push(job: StoredImport): void {
    queue.push(job)
    onStatus(job.status, false)
    next()
  }

  return {
    async enqueue(request) {
      const source = {
        paths: [...(request.paths ?? []), ...(request.path === undefined ? [] : [request.path])],
        ...(request.timeZone === undefined ? {} : { timeZone: request.timeZone }),
        ...(request.reading === undefined ? {} : { reading: request.reading }),
        ...(request.upload === undefined ? {} : { upload: request.upload }),
      }
      const importOid = randomUUID()
      const job = await imports.create({
        importOid,
        name: request.name,
        source,
        isForOthers: !reads,
      })
      if (reads) push(job)
      else onStatus(job.status, false)
      return job.status.importOid
    },

    async cancel(importOid) {
      if (cancelHere(importOid)) return true
      const answer = await imports.cancel(importOid)
      if (answer === 'cancelled') await tellCancelled(importOid)
      return answer !== 'refused'
    },

    async get(importOid) {
      if (current?.status.importOid === importOid) return current.status
      return (await imports.get(importOid))?.status ?? null
    },

    async retry(importOid, reading) {
      const stored = await imports.get(importOid)
      // One that ends at this moment may still lose its files.
      if (stored === null || current?.status.importOid === importOid) return 'not_ended'
      if (!(await files.areThere(stored.source))) return 'files_gone'
      const job = await imports.retry(importOid, { ...stored.source.reading, ...reading })
      if (job === null) return 'not_ended'
      push(job)
      return job.status
    },

    async remove(importOid) {
      const source = await imports.remove(importOid)
      if (source === null) return 'refused'
      await files.removeUpload(source)
      return 'removed'
    },

    async recover() {
      // A choice is kept open as long as the process runs; then an upload is only waste.
      for (const upload of await imports.keptUploads()) goOn(files.removeUpload({ upload }))
      const unfinished = await imports.unfinished()
      const needed = new Set([
        ...unfinished.flatMap(({ source }) => source.paths),
        ...(await imports.uploadsInUse()),
      ])
      goOn(files.sweep(needed))
      for (const job of unfinished) {
        log('An import was cut off and runs again.', { importOid: job.status.importOid })
        queue.push(job)
      }
      await imports.followCancels((importOid) => void cancelHere(importOid))
      next()
    },

    async takeOver() {
      for (const job of await imports.takeOver()) {
        log('An import that a server has left is read here.', { importOid: job.status.importOid })
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
      rest()
      if (worker !== null) await endWorker(worker)
      worker = null
      await Promise.all(background)
    },
  }
}

const hasEnded = ({ status: { state } }: StoredImport): boolean =>
  state !== 'queued' && state !== 'reading'

const crashed = ({ status }: StoredImport) =>
  told('worker_crashed', { context: 'import', name: status.name })
