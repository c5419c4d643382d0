import { once } from 'node:events'
import type { Worker } from 'node:worker_threads'
import { trashLimits } from '../../contract/limits.ts'
import type { EngineAddress } from '../../ports/engine.ts'
import type { MergeRefusal } from '../../ports/room-merges.ts'
import { endWorker, startWorker } from '../../workers.ts'
import type { RoomsMerged } from './merge-rooms.ts'
import type { MergeWork, MergeWorkerReply } from './merge-worker.ts'

/** Putting rooms together, on a thread of its own: a room may have a million messages. */
export interface RoomMerging {
  /** Reports of the rooms that go are cancelled before. One merge at a time; others wait. */
  merge(into: string, from: readonly string[]): Promise<RoomsMerged | MergeRefusal>
  close(): Promise<void>
}

export interface RoomMergingDeps {
  engine: EngineAddress
  /** Resolves once no report of these rooms is being made any more. */
  endReports(roomOids: readonly string[]): Promise<void>
  onMerged(merged: RoomsMerged): void
  /** Told at the end of each, whatever came of it: what is left of one that came to nothing is to be removed. */
  onEnded(): void
  /** Milliseconds in which a merge can be taken back; default `trashLimits.undoMs`. */
  undoMs?: number | undefined
}

export function createRoomMerging(deps: RoomMergingDeps): RoomMerging {
  const { engine, endReports, onMerged, onEnded, undoMs = trashLimits.undoMs } = deps
  let worker: Worker | null = null
  let isClosed = false
  let last: Promise<unknown> = Promise.resolve()

  async function run(work: MergeWork): Promise<RoomsMerged | MergeRefusal> {
    if (isClosed) throw new Error('The server is stopping.')
    await endReports(work.from)
    worker = startWorker('merge-worker', { engine, work })
    try {
      const [reply] = (await Promise.race([
        once(worker, 'message'),
        once(worker, 'exit').then(() => [{ failure: 'The merge has ended. Try again.' }]),
      ])) as [MergeWorkerReply]
      if ('failure' in reply) throw new Error(reply.failure)
      const { answer } = reply
      if (typeof answer === 'string') return answer
      // One that was begun meanwhile reads a room that is going.
      await endReports(answer.roomOids)
      onMerged(answer)
      return answer
    } finally {
      worker = null
      onEnded()
    }
  }

  return {
    merge(into, from) {
      const merging = last.then(() => run({ into, from, undoMs }))
      last = merging.catch(() => undefined)
      return merging
    },
    async close() {
      isClosed = true
      if (worker !== null) await endWorker(worker)
      await last
    },
  }
}
