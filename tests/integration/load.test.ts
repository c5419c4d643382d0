import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReportAnswer } from '../../server/contract/reports.ts'
import { startTestServer, type RecordedEvent, type TestServer } from './harness.ts'

const count = 500
const order = ['queued', 'collecting', 'summarizing', 'writing', 'finished']

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ flags: { concurrency: 8, threads: 2 } })
})
afterAll(() => server.dispose())

describe('500 reports asked for at once', () => {
  it('all finish, and each tells its states in order and ends once', async () => {
    const rooms = Array.from({ length: count }, (_, i) => `load-${i}`)
    // Mixed sizes: most rooms are small, some are not.
    for (const [i, room] of rooms.entries())
      await server.feed(room, i % 50 === 0 ? 2_000 : 5 + (i % 40))
    const stream = server.events('rooms=*')
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    const { reports, rejected } = await server.post<ReportAnswer>('/api/reports', {
      roomOids: rooms,
    })
    expect(reports).toHaveLength(count)
    expect(rejected).toEqual([])
    await Promise.all(rooms.map((room) => stream.end(room)))
    delay.disable()
    console.log(
      `Event loop of the server while 500 reports ran: p99 ${Math.round(delay.percentile(99) / 1e6)} ms`,
    )

    const byReport = new Map<string, RecordedEvent[]>()
    for (const event of stream.events) {
      if (!event.event.startsWith('EXCEL')) continue
      const events = byReport.get(event.data.reportOid) ?? []
      events.push(event)
      byReport.set(event.data.reportOid, events)
    }
    expect(byReport.size).toBe(count)
    for (const [reportOid, events] of byReport) {
      const steps = events.map((event) => order.indexOf(event.data.state))
      expect(steps, reportOid).toEqual(steps.toSorted((a, b) => a - b))
      expect(
        events.filter((event) => event.event === 'EXCEL_STATUS_END'),
        reportOid,
      ).toHaveLength(1)
      expect(events.at(-1)?.data.state, reportOid).toBe('finished')
    }
    expect(await readdir(join(server.dataDir, 'reports'))).toHaveLength(count)
    expect(await readdir(join(server.dataDir, 'tmp'))).toEqual([])
  }, 240_000)
})
