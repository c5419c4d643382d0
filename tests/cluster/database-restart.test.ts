import { afterEach, expect, it } from 'vitest'
import { stages, type Report } from '../../server/contract/reports.ts'
import { startTestServer, type TestServer } from '../integration/harness.ts'
import { describeCluster, isWhole } from './cluster.ts'

let server: TestServer | null = null
afterEach(async () => {
  await server?.dispose()
  server = null
})

const rooms = ['a', 'b', 'c', 'd', 'e', 'f']

describeCluster(
  'PostgreSQL that is restarted as by a cut of power',
  (postgres) => {
    it.each(isWhole ? stages : ['collecting'])(
      'costs no report and no event while %s, and is told as 503',
      async (stage) => {
        server = await startTestServer({ databaseUrl: await postgres().createDatabase() })
        const { post, events, feed, json, api } = server
        for (const room of rooms) await feed(room, 4_000)
        const recorded = events('rooms=*')
        await recorded.opened
        const batch = await post<{ reports: Report[] }>('/api/reports', { roomOids: rooms })
        await recorded.until(({ data }) => data.state === stage)

        await postgres().pause()
        expect((await api('/api/rooms')).status).toBe(503)
        await postgres().resume()

        const ends = await Promise.all(rooms.map((room) => recorded.end(room)))
        expect(ends.map(({ data }) => data.state)).toEqual(rooms.map(() => 'finished'))
        // Each once, in the order of the log, on a stream that stayed open.
        const logged = recorded.events.filter(({ event }) => event.startsWith('EXCEL_STATUS'))
        const places = logged.map(({ id }) => Number(id.split('-').at(-1)))
        expect(places).toEqual([...new Set(places)].toSorted((a, b) => a - b))
        for (const { reportOid } of batch.reports) {
          const told = recorded.events.filter(
            ({ event, data }) => event === 'EXCEL_STATUS_END' && data.reportOid === reportOid,
          )
          expect(told).toHaveLength(1)
        }
        const { items } = await json<{ items: Report[] }>('/api/reports')
        expect(items.map(({ state }) => state)).toEqual(rooms.map(() => 'finished'))
      },
      120_000,
    )
  },
  { durable: true },
)
