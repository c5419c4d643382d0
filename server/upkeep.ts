import { once } from 'node:events'
import type { ConnectionsService } from './connections/connection-service.ts'
import type { Reserve } from './engines/shared/reserve.ts'
import type { HealthMonitor } from './health.ts'
import type { Engine } from './ports/engine.ts'
import type { ReportFiles } from './reports/report-files.ts'
import type { Retention } from './reports/retention.ts'
import type { TrashService } from './trash/trash-service.ts'

/** Milliseconds between two looks at what can wait: the reserve, and workbooks past their retention. */
const upkeepMs = 60_000
/** Milliseconds between two looks for files that nobody names, which costs a list of them all. */
const sweepMs = 6 * 60 * 60 * 1_000

export interface UpkeepDeps {
  engine: Pick<Engine, 'nodes' | 'reports'>
  health: Pick<HealthMonitor, 'checkFolder'>
  reserve: Pick<Reserve, 'refill'>
  retention: Retention
  files: Pick<ReportFiles, 'sweepUnnamed'>
  trash: Pick<TrashService, 'resume'>
  /** Asks again for approvals whose links have ended, and sends digests that were left. */
  remind(): void
  /** Null where this process reads no chat servers, or is alone and has begun by itself. */
  connections: Pick<ConnectionsService, 'start'> | null
  /** Called once, when the start is long over, which people wait for. */
  resumeSearch(): void
  /** For what is a comfort: the work goes on, and the next look does it. */
  notKept(words: string): (error: unknown) => void
}

/** What is looked after now and then while a server runs; of several, one at a time. Returns what stops it. */
export function keepUp(deps: UpkeepDeps): () => void {
  const { engine, health, reserve, retention, files, trash, connections, notKept } = deps
  const ended = new AbortController()

  /** One node at a time reads what chat servers say; where it dies, another one begins within a minute. */
  let isConnecting = false
  function connect(): void {
    if (connections === null || isConnecting) return
    isConnecting = true
    void engine.nodes
      .alone('connections', async () => {
        await connections.start()
        if (!ended.signal.aborted) await once(ended.signal, 'abort')
      })
      .catch(notKept('The chat servers were not connected'))
      .finally(() => (isConnecting = false))
  }
  connect()

  const timers = [
    setInterval(() => {
      health.checkFolder()
      void reserve.refill()
      void engine.nodes
        .alone('retention', async () => void (await retention.run()))
        .catch(notKept('Old workbooks were not looked for'))
      // What a node has thrown away that ended before its time had come.
      trash.resume()
      deps.remind()
      connect()
    }, upkeepMs),
    setInterval(() => {
      void engine.nodes
        .alone('sweep', () => files.sweepUnnamed(engine.reports))
        .catch(notKept('The blobs were not swept'))
    }, sweepMs),
    setTimeout(() => {
      deps.resumeSearch()
      trash.resume()
    }, upkeepMs),
  ]
  for (const timer of timers) timer.unref()
  return () => {
    ended.abort()
    for (const timer of timers) clearTimeout(timer)
  }
}
