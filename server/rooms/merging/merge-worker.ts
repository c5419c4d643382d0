import { parentPort, workerData } from 'node:worker_threads'
import { endWhenAsked } from '../../end-of-worker.ts'
import { openEngine } from '../../engines/open.ts'
import { giveWay } from '../../give-way.ts'
import type { EngineAddress } from '../../ports/engine.ts'
import type { MergeRefusal } from '../../ports/room-merges.ts'
import { mergeRooms, type RoomsMerged } from './merge-rooms.ts'

export interface MergeWork {
  into: string
  from: readonly string[]
  undoMs: number
}
/** What the worker says before it ends. */
export type MergeWorkerReply = { answer: RoomsMerged | MergeRefusal } | { failure: string }

/** Merges rooms, and ends. */
const { engine: address, work } = workerData as { engine: EngineAddress; work: MergeWork }
endWhenAsked()
giveWay()
const engine = await openEngine(address)

const answer = async (): Promise<MergeWorkerReply> => {
  try {
    return { answer: await mergeRooms(engine, work) }
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) }
  }
}

parentPort?.postMessage(await answer())
await engine.close()
