import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReportAnswer } from '../../server/contract/reports.ts'
import { startTestServer, type TestServer } from './harness.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.dispose())

describe('the choices of a workbook', () => {
  it('go from the request into the file and its name', async () => {
    await server.feed('choices', 40, 'Harbour works')
    const stream = server.events('rooms=choices')
    const { reports } = await server.post<ReportAnswer>('/api/reports', {
      roomOids: ['choices'],
      options: {
        workbook: {
          timeZone: 'Asia/Kolkata',
          sheets: ['Transcript', 'Participants'],
          columns: ['Kind'],
          fileName: 'Log of {room} since {from}',
          anonymize: true,
        },
      },
    })
    const { data } = await stream.end('choices')
    expect(data.state).toBe('finished')
    expect(data.workbook?.fileName).toMatch(
      /^Log of Harbour works since 2026-01-01 [\da-f]{8}\.xlsx$/,
    )
    const response = await server.api(`/api/reports/${reports[0]?.reportOid}/workbook`)
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.load((await response.arrayBuffer()) as never)
    expect(workbook.worksheets.map(({ name }) => name)).toEqual([
      'Summary',
      'Participants',
      'Transcript',
    ])
    const transcript = workbook.getWorksheet('Transcript')!
    expect((transcript.getRow(1).values as string[]).slice(1)).toEqual([
      '#',
      'Time (Asia/Kolkata)',
      'Author',
      'Message',
      'Kind',
    ])
    expect(transcript.getCell('B2').value).toEqual(new Date('2026-01-01T05:30:00Z'))
    expect(transcript.getCell('C2').value).toMatch(/^Participant \d$/)
  })

  it('let a report speak German, whatever the settings say when it is made again', async () => {
    await server.feed('hafen', 30, 'Hafen')
    const sheetsAndMarkdown = async (workbook?: object): Promise<[string[], string]> => {
      const { reports } = await server.post<ReportAnswer>('/api/reports', {
        roomOids: ['hafen'],
        ...(workbook === undefined ? {} : { options: { workbook } }),
      })
      const path = `/api/reports/${reports[0]?.reportOid}`
      await expect
        .poll(async () => (await server.json<{ state: string }>(path)).state, { timeout: 20_000 })
        .toBe('finished')
      const book = new ExcelJS.Workbook()
      const file = await server.api(`${path}/workbook`)
      await book.xlsx.load((await file.arrayBuffer()) as never)
      const markdown = await (await server.api(`${path}/report.md`)).text()
      return [book.worksheets.map(({ name }) => name), markdown]
    }
    const german = ['Zusammenfassung', 'Ergebnisse', 'Beteiligte', 'Aktivität', 'Transkript']
    const [sheets, markdown] = await sheetsAndMarkdown({ language: 'de' })
    expect(sheets).toEqual(german)
    expect(markdown).toContain('Zeiten in UTC.')
    expect((await sheetsAndMarkdown())[0]).toContain('Transcript')
    const changed = await server.api('/api/settings', {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ values: { reportLanguage: 'de' } }),
    })
    expect(changed.status).toBe(200)
    expect((await sheetsAndMarkdown())[0]).toEqual(german)
    expect((await sheetsAndMarkdown({ language: 'en' }))[0]).toContain('Transcript')
  })

  it.each([
    [{ language: 'xx' }, 'options.workbook.language'],
    [{ timeZone: 'Mars/Olympus' }, 'options.workbook.timeZone'],
    [{ sheets: ['Summary'] }, 'options.workbook.sheets.0'],
    [{ themeColor: 'red' }, 'options.workbook.themeColor'],
    [{ logo: '/etc/passwd' }, 'options.workbook.logo'],
  ])('are refused by name where they are none: %j', async (workbook, path) => {
    const response = await server.api('/api/reports', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ roomOids: ['choices'], options: { workbook } }),
    })
    expect(response.status).toBe(400)
    const problem = (await response.json()) as { errors: { path: string }[] }
    expect(problem.errors.map((error) => error.path)).toContain(path)
  })
})
