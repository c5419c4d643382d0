import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createAppSignIn } from './access/app-sign-in.ts'
import { createOidc, type SignInSettings } from './access/oidc.ts'
import { loopbackHosts } from './admission.ts'
import { createApp } from './app.ts'
import { composeServices } from './compose.ts'
import type { ServicesListener, ServicesOptions } from './services.ts'
import type { ScheduleRunNews } from './contract/schedules.ts'
import type { Queue, QueueChange, ReportStatus } from './contract/reports.ts'
import { sentence, type Sentence } from './contract/sentences.ts'
import { createAccessToken } from './http/auth.ts'
import { createLog } from './log.ts'
import { notReady } from './readiness.ts'
import { SentenceError } from './words/sentence-error.ts'
import { folderProblem } from './words/system-problem.ts'

export interface ServerConfig extends Omit<
  ServicesOptions,
  'log' | 'isSearched' | keyof ServicesListener
> {
  /** Where it listens. Default 127.0.0.1; any other address needs `publicHosts`. */
  host?: string
  /** Names by which others reach it, in the `Host` of their requests. Default: this computer alone. */
  publicHosts?: readonly string[]
  /** Default 0: any free port. */
  port?: number
  /**
   * A server that listens on `host` already, so that `port` counts no more: a page that must know the
   * address need not wait for the rest. Nobody answers what it is asked before `start` resolves.
   */
  listener?: Server
  /** The token of this launch, for a page that must know it as early. Default: a new one. */
  accessToken?: string
  /** Origins of pages that may use the server, such as `app://rapporteur`. Default none but its own. */
  allowedOrigins?: readonly string[]
  version: string
  /** By which provider people sign in. Default: by a token alone. */
  signIn?: SignInSettings | undefined
  /** Folder of the built window, which browsers get then. Default: none. */
  pageFolder?: string | undefined
  /** Log lines go to stderr too. Default false. */
  logToStderr?: boolean
  /**
   * Milliseconds for which a server that is to end still takes requests, and says to `/readyz` that it should get
   * none: who spreads requests over several looks there now and then. Default 0.
   */
  drainNoticeMs?: number
  /** Milliseconds without a byte after which a request whose body is not whole ends. Default 1 minute. */
  bodyIdleMs?: number
}

export type { ModelProcess, StartModelProcess } from './summary/local/model-host.ts'
export type { SecretVault } from './settings/vault.ts'

/** What a host in the same process hears without a connection of its own. */
export interface ServerListener {
  /** Every status, as it is pushed; the last one of an attempt is terminal. */
  status?(status: ReportStatus, isTerminal: boolean): void
  queue?(queue: Queue): void
  /** A run of a schedule is over. */
  scheduleRun?(news: ScheduleRunNews): void
}

export interface StartedServer {
  url: string
  /** One per launch. */
  accessToken: string
  /** Starts an import for each file or folder, and gives their ids. */
  importPaths(paths: readonly string[], options?: { timeZone?: string }): Promise<string[]>
  /** Absolute path of a finished workbook; null if there is none on this computer, or its file has vanished. */
  workbookPath(reportOid: string): Promise<string | null>
  /** Names of rooms for people, by `roomOid`; a room that is not there has none. */
  roomNames(roomOids: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** As it was heard of last. */
  queue(): Queue
  changeQueue(change: QueueChange): Promise<Queue>
  /** The computer has woken up: what became due meanwhile is run. */
  awake(): void
  /** Hears what is pushed from now on. Returns an unsubscribe function. */
  subscribe(listener: ServerListener): () => void
  /** Ends streams and takes up no more work; unfinished reports go on at the next start. */
  close(): Promise<void>
}

const portProblems: Readonly<Record<string, (port: number) => Sentence>> = {
  EADDRINUSE: (port) => sentence('port_in_use', { port }),
  EACCES: (port) => sentence('port_forbidden', { port }),
}

const listen = (server: Server, port: number, host: string): Promise<AddressInfo> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const problem = portProblems[error.code ?? '']
      reject(problem === undefined ? error : new SentenceError(problem(port), { cause: error }))
    })
    server.listen(port, host, () => resolve(server.address() as AddressInfo))
  })

