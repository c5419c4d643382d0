import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { startApp, type AppName } from './app-under-test.ts'
import { median, printLine } from './line.ts'
import { treeMemoryMb } from './process-tree.ts'
import { storeRooms } from './stored-rooms.ts'

const apps = ['hello', 'ours'] as const
const rounds = 3
/** Milliseconds between two looks at the memory, and how long it is watched once usable. */
const sampleMs = 50
const watchMs = 3_000

interface Measurement {
  startupMs: number
  peakMb: number
}

async function measure(name: AppName, folder: string): Promise<Measurement> {
  const app = startApp(name, {
    userData: join(folder, name),
    env: { RAPPORTEUR_DATA_DIR: join(folder, 'data') },
  })
  let peakMb = 0
  const timer = setInterval(() => {
    peakMb = Math.max(peakMb, treeMemoryMb(app.pid))
  }, sampleMs)
  try {
    const usableAt = Number(await app.heard('benchUsableAt'))
    await setTimeout(watchMs)
    return { startupMs: usableAt - app.startedAt, peakMb }
  } finally {
    clearInterval(timer)
    await app.end()
  }
}

/**
 * Start to usable with 5,000 rooms stored, beside an Electron window that only says hello: in turns, in
 * one run. Medians of three, after one round that fills the caches.
 */
export async function benchStartup(folder: string): Promise<void> {
  await storeRooms(join(folder, 'data'))
  const results: Record<AppName, Measurement[]> = { hello: [], ours: [] }
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of apps) {
      const measured = await measure(name, folder)
      if (round > 0) results[name].push(measured)
    }
  }
  const of = (name: AppName, key: keyof Measurement): number =>
    median(results[name].map((measured) => measured[key]))
  const metrics = [
    { metric: 'ms', unit: 'ms', key: 'startupMs' },
    { metric: 'peak_mb', unit: 'MB', key: 'peakMb' },
  ] as const
  for (const { metric, unit, key } of metrics) {
    printLine({ case: 'startup', metric, unit, ours: of('ours', key) }, { hello: of('hello', key) })
  }
}
