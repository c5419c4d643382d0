import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { join, resolve } from 'node:path'

export const program = resolve(import.meta.dirname, '../../out/main/cli.js')
const builtProgram = [program]
/** The same without a build; it starts more slowly. */
export const sourceProgram = [
  '--import',
  'tsx',
  resolve(import.meta.dirname, '../../server/cli.ts'),
]

/** The headless server as a process of its own, to be killed. */
export interface ServerProcess {
  url: string
  accessToken: string
  pid: number
  /** All that it has written, on stdout and stderr; whole once it has ended. */
  output(): string
  /** SIGKILL, and waits until the process is gone. */
  kill(): Promise<void>
  /** SIGTERM, and waits; gives the exit code. */
  stop(): Promise<number | null>
}

/** @param launcher stands before the command, and becomes it */
export async function startServerProcess(
  dataDir: string,
  env: Readonly<Record<string, string>>,
  command: readonly string[] = builtProgram,
  args: readonly string[] = [],
  launcher: readonly string[] = [],
): Promise<ServerProcess> {
  const line = [...launcher, process.execPath, ...command, 'serve', '--data-dir', dataDir, ...args]
  const [file = process.execPath, ...rest] = line
  const child: ChildProcess = spawn(file, rest, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const errors: string[] = []
  const output: string[] = []
  child.stderr?.setEncoding('utf8').on('data', (text: string) => errors.push(text))
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (bytes: Buffer | string) => output.push(String(bytes)))
  }
  // Not 'exit': there may still be something to read then.
  const gone = new Promise<number | null>((done) => child.once('close', (code) => done(code)))
  const { stdout } = child
  if (stdout === null) throw new Error('The server has no standard output.')
  const lines = createInterface({ input: stdout })
  const first = await Promise.race([
    new Promise<string>((done) => lines.once('line', done)),
    gone.then((code) =>
      Promise.reject(new Error(`The server ended with ${code}: ${errors.join('')}`)),
    ),
  ])
  const { url, accessToken } = JSON.parse(first) as { url: string; accessToken: string }
  return {
    url,
    accessToken,
    pid: child.pid ?? 0,
    output: () => output.join(''),
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
    stop() {
      child.kill('SIGTERM')
      return gone
    },
  }
}

export const databaseOf = (dataDir: string): string => join(dataDir, 'rapporteur.db')
