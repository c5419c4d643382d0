import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createConnections } from '../../server/connections/connection-service.ts'
import { startEngine } from '../../server/engines/open.ts'
import { noVault } from '../../server/settings/vault.ts'

/**
 * `npm run bench:connect`: messages a second from a local homeserver into the store, beside a loop that asks for the
 * same pages and only counts. One JSON object per line.
 */
const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '40000' },
    runs: { type: 'string', default: '3' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  process.stdout.write('bench:connect [--messages 40000] [--runs 3]\n')
  process.exit(0)
}

const messages = Number(values.messages)
const room = '!bench:localhost'
/** As the connector asks for them. */
const pageSize = 200

const server = fork(join(import.meta.dirname, 'server.ts'), [String(messages), String(pageSize)], {
  execArgv: ['--import', 'tsx'],
})
const [port] = (await once(server, 'message')) as [number]
const address = `http://127.0.0.1:${port}`

const perSecond = (since: number): number => messages / ((performance.now() - since) / 1_000)

async function loop(): Promise<number> {
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
  return perSecond(began)
}

async function ours(): Promise<number> {
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
    return perSecond(began)
  } finally {
    await service.close()
    await engine.close()
    await rm(folder, { recursive: true, force: true })
  }
}

const median = (numbers: number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0

const measured: { ours: number; loop: number }[] = []
for (let run = 0; run < Number(values.runs); run++) {
  measured.push({ loop: await loop(), ours: await ours() })
}
process.stdout.write(
  `${JSON.stringify({
    bench: 'connect',
    case: 'matrix',
    metric: 'messages_per_s',
    unit: '1/s',
    ours: Math.round(median(measured.map((one) => one.ours))),
    peers: { loop: Math.round(median(measured.map((one) => one.loop))) },
  })}\n`,
)
server.kill()
