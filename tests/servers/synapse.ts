import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { mirrorOf, runs, waitFor } from './debian.ts'
import { freePort } from '../support/free-port.ts'
import { eventsOf, type MatrixEvent } from './matrix-events.ts'
import { ServerProcess } from './server-process.ts'

/** Debian's next release has Synapse; it is unpacked into a root of its own, which is kept for the next run. */
const cache = join(
  process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'),
  'rapporteur',
  'synapse',
)

/** The folder of an unpacked Synapse, or why there is none. */
export function synapseRoot(): { root: string } | { reason: string } {
  if (process.env['RAPPORTEUR_SERVERS'] !== 'yes') {
    return { reason: 'only `npm run test:servers` sets it up' }
  }
  const given = process.env['RAPPORTEUR_SYNAPSE_ROOT']
  const root = given ?? join(cache, 'root')
  const isThere = existsSync(join(root, 'usr/lib/python3/dist-packages/synapse'))
  if (isThere) return { root }
  if (given !== undefined) return { reason: `no Synapse in ${given}` }
  if (process.getuid?.() !== 0) return { reason: 'unpacking Synapse needs root' }
  const mirror = mirrorOf()
  if (mirror === null) return { reason: 'no mirror of Debian is set up here' }
  if (
    !runs('mmdebstrap', '--version') &&
    !(
      runs('apt-get', 'update') &&
      runs('apt-get', 'install', '-y', '--no-install-recommends', 'mmdebstrap')
    )
  ) {
    return { reason: 'Debian’s package mmdebstrap cannot be installed' }
  }
  mkdirSync(cache, { recursive: true })
  rmSync(root, { recursive: true, force: true })
  const isUnpacked = runs(
    'mmdebstrap',
    '--variant=minbase',
    '--include=matrix-synapse,ca-certificates',
    '--aptopt=Acquire::Check-Valid-Until "false"',
    'sid',
    root,
    mirror,
  )
  return isUnpacked ? { root } : { reason: 'Synapse cannot be unpacked from Debian sid' }
}

/** A real Synapse on the loopback, with a database of its own. */
export class Synapse {
  readonly url: string
  readonly #root: string
  readonly #home: string
  readonly #names = new Map<string, string>()
  readonly #process = new ServerProcess()

  private constructor(root: string, home: string, port: number) {
    this.#root = root
    this.#home = home
    this.url = `http://127.0.0.1:${port}`
  }

  static async start(root: string): Promise<Synapse> {
    const port = await freePort()
    const home = `/srv/rapporteur-${process.pid}-${port}`
    mkdirSync(join(root, home), { recursive: true })
    const synapse = new Synapse(root, home, port)
    synapse.#python(
      'synapse.app.homeserver',
      '--server-name',
      'localhost',
      '--config-path',
      `${home}/homeserver.yaml`,
      '--data-directory',
      home,
      '--generate-config',
      '--report-stats=no',
    )
    const file = join(root, home, 'homeserver.yaml')
    const generous = '{per_second: 10000, burst_count: 10000}'
    const config = readFileSync(file, 'utf8')
      .replace(/^ *- ::1\n/m, '')
      .replace('port: 8008', `port: ${port}`)
      .replace(/trusted_key_servers:[^]*/, 'trusted_key_servers: []\n')
    writeFileSync(
      file,
      `${config}rc_message: ${generous}\nrc_login: {address: ${generous}, account: ${generous}}\n`,
    )
    const logging = join(root, home, 'localhost.log.config')
    // It would be one for all, at the top of the root.
    const log = readFileSync(logging, 'utf8')
    writeFileSync(logging, log.replace(/filename: .*/, `filename: ${home}/homeserver.log`))
    await synapse.boot()
    return synapse
  }

  #python(module: string, ...args: string[]): void {
    const { status, stderr } = spawnSync('chroot', [this.#root, 'python3', '-m', module, ...args], {
      encoding: 'utf8',
      cwd: tmpdir(),
    })
    if (status !== 0) throw new Error(`${module}: ${stderr}`)
  }

  /** Starts the process, also again after `stop`. */
  async boot(): Promise<void> {
    this.#process.start('chroot', [
      this.#root,
      'python3',
      '-m',
      'synapse.app.homeserver',
      '--config-path',
      `${this.#home}/homeserver.yaml`,
    ])
    await this.isUp()
  }

  /** Resolves once it answers. */
  isUp(): Promise<void> {
    return waitFor('Synapse', async () => {
      const { ok } = await fetch(`${this.url}/_matrix/client/versions`)
      if (!ok) throw new Error('not yet')
    })
  }

  /** Stops the process of the server as it is, and lets it go on. */
  signal(signal: NodeJS.Signals): void {
    this.#process.signal(signal)
  }

  /** @param signal SIGTERM lets it write what it has not written yet; default: SIGKILL */
  stop(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    return this.#process.stop(signal)
  }

  /** All events of its rooms, out of its own database; only while it is stopped. */
  events(): Map<string, MatrixEvent[]> {
    return eventsOf(join(this.#root, this.#home, 'homeserver.db'))
  }

  /** Pages of rooms that it was asked for, by its own log; whole once it was stopped by SIGTERM. */
  pagesRead(): number {
    const log = readFileSync(join(this.#root, this.#home, 'homeserver.log'), 'utf8')
    return log.match(/Processed request: .*"GET \S+\/messages\?/g)?.length ?? 0
  }

  async remove(): Promise<void> {
    await this.stop()
    rmSync(join(this.#root, this.#home), { recursive: true, force: true })
  }

  /** Makes a person, and returns the token. */
  async register(user: string): Promise<string> {
    this.#python(
      'synapse._scripts.register_new_matrix_user',
      '-u',
      user,
      '-p',
      `pw-${user}`,
      '--no-admin',
      '-c',
      `${this.#home}/homeserver.yaml`,
      this.url,
    )
    const login = {
      type: 'm.login.password',
      identifier: { type: 'm.id.user', user },
      password: `pw-${user}`,
    }
    const { access_token: token } = (await this.call('', 'POST', '/login', login)) as {
      access_token: string
    }
    this.#names.set(user, token)
    return token
  }

  async call(
    token: string,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.url}/_matrix/client/v3${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const answer = (await response.json()) as Record<string, unknown>
    if (!response.ok)
      throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`)
    return answer
  }
}
