import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CoveredReports, OverviewAnswer } from '../../server/contract/overviews.ts'
import type { Report } from '../../server/contract/reports.ts'
import type { Summary } from '../../server/contract/summary.ts'
import { startScripted, type ScriptedServer } from '../summary/scripted-server.ts'
import { hasOpenpyxl, readWithOpenpyxl, type ReadCell } from '../workbook/support.ts'
import { startTestServer, type TestServer } from './harness.ts'

let server: TestServer
let model: ScriptedServer | undefined
beforeEach(async () => {
  // One at a time: an overview that took the only place would wait for ever.
  server = await startTestServer({ flags: { concurrency: 1 } })
})
afterEach(async () => {
  await server.dispose()
  await model?.close()
  model = undefined
})

const rooms = ['alpha', 'beta', 'gamma']
/** Messages of each room; `feed` has seven people write one after the other. */
const counts: Record<string, number> = { alpha: 40, beta: 90, gamma: 14 }
const feedAll = async (): Promise<void> => {
  for (const room of rooms) await server.feed(room, counts[room] ?? 0, `Room ${room}`)
}
const start = (body: object = { roomOids: rooms }, headers: Record<string, string> = {}) =>
  server.post<OverviewAnswer>('/api/overviews', body, headers)
const read = ({ reportOid }: Pick<Report, 'reportOid'>): Promise<Report> =>
  server.json<Report>(`/api/reports/${reportOid}`)
const ended = async (report: Report): Promise<Report> => {
  await expect.poll(async () => (await read(report)).finishedAt, { timeout: 30_000 }).not.toBeNull()
  return read(report)
}
const summaryOf = ({ reportOid }: Report): Promise<Summary> =>
  server.json<Summary>(`/api/reports/${reportOid}/summary`)

/** An overview that waits for reports which wait for a model that never answers, until they are told to quote. */
async function waiting(): Promise<OverviewAnswer> {
  await server.dispose()
  model = await startScripted(() => undefined)
  const summary = { summaryEngine: 'openai', summaryBaseUrl: `${model.url}/v1`, summaryModel: 'm' }
  server = await startTestServer({ flags: { concurrency: 1, ...summary } })
  await feedAll()
  await server.post('/api/queue', { paused: true })
  const stream = server.events('rooms=*')
  await stream.opened
  const answer = await start()
  await server.post(`/api/reports/${answer.report.reportOid}/run-next`)
  await server.post('/api/queue', { paused: false })
  await stream.until(({ data }) => data.code === 'waiting_for_reports')
  stream.close()
  return answer
}

async function goOn(reports: readonly Report[]): Promise<void> {
  for (const { reportOid } of reports) await server.post(`/api/reports/${reportOid}/quotes`)
}

