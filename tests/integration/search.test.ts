import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { SearchPage } from '../../server/contract/search.ts'
import { startTestServer, type TestServer } from './harness.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  await server.feed('quay', 30, 'Quay')
  await say('ferry', 'Ferry crew', [
    { at: '2026-03-01T09:00:00Z', author: 'Ann Lee', text: 'The timetable moves to Friday' },
    {
      at: '2026-03-02T09:00:00Z',
      author: 'Bo Dahl',
      text: 'Which timetable? Die Fähre nach Łódź?',
    },
    { at: '2026-03-03T09:00:00Z', author: '田中', text: '明日の時刻表を確認します' },
    {
      at: '2026-03-04T09:00:00Z',
      author: 'Ann Lee',
      text: `${'long '.repeat(2_000)}needle${' tail'.repeat(2_000)}`,
    },
  ])
})
afterAll(() => server.dispose())

async function say(room: string, name: string, lines: object[]): Promise<void> {
  const body = lines.map((line) => JSON.stringify(line)).join('\n')
  await server.api(`/api/rooms/${room}/messages?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    body,
  })
}

/** Waits until the index has taken in all that was said. */
const search = (query: Record<string, string>): Promise<SearchPage> =>
  vi.waitFor(
    async () => {
      const page = await server.json<SearchPage>(`/api/search?${new URLSearchParams(query)}`)
      expect(page.pending).toBe(0)
      return page
    },
    { timeout: 20_000, interval: 50 },
  )

it('finds what was said in any room, newest first, with the words marked', async () => {
  const { items, total, isTotalCut } = await search({ q: 'timetab' })
  expect([total, isTotalCut]).toEqual([2, false])
  expect(items).toEqual([
    {
      roomOid: 'ferry',
      roomName: 'Ferry crew',
      messageNumber: 2,
      at: '2026-03-02T09:00:00.000Z',
      author: 'Bo Dahl',
      text: 'Which timetable? Die Fähre nach Łódź?',
      marks: [[6, 15]],
    },
    expect.objectContaining({ messageNumber: 1, author: 'Ann Lee' }),
  ])
  expect((await search({ q: 'fahre lodz' })).total).toBe(1)
  expect((await search({ q: '時刻' })).items).toMatchObject([{ author: '田中', marks: [[3, 5]] }])
})

it('looks by room, person and time, and goes on page by page', async () => {
  expect((await search({ q: 'timetable', author: 'lee' })).total).toBe(1)
  expect((await search({ q: 'timetable', roomOid: 'quay' })).total).toBe(0)
  expect((await search({ q: 'timetable', to: '2026-03-02T00:00:00Z' })).items).toHaveLength(1)
  const first = await search({ q: 'timetable', limit: '1' })
  const second = await search({ q: 'timetable', limit: '1', cursor: first.nextCursor ?? '' })
  expect([...first.items, ...second.items].map(({ messageNumber }) => messageNumber)).toEqual([
    2, 1,
  ])
  expect(second.nextCursor).toBeNull()
})

it('shows the part of a very long message that was looked for', async () => {
  const [hit] = (await search({ q: 'needle' })).items
  const [start = 0, end = 0] = hit?.marks[0] ?? []
  expect(hit?.text.slice(start, end)).toBe('needle')
  expect(hit?.text.length).toBeLessThan(2_100)
})

it('refuses a question without words in the address, and finds nothing for one of signs alone', async () => {
  expect((await server.api('/api/search?q=')).status).toBe(400)
  expect((await server.api('/api/search')).status).toBe(400)
  expect((await search({ q: '":) --' })).items).toEqual([])
})

it('tells streams that ask for it how far the index is, until all messages are found', async () => {
  const stream = server.events('rooms=*&topics=imports,search')
  await stream.opened
  // What an import brings is seen all at once, so the index begins behind it.
  const lines = Array.from({ length: 30_000 }, (_, n) => {
    const at = new Date(Date.UTC(2026, 0, 1) + n * 1_000).toISOString()
    return JSON.stringify({
      room: 'tonnage',
      id: `${n}`,
      at,
      author: 'Ann',
      text: `tonnage of day ${n}`,
    })
  })
  const begun = await server.api('/api/imports?name=tonnage.ndjson', {
    method: 'POST',
    body: lines.join('\n'),
  })
  expect(begun.status).toBe(202)
  await stream.until(({ event }) => event === 'IMPORT_STATUS_END')
  const early = await server.json<SearchPage>('/api/search?q=tonnage')
  expect(early.pending).toBeGreaterThan(0)
  const told = async (fits: (pending: number) => boolean): Promise<void> =>
    void (await stream.until(
      ({ event, data }) => event === 'SEARCH_CHANGED' && fits(Number(data['pending'])),
    ))
  await told((pending) => pending === 0)
  const whole = await server.json<SearchPage>('/api/search?q=tonnage')
  expect([whole.total, whole.isTotalCut, whole.pending]).toEqual([10_000, true, 0])
})

it('forgets nothing over a restart', async () => {
  server = await server.restart()
  expect((await search({ q: 'timetable' })).total).toBe(2)
})
