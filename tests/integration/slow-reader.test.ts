import { createParser } from 'eventsource-parser'
import { request, type IncomingMessage } from 'node:http'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Import } from '../../server/contract/imports.ts'
import type { Room, RoomPage } from '../../server/contract/rooms.ts'
import { startTestServer, type TestServer } from './harness.ts'

const roomCount = 20_000

let server: TestServer
beforeEach(async () => {
  server = await startTestServer()
})
afterEach(() => server.dispose())

const openStream = (query: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const headers = { Authorization: `Bearer ${server.accessToken}` }
    request(`${server.url}/api/events?${query}`, { headers }, resolve).on('error', reject).end()
  })

async function everyRoom(): Promise<Room[]> {
  const rooms: Room[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: RoomPage = await server.json(`/api/rooms?limit=10000&cursor=${cursor}`)
    rooms.push(...page.items)
    cursor = page.nextCursor
  }
  return rooms
}

it('a reader that stalls while 20,000 rooms are imported knows all of them in the end', async () => {
  const stream = await openStream('rooms=*&topics=rooms,imports')
  stream.setEncoding('utf8')
  const known = new Map<string, number>()
  let readings = 0
  let hasHeardEnd: () => void
  const end = new Promise<void>((resolve) => (hasHeardEnd = resolve))
  let reading = Promise.resolve()
  const readAgain = async (): Promise<void> => {
    readings++
    for (const { roomOid, messageCount } of await everyRoom()) known.set(roomOid, messageCount)
  }
  const parser = createParser({
    onEvent({ event, data }) {
      const value = JSON.parse(data) as Room & Import & { topics?: string[] }
      if (event === 'ROOM_CHANGED') known.set(value.roomOid, value.messageCount)
      if (event === 'READ_AGAIN') {
        expect(value).toEqual({ topics: ['rooms'] })
        reading = readAgain()
      }
      if (event === 'ROOM_CHANGED' && value.roomOid === 'after') hasHeardEnd()
    },
  })
  stream.on('data', (chunk: string) => parser.feed(chunk))
  stream.pause()

  const lines = Array.from(
    { length: roomCount },
    (_, n) => `Room ${n},2026-01-01T00:00:${String(n % 60).padStart(2, '0')}Z,Ana,Hello ${n}`,
  )
  const body = ['room,time,author,text', ...lines].join('\n')
  const imported = server.events('rooms=*&topics=imports')
  await server.api('/api/imports?name=rooms.csv', { method: 'POST', body })
  const done = await imported.until(({ event }) => event === 'IMPORT_STATUS_END')
  expect(done.data).toMatchObject({ state: 'finished', counts: { rooms: roomCount } })
  // All that was said of those rooms has gone out, as far as this reader's socket has let it.
  const other = server.events('rooms=*&topics=rooms')
  await server.feed('after', 1)
  await other.until(({ event, data }) => event === 'ROOM_CHANGED' && data.roomOid === 'after')

  stream.resume()
  await server.feed('after', 2)
  await end
  await reading
  expect(readings).toBe(1)
  expect(known.size).toBe(roomCount + 1)
  stream.destroy()
}, 120_000)
