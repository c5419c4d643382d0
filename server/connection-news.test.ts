import { expect, it } from 'vitest'
import { createConnectionNews } from './connection-news.ts'
import type { Connection, ConnectionRoom } from './contract/connections.ts'
import { sseLimits } from './contract/limits.ts'

const room = (n: number): ConnectionRoom => ({
  remoteId: `!${n}:localhost`,
  roomOid: `rm_${n}`,
  name: `Room ${n} `.repeat(20),
  isPrivate: false,
  state: 'live',
  readAt: '2026-01-01T00:00:00.000Z',
  messagesPerMinute: 0,
  readBackTo: null,
  missing: [],
})
const connectionOf = (count: number): Connection => ({
  connectionOid: 'c1',
  service: 'matrix',
  name: 'Harbour',
  address: 'https://localhost',
  account: '@bob:localhost',
  state: 'live',
  isFollowing: true,
  nextRequestAt: null,
  secret: 'encrypted',
  since: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  answersRequests: false,
  rooms: Array.from({ length: count }, (_, n) => room(n)),
})
const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value))

it('says a small connection whole, and that one is gone', () => {
  const news = createConnectionNews()
  const connection = connectionOf(3)
  expect(news('c1', connection)).toEqual([{ news: { connectionOid: 'c1', connection }, part: '' }])
  expect(news('c1', null)).toEqual([{ news: { connectionOid: 'c1', connection: null }, part: '' }])
})

it('says of one with two thousand rooms what has changed, each event far within its limit', () => {
  const news = createConnectionNews()
  const connection = connectionOf(2_000)
  expect(bytes(connection)).toBeGreaterThan(sseLimits.maxEventBytes)
  // Nobody can have heard of its rooms.
  expect(news('c1', connection)).toEqual([{ news: { connectionOid: 'c1' }, part: 'all' }])
  expect(news('c1', connection)).toEqual([])

  const busy = { ...room(1_234), messagesPerMinute: 9 }
  const heard = { ...connection, rooms: connection.rooms.with(1_234, busy) }
  const [said, ...others] = news('c1', heard)
  expect(others).toEqual([])
  expect(said!.news.changed!.rooms).toContainEqual(busy)
  expect(bytes(said!.news)).toBeLessThan(sseLimits.maxEventBytes / 8)

  const cut = { ...heard, state: 'unreachable' as const, isFollowing: false }
  const { rooms: _rooms, ...own } = cut
  expect(news('c1', cut)).toEqual([
    { news: { connectionOid: 'c1', changed: { own } }, part: 'own' },
  ])
})

it('has all of it read where its rooms are others, or come in another order', () => {
  const news = createConnectionNews()
  const connection = connectionOf(500)
  news('c1', connection)
  const fewer = { ...connection, rooms: connection.rooms.slice(1) }
  expect(news('c1', fewer)).toEqual([{ news: { connectionOid: 'c1' }, part: 'all' }])
  expect(news('c1', connectionOf(1))).toMatchObject([{ part: '' }])
  expect(news('c1', fewer)).toEqual([{ news: { connectionOid: 'c1' }, part: 'all' }])
})
