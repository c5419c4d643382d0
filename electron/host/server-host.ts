import { app } from 'electron'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { httpLimits } from '../../server/contract/limits.ts'
import type { StartedServer } from '../../server/index.ts'
import { appOrigin } from './app-url.ts'

/** The embedded server, as the other parts of the host see it. */
export interface ServerHost {
  readonly dataDir: string
  /** The running server; starts it on first use, and again after a start that failed. */
  started(): Promise<StartedServer>
  /** Drains streams and reports. Resolves within `httpLimits.shutdownMs`, also if it never started. */
  close(): Promise<void>
}

export function createServerHost(): ServerHost {
  const dataDir = process.env['RAPPORTEUR_DATA_DIR'] || join(app.getPath('userData'), 'data')
  let starting: Promise<StartedServer> | null = null

  const start = async (): Promise<StartedServer> => {
    // Loaded here and not at the top, so that the window opens while the server is being read.
    const server = await import('../../server/index.ts')
    return server.start({
      dataDir,
      host: '127.0.0.1',
      port: 0,
      allowedOrigins: [appOrigin],
      version: app.getVersion(),
      logToStderr: !app.isPackaged,
    })
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
