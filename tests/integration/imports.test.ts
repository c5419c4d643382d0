import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Import } from '../../server/contract/imports.ts'
import type { Room } from '../../server/contract/rooms.ts'
import { startTestServer, type TestServer } from './harness.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.dispose())

async function upload(name: string, body: Uint8Array | string, query = ''): Promise<Import> {
  const stream = server.events('rooms=*&topics=imports')
  await stream.opened
  const response = await server.api(`/api/imports?name=${encodeURIComponent(name)}${query}`, {
    method: 'POST',
    body: body as BodyInit,
  })
  expect(response.status).toBe(202)
  const { importOid } = (await response.json()) as { importOid: string }
  await stream.until(
    (event) => event.event === 'IMPORT_STATUS_END' && event.data['importOid'] === importOid,
  )
  stream.close()
  return Import.parse(await server.json(`/api/imports/${importOid}`))
}

const irc = [
  '--- Log opened Mon Jan 05 09:00:00 2026',
  '09:00 -!- anna [~a@example.org] has joined #garden',
  '09:00 <@anna> The roses need water.',
  '09:01 < ben> I will do it tomorrow.',
  '09:02  * ben looks for the hose',
  'what is this line?',
  '--- Log closed Mon Jan 05 10:00:00 2026',
].join('\n')

describe('an upload', () => {
  it('is recognised by its content, counted line by line, and pushed while it is read', async () => {
    const done = await upload('log-without-an-ending', irc)
    expect(done).toMatchObject({
      state: 'finished',
      format: 'irc',
      bytesRead: irc.length,
      bytesTotal: irc.length,
      counts: { rooms: 1, messages: 3, duplicates: 0 },
    })
    expect(done.counts.unparsed).toBe(1)
    expect(
      done.warnings.flatMap((warning) => warning.examples).map((example) => example.text),
    ).toContain('what is this line?')
    const room = await server.json<Room>(`/api/rooms/${done.roomOids[0]}`)
    expect(room).toMatchObject({ source: 'irc', messageCount: 3, participantCount: 2 })
  })

  it('adds only what is new when a longer export follows', async () => {
    const first = await upload('#again.log', irc)
    const again = await upload('#again.log', irc)
    expect(again.counts).toMatchObject({ messages: 0, system: 0 })
    expect(again.counts.duplicates).toBe(first.counts.messages + first.counts.system)
    const longer = await upload(
      '#again.log',
      irc.replace('09:02  *', '09:01 <@anna> Thank you!\n09:02  *'),
    )
    expect(longer.counts.messages).toBe(1)
    expect(longer.roomOids).toEqual(first.roomOids)
    const room = await server.json<Room>(`/api/rooms/${first.roomOids[0]}`)
    expect(room.messageCount).toBe(4)
  })

  it('of our own NDJSON makes a room for each name', async () => {
    const lines = [
      { room: 'A', id: '1', at: '2026-01-01T10:00:00+02:00', author: 'X', text: 'one' },
      { room: 'B', at: '2026-01-01T08:01:00Z', author: 'Y', text: 'two' },
      { room: 'A', id: '2', at: '2026-01-01T08:02:00Z', author: 'Y', text: 'three', replyTo: '1' },
    ].map((line) => JSON.stringify(line))
    const done = await upload('rooms.ndjson', [...lines, '{"room":"A"}', 'nonsense'].join('\n'))
    expect(done.counts).toMatchObject({ rooms: 2, messages: 3, unparsed: 2 })
    const page = await server.json<{ items: { at: string; text: string }[] }>(
      `/api/rooms/${done.roomOids[0]}/messages`,
    )
    expect(page.items[0]).toMatchObject({ at: '2026-01-01T08:00:00.000Z', text: 'one' })
  })

  it('of a Slack workspace makes a room of every channel, the empty one too', async () => {
    const json = (value: unknown): Uint8Array => strToU8(JSON.stringify(value))
    const zip = zipSync({
      'channels.json': json([
        { id: 'C1', name: 'general' },
        { id: 'C2', name: 'empty' },
      ]),
      'users.json': json([{ id: 'U1', name: 'anna', profile: { display_name: 'Anna' } }]),
      'general/2026-01-05.json': json([
        { type: 'message', user: 'U1', ts: '1767600000.000100', text: 'Hello <@U1> &amp; all' },
        {
          type: 'message',
          subtype: 'channel_join',
          user: 'U1',
          ts: '1767600001.000100',
          text: 'joined',
        },
      ]),
    })
    const done = await upload('workspace.zip', zip)
    expect(done.counts).toMatchObject({ rooms: 2, messages: 1, system: 1 })
    const { items } = await server.json<{ items: { text: string; author: string }[] }>(
      `/api/rooms/${done.roomOids[0]}/messages`,
    )
    expect(items[0]).toMatchObject({ text: 'Hello @Anna & all', author: 'Anna' })
  })

  it('that nothing can read fails, names the file, and leaves no room', async () => {
    const before = await server.json<{ total: number }>('/api/rooms')
    const done = await upload('holiday.jpg', new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]))
    expect(done.state).toBe('failed')
    expect(done.error?.code).toBe('unknown_format')
    expect(done.error?.message).toContain('holiday.jpg')
    expect((await server.json<{ total: number }>('/api/rooms')).total).toBe(before.total)
  })

  it('is removed from disk once it is read', async () => {
    await upload('gone.log', irc)
    for (const folder of ['uploads', 'tmp']) {
      expect(await readdir(join(server.dataDir, folder)), folder).toEqual([])
    }
  })

  it('needs a name and a time zone that exists', async () => {
    for (const query of ['', '?name=', '?name=x&timeZone=Mars/Olympus']) {
      const response = await server.api(`/api/imports${query}`, { method: 'POST', body: 'x' })
      expect(response.status, query).toBe(400)
      expect(await response.json()).toMatchObject({ code: 'invalid_query' })
    }
  })

  it('that has ended cannot be cancelled, and an unknown one is not there', async () => {
    const done = await upload('ended.log', irc)
    const late = await server.api(`/api/imports/${done.importOid}/cancel`, { method: 'POST' })
    expect(late.status).toBe(409)
    expect((await server.api('/api/imports/nobody')).status).toBe(404)
  })
})

