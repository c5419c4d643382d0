import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { PersonPage } from '../../server/contract/people.ts'
import type { Report } from '../../server/contract/reports.ts'
import type { Room, RoomPage } from '../../server/contract/rooms.ts'
import type { SearchPage } from '../../server/contract/search.ts'
import type { TrashEntry } from '../../server/contract/trash.ts'
import { startTestServer, type TestServer } from './harness.ts'

let server: TestServer
afterEach(() => server.dispose())

const secret = 'Xylophonwerkstatt'

async function roomWithReport(roomOid: string): Promise<Report> {
  const lines = [
    { at: '2026-01-01T10:00:00Z', author: 'Ann', text: `The ${secret} opens on Friday` },
    { at: '2026-01-01T10:01:00Z', author: 'Bo', text: 'Who brings the keys?' },
  ]
  const body = lines.map((line) => JSON.stringify(line)).join('\n')
  await server.api(`/api/rooms/${roomOid}/messages`, { method: 'POST', body })
  const stream = server.events(`rooms=${roomOid}`)
  const { reports } = await server.post<{ reports: Report[] }>('/api/reports', {
    roomOids: [roomOid],
    options: { recipients: ['ann@example.org'] },
  })
  await stream.until(({ data }) => data.roomOid === roomOid && data.delivery === 'saved')
  const [report] = reports
  return server.json<Report>(`/api/reports/${report?.reportOid}`)
}
const remove = (path: string) => server.api(path, { method: 'DELETE' })
const statusOf = async (path: string): Promise<number> => (await server.api(path)).status
const trashOf = (response: Response): string =>
  /^(\S+); until=(\S+)$/.exec(response.headers.get('Rapporteur-Trash') ?? '')?.[1] ?? ''
const restore = (trashOid: string) =>
  server.api(`/api/trash/${trashOid}/restore`, { method: 'POST' })

/** Every byte of the data folder but those of the program log, which names ids only. */
async function bytesOf(folder: string): Promise<Buffer> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return Buffer.concat(
    await Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name)))),
  )
}

describe('a room that is deleted', () => {
  it('is gone at once, is told of, and comes back with all that it had', async () => {
    server = await startTestServer()
    const report = await roomWithReport('quay')
    const before = await server.json<Room>('/api/rooms/quay')
    const stream = server.events('rooms=*&topics=rooms')
    await stream.opened
    const answer = await remove('/api/rooms/quay?workbooks=delete')
    expect(answer.status).toBe(204)
    expect(await statusOf('/api/rooms/quay')).toBe(404)
    expect(await statusOf(`/api/reports/${report.reportOid}`)).toBe(404)
    expect((await server.json<RoomPage>('/api/rooms')).total).toBe(0)
    const told = await stream.until(({ event }) => event === 'REMOVED')
    expect(told.data).toMatchObject({ roomOids: ['quay'], reportOids: [report.reportOid] })

    expect((await restore(trashOf(answer))).status).toBe(200)
    expect(await server.json('/api/rooms/quay')).toEqual(before)
    expect(await server.json(`/api/reports/${report.reportOid}`)).toEqual(report)
    expect(await statusOf(`/api/reports/${report.reportOid}/workbook`)).toBe(200)
    await stream.until(({ event }) => event === 'RESTORED')
    expect((await restore(trashOf(answer))).status).toBe(404)
  })

  it('leaves nothing of itself in database, folder, log and search once it is too late', async () => {
    server = await startTestServer({ undoMs: 100 })
    await roomWithReport('quay')
    await vi.waitFor(async () => {
      const found = await server.json<SearchPage>(`/api/search?q=${secret}`)
      expect(found.items).toHaveLength(1)
    })
    const { items } = await server.json<PersonPage>('/api/people?roomOid=quay')
    await server.api(`/api/people/${items[0]!.personOid}`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ name: 'Annabella Geheim', role: 'guest' }),
    })
    expect((await bytesOf(server.dataDir)).includes(secret)).toBe(true)
    const answer = await remove('/api/rooms/quay?workbooks=delete')
    // Over by itself, without a request.
    await vi.waitFor(
      async () => {
        expect(await readdir(join(server.dataDir, 'reports'))).toEqual([])
        expect(await readdir(join(server.dataDir, 'outbox'))).toEqual([])
        const bytes = await bytesOf(server.dataDir)
        for (const word of [
          secret,
          secret.toLowerCase(),
          'Who brings',
          'ann@example.org',
          'Annabella Geheim',
        ]) {
          expect([word, bytes.includes(word)]).toEqual([word, false])
        }
      },
      { timeout: 25_000, interval: 200 },
    )
    expect((await restore(trashOf(answer))).status).toBe(404)
    expect((await server.json<SearchPage>(`/api/search?q=${secret}`)).items).toEqual([])
  }, 40_000)

  it('leaves its workbooks where they are to stay', async () => {
    server = await startTestServer({ undoMs: 100 })
    const report = await roomWithReport('quay')
    await remove('/api/rooms/quay')
    expect(await statusOf(`/api/reports/${report.reportOid}/workbook`)).toBe(200)
  })

  it('ends the report that is being made of it', async () => {
    server = await startTestServer()
    await server.post('/api/queue', { paused: true }).catch(() => undefined)
    await server.feed('big', 40_000)
    const { reports } = await server.post<{ reports: Report[] }>('/api/reports', {
      roomOids: ['big'],
    })
    const [report] = reports
    const answer = await remove('/api/rooms/big')
    expect(answer.status).toBe(204)
    const { state } = await server.json<Report>(`/api/reports/${report?.reportOid}`)
    expect(['cancelled', 'finished']).toContain(state)
  })

  it('is removed by the next start where the process ended before', async () => {
    server = await startTestServer()
    await roomWithReport('quay')
    await remove('/api/rooms/quay')
    server = await server.restart()
    expect(await statusOf('/api/rooms/quay')).toBe(404)
  })
})

