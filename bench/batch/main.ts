import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs, promisify } from 'node:util'
import { build } from 'vite'
import type { OverviewAnswer } from '../../server/contract/overviews.ts'
import type { Report } from '../../server/contract/reports.ts'
import type { SearchPage } from '../../server/contract/search.ts'
import { startServerProcess, type ServerProcess } from '../../tests/crash/server-process.ts'
import { cpuMsOf, peakMbOf } from '../cluster/process-costs.ts'
import { messagesOf, roomName } from './rooms.ts'

const { values } = parseArgs({
  options: {
    rooms: { type: 'string', default: '2000' },
    messages: { type: 'string', default: '200' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  process.stdout.write('bench:batch [--rooms 2000] [--messages 200]\n')
  process.exit(0)
}

/**
 * The reports of many rooms and the overview of them, made by the built server, beside the same workbooks in a
 * bare loop. Importing is not measured, because the loop has nothing to import.
 */
const run = promisify(execFile)
const here = import.meta.dirname
const [rooms, messages] = [Number(values.rooms), Number(values.messages)]
/** Between two questions whether the overview has ended. */
const pollMs = 250
/** Messages of the room whose workbook is measured alone, and how often. */
const single = { messages: 1_000, runs: 5 }

interface Measured {
  cpu: number
  peak: number
}

async function ask<T>(server: ServerProcess, target: string, body?: string): Promise<T> {
  const response = await fetch(server.url + target, {
    ...(body === undefined ? {} : { method: 'POST', body }),
    headers: { Authorization: `Bearer ${server.accessToken}`, 'Content-Type': 'application/json' },
  })
  if (!response.ok) throw new Error(`${target}: ${response.status} ${await response.text()}`)
  return (await response.json()) as T
}

async function feed(server: ServerProcess): Promise<void> {
  for (let room = 0; room < rooms; room += 1) {
    const lines = messagesOf(room, messages).map(({ id, at, author, text }) =>
      JSON.stringify({ id, at, author, text }),
    )
    const query = new URLSearchParams({ name: roomName(room) })
    await ask(server, `/api/rooms/room-${room}/messages?${query}`, lines.join('\n'))
  }
}

/** What was fed is brought into the index of the search by itself, a bit later; that is part of importing, too. */
async function indexed(server: ServerProcess): Promise<void> {
  for (;;) {
    const { pending } = await ask<SearchPage>(server, '/api/search?q=lunch&limit=1')
    if (pending === 0) return
    await sleep(pollMs)
  }
}

async function ours(): Promise<Measured> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'rapporteur-batch-'))
  const server = await startServerProcess(dataDir, {})
  try {
    await feed(server)
    await indexed(server)
    const before = await cpuMsOf(server.pid)
    const roomOids = Array.from({ length: rooms }, (_, room) => `room-${room}`)
    const { report } = await ask<OverviewAnswer>(
      server,
      '/api/overviews',
      JSON.stringify({ roomOids }),
    )
    for (;;) {
      const { state, message } = await ask<Report>(server, `/api/reports/${report.reportOid}`)
      if (state === 'finished' && message === 'Workbook ready') break
      if (['finished', 'failed', 'cancelled'].includes(state)) throw new Error(message)
      await sleep(pollMs)
    }
    return {
      cpu: ((await cpuMsOf(server.pid)) - before) / 1_000,
      peak: await peakMbOf(server.pid),
    }
  } finally {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

function print(
  testCase: string,
  metric: string,
  unit: string,
  mine: number,
  peers: Record<string, number>,
): void {
  const round = (value: number): number => Math.round(value * 100) / 100
  const rounded = Object.fromEntries(Object.entries(peers).map(([name, one]) => [name, round(one)]))
  const line = { bench: 'batch', case: testCase, metric, unit, ours: round(mine), peers: rounded }
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

/** Built as the product is, because a loader for TypeScript would take part in what is measured. */
const built = path.join(here, '..', '..', 'out', 'bench', 'batch')
await build({
  configFile: false,
  logLevel: 'warn',
  build: {
    ssr: true,
    target: 'node20',
    outDir: built,
    emptyOutDir: true,
    rollupOptions: {
      input: {
        loop: path.join(here, 'loop.ts'),
        contender: path.join(here, '..', 'workbook', 'contender.ts'),
      },
      output: { entryFileNames: '[name].js' },
    },
  },
})
const script = async <T>(name: string, args: readonly (string | number)[]): Promise<T> => {
  const command = [path.join(built, name), ...args.map(String)]
  const { stdout } = await run(process.execPath, command, { maxBuffer: 64 * 1_024 * 1_024 })
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as T
}

const median = (numbers: number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0

const folder = await mkdtemp(path.join(tmpdir(), 'rapporteur-loop-'))
try {
  const batch = `${rooms}x${messages}`
  const loop = await script<{ all: number; write: number; peak: number }>('loop.js', [
    rooms,
    messages,
    folder,
  ])
  const { cpu, peak } = await ours()
  print(batch, 'cpu_s', 's', cpu, { loop: loop.all, write: loop.write })
  print(batch, 'peak_mb', 'MB', peak, { loop: loop.peak })
  const alone: Record<string, number[]> = { ours: [], floor: [] }
  for (let round = 0; round < single.runs; round += 1) {
    for (const [name, list] of Object.entries(alone)) {
      const file = path.join(folder, 'single.xlsx')
      const args = [name, single.messages, file]
      list.push((await script<{ cpuSeconds: number }>('contender.js', args)).cpuSeconds)
    }
  }
  const floor = median(alone['floor'] ?? [])
  print(`${single.messages}`, 'cpu_s', 's', median(alone['ours'] ?? []), { floor })
} finally {
  await rm(folder, { recursive: true, force: true })
}
