import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectTo, type XmppLine } from '../../server/connections/xmpp/line.ts'
import { installs, waitFor } from './debian.ts'
import { freePort } from '../support/free-port.ts'
import { ServerProcess } from './server-process.ts'

const program = '/usr/bin/prosody'
export const password = 'a password'
export const service = 'rooms.localhost'

/** Why no Prosody can be started here; null: it can. */
export const prosodyLacks = (): string | null => installs('prosody', program)

/** A real Prosody on the loopback, which knows `localhost` and its rooms. */
export class Prosody {
  readonly url: string
  readonly #home: string
  readonly #port: number
  readonly #process = new ServerProcess()

  private constructor(home: string, port: number) {
    this.#home = home
    this.#port = port
    this.url = `xmpp://127.0.0.1:${port}`
  }

  static async start(): Promise<Prosody> {
    const port = await freePort()
    const home = mkdtempSync(join(tmpdir(), 'rapporteur-prosody-'))
    const prosody = new Prosody(home, port)
    writeFileSync(
      prosody.#config,
      `run_as_root = true
data_path = "${home}"
pidfile = "${home}/pid"
log = { warn = "${home}/log" }
interfaces = { "127.0.0.1" }
c2s_ports = { ${port} }
c2s_require_encryption = false
authentication = "internal_hashed"
storage = "internal"
modules_enabled = { "roster", "saslauth", "disco", "ping", "pep", "private", "bookmarks", "smacks" }
modules_disabled = { "s2s" }
VirtualHost "localhost"
Component "${service}" "muc"
  modules_enabled = { "muc_mam" }
  muc_log_by_default = true
  muc_room_default_persistent = true
  muc_room_default_public = true
  muc_room_locking = false
`,
    )
    await prosody.boot()
    return prosody
  }

  get #config(): string {
    return join(this.#home, 'prosody.cfg.lua')
  }

  /** Starts the process, also again after `stop`. */
  async boot(): Promise<void> {
    this.#process.start(program, ['-F', '--config', this.#config])
    await waitFor('Prosody', () => this.#answers())
  }

  #answers(): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.#port, '127.0.0.1', () => {
        socket.destroy()
        resolve()
      })
      socket.once('error', reject)
    })
  }

  register(user: string): void {
    const args = ['--root', '--config', this.#config, 'register', user, 'localhost', password]
    const { status, stdout, stderr } = spawnSync('prosodyctl', args, { encoding: 'utf8' })
    if (status !== 0) throw new Error(`prosodyctl register: ${stdout}${stderr}`)
  }

  /** A line of the test's own. */
  login(user: string, signal: AbortSignal): Promise<XmppLine> {
    const secrets = { jid: `${user}@localhost`, password }
    const nothing = () => Promise.reject(new Error('not used'))
    return connectTo({
      address: this.url,
      secrets,
      signal,
      people: new Map(),
      ask: nothing,
      socket: nothing,
      stream: nothing,
    })
  }

  /** Stops the process as it is, and lets it go on. */
  signal(signal: NodeJS.Signals): void {
    this.#process.signal(signal)
  }

  stop(): Promise<void> {
    return this.#process.stop('SIGTERM')
  }

  async remove(): Promise<void> {
    await this.stop()
    rmSync(this.#home, { recursive: true, force: true })
  }
}