describe('many at once', () => {
  it('go together, and come back together', async () => {
    server = await startTestServer()
    for (const room of ['a', 'b', 'c']) await server.feed(room, 3)
    const report = await roomWithReport('d')
    const entry = await server.post<TrashEntry>('/api/trash', {
      roomOids: ['a', 'b', 'nobody'],
      reportOids: [report.reportOid],
    })
    expect(entry).toMatchObject({ roomOids: ['a', 'b'], reportOids: [report.reportOid] })
    expect((await server.json<RoomPage>('/api/rooms')).total).toBe(2)
    expect((await restore(entry.trashOid)).status).toBe(200)
    expect((await server.json<RoomPage>('/api/rooms')).total).toBe(4)
  })

  it('that are not there are said, and a request for nothing is refused', async () => {
    server = await startTestServer()
    const post = (body: object) =>
      server.api('/api/trash', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      })
    expect((await post({ roomOids: ['nobody'] })).status).toBe(404)
    expect((await post({})).status).toBe(400)
    expect((await remove('/api/rooms/nobody')).status).toBe(404)
    expect((await remove('/api/reports/nobody')).status).toBe(404)
  })
})

it('a room is renamed, and its next report has the new name', async () => {
  server = await startTestServer()
  await server.feed('quay', 3, 'Quay')
  const rename = (name: string) =>
    server.api('/api/rooms/quay', {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ name }),
    })
  expect(((await (await rename('  Ferry crew ')).json()) as Room).name).toBe('Ferry crew')
  expect((await rename(' ')).status).toBe(400)
  await server.feed('quay', 5, 'Quay')
  expect(await server.json('/api/rooms/quay')).toMatchObject({ name: 'Ferry crew' })
})

it('an import that waits or is being read is not deleted, only cancelled', async () => {
  server = await startTestServer()
  const lines = (count: number): string =>
    Array.from({ length: count }, (_, n) =>
      JSON.stringify({
        room: 'big',
        at: new Date(n * 1_000).toISOString(),
        author: 'Ann',
        text: `${n}`,
      }),
    ).join('\n')
  const begin = (body: string) =>
    server.json<{ importOid: string }>('/api/imports?name=big.ndjson', { method: 'POST', body })
  await begin(lines(200_000))
  const { importOid } = await begin(lines(3))
  const answer = await remove(`/api/imports/${importOid}`)
  expect(answer.status).toBe(409)
  expect(await answer.json()).toMatchObject({ code: 'illegal_transition' })
  await server.post(`/api/imports/${importOid}/cancel`)
})
