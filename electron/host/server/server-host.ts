import { app, session } from 'electron'
import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as nextTurn, setTimeout } from 'node:timers/promises'
import type { ServerConnection } from '../../../server/contract/desktop-api.ts'
import { httpLimits } from '../../../server/contract/limits.ts'
import type { StartedServer } from '../../../server/index.ts'
import { appOrigin } from '../page/app-url.ts'
import { holdRequests } from '../page/held-requests.ts'
import { HostError } from '../host-error.ts'
import { logHost } from '../log.ts'
import { createSecretVault } from '../settings/secrets.ts'
import type { HostLanguage } from '../settings/words.ts'
import { startModelProcess } from './model-process.ts'

/** The embedded server, as the other parts of the host see it. */
export interface ServerHost {
  readonly dataDir: string
  /** The running server; starts it on first use. Rejects if that start has failed. */
  started(): Promise<StartedServer>
  /** Where the server listens, or will: known long before it answers. */
  address(): Promise<string>
  /** How to reach it. What is asked before it has started waits; rejects after a start that failed. */
  connection(): Promise<ServerConnection>
  /** Why the last start failed; null if it has not. */
  failure(): unknown
  /** Forgets a start that failed, so that the next one who needs the server starts it again. */
  retry(): void
  onFailed(listener: () => void): void
  /** The server if it runs, for those who must answer without waiting. */
  running(): StartedServer | null
  /** Called with each server that has started; there may be a second after a start that failed. */
  onStarted(listener: (server: StartedServer) => void): void
  /** Drains streams and reports. Resolves within `httpLimits.shutdownMs`, also if it never started. */
  close(): Promise<void>
}

const loopback = '127.0.0.1'

/** What the server is made of, read one by one: in between, the window gets what it waits for. */
const libraries = [() => import('pino'), () => import('express')] as const

const listen = (): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, loopback, () => resolve(server))
  })

/** @param language that the app speaks, in which its reports are written unless the settings say another */
export function createServerHost(dataDir: string, language: () => HostLanguage): ServerHost {
  let starting: Promise<StartedServer> | null = null
  let running: StartedServer | null = null
  let failure: unknown = null
  const listeners = new Set<(server: StartedServer) => void>()
  const failureListeners = new Set<() => void>()
  const listening = listen()
  const held = listening.then(holdRequests)
  // One for each launch.
  const accessToken = randomBytes(32).toString('base64url')

  const start = async (): Promise<StartedServer> => {
    // Loaded here and not at the top, so that the window opens while the server is being read.
    for (const read of libraries) {
      await read()
      await nextTurn()
    }
    const server = await import('../../../server/index.ts')
    await nextTurn()
    // The keychain answers only then, and the server reads its secrets at once.
    await app.whenReady()
    running = await server.start({
      dataDir,
      host: loopback,
      listener: await listening,
      accessToken,
      allowedOrigins: [appOrigin],
      version: app.getVersion(),
      logToStderr: !app.isPackaged,
      vault: createSecretVault(),
      defaults: () => ({
        reportLanguage: language(),
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      }),
      startModelProcess,
      systemProxy: (address) => session.defaultSession.resolveProxy(address),
    })
    ;(await held).release()
    for (const listener of listeners) listener(running)
    return running
  }

  const address = async (): Promise<string> => {
    const { port } = (await listening).address() as AddressInfo
    return `http://${loopback}:${port}`
  }

  return {
    dataDir,
    started() {
      starting ??= start().catch((error: unknown) => {
        failure = error
        void held.then((requests) => requests.drop())
        logHost('error', 'the server did not start', { error: String(error) })
        for (const listener of failureListeners) listener()
        throw error
      })
      return starting
    },
    address,
    async connection() {
      if (failure !== null) throw new HostError('unavailable', { context: 'not_started' })
      return { url: await address(), accessToken }
    },
    failure: () => failure,
    retry() {
      if (failure === null) return
      failure = null
      starting = null
    },
    onFailed: (listener) => void failureListeners.add(listener),
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
