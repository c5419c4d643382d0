import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** What the feed must stand, in messages a second. */
const REQUIRED = 5_000
const SECONDS = 20
const BATCH = 2_500
/** Rooms whose reports run beside the feed, over and over, and messages in each. */
const ROOMS = 8
const ROOM_SIZE = 5_000

const message = (n: number): string =>
  JSON.stringify({
    id: `m${n}`,
    at: Date.UTC(2026, 0, 1) + n,
    author: `Person ${n % 50}`,
    text: `Message ${n} of the feed: who can review the plan for berth ${n % 40}?`,
  })
const batch = (from: number, count: number): string =>
  Array.from({ length: count }, (_, n) => message(from + n)).join('\n')

/**
 * Feeds one room as fast as it is taken for 20 s, one batch after the other, while reports of other
 * rooms run without a pause. The server is a process of its own on the same cores.
 */
export async function measureLiveFeed(folder: string): Promise<object[]> {
  const server = await startServer(join(folder, 'data'))
  try {
    const rooms = Array.from({ length: ROOMS }, (_, n) => `room-${n}`)
    for (const room of rooms) await server.post(`/api/rooms/${room}/messages`, batch(0, ROOM_SIZE))
    const trigger = () => server.post('/api/reports', JSON.stringify({ roomOids: rooms }))
    const finishedCount = async (): Promise<number> =>
      ((await server.get('/api/reports?state=finished&limit=1')) as { total: number }).total
    await trigger()
    const startedAt = performance.now()
    let sent = 0
    let triggeredFor = 1
    for (let seconds = 0; seconds < SECONDS; seconds = (performance.now() - startedAt) / 1_000) {
      await server.post('/api/rooms/feed/messages', batch(sent, BATCH))
      sent += BATCH
      // More reports as soon as the earlier ones are made.
      if (sent % (4 * BATCH) === 0 && (await finishedCount()) >= triggeredFor * ROOMS) {
        triggeredFor++
        await trigger()
      }
    }
    const rate = Math.round((sent / (performance.now() - startedAt)) * 1_000)
    const { messageCount } = (await server.get('/api/rooms/feed')) as { messageCount: number }
    if (messageCount !== sent) throw new Error(`${messageCount} of ${sent} messages were taken.`)
    return [
      { metric: 'messages_per_s', unit: 'messages/s', ours: rate, peers: { required: REQUIRED } },
      { metric: 'reports', unit: 'reports beside it', ours: await finishedCount(), peers: {} },
    ]
  } finally {
    await server.stop()
  }
}

async function startServer(dataDir: string) {
  const program = join(import.meta.dirname, '../../server/cli.ts')
  const args = ['--import', 'tsx', program, 'serve', '--data-dir', dataDir]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  const { url, accessToken } = JSON.parse(line) as { url: string; accessToken: string }
  const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' }
  const ask = async (path: string, init: RequestInit): Promise<unknown> => {
    const response = await fetch(url + path, { ...init, headers })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  return {
    get: (path: string) => ask(path, {}),
    post: (path: string, body: string) => ask(path, { method: 'POST', body }),
    async stop() {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}
