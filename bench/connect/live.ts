import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Connection, ConnectionList } from '../../server/contract/connections.ts'
import type { Room } from '../../server/contract/rooms.ts'
import { startServerProcess, type ServerProcess } from '../../tests/crash/server-process.ts'
import { printLine } from './line.ts'

export interface LiveLoad {
  rooms: number
  /** Messages a second of all rooms together. */
  rate: number
  seconds: number
}

const memoryEveryMs = 500
/** What a collector that is late may leave, in megabytes. */
const allowedMb = 10
/** Everything is there after so many seconds more, or lost. */
const graceSeconds = 60

async function call<Answer>(server: ServerProcess, path: string, init?: RequestInit) {
  const answer = await fetch(server.url + path, {
    ...init,
    headers: { Authorization: `Bearer ${server.accessToken}`, 'Content-Type': 'application/json' },
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as Answer
}

async function connect(server: ServerProcess, address: string, rooms: number): Promise<void> {
  const request = { service: 'matrix', address, secrets: { accessToken: 'bench' } }
  const { connection } = await call<{ connection: Connection }>(server, '/api/connections', {
    method: 'POST',
    body: JSON.stringify(request),
  })
  const addRooms = Array.from({ length: rooms }, (_, index) => ({
    remoteId: `!live${index}:localhost`,
    name: `Live ${index}`,
    isPrivate: false,
  }))
  await call(server, `/api/connections/${connection.connectionOid}`, {
    method: 'PATCH',
    body: JSON.stringify({ addRooms }),
  })
  for (;;) {
    const { items } = await call<ConnectionList>(server, '/api/connections')
    const [shown] = items
    if (shown?.isFollowing && shown.rooms.every(({ state }) => state === 'live')) return
    await setTimeout(memoryEveryMs)
  }
}

/** Messages of each room. */
async function counts(server: ServerProcess): Promise<number[]> {
  const found: number[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const after: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const page: { items: Room[]; nextCursor: string | null } = await call(
      server,
      `/api/rooms?limit=200${after}`,
    )
    found.push(...page.items.map(({ messageCount }) => messageCount))
    cursor = page.nextCursor
  }
  return found
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0)

async function memoryMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1_024
}

/** Seconds of the processor, of all threads. */
async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

/**
 * Rooms of a homeserver that bring messages live, for some minutes, in the built server as a process of its own.
 * The first quarter fills caches; from then on memory must stay where it is. The least of a quarter is what the
 * collector leaves; everything above it is garbage that waits for it.
 */
export async function benchLive({ rooms, rate, seconds }: LiveLoad): Promise<void> {
  const total = rate * seconds
  const dataDir = await mkdtemp(join(tmpdir(), 'rapporteur-bench-'))
  const program = join(import.meta.dirname, 'live-server.ts')
  const homeserver = fork(program, [String(rooms), String(rate), String(total)], {
    execArgv: ['--import', 'tsx'],
  })
  let server: ServerProcess | undefined
  try {
    const [port] = (await once(homeserver, 'message')) as [number]
    server = await startServerProcess(dataDir, {})
    const { pid } = server
    await connect(server, `http://127.0.0.1:${port}`, rooms)
    const cpuBefore = await cpuSeconds(pid)
    const memory: number[] = []
    let isOver = false
    const ended = once(homeserver, 'message').then(() => (isOver = true))
    homeserver.send('begin')
    while (!isOver) {
      memory.push(await memoryMb(pid))
      await Promise.race([ended, setTimeout(memoryEveryMs)])
    }
    const atEnd = sum(await counts(server))
    for (let second = 0; second < graceSeconds; second++) {
      if (sum(await counts(server)) >= total) break
      await setTimeout(1_000)
    }
    const cpu = (await cpuSeconds(pid)) - cpuBefore
    const kept = await counts(server)
    const quarter = Math.floor(memory.length / 4)
    const growth =
      Math.min(...memory.slice(-quarter)) - Math.min(...memory.slice(quarter, 2 * quarter))
    const wrong = kept.filter((count) => Math.abs(count - total / rooms) >= 1).length
    const print = (metric: string, unit: string, ours: number, allowed?: number): void =>
      printLine({
        case: `live, ${rooms} rooms`,
        metric,
        unit,
        ours: Math.round(ours * 100) / 100,
        ...(allowed === undefined ? {} : { allowed }),
      })
    print('messages_per_s', '1/s', atEnd / seconds)
    print('memory_growth_mb', 'MB', growth, allowedMb)
    print('memory_least_last_quarter_mb', 'MB', Math.min(...memory.slice(-quarter)))
    print('memory_peak_mb', 'MB', Math.max(...memory))
    print('cpu_ms_per_message', 'ms', (cpu * 1_000) / total)
    print('messages_missing', '1', total - sum(kept), 0)
    print('rooms_with_another_count', '1', wrong, 0)
    if (growth > allowedMb || sum(kept) !== total || wrong > 0) process.exitCode = 1
  } finally {
    await server?.stop()
    homeserver.kill()
    await rm(dataDir, { recursive: true, force: true })
  }
}
