import { afterAll, beforeAll, expect, it } from 'vitest'
import type { IngestAnswer, Room } from '../../server/contract/rooms.ts'
import { startTestServer, type TestServer } from './harness.ts'

/**
 * Twenty seconds of 5,000 messages at least, sent as fast as they are taken, because a test counts and times
 * nothing; and more until a report has ended beside it, which a machine may need longer for than for the feed.
 */
const leastBatches = 20
const mostBatches = 200
const perBatch = 5_000
/** A feed that does not know what has arrived says the end of a batch once more. */
const repeated = 500

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ flags: { concurrency: 4, threads: 1 } })
})
afterAll(() => server.dispose())

const line = (n: number): string =>
  JSON.stringify({
    id: `m${n}`,
    at: Date.UTC(2026, 0, 1) + n,
    author: `Person ${n % 50}`,
    text: `Message ${n} of the feed, about berth ${n % 40}`,
  })

it('a live feed of 100,000 messages and more is taken once each while reports run, and its row grows', async () => {
  const rooms = Array.from({ length: 12 }, (_, n) => `report-${n}`)
  for (const room of rooms) await server.feed(room, 1_500)
  const stream = server.events('rooms=*&topics=rooms')
  await server.post('/api/reports', { roomOids: rooms })
  const ends = () => stream.events.filter(({ event }) => event === 'EXCEL_STATUS_END').length
  const growth = () =>
    stream.events
      .filter(({ event, data }) => event === 'ROOM_CHANGED' && data.roomOid === 'feed')
      .map(({ data }) => Number(data['messageCount']))

  let accepted = 0
  let duplicates = 0
  let batches = 0
  // Reports have their turn while the feed runs.
  for (; batches < leastBatches || ends() === 0; batches++) {
    expect(batches).toBeLessThan(mostBatches)
    const batch = batches
    const from = Math.max(0, batch * perBatch - repeated)
    const lines = Array.from({ length: (batch + 1) * perBatch - from }, (_, n) => line(from + n))
    const response = await server.api('/api/rooms/feed/messages', {
      method: 'POST',
      body: lines.join('\n'),
    })
    expect(response.status).toBe(200)
    const answer = (await response.json()) as IngestAnswer
    expect(answer.rejected).toEqual([])
    accepted += answer.accepted
    duplicates += answer.duplicates
  }
  expect(accepted).toBe(batches * perBatch)
  expect(duplicates).toBe((batches - 1) * repeated)
  // And the row grows in steps rather than once at the end.
  await stream.until(
    ({ event, data }) =>
      event === 'ROOM_CHANGED' &&
      data.roomOid === 'feed' &&
      data['messageCount'] === batches * perBatch,
  )
  const counts = growth()
  expect(counts.length).toBeGreaterThan(3)
  expect(counts).toEqual(counts.toSorted((a, b) => a - b))
  await Promise.all(rooms.map((room) => stream.end(room)))
  expect(stream.events.filter(({ data }) => data.state === 'failed')).toEqual([])
  const room = await server.json<Room>('/api/rooms/feed')
  expect(room).toMatchObject({ messageCount: batches * perBatch, participantCount: 50 })
}, 240_000)
