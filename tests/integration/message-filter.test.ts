import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Message } from '../../server/contract/rooms.ts'
import type { Report, ReportAnswer } from '../../server/contract/reports.ts'
import type { Summary } from '../../server/contract/summary.ts'
import { startTestServer, type TestServer } from './harness.ts'

const patience = { timeout: 25_000 }
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  const said = [
    ['Ada', 'Which crane do we take?'],
    ['Ben', 'We decided to take the green crane.', 'm0'],
    ['Cy', 'Agreed.', 'm1'],
    ['Ada', 'Lunch at noon?'],
    ['Ben', 'I will bring soup by Friday.', 'm3'],
  ] as const
  const lines = said.map(([author, text, replyTo], n) =>
    JSON.stringify({
      id: `m${n}`,
      at: `2026-05-0${n + 1}T10:00:00Z`,
      author,
      text,
      ...(replyTo && { replyTo }),
    }),
  )
  await server.json('/api/rooms/quay/messages?name=Quay', {
    method: 'POST',
    body: lines.join('\n'),
  })
})
afterAll(() => server.dispose())

async function report(options: object): Promise<Report> {
  const { reports } = await server.post<ReportAnswer>('/api/reports', {
    roomOids: ['quay'],
    options,
  })
  const path = `/api/reports/${reports[0]?.reportOid}`
  await expect.poll(async () => (await server.json<Report>(path)).state, patience).toBe('finished')
  return server.json<Report>(path)
}
const get = async (of: Report, form: string) =>
  (await server.api(`/api/reports/${of.reportOid}/${form}`)).text()
async function workbookOf({ reportOid }: Report): Promise<ExcelJS.Workbook> {
  const response = await server.api(`/api/reports/${reportOid}/workbook`)
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load((await response.arrayBuffer()) as never)
  return workbook
}
const transcript = async (of: Report) => {
  const rows: string[][] = []
  ;(await workbookOf(of)).getWorksheet('Transcript')?.eachRow((row, n) => {
    if (n > 1) rows.push([1, 3, 4].map((column) => row.getCell(column).text))
  })
  return rows
}
const summaryText = async (of: Report) => {
  const texts: string[] = []
  ;(await workbookOf(of))
    .getWorksheet('Summary')
    ?.eachRow((row) => row.eachCell((cell) => texts.push(cell.text)))
  return texts.join('\n')
}

describe('a report of some of the messages', () => {
  it('holds those of its people alone, and says so in workbook, headline and every form', async () => {
    const made = await report({ filter: { people: ['ben'] } })
    expect(await transcript(made)).toEqual([
      ['1', 'Ben', 'We decided to take the green crane.'],
      ['2', 'Ben', 'I will bring soup by Friday.'],
    ])
    const part = 'only messages by ben'
    const summary = await server.json<Summary>(`/api/reports/${made.reportOid}/summary`)
    expect(summary.headline).toContain(part)
    expect(summary.coverage.messages).toBe(2)
    expect(summary.participants.map(({ author }) => author)).toEqual(['Ben'])
    for (const text of [
      await summaryText(made),
      await get(made, 'report.md'),
      await get(made, 'report.html'),
    ]) {
      expect(text.match(/only messages by ben/g)?.length).toBeGreaterThanOrEqual(2)
    }
    const csv = await get(made, 'transcript.csv')
    expect(csv).toContain('green crane')
    expect(csv).not.toContain('Lunch')
  })

  it('holds the words and the thread that were asked for, beside the period', async () => {
    const { items } = await server.json<{ items: Message[] }>('/api/rooms/quay/messages')
    const root = items.find(({ text }) => text.startsWith('Which'))!
    const thread = await report({ filter: { thread: root.id } })
    expect((await transcript(thread)).map(([, who]) => who)).toEqual(['Ada', 'Ben', 'Cy'])
    const words = await report({ from: '2026-05-02T00:00:00Z', filter: { keyword: 'CRANE' } })
    expect((await transcript(words)).map(([, who]) => who)).toEqual(['Ben'])
    expect(await get(words, 'report.md')).toMatch(/From .*only messages with/)
  })

  it('in which there is nothing has nothing to report', async () => {
    const made = await report({ filter: { keyword: 'submarine' } })
    expect(made.code).toBe('nothing_to_report')
    expect(await transcript(made)).toEqual([])
    expect(await summaryText(made)).toContain('only messages with "submarine"')
  })

  it('names nobody where names are hidden, also once its headline is made anew', async () => {
    const made = await report({ filter: { people: ['Ben'] }, workbook: { anonymize: true } })
    expect(await summaryText(made)).toContain('only messages by 1 person')
    expect(await summaryText(made)).not.toContain('Ben')
    await server.json(`/api/reports/${made.reportOid}/summary`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ items: [{ list: 'openQuestions', item: 'own', text: 'Who pays?' }] }),
    })
    await expect
      .poll(async () => {
        const { state, attempt } = await server.json<Report>(`/api/reports/${made.reportOid}`)
        return [state, attempt]
      }, patience)
      .toEqual(['finished', 2])
    const summary = await server.json<Summary>(`/api/reports/${made.reportOid}/summary`)
    expect(summary.headline).toContain('only messages by 1 person')
  })

  it('is no report of all: the next one since the last begins where it would have', async () => {
    const next = await report({ period: { sinceLast: true } })
    expect(await transcript(next)).toHaveLength(5)
    const after = await report({ period: { sinceLast: true } })
    expect(await transcript(after)).toHaveLength(0)
  })

  it('is refused where the filter says nothing', async () => {
    for (const filter of [{}, { people: [] }, { keyword: ' ' }, { author: 'Ben' }]) {
      const answer = await server.api('/api/reports', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ roomOids: ['quay'], options: { filter } }),
      })
      expect(answer.status, JSON.stringify(filter)).toBe(400)
    }
  })
})
