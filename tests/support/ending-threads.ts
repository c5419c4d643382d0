import { once } from 'node:events'
import { startEngine } from '../../server/engines/open.ts'
import { endWorker, startWorker } from '../../server/workers.ts'

/**
 * `node ending-threads.ts FOLDER`: ends threads while they read from the storage without a pause. Says "done" if
 * it is still there afterwards.
 */
const [folder = ''] = process.argv.slice(2)
const room = { roomOid: 'r', name: 'r', source: 'live', format: 'live' }

await startEngine({ kind: 'sqlite', folder }, { onMended: () => {} }, async (engine) => {
  const messages = Array.from({ length: 2_000 }, (_, n) => ({
    key: `k${n}`,
    sourceId: null,
    at: n,
    timeSource: 'explicit' as const,
    author: 'Ann',
    kind: 'message' as const,
    text: `word ${n}`,
  }))
  await engine.messages.append([{ room, messages }], null)
  while (await engine.search.catchUp());
  const query = { terms: [{ words: ['word'], isPrefix: true }], limit: 300 }
  for (let round = 0; round < 4; round++) {
    const worker = startWorker('search-worker', { engine: engine.address })
    for (let id = 0; id < 40; id++) worker.postMessage({ type: 'find', id, query })
    // The first answer is here, and the thread is at the others.
    await once(worker, 'message')
    await endWorker(worker)
  }
  await engine.close()
})
console.log('done')
