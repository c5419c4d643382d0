import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { MergedRoom, Message, Room } from '../../server/contract/rooms.ts'
import type { Report, ReportAnswer } from '../../server/contract/reports.ts'
import { startTestServer, type TestServer } from './harness.ts'

let server: TestServer
beforeAll(async () => (server = await startTestServer({ undoMs: 60_000 })))
afterAll(() => server.dispose())

const headers = { 'Content-Type': 'application/json' }

const say = (room: string, lines: readonly (readonly [id: string, text: string])[]) =>
  server.api(`/api/rooms/${room}/messages`, {
    method: 'POST',
    body: lines
      .map(([id, text]) =>
        JSON.stringify({ id, at: Date.UTC(2026, 2, 2, 9, Number(id)), author: 'Ann', text }),
      )
      .join('\n'),
  })

const ask = (into: string, from: string[]): Promise<Response> =>
  server.api('/api/rooms/merge', {
    method: 'POST',
    headers,
    body: JSON.stringify({ into, from }),
  })

async function textsOf(room: string): Promise<string[]> {
  const { items } = await server.json<{ items: Message[] }>(`/api/rooms/${room}/messages`)
  return items.map(({ text }) => text)
}

async function reported(roomOids: string[]): Promise<Report[]> {
  const { reports } = await server.post<ReportAnswer>('/api/reports', {
    roomOids,
    options: { summary: 'extractive' },
  })
  return vi.waitFor(
    async () => {
      const all = await Promise.all(
        reports.map(({ reportOid }) => server.json<Report>(`/api/reports/${reportOid}`)),
      )
      expect(all.every(({ finishedAt }) => finishedAt !== null)).toBe(true)
      return all
    },
    { timeout: 30_000, interval: 50 },
  )
}

it('puts rooms together: the old id leads to the room, and its reports say so and keep their workbooks', async () => {
  await say('pier', [['1', 'The pier is closed.']])
  await say('quay', [
    ['1', 'The quay is open.'],
    ['2', 'Until when?'],
  ])
  const [before] = await reported(['quay'])
  const events = server.events('rooms=*&topics=rooms')
  await events.opened
  const response = await ask('pier', ['quay'])
  const room = (await response.json()) as MergedRoom
  expect(room).toMatchObject({ roomOid: 'pier', messageCount: 3, mergedFrom: ['quay'] })
  expect(response.headers.get('Rapporteur-Trash')).toBe(`${room.trashOid}; until=${room.until}`)
  await events.until(({ event, data }) => {
    return event === 'REMOVED' && (data['roomOids'] as unknown as string[]).includes('quay')
  })
  await events.until(({ event, data }) => event === 'ROOM_CHANGED' && data.roomOid === 'pier')
  events.close()

  expect((await server.json<Room>('/api/rooms/quay')).roomOid).toBe('pier')
  await say('quay', [
    ['2', 'Until when?'],
    ['3', 'Until nine.'],
  ])
  expect(await textsOf('quay')).toEqual([
    'The pier is closed.',
    'The quay is open.',
    'Until when?',
    'Until nine.',
  ])
  // A report of the old id is one of the room; the one from before is what it was.
  const [after] = await reported(['quay'])
  expect(after).toMatchObject({ roomOid: 'pier', state: 'finished' })
  const kept = await server.json<Report>(`/api/reports/${before!.reportOid}`)
  expect(kept).toMatchObject({ roomOid: 'quay', mergedInto: 'pier', workbook: before!.workbook })
  const book = await server.api(`/api/reports/${before!.reportOid}/workbook`)
  expect(book.status).toBe(200)
  // Its messages stand among others now: another form of it would be made of those.
  const csv = await server.api(`/api/reports/${before!.reportOid}/transcript.csv`)
  expect([csv.status, ((await csv.json()) as { code: string }).code]).toEqual([
    404,
    'room_not_found',
  ])
})

it('takes a merge back, with all that both rooms had', async () => {
  await say('reef', [['1', 'Low tide at six.']])
  await say('rock', [
    ['1', 'Seals on the rock.'],
    ['2', 'Four of them.'],
  ])
  const { trashOid } = (await (await ask('reef', ['rock'])).json()) as MergedRoom
  expect(await textsOf('reef')).toHaveLength(3)
  await server.post(`/api/trash/${trashOid}/restore`)
  expect(await textsOf('reef')).toEqual(['Low tide at six.'])
  expect(await textsOf('rock')).toEqual(['Seals on the rock.', 'Four of them.'])
  expect((await server.json<Room>('/api/rooms/reef')).messageCount).toBe(1)
  const again = await server.api(`/api/trash/${trashOid}/restore`, { method: 'POST' })
  expect(again.status).toBe(404)
})

it('cancels the report of a room that goes, and refuses what cannot be merged', async () => {
  await say('bay', [['1', 'Calm.']])
  await say('cape', [['1', 'Windy.']])
  await server.post('/api/queue', { paused: true })
  const { reports } = await server.post<ReportAnswer>('/api/reports', { roomOids: ['cape'] })
  expect((await ask('bay', ['cape'])).status).toBe(200)
  const { state } = await server.json<Report>(`/api/reports/${reports[0]!.reportOid}`)
  expect(state).toBe('cancelled')
  await server.post('/api/queue', { paused: false })

  const refused = async (into: string, from: string[]): Promise<unknown[]> => {
    const response = await ask(into, from)
    return [response.status, ((await response.json()) as { code: string }).code]
  }
  expect(await refused('nowhere', ['bay'])).toEqual([404, 'room_not_found'])
  expect(await refused('bay', ['nowhere'])).toEqual([404, 'room_not_found'])
  expect(await refused('bay', ['bay'])).toEqual([400, 'invalid_body'])
  expect(await refused('bay', [])).toEqual([400, 'invalid_body'])
})
