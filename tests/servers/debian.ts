import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'

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

/** A port of the loopback that nobody listens on. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        resolve(typeof address === 'object' && address !== null ? address.port : 0),
      )
    })
  })
