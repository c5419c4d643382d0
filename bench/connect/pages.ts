import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createConnections } from '../../server/connections/connection-service.ts'
import { startEngine } from '../../server/engines/open.ts'
import { noVault } from '../../server/settings/vault.ts'
import { printLine } from './line.ts'

const room = '!bench:localhost'
/** As the connector asks for them. */
const pageSize = 200

interface Reading {
  address: string
  messages: number
}

const perSecond = (messages: number, since: number): number =>
  messages / ((performance.now() - since) / 1_000)

async function loop({ address, messages }: Reading): Promise<number> {
  const began = performance.now()
  let counted = 0
  for (let from = ''; ;) {
    const query = new URLSearchParams({ dir: 'b', limit: String(pageSize), ...(from && { from }) })
    const path = `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/messages?${query}`
    const page = (await (await fetch(address + path)).json()) as { chunk: unknown[]; end?: string }
    counted += page.chunk.length
    if (page.end === undefined) break
    from = page.end
  }
  if (counted !== messages) throw new Error(`The loop has counted ${counted}`)
  return perSecond(messages, began)
}

async function ours({ address, messages }: Reading): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'rapporteur-bench-'))
  const engine = await startEngine(
    { kind: 'sqlite', folder },
    { onMended: () => undefined },
    async (started) => started,
  )
  let finished: () => void = () => undefined
  const done = new Promise<void>((resolve) => (finished = resolve))
  const service = createConnections({
    connections: engine.connections,
    messages: engine.messages,
    rooms: engine.rooms,
    notes: engine.notes,
    vault: noVault,
    onChanged: () => undefined,
    onRoomChanged(roomOid) {
      void engine.rooms.get(roomOid).then((found) => {
        if (found?.room.messageCount === messages) finished()
      })
    },
    onError: (text) => process.stderr.write(`${text}\n`),
  })
  try {
    const secrets = { accessToken: 'bench' }
    const { connection } = await service.create({ service: 'matrix', address, secrets })
    const began = performance.now()
    await service.change(connection.connectionOid, {
      addRooms: [{ remoteId: room, name: 'Bench', isPrivate: false }],
    })
    await done
    return perSecond(messages, began)
  } finally {
    await service.close()
    await engine.close()
    await rm(folder, { recursive: true, force: true })
  }
}

const median = (numbers: number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0

/** Messages a second from a local homeserver into the store, beside a loop that asks for the same pages and only counts. */
export async function benchPages(messages: number, runs: number): Promise<void> {
  const program = join(import.meta.dirname, 'pages-server.ts')
  const server = fork(program, [String(messages), String(pageSize)], {
    execArgv: ['--import', 'tsx'],
  })
  const [port] = (await once(server, 'message')) as [number]
  const reading = { address: `http://127.0.0.1:${port}`, messages }
  const measured: { ours: number; loop: number }[] = []
  for (let run = 0; run < runs; run++) {
    measured.push({ loop: await loop(reading), ours: await ours(reading) })
  }
  printLine({
    case: 'matrix',
    metric: 'messages_per_s',
    unit: '1/s',
    ours: Math.round(median(measured.map((one) => one.ours))),
    peers: { loop: Math.round(median(measured.map((one) => one.loop))) },
  })
  server.kill()
}
