import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReportAnswer } from '../../server/contract/reports.ts'
import { startTestServer, type RecordedEvent, type TestServer } from './harness.ts'

const count = 500
const order = ['queued', 'collecting', 'summarizing', 'writing', 'finished']
const rooms = Array.from({ length: count }, (_, i) => `load-${i}`)
/** Bytes that 500 more reports may leave behind in the server: caches, not the reports. */
const maxGrowth = 12 * 1_024 * 1_024

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ flags: { concurrency: 8, threads: 2 } })
  // Mixed sizes: most rooms are small, some are not.
  for (const [i, room] of rooms.entries()) {
    await server.feed(room, i % 50 === 0 ? 2_000 : 5 + (i % 40))
  }
}, 60_000)
afterAll(() => server.dispose())

/** What is alive after a full collection. */
function heapInUse(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  return process.memoryUsage().heapUsed
}

/** Asks for all of them at once, and gives the statuses of each, in the order in which they came. */
async function reportAll(): Promise<Map<string, RecordedEvent[]>> {
  const stream = server.events('rooms=*')
  const { reports, rejected } = await server.post<ReportAnswer>('/api/reports', { roomOids: rooms })
  expect(reports).toHaveLength(count)
  expect(rejected).toEqual([])
  await Promise.all(rooms.map((room) => stream.end(room)))
  const byReport = new Map<string, RecordedEvent[]>()
  for (const event of stream.events) {
    if (!event.event.startsWith('EXCEL')) continue
    const events = byReport.get(event.data.reportOid) ?? []
    events.push(event)
    byReport.set(event.data.reportOid, events)
  }
  stream.close()
  stream.events.length = 0
  return byReport
}

describe('500 reports asked for at once', () => {
  it('all finish, each tells its states in order and ends once, and nothing of them stays in memory', async () => {
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    const first = await reportAll()
    delay.disable()
    expect(first.size).toBe(count)
    for (const [reportOid, events] of first) {
      const steps = events.map((event) => order.indexOf(event.data.state))
      expect(steps, reportOid).toEqual(steps.toSorted((a, b) => a - b))
      expect(
        events.filter((event) => event.event === 'EXCEL_STATUS_END'),
        reportOid,
      ).toHaveLength(1)
      expect(events.at(-1)?.data.state, reportOid).toBe('finished')
    }
    first.clear()
    const before = heapInUse()
    const second = await reportAll()
    expect(second.size).toBe(count)
    second.clear()
    const growth = heapInUse() - before
    expect(growth).toBeLessThan(maxGrowth)
    expect(await readdir(join(server.dataDir, 'reports'))).toHaveLength(2 * count)
    expect(await readdir(join(server.dataDir, 'tmp'))).toEqual([])
    console.log(
      `Event loop of the server while 500 reports ran: p99 ${Math.round(delay.percentile(99) / 1e6)} ms; ` +
        `heap after 500 more: ${Math.round(growth / 1e5) / 10} MB`,
    )
  }, 240_000)
})
