import { afterEach, beforeEach, expect, it } from 'vitest'
import { Import } from '../../server/contract/imports.ts'
import { MessagePage, RoomPage, type IngestAnswer } from '../../server/contract/rooms.ts'
import { connect } from '../../server/engines/sqlite/database.ts'
import { startTestServer, type TestServer } from './harness.ts'

let server: TestServer
beforeEach(async () => {
  server = await startTestServer()
})
afterEach(() => server.dispose())

const feed = async (roomOid: string, times: readonly unknown[]): Promise<IngestAnswer> => {
  const lines = times.map((at) => JSON.stringify({ at, author: 'Ana', text: 'Hello' }))
  return server.json(`/api/rooms/${roomOid}/messages`, { method: 'POST', body: lines.join('\n') })
}

it('a live message at the edge of years is refused by name, and every page fits the contract', async () => {
  const answer = await feed('edges', [
    '9999-12-31T23:59:59-12:00',
    '0000-01-01T00:00:00+23:59',
    '9999-12-31T23:59:59-00:01',
    '9999-12-31T23:59:59.999Z',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59+12:00',
    253_402_300_799_999,
    253_402_300_800_000,
    -62_167_219_200_001,
    'yesterday',
  ])
  expect(answer).toEqual({
    accepted: 4,
    duplicates: 0,
    rejected: [
      { line: 1, code: 'time_out_of_range' },
      { line: 2, code: 'time_out_of_range' },
      { line: 3, code: 'time_out_of_range' },
      { line: 8, code: 'invalid_message' },
      { line: 9, code: 'invalid_message' },
      { line: 10, code: 'invalid_message' },
    ],
  })
  const rooms = RoomPage.parse(await server.json('/api/rooms'))
  expect(rooms.items[0]).toMatchObject({
    firstMessageAt: '0000-01-01T00:00:00.000Z',
    lastMessageAt: '9999-12-31T23:59:59.999Z',
  })
  expect(MessagePage.parse(await server.json('/api/rooms/edges/messages')).items).toHaveLength(4)
})

it.each([
  ['ndjson', '{"room":"r","at":"9999-12-31T23:59:59-12:00","author":"Ana","text":"Hello"}'],
  ['csv', 'time,author,text\n9999-12-31T23:59:59-12:00,Ana,Hello\n2026-01-01T00:00:00Z,Ben,Hi'],
])(
  'an imported message at the edge of years has no time, and is there (%s)',
  async (kind, body) => {
    const stream = server.events('rooms=*&topics=imports')
    await server.api(`/api/imports?name=edge.${kind}`, { method: 'POST', body })
    const end = await stream.until(({ event }) => event === 'IMPORT_STATUS_END')
    const { roomOids } = Import.parse(end.data)
    RoomPage.parse(await server.json('/api/rooms'))
    const page = MessagePage.parse(await server.json(`/api/rooms/${roomOids[0]}/messages`))
    expect(page.items.find(({ text }) => text === 'Hello')).toMatchObject({ at: null })
  },
)

it('a row that an earlier version has stored breaks no list and no report', async () => {
  await feed('old', ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'])
  const db = connect(`${server.dataDir}/rapporteur.db`)
  db.exec('UPDATE messages SET at = 253402344000000 WHERE ord = 2')
  db.exec('UPDATE rooms SET last_message_at = 253402344000000, first_message_at = -9e15')
  db.close()
  const { items } = RoomPage.parse(await server.json('/api/rooms?sort=-lastMessage'))
  expect(items).toMatchObject([{ roomOid: 'old', firstMessageAt: null, lastMessageAt: null }])
  const page = MessagePage.parse(await server.json('/api/rooms/old/messages'))
  expect(page.items.map(({ at }) => at)).toEqual(['2026-01-01T00:00:00.000Z', null])
  const stream = server.events('rooms=*')
  await server.post('/api/reports', { roomOids: ['old'] })
  expect((await stream.end('old')).data.state).toBe('finished')
})
