import { setTimeout as sleep } from 'node:timers/promises'
import { workerData } from 'node:worker_threads'
import { endWhenAsked } from '../end-of-worker.ts'
import { openEngine } from '../engines/open.ts'
import { giveWay } from '../give-way.ts'
import type { EngineAddress } from '../ports/engine.ts'

/** Removes for good what can no longer be taken back, and ends. */
const { engine: address } = workerData as { engine: EngineAddress }
endWhenAsked()
giveWay()
const { trash, blobs, close } = await openEngine(address)

async function purge(trashOid: string): Promise<void> {
  let removed: readonly string[] = []
  for (;;) {
    const step = await trash.purge(trashOid, removed)
    if (step.isDone) return
    for (const key of step.blobs) await blobs.remove(key)
    removed = step.blobs
    // Others who write get their turn.
    await sleep(5)
  }
}

for (const trashOid of await trash.due(Date.now())) await purge(trashOid)
await close()
