import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { startApp, type AppName } from './app-under-test.ts'
import { median, printLine } from './line.ts'
import { treeMemoryMb } from './process-tree.ts'
import { storeRooms } from './stored-rooms.ts'

const apps = ['hello', 'ours'] as const
/** Starts of each app: the machine is never quiet enough for three, nor for nine. */
const rounds = 15
/** Milliseconds that an app rests before it is ended: nobody ends one in the frame in which it has come. */
const restMs = 1_500
/** Milliseconds between two looks at the memory, and how long it is watched once usable. */
const sampleMs = 50
const watchMs = 3_000

const launch = (name: AppName, folder: string) =>
  startApp(name, {
    userData: join(folder, name),
    env: { RAPPORTEUR_DATA_DIR: join(folder, 'data') },
  })

/** Milliseconds from the start of the program to the frame in which it can be used. */
async function timeOf(name: AppName, folder: string): Promise<number> {
  const app = launch(name, folder)
  try {
    const usableAt = Number(await app.heard('benchUsableAt'))
    await setTimeout(restMs)
    return usableAt - app.startedAt
  } finally {
    await app.end()
  }
}

/**
 * Most memory, in MB, from the start until it has rested. In a start of its own: to read the memory of a
 * process stops that process, and a look takes as long as a few frames.
 */
async function memoryOf(name: AppName, folder: string): Promise<number> {
  const app = launch(name, folder)
  let peakMb = 0
  const timer = setInterval(() => {
    peakMb = Math.max(peakMb, treeMemoryMb(app.pid))
  }, sampleMs)
  try {
    await app.heard('benchUsableAt')
    await setTimeout(watchMs)
    return peakMb
  } finally {
    clearInterval(timer)
    await app.end()
  }
}

/**
 * Start to usable with 5,000 rooms stored, beside an Electron window that only says hello: in turns, in
 * one run. Medians, after one round that fills the caches.
 */
export async function benchStartup(folder: string): Promise<void> {
  await storeRooms(join(folder, 'data'))
  const times: Record<AppName, number[]> = { hello: [], ours: [] }
  const memory: Record<AppName, number> = { hello: 0, ours: 0 }
  for (const name of apps) memory[name] = await memoryOf(name, folder)
  for (let round = 0; round < rounds; round += 1) {
    for (const name of apps) times[name].push(await timeOf(name, folder))
  }
  printLine(
    { case: 'startup', metric: 'ms', unit: 'ms', ours: median(times.ours) },
    { hello: median(times.hello) },
  )
  printLine(
    { case: 'startup', metric: 'peak_mb', unit: 'MB', ours: memory.ours },
    { hello: memory.hello },
  )
}