describe('an overview of several rooms', () => {
  it('makes the reports that it lacks, waits for them, and is a report like any other', async () => {
    await feedAll()
    const stream = server.events('rooms=*')
    await stream.opened
    const { report, reports, rejected } = await start()
    expect(report).toMatchObject({ kind: 'overview', rooms: 3, state: 'queued' })
    expect(reports.map(({ roomOid }) => roomOid)).toEqual(rooms)
    expect(new Set([report, ...reports].map(({ batchOid }) => batchOid)).size).toBe(1)
    expect(rejected).toEqual([])
    const end = await stream.end(report.roomOid)
    expect(end.data).toMatchObject({ kind: 'overview', state: 'finished', code: 'workbook_ready' })
    const own = stream.events.filter(
      ({ event, data }) => event !== 'SUMMARY_DELTA' && data.reportOid === report.reportOid,
    )
    const ends = stream.events.filter(({ event }) => event === 'EXCEL_STATUS_END')
    expect(ends.at(-1)?.data.reportOid).toBe(report.reportOid)
    const states = own.map(({ data }) => data.state)
    expect([...new Set(states)]).toEqual([
      'queued',
      'collecting',
      'summarizing',
      'writing',
      'finished',
    ])
    const workbook = await server.api(`/api/reports/${report.reportOid}/workbook`)
    expect(workbook.status).toBe(200)
    stream.close()
  })

  it('says of each of its rooms how its report stands now', async () => {
    await feedAll()
    const { report, reports } = await start()
    await ended(report)
    const covered = async ({ reportOid }: Report) =>
      (await server.json<CoveredReports>(`/api/reports/${reportOid}/covered`)).items
    const [alpha] = reports as [Report]
    expect(await covered(report)).toMatchObject(
      reports.map(({ reportOid, roomOid }) => ({
        reportOid,
        roomOid,
        name: `Room ${roomOid}`,
        report: { reportOid, state: 'finished' },
      })),
    )
    expect(await covered(alpha), 'a report of one room covers none').toEqual([])
    const deleted = await server.api(`/api/reports/${alpha.reportOid}`, { method: 'DELETE' })
    expect(deleted.status).toBe(204)
    const [gone, there] = await covered(report)
    expect(gone).toMatchObject({ roomOid: 'alpha', name: 'Room alpha' })
    expect(gone).not.toHaveProperty('report')
    expect(there).toHaveProperty('report')
    expect((await server.api('/api/reports/none/covered')).status).toBe(404)
  })

  it.skipIf(!hasOpenpyxl)('holds the figures that were fed, exactly', async () => {
    await feedAll()
    const { report } = await start()
    const { workbook } = await ended(report)
    const book = readWithOpenpyxl(join(server.dataDir, 'reports', workbook?.fileName ?? ''))
    expect(book.sheets.map(({ name }) => name)).toEqual([
      'Overview',
      'Rooms',
      'Outcomes',
      'Activity',
      'People',
    ])
    const valuesOf = (name: string): ReadCell['value'][][] =>
      (book.sheets.find((sheet) => sheet.name === name)?.rows ?? []).map((row) =>
        row.map(({ value }) => value),
      )
    const [head = [], ...rows] = valuesOf('Rooms')
    const column = (name: string) => rows.map((row) => row[head.indexOf(name)])
    expect(column('Room')).toEqual(['Room beta', 'Room alpha', 'Room gamma'])
    expect(column('Messages')).toEqual([90, 40, 14])
    expect(column('People')).toEqual([7, 7, 7])
    const linked = book.sheets[1]?.rows.slice(1).map(([name]) => name?.link?.target)
    expect(linked).toEqual(column('Workbook').map((file) => String(file).replaceAll(' ', '%20')))
    // Everybody of `feed` writes in each room.
    const [, ...people] = valuesOf('People')
    const expected = Array.from({ length: 7 }, (_, person) => {
      const inRoom = (count: number) => Math.floor((count - person + 6) / 7)
      return [`Person ${person}`, 3, rooms.reduce((sum, room) => sum + inRoom(counts[room]!), 0)]
    }).sort((a, b) => Number(b[2]) - Number(a[2]))
    expect(people.map((row) => row.slice(0, 3))).toEqual(expected)
    const [weeks = [], sums = []] = valuesOf('Activity')
    // 1 January 2026 was a Thursday.
    expect(weeks.slice(2)).toEqual(['29 Dec 2025'])
    expect(sums.slice(1)).toEqual([144, 144])
    expect(Object.keys(book.sheets[1]?.tables ?? {})).toEqual(['Rooms'])
    const { totals, headline } = await summaryOf(report)
    expect(valuesOf('Outcomes').length - 1).toBe(
      (await summaryOf(report)).decisions.length +
        (await summaryOf(report)).actionItems.length +
        (totals?.openQuestions ?? 0),
    )
    expect(headline).toMatch(/^144 messages from 7 people in 3 rooms: /)
  })

  it('covers reports that have read everything, and makes those anew that have not', async () => {
    await feedAll()
    const first = await start({ roomOids: ['alpha', 'beta'] })
    await ended(first.report)
    const again = await start({ roomOids: ['alpha', 'beta'] })
    expect(again.reports).toEqual([])
    expect(again.report.roomOid).toBe(first.report.roomOid)
    const line = { id: 'late', at: '2026-02-01T00:00:00Z', author: 'Zoe', text: 'One more.' }
    await server.api('/api/rooms/alpha/messages', { method: 'POST', body: JSON.stringify(line) })
    const third = await start({ roomOids: ['alpha', 'beta'] })
    expect(third.reports.map(({ roomOid }) => roomOid)).toEqual(['alpha'])
    await ended(third.report)
    const { rooms: told } = await summaryOf(third.report)
    expect(told?.map(({ name, messages }) => [name, messages])).toEqual([
      ['Room beta', 90],
      ['Room alpha', 41],
    ])
    const otherZone = { roomOids: ['beta'], options: { workbook: { timeZone: 'Asia/Tokyo' } } }
    expect((await start(otherZone)).reports).toHaveLength(1)
    const some = { roomOids: ['beta'], options: { filter: { keyword: 'version' } } }
    expect((await start(some)).reports).toHaveLength(1)
    expect((await start({ roomOids: ['beta'] })).reports).toHaveLength(1)
  })

  it('says which rooms have no report, and goes on without them', async () => {
    await feedAll()
    await server.post('/api/queue', { paused: true })
    const { report, reports } = await start({ roomOids: [...rooms, 'nowhere'] })
    const [alpha] = reports
    await server.post(`/api/reports/${alpha?.reportOid}/cancel`)
    await server.post('/api/queue', { paused: false })
    const end = await ended(report)
    expect(end).toMatchObject({
      state: 'finished',
      code: 'overview_incomplete',
      params: { count: 1, rooms: 'Room alpha' },
    })
    const { rooms: told } = await summaryOf(report)
    expect(told?.map(({ name, state, messages }) => [name, state, messages])).toEqual([
      ['Room beta', 'covered', 90],
      ['Room gamma', 'covered', 14],
      ['Room alpha', 'cancelled', 0],
    ])
  })

  it('fails where none was finished, and succeeds by a retry once they are', async () => {
    await feedAll()
    await server.post('/api/queue', { paused: true })
    const { report, reports } = await start({ roomOids: ['gamma'] })
    const path = `/api/reports/${reports[0]?.reportOid}`
    await server.post(`${path}/cancel`)
    await server.post('/api/queue', { paused: false })
    const failed = await ended(report)
    expect(failed).toMatchObject({ state: 'failed', error: { code: 'overview_without_reports' } })
    await server.post(`${path}/retry`)
    await server.post(`/api/reports/${report.reportOid}/retry`)
    expect(await ended(report)).toMatchObject({ state: 'finished', attempt: 2 })
  })

  it('can be cancelled while it waits, and leaves the reports alone', async () => {
    const { report, reports } = await waiting()
    await server.post(`/api/reports/${report.reportOid}/cancel`)
    expect((await ended(report)).state).toBe('cancelled')
    await goOn(reports)
    for (const each of reports) expect((await ended(each)).state).toBe('finished')
  })

  it('goes on waiting after a restart', async () => {
    const { report, reports } = await waiting()
    server = await server.restart()
    await goOn(reports)
    expect(await ended(report)).toMatchObject({ state: 'finished', attempt: 1 })
    const { rooms: told } = await summaryOf(report)
    expect(told?.map(({ messages }) => messages)).toEqual([90, 40, 14])
  })

  it('is started once by a repeated key, and refused where no room is there', async () => {
    await feedAll()
    const key = { 'Idempotency-Key': 'weekly' }
    const body = { roomOids: ['alpha'] }
    const first = await start(body, key)
    expect(await start(body, key)).toEqual(first)
    const { total } = await server.json<{ total: number }>('/api/reports')
    expect(total).toBe(2)
    const refused = await server.api('/api/overviews', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ roomOids: ['nowhere'] }),
    })
    expect(refused.status).toBe(404)
    await ended(first.report)
  })

  it('is followed by the id that stands in the place of its room', async () => {
    await feedAll()
    const { report } = await start({ roomOids: ['alpha'] })
    await ended(report)
    const stream = server.events(`rooms=${report.roomOid}`)
    const { data, id } = await stream.end(report.roomOid)
    expect(data).toMatchObject({ kind: 'overview', state: 'finished' })
    stream.close()
    const path = `/api/rooms/${report.roomOid}/excel-status`
    const headers = { Accept: 'text/event-stream', 'Last-Event-ID': id }
    expect((await server.api(path, { headers })).status).toBe(204)
    const other = `/api/rooms/overview~${'0'.repeat(32)}/excel-status`
    expect((await server.api(other, { headers: { Accept: 'text/event-stream' } })).status).toBe(404)
  })

  it('has the other forms of a report, without a transcript', async () => {
    await feedAll()
    const { report } = await start()
    await ended(report)
    const markdown = await (await server.api(`/api/reports/${report.reportOid}/report.md`)).text()
    expect(markdown).toContain('Overview of 3 rooms')
    expect(markdown).toContain('Room beta')
    const page = await (await server.api(`/api/reports/${report.reportOid}/report.html`)).text()
    expect(page).toContain('Overview of 3 rooms')
    const csv = await server.api(`/api/reports/${report.reportOid}/transcript.csv`)
    expect(csv.status).toBe(404)
  })
})
