import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { treeMemoryMb } from './process-tree.ts'

/**
 * `npm run bench:desktop`: our window beside an Electron window that only says hello, in turns, in
 * one run. Medians of three, after one round that fills the caches.
 */
const apps = ['hello', 'ours'] as const
type AppName = (typeof apps)[number]

const rounds = 3
/** Milliseconds between two looks at the memory, and how long it is watched once usable. */
const sampleMs = 50
const watchMs = 3_000
/** A window that is not usable by then never will be. */
const deadlineMs = 60_000

interface Measurement {
  startupMs: number
  peakMb: number
}

const electron: unknown = createRequire(import.meta.url)('electron')

async function measure(name: AppName, folder: string): Promise<Measurement> {
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const args = [join(import.meta.dirname, name), ...root, `--user-data-dir=${join(folder, name)}`]
  const startedAt = Date.now()
  const child = spawn(String(electron), args, { stdio: ['ignore', 'pipe', 'ignore'] })
  const exited = once(child, 'exit')
  const memory = watchMemory(child)
  try {
    const usableAt = await Promise.race([
      firstReport(child),
      setTimeout(deadlineMs, null, { ref: false }),
    ])
    if (usableAt === null) throw new Error(`${name} did not become usable`)
    await setTimeout(watchMs)
    return { startupMs: usableAt - startedAt, peakMb: memory.stop() }
  } finally {
    memory.stop()
    child.kill('SIGTERM')
    const killer = AbortSignal.timeout(15_000)
    killer.addEventListener('abort', () => child.kill('SIGKILL'))
    await exited
  }
}

async function firstReport(child: ChildProcess): Promise<number> {
  if (child.stdout === null) throw new Error('no stdout')
  for await (const line of createInterface({ input: child.stdout })) {
    const found = /"usableAt":(\d+)/.exec(line)
    if (found) return Number(found[1])
  }
  throw new Error('The app ended before it was usable')
}

function watchMemory(child: ChildProcess): { stop: () => number } {
  let peakMb = 0
  const timer = setInterval(() => {
    if (child.pid !== undefined) peakMb = Math.max(peakMb, treeMemoryMb(child.pid))
  }, sampleMs)
  return {
    stop: () => {
      clearInterval(timer)
      return peakMb
    },
  }
}

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN

const print = (metric: string, unit: string, ours: number, hello: number): void => {
  const rounded = (value: number): number => Math.round(value * 10) / 10
  const line = { bench: 'desktop', case: 'startup', metric, unit, ours: rounded(ours) }
  console.log(JSON.stringify({ ...line, peers: { hello: rounded(hello) } }))
}

if (process.platform !== 'linux')
  throw new Error('bench:desktop reads memory from /proc: Linux only')
const folder = await mkdtemp(join(tmpdir(), 'rapporteur-bench-'))
const results: Record<AppName, Measurement[]> = { hello: [], ours: [] }
try {
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of apps) {
      const measured = await measure(name, folder)
      if (round > 0) results[name].push(measured)
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}
const of = (name: AppName, key: keyof Measurement): number =>
  median(results[name].map((measured) => measured[key]))
print('ms', 'ms', of('ours', 'startupMs'), of('hello', 'startupMs'))
print('peak_mb', 'MB', of('ours', 'peakMb'), of('hello', 'peakMb'))
