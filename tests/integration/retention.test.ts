import { appendFile, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Report, ReportAnswer, ReportLogLine } from '../../server/contract/reports.ts'
import { startTestServer, type TestServer } from './harness.ts'

let server: TestServer
beforeEach(async () => {
  server = await startTestServer()
})
afterEach(async () => {
  vi.useRealTimers()
  await server.dispose()
})

const day = 24 * 60 * 60 * 1_000
const setRetention = (days: number | null): Promise<Response> =>
  server.api('/api/settings', {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ values: { retentionDays: days } }),
  })

async function reportOf(roomOid: string): Promise<Report> {
  await server.feed(roomOid, 5)
  const stream = server.events(`rooms=${roomOid}`)
  const { reports } = await server.post<ReportAnswer>('/api/reports', { roomOids: [roomOid] })
  await stream.end(roomOid)
  stream.close()
  return server.json<Report>(`/api/reports/${reports[0]?.reportOid}`)
}
const inReports = (): Promise<string[]> => readdir(join(server.dataDir, 'reports'))

describe('workbooks past their retention', () => {
  it('are removed, only they, and only if nobody has worked in them; their reports stay', async () => {
    const plain = await reportOf('plain')
    const edited = await reportOf('edited')
    const file = join(server.dataDir, 'reports', edited.workbook?.fileName ?? '')
    await appendFile(file, 'a note of mine')
    // Ten days later.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10 * day })
    const young = await reportOf('young')
    expect(await inReports()).toHaveLength(3)
    expect((await setRetention(7)).status).toBe(200)
    await vi.waitFor(async () => expect(await inReports()).toHaveLength(2), { timeout: 10_000 })
    expect((await inReports()).toSorted()).toEqual(
      [edited.workbook?.fileName, young.workbook?.fileName].toSorted(),
    )
    const gone = await server.json<Report>(`/api/reports/${plain.reportOid}`)
    expect(gone).toMatchObject({ state: 'finished', workbook: { missing: true } })
    expect(await server.json(`/api/reports/${young.reportOid}`)).not.toHaveProperty(
      'workbook.missing',
    )
    const { items } = await server.json<{ items: ReportLogLine[] }>(
      `/api/reports/${plain.reportOid}/log`,
    )
    expect(items.at(-1)).toMatchObject({
      id: 'report.expired',
      message: 'The workbook was removed after 7 days',
    })
  })

  it('are kept for ever unless a person says otherwise', async () => {
    await reportOf('old')
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10_000 * day })
    expect((await setRetention(null)).status).toBe(200)
    await reportOf('new')
    expect(await inReports()).toHaveLength(2)
  })
})

it('a workbook that somebody took away is marked in the list of reports', async () => {
  const { workbook } = await reportOf('taken')
  await rm(join(server.dataDir, 'reports', workbook?.fileName ?? ''))
  const { items } = await server.json<{ items: Report[] }>('/api/reports')
  expect(items[0]?.workbook).toMatchObject({ fileName: workbook?.fileName, missing: true })
})
