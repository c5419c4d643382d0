import { afterEach, expect, it, vi } from 'vitest'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRest } from './rest.ts'

let server: Server
afterEach(() => {
  vi.restoreAllMocks()
  server.close()
})

const room = (roomOid: string, lastMessageAt: string | null) => ({
  roomOid,
  name: roomOid,
  source: 'live',
  format: 'live',
  messageCount: 1,
  systemCount: 0,
  participantCount: 1,
  firstMessageAt: null,
  lastMessageAt,
})

it('one bad room is left out of its page and told, and the others are there', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const items = [room('a', null), room('b', '+010000-01-01T11:59:59.000Z'), room('c', null), 7]
  server = createServer((_, response) => {
    response.setHeader('Content-Type', 'application/json')
    response.end(JSON.stringify({ items, nextCursor: null, total: 4 }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const leftOut: number[] = []
  const rest = createRest({
    connection: Promise.resolve({ url: `http://127.0.0.1:${port}`, accessToken: 't' }),
    onLeftOut: (count) => leftOut.push(count),
  })
  const page = await rest.roomPage()
  expect(page.items.map(({ roomOid }) => roomOid)).toEqual(['a', 'c'])
  expect(page.total).toBe(4)
  expect(await rest.roomsFrom(null, 'name')).toHaveLength(2)
  expect(leftOut).toEqual([2, 2])
})
