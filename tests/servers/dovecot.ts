import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ImapFlow } from 'imapflow'
import { installs, waitFor } from './debian.ts'
import { freePort } from '../support/free-port.ts'
import { ServerProcess } from './server-process.ts'

const program = '/usr/sbin/dovecot'
/** Owns the mails: Dovecot gives nobody those of root. */
const owner = 'mail'
export const password = 'app-password'

/** Why no Dovecot can be started here; null: it can. */
export const dovecotLacks = (): string | null => installs('dovecot-imapd', program)

/** A real Dovecot on the loopback, with mailboxes of its own. Everybody has the same password. */
export class Dovecot {
  readonly url: string
  readonly #home: string
  readonly #port: number
  readonly #process = new ServerProcess()

  private constructor(home: string, port: number) {
    this.#home = home
    this.#port = port
    this.url = `imap://127.0.0.1:${port}`
  }

  static async start(): Promise<Dovecot> {
    const port = await freePort()
    const home = mkdtempSync(join(tmpdir(), 'rapporteur-dovecot-'))
    chmodSync(home, 0o755)
    mkdirSync(join(home, 'mail'))
    spawnSync('chown', [`${owner}:`, join(home, 'mail')])
    const dovecot = new Dovecot(home, port)
    writeFileSync(
      join(home, 'dovecot.conf'),
      `protocols = imap
instance_name = rapporteur-${port}
base_dir = ${home}/run
state_dir = ${home}/state
log_path = ${home}/log
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
mail_location = maildir:${home}/mail/%u
mail_max_userip_connections = 50
auth_failure_delay = 0
passdb {
  driver = static
  args = password=${password}
}
userdb {
  driver = static
  args = uid=${owner} gid=${owner} home=${home}/mail/%u
}
service imap-login {
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox Trash {
    special_use = \\Trash
    auto = create
  }
}
`,
    )
    await dovecot.boot()
    return dovecot
  }

  /** Starts the process, also again after `stop`. */
  async boot(): Promise<void> {
    this.#process.start(program, ['-F', '-c', join(this.#home, 'dovecot.conf')])
    await waitFor('Dovecot', () => this.#try())
  }

  async #try(): Promise<void> {
    const client = await this.login('nobody')
    await client.logout()
  }

  /** A line of the test's own. */
  async login(user: string): Promise<ImapFlow> {
    const client = new ImapFlow({
      host: '127.0.0.1',
      port: this.#port,
      secure: false,
      auth: { user, pass: password },
      logger: false,
    })
    client.on('error', () => undefined)
    await client.connect()
    return client
  }

  stop(): Promise<void> {
    return this.#process.stop('SIGTERM')
  }

  /** Forgets the numbers of all mails of a person, as a server does that was restored from a copy. */
  forgetNumbers(user: string): void {
    const folder = join(this.#home, 'mail', user)
    for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (/(?:^|\/)dovecot(?:-uid|\.index|\.list)/.test(entry)) rmSync(join(folder, entry))
    }
  }

  /** Takes a folder of a person away from the server, which goes on to list it. */
  lock(user: string, path: string): void {
    chmodSync(join(this.#home, 'mail', user, `.${path.replaceAll('/', '.')}`, 'cur'), 0)
    chmodSync(join(this.#home, 'mail', user, `.${path.replaceAll('/', '.')}`), 0o500)
  }

  async remove(): Promise<void> {
    await this.stop()
    rmSync(this.#home, { recursive: true, force: true })
  }
}
