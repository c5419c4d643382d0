import type { AddressInfo } from 'node:net'
import { setPriority } from 'node:os'
import { createProcessServer, wordsOf } from './process-server.ts'
import { StartOrder, type StartReport } from './protocol.ts'
import { loadEngine, loadModel } from './running-model.ts'
import { spareTheTestProcess } from './untested-code.ts'

/**
 * The process of a model: `child_process.fork` or a utility process of Electron starts it. It is told by
 * its first message which file to load, says once where it listens, and ends with its parent.
 */
interface Port {
  postMessage(message: StartReport): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
}
const electronPort = (process as unknown as { parentPort?: Port }).parentPort

const tell = (report: StartReport): void => {
  if (electronPort !== undefined) electronPort.postMessage(report)
  else process.send?.(report)
}

async function run(order: StartOrder): Promise<void> {
  spareTheTestProcess()
  const engine = await loadEngine().catch((error: unknown) => {
    tell({ type: 'failed', reason: 'engine', words: wordsOf(error) })
    process.exit(1)
  })
  const model = await loadModel(engine, order).catch((error: unknown) => {
    const isEngine = error instanceof engine.NoBinaryFoundError
    tell({ type: 'failed', reason: isEngine ? 'engine' : 'model', words: wordsOf(error) })
    process.exit(1)
  })
  const server = createProcessServer({
    model,
    token: order.token,
    onUnneeded: () => process.exit(0),
  })
  server.requestTimeout = 0
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo
    tell({ type: 'ready', port, contextTokens: model.contextTokens })
  })
}

try {
  // The window, the server and all else go first.
  setPriority(10)
} catch {
  // Some systems do not allow it; it is a courtesy.
}
// With the parent gone nobody would ever end it.
process.once('disconnect', () => process.exit(0))
const begin = (message: unknown): void => void run(StartOrder.parse(message))
if (electronPort !== undefined) electronPort.on('message', ({ data }) => begin(data))
else process.once('message', begin)
