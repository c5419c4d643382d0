import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReportAnswer } from '../../server/contract/reports.ts'
import { startTestServer, type TestServer } from './harness.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
  const lines: string[] = []
  const say = (day: number, hour: number, author: string, text: string): void => {
    const at = new Date(Date.UTC(2026, 0, day, hour)).toISOString()
    lines.push(JSON.stringify({ id: `m${lines.length}`, at, author, text }))
  }
  // Six quiet weeks, then a loud one; Olga stays away from it, Nils is there for the first time.
  for (let day = -20; day <= 21; day += 1) {
    say(day, 9, 'Olga Reimann', 'The budget plan is on the shelf')
    say(day, 10, 'Petra Lund', 'I have put the budget beside it')
  }
  for (let day = 22; day <= 28; day += 1) {
    for (let hour = 0; hour < 20; hour += 1) {
      const text = `The ferry leaves the harbour, see https://example.com/${day}`
      say(day, hour, hour % 2 === 0 ? 'Petra Lund' : 'Nils Aas', text)
    }
  }
  const response = await server.api('/api/rooms/jetty/messages?name=Jetty', {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-ndjson' },
    body: lines.join('\n'),
  })
  expect(response.status).toBe(200)
})
afterAll(() => server.dispose())

async function reportOf(options: Record<string, unknown>, room = 'jetty'): Promise<string> {
  const stream = server.events(`rooms=${room}`)
  const { reports } = await server.post<ReportAnswer>('/api/reports', {
    roomOids: [room],
    options,
  })
  const reportOid = reports[0]!.reportOid
  await stream.until(
    ({ event, data }) => event === 'EXCEL_STATUS_END' && data.reportOid === reportOid,
  )
  stream.close()
  return reportOid
}
const markdown = async (reportOid: string): Promise<string> =>
  (await server.api(`/api/reports/${reportOid}/report.md`)).text()
const week = { from: '2026-01-22T00:00:00Z', to: '2026-01-29T00:00:00Z' }

describe('a report of a period', () => {
  it('is compared with the period of the same length before', async () => {
    const text = await markdown(await reportOf(week))
    expect(text).toContain('Against the time before, 15 Jan 2026 to 21 Jan 2026.')
    expect(text).toMatch(/\| Messages \| 140 \| 14 \| ▲ 126 \|/)
    expect(text).toContain('| New people | 1 |')
    expect(text).toContain('| Returning people | 1 of 2 |  |')
    expect(text).toContain('| Regulars who wrote no more | 1 |')
    expect(text).toMatch(/Talked of more: .*ferry \(140, before 0\)/)
    expect(text).toMatch(/Talked of less: budget \(0, before 14\)/)
  })

  it('ends with the last message where its end is open', async () => {
    const text = await markdown(await reportOf({ from: week.from }))
    expect(text).toMatch(/Against the time before, 15 Jan 2026 to 21 Jan 2026/)
  })

  it('says that there are no earlier messages where there are none, or no period', async () => {
    expect(await markdown(await reportOf({}))).toContain('No earlier messages to compare with.')
    const all = await reportOf({ from: '2025-12-11T00:00:00Z' })
    expect(await markdown(all)).toContain('No earlier messages to compare with.')
  })

  it('tells the change in its mail, too, and no name where it has none', async () => {
    const mailOf = async (options: Record<string, unknown>): Promise<string> => {
      const reportOid = await reportOf({ ...week, recipients: ['a@example.com'], ...options })
      const outbox = join(server.dataDir, 'outbox')
      await expect
        .poll(() => readdirSync(outbox).find((name) => name.startsWith(reportOid)))
        .toBeDefined()
      const file = readdirSync(outbox).find((name) => name.startsWith(reportOid))!
      return readFileSync(join(outbox, file), 'utf8')
        .split('Content-Transfer-Encoding: base64')[0]!
        .replaceAll(/=\r\n/g, '')
    }
    const named = await mailOf({})
    expect(named).toContain('Messages: 140, before 14 (')
    expect(named).toMatch(/Petra Lund|Nils Aas/)
    const unnamed = await mailOf({ workbook: { anonymize: true } })
    expect(unnamed).toContain('Messages: 140, before 14 (')
    expect(unnamed).not.toMatch(/Petra|Lund|Nils|Aas/)
    expect(unnamed).toContain('Participant ')
  })

  it('reads since the last report only what is new, and compares it with as long a time before', async () => {
    const say = async (from: number, to: number): Promise<void> => {
      const lines = Array.from({ length: to - from }, (_, index) => {
        const at = new Date(Date.UTC(2026, 1, 1, from + index)).toISOString()
        return JSON.stringify({ id: `n${from + index}`, at, author: 'Ida', text: 'All is well' })
      })
      const response = await server.api('/api/rooms/pier/messages?name=Pier', {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-ndjson' },
        body: lines.join('\n'),
      })
      expect(response.status).toBe(200)
    }
    await say(0, 30)
    const first = await markdown(await reportOf({ period: { sinceLast: true } }, 'pier'))
    expect(first).toContain('30 messages')
    expect(first).toContain('The whole room')
    expect(first).toContain('No earlier messages to compare with')
    await say(30, 42)
    const second = await reportOf({ period: { sinceLast: true } }, 'pier')
    const text = await markdown(second)
    expect(text).toContain('Since the last report, 2 Feb 2026, 05:00')
    expect(text).toContain('12 messages')
    expect(text).toContain('Against the time before, 1 Feb 2026 to 2 Feb 2026')
    expect(text).toMatch(/\| Messages \| 12 \| 12 \|/)
    // Tried again after more was said, it is still the report that was asked for.
    await say(42, 50)
    expect(await markdown(second)).toBe(text)
    const empty = await reportOf({ period: { sinceLast: true } }, 'pier')
    expect(await markdown(empty)).toContain('8 messages')
    expect(await markdown(await reportOf({ period: { sinceLast: true } }, 'pier'))).toContain(
      'Nothing to report.',
    )
  })
})
