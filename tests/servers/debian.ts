import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** Milliseconds that fetching and unpacking may take. */
export const unpackMs = 15 * 60_000

/** Whether a command ends well. */
export const runs = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore', timeout: unpackMs }).status === 0

/** The mirror of Debian that the machine's own sources name. */
export function mirrorOf(): string | null {
  for (const file of ['/etc/apt/sources.list.d/debian.sources', '/etc/apt/sources.list']) {
    if (!existsSync(file)) continue
    const found = /(https?:\/\/\S+\/debian)\/?\s/.exec(readFileSync(file, 'utf8'))?.[1]
    if (found !== undefined) return found
  }
  return null
}

/** Milliseconds until a server answers. */
const startMs = 120_000

/** Sees to it that the program of a package of Debian is there. @returns why it is not; null: it is */
export function installs(name: string, program: string): string | null {
  if (process.env['RAPPORTEUR_SERVERS'] !== 'yes') {
    return 'only `npm run test:servers` sets it up'
  }
  if (process.getuid?.() !== 0) return `starting ${name} needs root`
  if (existsSync(program)) return null
  const isInstalled =
    runs('apt-get', 'update') && runs('apt-get', 'install', '-y', '--no-install-recommends', name)
  return isInstalled && existsSync(program) ? null : `Debian’s package ${name} cannot be installed`
}

/** Tries until it succeeds. */
export async function waitFor(name: string, attempt: () => Promise<void>): Promise<void> {
  const end = Date.now() + startMs
  for (;;) {
    const isUp = await attempt().then(
      () => true,
      () => false,
    )
    if (isUp) return
    if (Date.now() > end) throw new Error(`${name} does not answer`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
