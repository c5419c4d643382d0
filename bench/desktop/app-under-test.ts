import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'

/** The apps that are measured: the least that Electron can be, and ours. */
export type AppName = 'hello' | 'ours'

/** A window that is not usable by then never will be. */
const usableMs = 90_000

export interface AppUnderTest {
  pid: number
  startedAt: number
  /** What the app under watch says next, by the name of its only key; see `watch.js`. */
  heard(key: string): Promise<unknown>
  say(line: string): void
  end(): Promise<void>
}

const electron: unknown = createRequire(import.meta.url)('electron')

export function startApp(
  name: AppName,
  options: { userData: string; env?: Record<string, string> },
): AppUnderTest {
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const args = [join(import.meta.dirname, name), ...root, `--user-data-dir=${options.userData}`]
  const startedAt = Date.now()
  const child = spawn(String(electron), args, {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, ...options.env },
  })
  const exited = once(child, 'exit')
  const words = listen(child)
  return {
    pid: child.pid ?? 0,
    startedAt,
    async heard(key) {
      const word = await Promise.race([
        words(key),
        exited.then(() => undefined),
        setTimeout(usableMs, undefined, { ref: false }),
      ])
      if (word === undefined) throw new Error(`${name} never said "${key}"`)
      return word
    },
    say: (line) => void child.stdin?.write(`${line}\n`),
    async end() {
      child.kill('SIGTERM')
      AbortSignal.timeout(15_000).addEventListener('abort', () => child.kill('SIGKILL'))
      await exited
    },
  }
}

/** Lines that are JSON objects with one key; a word may come before anybody asks for it. */
function listen(child: ChildProcess): (key: string) => Promise<unknown> {
  const said = new Map<string, Deferred<unknown>>()
  const slot = (key: string): Deferred<unknown> => {
    const known = said.get(key) ?? deferred<unknown>()
    said.set(key, known)
    return known
  }
  if (child.stdout === null) throw new Error('no stdout')
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!line.startsWith('{"bench')) return
    for (const [key, value] of Object.entries(JSON.parse(line) as object)) slot(key).resolve(value)
  })
  return (key) => slot(key).promise
}

interface Deferred<T> {
  promise: Promise<T>
  resolve(value: T): void
}

function deferred<T>(): Deferred<T> {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((done) => {
    resolve = done
  })
  return { promise, resolve }
}
