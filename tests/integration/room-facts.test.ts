import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Report } from '../../server/contract/reports.ts'
import type { Room } from '../../server/contract/rooms.ts'
import { startTestServer, type TestServer } from './harness.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.dispose())

const room = (oid: string): Promise<Room> => server.json(`/api/rooms/${oid}`)

const report = async (roomOid: string, options: object = {}): Promise<void> => {
  const stream = server.events(`rooms=${roomOid}`)
  await stream.opened
  const { reports } = await server.post<{ reports: Report[] }>('/api/reports', {
    roomOids: [roomOid],
    options,
  })
  await stream.until(
    ({ event, data }) => event === 'EXCEL_STATUS_END' && data.reportOid === reports[0]?.reportOid,
  )
  stream.close()
}

it('a room says which import brought it; one of a live feed none', async () => {
  await server.feed('live-one', 3)
  expect((await room('live-one')).importName).toBeUndefined()
  const sent = await server.api('/api/imports?name=harbour.log', {
    method: 'POST',
    headers: { 'Content-Type': 'application/octet-stream' },
    body: '[10:00:00] <ann> hello\n[10:01:00] <ben> hi\n',
  })
  expect(sent.status).toBe(202)
  const listed = async () => (await server.json<{ items: Room[] }>('/api/rooms')).items
  await expect.poll(async () => (await listed()).length, { timeout: 20_000 }).toBe(2)
  expect((await listed()).map(({ importName }) => importName)).toContain('harbour.log')
})

it('a room says how many messages came since the last report of them all', async () => {
  await server.feed('growing', 10)
  expect((await room('growing')).newMessages).toBeUndefined()
  await report('growing')
  expect((await room('growing')).newMessages).toBe(0)
  await server.post(
    '/api/rooms/growing/messages',
    {
      id: 'later',
      at: '2026-03-01T10:00:00Z',
      author: 'ann',
      text: 'one more',
    },
    { 'Content-Type': 'application/x-ndjson' },
  )
  expect((await room('growing')).newMessages).toBe(1)
  // A report of one month says nothing of the others.
  await report('growing', { from: '2026-03-01T00:00:00Z' })
  expect((await room('growing')).newMessages).toBeUndefined()
})

it('messages are read from the newest back, from a moment on and up to one, numbered in the room', async () => {
  await server.feed('reading', 25)
  const path = '/api/rooms/reading/messages'
  interface Read {
    items: { number: number; at: string; text: string }[]
    nextCursor: string | null
  }
  const newest: number[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: Read = await server.json(`${path}?order=newest&limit=10&cursor=${cursor}`)
    newest.push(...page.items.map(({ number }) => number))
    cursor = page.nextCursor
  }
  expect(newest).toEqual(Array.from({ length: 25 }, (_, n) => 25 - n))
  const all = (await server.json<Read>(path)).items
  const moment = encodeURIComponent(all[11]?.at ?? '')
  const from: Read = await server.json(`${path}?from=${moment}&limit=3`)
  expect(from.items).toEqual(all.slice(11, 14))
  const on: Read = await server.json(`${path}?from=${moment}&limit=3&cursor=${from.nextCursor}`)
  expect(on.items).toEqual(all.slice(14, 17))
  const before: Read = await server.json(`${path}?order=newest&to=${moment}&limit=4`)
  expect(before.items).toEqual(all.slice(7, 11).toReversed())
})
