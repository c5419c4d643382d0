import { app } from 'electron'
import { setTimeout } from 'node:timers/promises'
import { httpLimits } from '../../server/contract/limits.ts'
import type { StartedServer } from '../../server/index.ts'
import { appOrigin } from './app-url.ts'
import { createSecretVault } from './secrets.ts'

/** The embedded server, as the other parts of the host see it. */
export interface ServerHost {
  readonly dataDir: string
  /** The running server; starts it on first use, and again after a start that failed. */
  started(): Promise<StartedServer>
  /** The server if it runs, for those who must answer without waiting. */
  running(): StartedServer | null
  /** Called with each server that has started; there may be a second after a start that failed. */
  onStarted(listener: (server: StartedServer) => void): void
  /** Drains streams and reports. Resolves within `httpLimits.shutdownMs`, also if it never started. */
  close(): Promise<void>
}

export function createServerHost(dataDir: string): ServerHost {
  let starting: Promise<StartedServer> | null = null
  let running: StartedServer | null = null
  const listeners = new Set<(server: StartedServer) => void>()

  const start = async (): Promise<StartedServer> => {
    // Loaded here and not at the top, so that the window opens while the server is being read.
    const [server] = await Promise.all([
      import('../../server/index.ts'),
      // The keychain answers only then, and the server reads its secrets at once.
      app.whenReady(),
    ])
    running = await server.start({
      dataDir,
      host: '127.0.0.1',
      port: 0,
      allowedOrigins: [appOrigin],
      version: app.getVersion(),
      logToStderr: !app.isPackaged,
      vault: createSecretVault(),
    })
    for (const listener of listeners) listener(running)
    return running
  }

  return {
    dataDir,
    started() {
      starting ??= start().catch((error: unknown) => {
        starting = null
        throw error
      })
      return starting
    },
    running: () => running,
    onStarted: (listener) => void listeners.add(listener),
    async close() {
      if (starting === null) return
      const drained = starting.then((server) => server.close()).catch(() => {})
      const late = new AbortController()
      await Promise.race([
        drained.finally(() => late.abort()),
        setTimeout(httpLimits.shutdownMs, null, { signal: late.signal }).catch(() => {}),
      ])
    },
  }
}
