import { parentPort, workerData } from 'node:worker_threads'
import { emptyImportCounts, type Import, type ImportReading } from '../contract/imports.ts'
import { readingLimits } from './limits.ts'
import { giveWay } from '../give-way.ts'
import { endWhenAsked } from '../end-of-worker.ts'
import { openEngine } from '../engines/open.ts'
import type { LentFile } from '../ports/blobs.ts'
import type { EngineAddress } from '../ports/engine.ts'
import { createPlacing } from '../rooms/merging/placing.ts'
import type { ImportResult } from '../ports/imports.ts'
import { openBuffer } from './reading/buffer.ts'
import { ImportError } from './reading/import-error.ts'
import { runImport, type ImportProgress } from './import-run.ts'
import { takeBack } from './take-back.ts'
import { told } from './told.ts'
import { wordsOf } from '../words/words-of.ts'

/** What the importer sends. */
export interface ImportOrder {
  importId: number
  paths: string[]
  /** Key of the blob that is read instead of paths. */
  upload?: string | undefined
  name: string
  timeZone?: string | undefined
  reading?: ImportReading | undefined
  /** For archives that must be unpacked to be read; whoever gives the order removes it. */
  scratchDir: string
}
export type ToWorker = { type: 'run'; order: ImportOrder } | { type: 'cancel'; importId: number }

/**
 * What the worker answers. `ended` comes after everything is committed or undone, `stopping` when
 * nothing more is read and what was written is being taken back.
 */
export type FromWorker =
  | { type: 'stopping'; importId: number }
  | { type: 'progress'; importId: number; progress: ImportProgress }
  | { type: 'ended'; importId: number }

const port = parentPort
if (!port) throw new Error('The import worker runs only as a worker thread.')

const { engine: address } = workerData as { engine: EngineAddress }
endWhenAsked()
giveWay()
const { blobs, imports, messages, rooms } = await openEngine(address)
const placing = createPlacing({ rooms, messages })
let running: { importId: number; abort: AbortController } | null = null

port.on('message', (message: ToWorker) => {
  if (message.type === 'run') void run(message.order)
  else if (running?.importId === message.importId) running.abort.abort()
})

const send = (message: FromWorker) => port.postMessage(message)

async function run(order: ImportOrder): Promise<void> {
  const { importId } = order
  const abort = new AbortController()
  running = { importId, abort }
  let latest: ImportProgress | null = null
  let toldAt = 0
  let lent: LentFile | null = null
  try {
    // What an import that was killed, or an earlier reading, has left behind; nothing for a new one.
    await takeBack(imports, importId)
    const buffer = openBuffer(placing, importId)
    if (order.upload !== undefined) lent = await lend(order.upload, order.name)
    const paths = lent === null ? order.paths : [lent.path]
    latest = await runImport({ ...order, paths }, buffer, abort.signal, {
      onProgress(snapshot) {
        const now = performance.now()
        if (now - toldAt < readingLimits.progressIntervalMs) return
        toldAt = now
        latest = snapshot()
        send({ type: 'progress', importId, progress: latest })
      },
    })
    const totals = await placing.placed(buffer.totals())
    const roomOids = totals.map((room) => room.roomOid)
    await imports.finish(importId, totals, { ...latest, state: 'finished', roomOids })
  } catch (error) {
    send({ type: 'stopping', importId })
    await undo(importId, abort.signal.aborted ? null : error, latest)
  } finally {
    await lent?.release()
    running = null
    send({ type: 'ended', importId })
  }
}

async function lend(upload: string, name: string): Promise<LentFile> {
  const file = await blobs.lend(upload)
  if (file !== null) return file
  throw new ImportError('unreadable_file', { context: 'gone', name })
}

async function undo(
  importId: number,
  error: unknown,
  latest: ImportProgress | null,
): Promise<void> {
  const outcome: ImportResult = {
    format: latest?.format ?? null,
    bytesRead: latest?.bytesRead ?? 0,
    bytesTotal: latest?.bytesTotal ?? null,
    counts: emptyImportCounts(),
    warnings: latest?.warnings ?? [],
    roomOids: [],
    ...(error instanceof ImportError && error.choices ? { choices: error.choices } : {}),
    ...(error === null ? { state: 'cancelled' } : { state: 'failed', error: describe(error) }),
  }
  await takeBack(imports, importId)
  await imports.end(importId, outcome)
}

function describe(error: unknown): NonNullable<Import['error']> {
  if (error instanceof ImportError) {
    return { code: error.code, params: error.params, message: error.message }
  }
  const text = wordsOf(error)
  if (/disk is full|SQLITE_FULL|ENOSPC/i.test(text)) {
    return told('storage_full', { context: 'import' })
  }
  return told('internal', { context: 'import', text })
}
