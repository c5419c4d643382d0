import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { Worker } from 'node:worker_threads'
import { atMoment } from '../at-moment.ts'
import { trashLimits } from '../contract/limits.ts'
import type { ThrownAway, TrashEntry, TrashRequest } from '../contract/trash.ts'
import type { EngineAddress } from '../ports/engine.ts'
import type { Trash } from '../ports/trash.ts'
import { endWorker, startWorker } from '../workers.ts'

/** Deleting, and taking it back. */
export interface TrashService {
  /**
   * Hides what of it is there. Reports that are being made are cancelled before.
   *
   * @returns null if nothing of it is there
   */
  throw(request: Partial<TrashRequest>): Promise<TrashEntry | null>
  /** Null if it is too late. */
  restore(trashOid: string): Promise<ThrownAway | null>
  /** Goes on with what an earlier process has left; called once the start is over. */
  resume(): void
  close(): Promise<void>
}

export interface TrashServiceDeps {
  trash: Trash
  engine: EngineAddress
  /** Resolves once none of these reports, and none of these rooms, is being made any more. */
  endReports(which: { roomOids: readonly string[]; reportOids: readonly string[] }): Promise<void>
  /** Does it unless another node does; as that of `Nodes`. */
  alone(duty: string, work: () => Promise<void>): Promise<boolean>
  onThrown(what: ThrownAway): void
  onRestored(what: ThrownAway): void
  /** Messages are gone for good. */
  onPurged(): void
  /** Told of what could not be removed; it is tried again later. */
  onError(error: unknown): void
  now?: () => number
  /** Milliseconds in which a delete can be taken back; default `trashLimits.undoMs`. */
  undoMs?: number | undefined
}

export function createTrashService(deps: TrashServiceDeps): TrashService {
  const { trash, onError, now = Date.now, undoMs = trashLimits.undoMs } = deps
  let stopWaiting: () => void = () => undefined
  let looking: Promise<void> = Promise.resolve()
  let worker: Worker | null = null
  let isClosed = false

  /** One look after the other: what comes while it is purged waits for the next one. */
  function resume(): void {
    looking = looking.then(look).catch(onError)
  }

  /** Removes what is over, and waits for the next. */
  async function look(): Promise<void> {
    if (isClosed) return
    const began = now()
    const isDue = (await trash.due(began)).length > 0
    if (isDue && !isClosed) await deps.alone('purge', purge)
    // That may be over by now, too.
    const next = isClosed ? null : await trash.nextDue(began)
    stopWaiting()
    if (next !== null) stopWaiting = atMoment(next, resume, now)
  }

  async function purge(): Promise<void> {
    worker = startWorker('purge-worker', { engine: deps.engine })
    try {
      const [code] = (await once(worker, 'exit')) as [number]
      if (code !== 0 && !isClosed) throw new Error(`The purge ended with code ${code}`)
      deps.onPurged()
    } catch (error) {
      if (!isClosed) onError(error)
    } finally {
      worker = null
    }
  }

  return {
    async throw({ roomOids = [], reportOids = [], importOids = [], workbooks }) {
      await deps.endReports({ roomOids, reportOids })
      const trashOid = randomUUID()
      const until = now() + undoMs
      const withReports = workbooks === 'delete'
      const what = { roomOids, reportOids, importOids, withReports }
      const thrown = await trash.throw({ ...what, trashOid, until })
      if (thrown === null) return null
      deps.onThrown(thrown)
      resume()
      return { ...thrown, trashOid, until: new Date(until).toISOString() }
    },
    async restore(trashOid) {
      const restored = await trash.restore(trashOid, now())
      if (restored !== null) deps.onRestored(restored)
      // What was put into another room by a merge is due now.
      resume()
      return restored
    },
    resume,
    async close() {
      isClosed = true
      stopWaiting()
      if (worker !== null) await endWorker(worker)
      await looking
    },
  }
}
