import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:net'
import { mirrorOf, runs } from './debian.ts'
import { freePort } from '../support/free-port.ts'

/** Packages of Debian, unpacked into a folder of their own, which is kept for the next run. */
const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'rapporteur', 'irc')
const startMs = 30_000

/** The folder with soju and ngircd, or why there is none. */
export function ircRoot(): { root: string } | { reason: string } {
  if (process.env['RAPPORTEUR_SERVERS'] !== 'yes') {
    return { reason: 'only `npm run test:servers` sets it up' }
  }
  const root = join(cache, 'root')
  if (existsSync(join(root, 'usr/bin/soju')) && existsSync(join(root, 'usr/sbin/ngircd'))) {
    return { root }
  }
  const mirror = mirrorOf()
  if (mirror === null) return { reason: 'no mirror of Debian is set up here' }
  // Soju came with Debian 13; lists of its own leave those of the computer alone.
  for (const folder of ['lists/partial', 'archives/partial', 'debs', 'root']) {
    mkdirSync(join(cache, folder), { recursive: true })
  }
  writeFileSync(join(cache, 'sources.list'), `deb [trusted=yes] ${mirror} trixie main\n`)
  const own = [
    `Dir::Etc::sourcelist=${join(cache, 'sources.list')}`,
    'Dir::Etc::sourceparts=/dev/null',
    `Dir::State::lists=${join(cache, 'lists')}`,
    `Dir::Cache=${cache}`,
    'APT::Sandbox::User=root',
  ].flatMap((option) => ['-o', option])
  const debs = join(cache, 'debs')
  const isFetched =
    runs('apt-get', ...own, 'update') &&
    spawnSync('apt-get', [...own, 'download', 'soju'], { cwd: debs }).status === 0 &&
    // Of the computer's own release, for which its libraries are.
    spawnSync('apt-get', ['download', 'ngircd', 'libident'], { cwd: debs }).status === 0
  if (!isFetched) return { reason: 'soju and ngircd cannot be fetched from Debian' }
  for (const deb of readdirSync(debs)) {
    if (!runs('dpkg', '-x', join(debs, deb), root)) return { reason: `${deb} cannot be unpacked` }
  }
  return { root }
}

/** A real ngircd, and a real soju that is in its channels, both on the loopback with data of their own. */
export class IrcServers {
  readonly bouncer: string
  readonly server: string
  readonly #root: string
  readonly #folder = mkdtempSync(join(tmpdir(), 'rapporteur-irc-'))
  readonly #ports: { ngircd: number; soju: number }
  readonly #processes = new Map<string, ChildProcess>()

  private constructor(root: string, ports: { ngircd: number; soju: number }) {
    this.#root = root
    this.#ports = ports
    this.bouncer = `irc://127.0.0.1:${ports.soju}`
    this.server = `irc://127.0.0.1:${ports.ngircd}`
  }

  static async start(root: string): Promise<IrcServers> {
    const servers = new IrcServers(root, { ngircd: await freePort(), soju: await freePort() })
    servers.#configure()
    await servers.boot('ngircd')
    await servers.boot('soju')
    return servers
  }

  get #env(): NodeJS.ProcessEnv {
    return { ...process.env, LD_LIBRARY_PATH: join(this.#root, 'usr/lib/x86_64-linux-gnu') }
  }

  #path(name: string): string {
    return join(this.#folder, name)
  }

  #configure(): void {
    writeFileSync(
      this.#path('ngircd.conf'),
      `[Global]
Name = irc.test.invalid
Info = a test
Ports = ${this.#ports.ngircd}
Listen = 127.0.0.1
MotdPhrase = hello
[Limits]
MaxConnectionsIP = 0
MaxJoins = 0
MaxNickLength = 20
[Options]
DNS = no
Ident = no
PAM = no
`,
    )
    writeFileSync(
      this.#path('soju.conf'),
      `listen irc+insecure://127.0.0.1:${this.#ports.soju}
listen unix+admin://${this.#path('admin')}
hostname soju.test.invalid
db sqlite3 ${this.#path('soju.db')}
message-store db
`,
    )
    const made = spawnSync(
      join(this.#root, 'usr/bin/sojudb'),
      ['-config', this.#path('soju.conf'), 'create-user', 'keeper', '-admin'],
      { input: 'pw-1234', encoding: 'utf8', env: this.#env },
    )
    if (made.status !== 0) throw new Error(`sojudb: ${made.stderr}`)
  }

  /** Starts one of them, also again after `stop`. */
  async boot(name: 'ngircd' | 'soju'): Promise<void> {
    const command =
      name === 'ngircd'
        ? [join(this.#root, 'usr/sbin/ngircd'), '-n', '-f', this.#path('ngircd.conf')]
        : [join(this.#root, 'usr/bin/soju'), '-config', this.#path('soju.conf')]
    const [file = '', ...args] = command
    // One that was killed leaves its socket behind.
    if (name === 'soju') rmSync(this.#path('admin'), { force: true })
    this.#processes.set(name, spawn(file, args, { stdio: 'ignore', env: this.#env }))
    const end = Date.now() + startMs
    while (!(await answers(this.#ports[name]))) {
      if (Date.now() > end) throw new Error(`${name} does not answer`)
    }
  }

  async stop(name: 'ngircd' | 'soju'): Promise<void> {
    const running = this.#processes.get(name)
    this.#processes.delete(name)
    if (running === undefined || running.exitCode !== null) return
    const gone = new Promise((resolve) => running.once('exit', resolve))
    running.kill('SIGKILL')
    await gone
  }

  /** A command of soju's keeper. */
  control(...words: string[]): string {
    const { status, stdout, stderr } = spawnSync(
      join(this.#root, 'usr/bin/sojuctl'),
      ['-config', this.#path('soju.conf'), 'user', 'run', 'keeper', ...words],
      { encoding: 'utf8', env: this.#env },
    )
    if (status !== 0) throw new Error(`sojuctl ${words.join(' ')}: ${stderr}`)
    return stdout
  }

  async remove(): Promise<void> {
    await this.stop('soju')
    await this.stop('ngircd')
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => setTimeout(() => resolve(false), 50))
  })
