import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'

/** Where Debian puts the programs of its servers, one folder a version. */
const debian = '/usr/lib/postgresql'

/** A program of PostgreSQL, of the newest version that is installed. */
function programOf(name: string): string {
  const versions = existsSync(debian) ? readdirSync(debian) : []
  const newest = versions.toSorted((a, b) => Number(b) - Number(a))[0] ?? ''
  const found = join(debian, newest, 'bin', name)
  return existsSync(found) ? found : name
}

/** Whether a server can be started here. */
export const hasPostgres = (): boolean =>
  spawnSync(programOf('postgres'), ['--version']).status === 0

/** PostgreSQL refuses to run for root: then it runs for the account that Debian has made for it. */
function account(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null
  const id = (flag: string): number =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

/**
 * A real PostgreSQL server of its own, reached by a socket in a temporary folder that goes with it. It does not
 * wait for the disk, so it outlives a killed process but no cut of power, unless it is told to.
 */
export interface PostgresServer {
  /** Makes an empty database, of this encoding (default UTF8), and gives its address. */
  createDatabase(encoding?: string): Promise<string>
  /** An empty schema of one database, which is ten times as fast; only one process at a time works there. */
  createSchema(): Promise<string>
  /** Ends it as a cut of power does. */
  pause(): Promise<void>
  resume(): Promise<void>
  stop(): Promise<void>
}

export interface PostgresOptions {
  /** Waits for the disk as in earnest. Default false. */
  durable?: boolean
  /** Listens at this address of the computer, too, for everybody who reaches it. Default none. */
  host?: string
  /** Beside its own, or in their place. */
  settings?: Readonly<Record<string, string>>
}

export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const { durable = false, host = '' } = options
  const folder = mkdtempSync(join(tmpdir(), 'rapporteur-pg-'))
  const user = account()
  if (user !== null) chownSync(folder, user.uid, user.gid)
  chmodSync(folder, 0o700)
  const data = join(folder, 'data')
  const init = ['-D', data, '-U', 'rapporteur', '--auth=trust', '--no-sync', '-E', 'UTF8']
  execFileSync(programOf('initdb'), [...init, '--locale=C.UTF-8'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    ...user,
  })
  const settings = {
    listen_addresses: host,
    unix_socket_directories: folder,
    max_connections: '200',
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
    ...options.settings,
  }
  if (host !== '') appendFileSync(join(data, 'pg_hba.conf'), 'host all all samenet trust\n')
  const given = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])

  async function run(): Promise<ChildProcess> {
    const child = spawn(programOf('postgres'), ['-D', data, ...given], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      ...user,
    })
    const lines: string[] = []
    const reader = createInterface({ input: child.stderr })
    await new Promise<void>((resolve, reject) => {
      child.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${lines.join('\n')}`)))
      reader.on('line', (line) => {
        lines.push(line)
        if (line.includes('database system is ready to accept connections')) resolve()
      })
    })
    // Nobody reads on, and nobody waits for it.
    lines.length = 0
    reader.removeAllListeners('line')
    reader.on('line', () => undefined)
    child.unref()
    return child
  }

  let server = await run()
  const kill = (): void => void server.kill('SIGQUIT')
  process.once('exit', kill)

  async function end(): Promise<void> {
    // Nothing else may keep this process alive until then.
    server.ref()
    const ended = once(server, 'exit')
    server.kill('SIGQUIT')
    await ended
  }

  const urlOf = (database: string): string =>
    `postgres://rapporteur@/${database}?host=${encodeURIComponent(folder)}`
  async function admin(sql: string): Promise<void> {
    const client = new pg.Client(urlOf('postgres'))
    await client.connect()
    try {
      await client.query(sql)
    } finally {
      await client.end()
    }
  }
  let databases = 0
  let schemas = 0
  return {
    async createDatabase(encoding = 'UTF8') {
      databases += 1
      const kind = `ENCODING '${encoding}' LOCALE 'C' TEMPLATE template0`
      await admin(`CREATE DATABASE test_${databases} ${kind}`)
      return urlOf(`test_${databases}`)
    },
    async createSchema() {
      schemas += 1
      await admin(`CREATE SCHEMA test_${schemas}`)
      const option = encodeURIComponent(`-c search_path=test_${schemas}`)
      return `${urlOf('postgres')}&options=${option}`
    },
    pause: end,
    async resume() {
      server = await run()
    },
    async stop() {
      process.off('exit', kill)
      await end()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
