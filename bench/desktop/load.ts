import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { setTimeout } from 'node:timers/promises'
import { startApp } from './app-under-test.ts'
import { printLine } from './line.ts'
import { startPacedModel } from './paced-model.ts'
import { treeMemoryMb } from './process-tree.ts'
import { longRooms, storeRooms } from './stored-rooms.ts'

/** Long enough for the caches of all processes to be full by the middle. */
const seconds = 120
const statusesPerSecond = 200
/** Reports in flight, as many as there may be; each speaks when its model has answered for one more part. */
const inFlight = 64
/** Milliseconds of an answer at first; from then on it follows the statuses that are counted. */
const firstPauseMs = 200
const memoryEveryMs = 500

interface Connection {
  url: string
  accessToken: string
}

/** Follows every report as any client does, and counts what it hears. */
async function follow({ url, accessToken }: Connection): Promise<{ count(): number }> {
  let count = 0
  const answer = await fetch(`${url}/api/events?rooms=*`, {
    headers: { Authorization: `Bearer ${accessToken}`, Accept: 'text/event-stream' },
  })
  if (!answer.ok || answer.body === null) throw new Error(`No stream: ${answer.status}`)
  const body = Readable.fromWeb(answer.body as ReadableStream)
  // The app ends before its client does.
  body.on('error', () => {})
  createInterface({ input: body })
    .on('line', (line) => {
      if (line.startsWith('event: EXCEL_STATUS')) count += 1
    })
    .on('error', () => {})
  return { count: () => count }
}

async function triggerAll({ url, accessToken }: Connection): Promise<void> {
  const headers = { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'application/json' }
  const page = await fetch(`${url}/api/rooms?sort=-messages&limit=${longRooms}`, { headers })
  const { items } = (await page.json()) as { items: { roomOid: string }[] }
  const body = JSON.stringify({ roomOids: items.map(({ roomOid }) => roomOid) })
  const answer = await fetch(`${url}/api/reports`, { method: 'POST', headers, body })
  if (answer.status !== 202) throw new Error(`The reports were not taken: ${answer.status}`)
}

/**
 * 5,000 rooms, 500 reports asked for at once and 200 statuses a second for two minutes, in the real
 * window.
 * The reports are real ones; a model server that answers slowly makes them last and speak.
 */
export async function benchLoad(folder: string): Promise<void> {
  const dataDir = join(folder, 'data')
  await storeRooms(dataDir, { long: true })
  let pauseMs = firstPauseMs
  const model = await startPacedModel(() => pauseMs)
  const app = startApp('ours', {
    userData: join(folder, 'user-data'),
    env: {
      BENCH_WATCH: '1',
      RAPPORTEUR_DATA_DIR: dataDir,
      RAPPORTEUR_CONCURRENCY: String(inFlight),
      RAPPORTEUR_SUMMARY_CONCURRENCY: String(inFlight),
      RAPPORTEUR_SUMMARY_ENGINE: 'openai',
      RAPPORTEUR_SUMMARY_BASE_URL: model.url,
      RAPPORTEUR_SUMMARY_MODEL: 'paced',
      RAPPORTEUR_THREADS: '2',
      // The least there is: many small parts, and so many statuses.
      RAPPORTEUR_SUMMARY_CONTEXT_TOKENS: '1024',
    },
  })
  try {
    await app.heard('benchUsableAt')
    const { value } = (await app.heard('benchConnection')) as { value: Connection }
    const statuses = await follow(value)
    await triggerAll(value)
    const before = statuses.count()
    app.say('measure')
    const memory: number[] = []
    const timer = setInterval(() => memory.push(treeMemoryMb(app.pid)), memoryEveryMs)
    let last = before
    for (let second = 0; second < seconds; second += 1) {
      await setTimeout(1_000)
      const now = statuses.count()
      const share = Math.max(0.5, Math.min(2, (now - last) / statusesPerSecond))
      pauseMs = Math.max(10, Math.min(2_000, pauseMs * share))
      last = now
    }
    clearInterval(timer)
    app.say('report')
    const report = (await app.heard('benchReport')) as {
      mainP99: number
      page: { p99: number; longest: number }
    }
    // The first quarter fills caches; from then on it must stay where it is. The least of a quarter is
    // what the collectors of all processes leave; everything above it is garbage that waits for them.
    const quarter = Math.floor(memory.length / 4)
    const growth =
      Math.min(...memory.slice(-quarter)) - Math.min(...memory.slice(quarter, 2 * quarter))
    const print = (metric: string, unit: string, ours: number): void =>
      printLine({ case: 'load', metric, unit, ours })
    print('renderer_task_p99_ms', 'ms', report.page.p99)
    print('renderer_task_max_ms', 'ms', report.page.longest)
    print('main_delay_p99_ms', 'ms', report.mainP99)
    print('memory_growth_mb', 'MB', growth)
    print('statuses_per_s', '1/s', (statuses.count() - before) / seconds)
  } finally {
    await app.end()
    await model.close()
  }
}
