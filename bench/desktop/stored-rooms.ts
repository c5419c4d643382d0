import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'

/** Rooms that the bench stores: what a large workspace has after an import. */
const storedRooms = 5_000
const messagesPerRoom = 4
/** Rooms that a model reads in some forty parts, where they are wanted; longer ones it would not read whole. */
export const longRooms = 500
const messagesPerLongRoom = 240

function* lines(hasLongRooms: boolean): Generator<string> {
  const start = Date.UTC(2026, 0, 5, 9)
  for (let room = 0; room < storedRooms; room += 1) {
    const name = `room ${String(room).padStart(4, '0')}`
    const count = hasLongRooms && room < longRooms ? messagesPerLongRoom : messagesPerRoom
    for (let i = 0; i < count; i += 1) {
      const at = new Date(start + room * 60_000 + i * 1_000).toISOString()
      const author = `Person ${(room + i) % 40}`
      const text = `Message ${i} of room ${room}: the review of part ${(room * 31 + i * 17) % 997} moves to Friday, as ${author} said`
      yield `${JSON.stringify({ room: name, at, author, text })}\n`
    }
  }
}

/** Fills a data folder through the headless server, the way any import does. */
export async function storeRooms(dataDir: string, options: { long?: boolean } = {}): Promise<void> {
  const cli = join(resolve(import.meta.dirname, '../..'), 'out', 'main', 'cli.js')
  const server = spawn(process.execPath, [cli, 'serve', '--data-dir', dataDir], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const exited = once(server, 'exit')
  try {
    const [first] = (await once(createInterface({ input: server.stdout }), 'line')) as [string]
    const { url, accessToken } = JSON.parse(first) as { url: string; accessToken: string }
    const headers = { Authorization: `Bearer ${accessToken}` }
    const ask = async (path: string, init: RequestInit = {}): Promise<Record<string, unknown>> => {
      const answer = await fetch(url + path, { ...init, headers })
      return (await answer.json()) as Record<string, unknown>
    }
    const body = [...lines(options.long ?? false)].join('')
    const { importOid } = await ask('/api/imports?name=rooms.ndjson', { method: 'POST', body })
    for (;;) {
      const { state } = await ask(`/api/imports/${String(importOid)}`)
      if (state === 'finished') break
      if (state === 'failed') throw new Error('The rooms could not be stored')
      await setTimeout(100)
    }
  } finally {
    server.kill('SIGTERM')
    await exited
  }
}