describe('an import that leaves something to choose', () => {
  const table = 'when?;who?;what?\n2024-04-03 09:05;Ann;hello\n2024-04-03 09:06;Bob;hi\n'

  async function readAgain(importOid: string, reading: object): Promise<Import> {
    const stream = server.events('rooms=*&topics=imports')
    const response = await server.api(`/api/imports/${importOid}/retry`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(reading),
    })
    expect(response.status).toBe(202)
    expect(Import.parse(await response.json()).state).not.toBe('failed')
    await stream.until(
      (event) => event.event === 'IMPORT_STATUS_END' && event.data['importOid'] === importOid,
    )
    stream.close()
    return Import.parse(await server.json(`/api/imports/${importOid}`))
  }
  const uploads = () => readdir(join(server.dataDir, 'uploads'))

  it('keeps the bytes of a table, and reads them once the columns are named', async () => {
    const asked = await upload('table.csv', table)
    expect(asked).toMatchObject({ state: 'failed', error: { code: 'columns_needed' } })
    expect(asked.choices?.table?.rows[1]).toEqual(['2024-04-03 09:05', 'Ann', 'hello'])
    expect(await uploads()).toHaveLength(1)
    const done = await readAgain(asked.importOid, {
      columns: { time: 0, author: 1, text: 2 },
      timeZone: 'Europe/Berlin',
    })
    expect(done).toMatchObject({ state: 'finished', format: 'csv', counts: { messages: 2 } })
    expect(done.choices).toBeUndefined()
    expect(done.error).toBeUndefined()
    expect(await uploads()).toEqual([])
    const page = await server.json<{ items: { at: string }[] }>(
      `/api/rooms/${done.roomOids[0]}/messages`,
    )
    expect(page.items[0]?.at).toBe('2024-04-03T07:05:00.000Z')
  })

  it('is refused in words when the bytes are gone, the body is wrong, or it has not ended', async () => {
    const done = await upload('gone-again.log', irc)
    const post = (importOid: string, body: object) =>
      server.api(`/api/imports/${importOid}/retry`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    const gone = await post(done.importOid, {})
    expect(gone.status).toBe(409)
    expect(await gone.json()).toMatchObject({ code: 'unreadable_file' })
    expect((await post(done.importOid, { columns: { text: -1 } })).status).toBe(400)
    expect((await post(done.importOid, { timeZone: 'Mars/Olympus' })).status).toBe(400)
    expect((await post('nobody', {})).status).toBe(404)
  })
})
