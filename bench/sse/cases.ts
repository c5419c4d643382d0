import { setTimeout } from 'node:timers/promises'
import { SSE } from '../../renderer/sse/SSE.ts'
import type { ContenderName } from './protocol.ts'
import { Stage } from './stage.ts'

/** One number for one contender. */
type Measure = (name: ContenderName) => Promise<number>

export interface BenchCase {
  name: string
  metric: string
  unit: string
  peers: readonly ContenderName[]
  measure: Measure
}

async function on<T>(name: ContenderName, work: (stage: Stage) => Promise<T>): Promise<T> {
  const stage = await Stage.open(name)
  try {
    return await work(stage)
  } finally {
    await stage.close()
  }
}

/** Server CPU for each event delivered to each connection, `perTick` events in a tick. */
const cpuPerEvent =
  (perTick: number, ticks: number): Measure =>
  (name) =>
    on(name, async (stage) => {
      const connections = 1_000
      await stage.connect(connections)
      const warmUp = Math.ceil(ticks / 5)
      let arrived = 0
      const run = async (count: number) => {
        for (let tick = 0; tick < count; tick++) {
          arrived += perTick * connections
          await stage.emit({ events: perTick, bytes: 200, rooms: 50 }, arrived)
        }
      }
      await run(warmUp)
      const before = await stage.measure()
      await run(ticks)
      const after = await stage.measure()
      return (after.cpuMicros - before.cpuMicros) / (perTick * connections * ticks)
    })

const idleMemory: Measure = (name) =>
  on(name, async (stage) => {
    const connections = 5_000
    // The first connections warm the heap up; they are not counted.
    await stage.connect(500)
    await setTimeout(500)
    const before = await stage.measure()
    await stage.connect(connections)
    await setTimeout(500)
    const after = await stage.measure()
    return (after.rssBytes - before.rssBytes) / 1_024 / connections
  })

/** 10,000 connections, 100 events each: how many of the million arrive. */
const held: Measure = (name) =>
  on(name, async (stage) => {
    const connections = 10_000
    await stage.connect(connections)
    for (let tick = 1; tick <= 20; tick++) {
      await stage.emit({ events: 5, bytes: 200, rooms: 50 }, tick * 5 * connections)
    }
    const { events, closed } = await stage.count()
    if (closed > 0) process.stderr.write(`held: ${closed} readers were disconnected from ${name}\n`)
    return events
  })

/** 10,000 events of 10 kB while one of ten readers takes nothing; the nine others must get all. */
const stalled: Measure = (name) =>
  on(name, async (stage) => {
    const readers = 9
    await stage.connect(readers + 1, 1)
    stage.tellServer({ do: 'watch' })
    for (let tick = 1; tick <= 1_000; tick++) {
      await stage.emit({ events: 10, bytes: 10_000, rooms: 50 }, tick * 10 * readers)
    }
    const { events, closed } = await stage.count()
    if (events !== 10_000 * readers || closed > 0) {
      process.stderr.write(`stalled: ${name} gave its other readers ${events} events\n`)
    }
    return (await stage.measure()).queuedBytes
  })

/** From `emit` in the server to `action` in our client, on an otherwise idle system. */
const latency: Measure = (name) =>
  on(name, async (stage) => {
    const samples: number[] = []
    const events = 1_500
    let next: () => void = () => {}
    const sse = new SSE({
      eventSource: `http://127.0.0.1:${stage.port}/`,
      token: '',
      endEvent: null,
      subscriptions: [
        {
          key: 'EXCEL_STATUS',
          action(data) {
            const now = Number(process.hrtime.bigint() / 1_000n)
            samples.push((now - (JSON.parse(data) as { sentAt: number }).sentAt) / 1_000)
            next()
          },
        },
      ],
    })
    const isOpen = new Promise<void>((resolve) => {
      sse.onState(({ state }) => state === 'open' && resolve())
    })
    sse.subscribe()
    await isOpen
    await setTimeout(300)
    for (let index = 0; index < events; index++) {
      const arrived = new Promise<void>((resolve) => (next = resolve))
      stage.tellServer({ do: 'emit', events: 1, bytes: 200, rooms: 1 })
      await arrived
      await setTimeout(2)
    }
    sse.close()
    const settled = samples.slice(events / 5).sort((a, b) => a - b)
    return settled[Math.floor(settled.length * 0.99)] ?? NaN
  })

export const cases: readonly BenchCase[] = [
  {
    name: 'burst',
    metric: 'cpu_us_per_event',
    unit: 'us',
    peers: ['raw', 'better-sse', 'naive'],
    measure: cpuPerEvent(50, 20),
  },
  {
    name: 'paced',
    metric: 'cpu_us_per_event',
    unit: 'us',
    peers: ['raw', 'better-sse', 'naive'],
    measure: cpuPerEvent(1, 150),
  },
  {
    name: 'idle',
    metric: 'kb_per_connection',
    unit: 'kB',
    peers: ['raw', 'better-sse'],
    measure: idleMemory,
  },
  { name: 'held', metric: 'delivered', unit: 'events', peers: [], measure: held },
  {
    name: 'stalled',
    metric: 'queued_bytes',
    unit: 'bytes',
    peers: ['raw', 'better-sse'],
    measure: stalled,
  },
  {
    name: 'latency',
    metric: 'p99_ms',
    unit: 'ms',
    peers: ['raw'],
    measure: latency,
  },
]