/**
 * The composition root: opens the data directory, wires everything, and listens on the loopback
 * interface. Rejects with a `SpokenError` if the directory or the port cannot be used.
 */
export const start = (config: ServerConfig): Promise<StartedServer> =>
  startAll(config).catch((error: unknown) => {
    throw folderProblem(error, config.dataDir)
  })

async function startAll(config: ServerConfig): Promise<StartedServer> {
  const { dataDir, host = '127.0.0.1', port = 0, allowedOrigins = [], version } = config
  const log = createLog({ dataDir, toStderr: config.logToStderr ?? false })
  const listeners = new Set<ServerListener>()
  let queue: Queue = { paused: false, concurrency: 0, waiting: 0, running: 0 }
  const services = await composeServices({
    ...config,
    isConnected: true,
    log,
    onReportStatus(status, isTerminal) {
      for (const listener of listeners) listener.status?.(status, isTerminal)
    },
    onScheduleRun(news) {
      for (const listener of listeners) listener.scheduleRun?.(news)
    },
    onQueue(heard) {
      queue = heard
      for (const listener of listeners) listener.queue?.(heard)
    },
  })
  queue = await services.reports.queue()
  const { accessToken = createAccessToken() } = config
  services.scheduler.start()

  let closing: Promise<void> | null = null
  const app = createApp({
    ...services,
    version,
    accessToken,
    guard: { hosts: loopbackHosts, publicHosts: config.publicHosts ?? [], origins: allowedOrigins },
    imports: services.importer,
    bodyIdleMs: config.bodyIdleMs,
    pageFolder: config.pageFolder,
    oidc: config.signIn && createOidc(config.signIn),
    appSignIn: createAppSignIn(services),
    onSignInFailed(error) {
      log.warn({ id: 'access.sign_in_failed', err: error }, 'Nobody was signed in')
    },
    notReady: () => notReady(services, closing !== null),
    onInternalError(error) {
      services.health.note(error)
      log.error({ id: 'http.failed', err: error }, 'A request failed')
    },
  })
  const server = config.listener ?? createServer()
  server.on('request', app)
  // An upload of gigabytes takes longer than Node's five minutes; idle sockets are cut by the header time-out.
  server.requestTimeout = 0
  const address = server.listening
    ? (server.address() as AddressInfo)
    : await listen(server, port, host).catch(async (error: unknown) => {
        await services.close()
        throw error
      })
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`
  log.info({ id: 'server.listening', url }, 'Listening')

  async function close(): Promise<void> {
    await services.windDown().catch(() => undefined)
    await sleep(config.drainNoticeMs ?? 0)
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    await services.flush()
    await services.broadcaster.drain()
    server.closeIdleConnections()
    // Reports and imports end with answers still on their way; then nothing may hold the process.
    await services.close()
    server.closeAllConnections()
    await closed
    log.info({ id: 'server.closed' }, 'Closed')
  }

  return {
    url,
    accessToken,
    async importPaths(paths, { timeZone } = {}) {
      const importOids: string[] = []
      // One after the other, so that they are read in this order.
      for (const path of paths) {
        importOids.push(await services.importer.enqueue({ path, name: basename(path), timeZone }))
      }
      return importOids
    },
    async workbookPath(reportOid) {
      const key = await services.reports.workbookKey(reportOid)
      return key === null ? null : services.blobs.localPath(key)
    },
    async roomNames(roomOids) {
      const found = await services.rooms.getMany(roomOids)
      return new Map(found.map(({ room }) => [room.roomOid, room.name]))
    },
    queue: () => queue,
    changeQueue: (change) => services.reports.changeQueue(change),
    awake: () => services.scheduler.nudge(),
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close: () => (closing ??= close()),
  }
}
