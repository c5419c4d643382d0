import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { SSE } from '../../renderer/sse/SSE.ts'
import { openDatabase } from '../../server/engines/sqlite/database.ts'
import { sqliteEventLog } from '../../server/engines/sqlite/event-log.ts'
import { startLiveServer, until, type LiveServer } from './live-server.ts'
import { startRoughNetwork } from './rough-network.ts'

/** Another schedule for another seed: `SEED=7 npx vitest run tests/sse/torture.test.ts`. */
const seed = Number(process.env['SEED'] ?? 1)
const eventCount = 20_000
const streamCount = 200
const roomCount = 50
const statusesPerReport = 20

function seeded(state: number): () => number {
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** What one stream has seen, checked as it comes. */
class Witness {
  readonly rooms: ReadonlySet<string> | '*'
  readonly faults: string[] = []
  readonly ends = new Map<string, number>()
  readonly #last = new Map<string, number>()
  events = 0

  constructor(rooms: ReadonlySet<string> | '*') {
    this.rooms = rooms
  }

  see(data: string, isEnd: boolean): void {
    const { roomOid, n, reportOid } = JSON.parse(data) as {
      roomOid: string
      n: number
      reportOid: string
    }
    this.events++
    const last = this.#last.get(roomOid) ?? 0
    if (n <= last) this.faults.push(`${roomOid}: ${n} after ${last}`)
    this.#last.set(roomOid, n)
    if (this.ends.has(reportOid)) this.faults.push(`${reportOid}: an event after its end`)
    if (isEnd) this.ends.set(reportOid, (this.ends.get(reportOid) ?? 0) + 1)
    if (this.rooms !== '*' && !this.rooms.has(roomOid)) this.faults.push(`foreign room ${roomOid}`)
  }
}

it(`each reader sees every end exactly once and each state in order, whatever breaks (seed ${seed})`, async () => {
  const random = seeded(seed)
  const pick = (below: number) => Math.floor(random() * below)
  const folder = mkdtempSync(join(tmpdir(), 'rapporteur-torture-'))
  const file = join(folder, 'rapporteur.db')
  let db = openDatabase(file, { migrate: true })
  const limits = { maxQueuedBytes: 64_000, pingIntervalMs: 2_000, writeDeadlineMs: 4_000 }
  let server: LiveServer = await startLiveServer({ log: sqliteEventLog(db), limits })
  let token = 'token-0'
  server.tokens.set(token, {})
  const network = await startRoughNetwork(() => server.port, seeded(seed + 1))
  const totals = { restarts: 0, rotations: 0, slow: 0, queued: 0, replays: 0, resets: 0 }

  const streams = Array.from({ length: streamCount }, (_, index) => {
    const rooms =
      index % 40 === 0
        ? '*'
        : new Set(Array.from({ length: 1 + pick(3) }, () => `room-${pick(roomCount)}`))
    const witness = new Witness(rooms)
    const sse = new SSE({
      eventSource: `${network.url}/api/events?rooms=${rooms === '*' ? '*' : [...rooms].join(',')}`,
      token,
      getFreshToken: () => token,
      subscriptions: [
        { key: 'EXCEL_STATUS', action: (data) => witness.see(data, false) },
        { key: 'EXCEL_STATUS_END', action: (data) => witness.see(data, true) },
      ],
      endEvent: null,
      timing: { baseDelayMs: 20, maxDelayMs: 200, watchdogMs: 6_000 },
      random,
      // A person would press "reconnect".
      onState: ({ state }) => state === 'failed' && setTimeout(() => sse.wake(), 50),
    })
    sse.subscribe()
    return { sse, witness }
  })
  await until(() => streams.every(({ sse }) => sse.lastEventId !== ''), 'a cursor for all')

  async function restart(): Promise<void> {
    totals.restarts++
    await server.outbox.flush()
    collect()
    await server.kill()
    db.close()
    db = openDatabase(file, { migrate: true })
    const { tokens, states } = server
    server = await startLiveServer({ log: sqliteEventLog(db), limits, states })
    for (const [name, value] of tokens) server.tokens.set(name, value)
  }

  function rotate(): void {
    const old = token
    token = `token-${++totals.rotations}`
    server.tokens.set(token, {})
    server.tokens.delete(old)
    server.broadcaster.expireToken(old)
  }

  function collect(): void {
    const { closed, replays, resets, queueHighWater } = server.broadcaster.stats()
    totals.queued = Math.max(totals.queued, queueHighWater)
    totals.slow += closed.slow + closed['write-deadline']
    totals.replays += replays
    totals.resets += resets
  }

  /** Per room: how far it has come. */
  const progress = new Map<string, { n: number; report: number; step: number }>()
  const endsOf = new Map<string, string[]>()
  const filler = 'x'.repeat(1_500)

  function publish(): void {
    const room = `room-${pick(roomCount)}`
    const at = progress.get(room) ?? { n: 0, report: 1, step: 0 }
    progress.set(room, at)
    at.n++
    at.step++
    const reportOid = `${room}/${at.report}`
    if (at.step <= statusesPerReport) {
      server.status(room, { n: at.n, reportOid, filler })
      return
    }
    server.end(room, { n: at.n, reportOid })
    endsOf.set(room, [...(endsOf.get(room) ?? []), reportOid])
    at.report++
    at.step = 0
  }

  const startedAt = Date.now()
  for (let published = 0; published < eventCount;) {
    const burst = Math.min(1 + pick(60), eventCount - published)
    for (let index = 0; index < burst; index++) publish()
    published += burst
    const dice = random()
    if (dice < 0.02) network.cut(random())
    else if (dice < 0.06) network.stall(random() * 0.5)
    else if (dice < 0.07) network.release()
    else if (dice < 0.085) rotate()
    else if (dice < 0.095) await restart()
    await new Promise((resolve) => setTimeout(resolve, random() * 4))
  }
  network.release()
  const publishedAt = Date.now()

  const expected = ({ rooms }: Witness) =>
    [...endsOf].filter(([room]) => rooms === '*' || rooms.has(room)).flatMap(([, ends]) => ends)
  const isDone = ({ witness }: (typeof streams)[number]) =>
    expected(witness).every((reportOid) => witness.ends.has(reportOid))
  const seenSoFar = () => streams.reduce((sum, { witness }) => sum + witness.events, 0)
  // A busy machine may take long; standing still is what fails.
  for (let before = -1, since = Date.now(); !streams.every(isDone);) {
    if (seenSoFar() !== before) {
      before = seenSoFar()
      since = Date.now()
    }
    if (Date.now() - since > 20_000) break
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  collect()

  const faults = streams.flatMap(({ witness }) => [
    ...witness.faults,
    ...expected(witness)
      .filter((reportOid) => witness.ends.get(reportOid) !== 1)
      .map((reportOid) => `${reportOid}: ${witness.ends.get(reportOid) ?? 0} ends`),
  ])
  const publishedIn = publishedAt - startedAt
  const seen = seenSoFar()
  console.log(
    `torture, seed ${seed}:`,
    JSON.stringify({ ...totals, seen, publishedIn, settledIn: Date.now() - publishedAt }),
  )
  for (const { sse } of streams) sse.close()
  await network.close()
  await server.kill()
  db.close()
  rmSync(folder, { recursive: true })

  expect(faults).toEqual([])
  // The schedule must have been as rough as it says.
  expect(totals.resets).toBe(0)
  expect(totals.slow).toBeGreaterThan(0)
  expect(totals.restarts).toBeGreaterThan(2)
  expect(totals.rotations).toBeGreaterThan(2)
  expect(totals.replays).toBeGreaterThan(streamCount)
}, 300_000)
