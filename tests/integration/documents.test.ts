import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { report as oneShot } from '../../server/cli/report.ts'
import { PreviewPage, WorkbookPreview } from '../../server/contract/preview.ts'
import type { Report, ReportAnswer } from '../../server/contract/reports.ts'
import { say } from '../../server/words/say.ts'
import { startTestServer, type TestServer } from './harness.ts'

let server: TestServer
let report: Report

async function reportOn(roomOid: string, options?: object): Promise<Report> {
  const stream = server.events(`rooms=${roomOid}`)
  const { reports } = await server.post<ReportAnswer>('/api/reports', {
    roomOids: [roomOid],
    ...(options === undefined ? {} : { options }),
  })
  await stream.end(roomOid)
  return server.json<Report>(`/api/reports/${reports[0]?.reportOid}`)
}

beforeAll(async () => {
  server = await startTestServer()
  await server.feed('harbour', 2_345, 'Harbour "works" 🧪')
  report = await reportOn('harbour')
})
afterAll(() => server.dispose())

const problemOf = async (path: string): Promise<{ status: number; code: string }> => {
  const response = await server.api(path)
  return { status: response.status, code: ((await response.json()) as { code: string }).code }
}

describe('the preview of a workbook', () => {
  it('is read from the file in the reports folder', async () => {
    const answer = await server.json(`/api/reports/${report.reportOid}/preview`)
    const preview = WorkbookPreview.parse(answer)
    expect(preview).toMatchObject({
      fileName: report.workbook?.fileName,
      bytes: report.workbook?.bytes,
    })
    expect(preview.sheets.at(-1)).toMatchObject({ name: 'Transcript', rowCount: 2_346 })
    expect(preview.sheets.flatMap(({ charts }) => charts)).toHaveLength(4)
  })

  it('gives rows page by page', async () => {
    const path = `/api/reports/${report.reportOid}/preview/4`
    const page = PreviewPage.parse(await server.json(`${path}?offset=2340&limit=50`))
    expect(page.rows.map(({ cells }) => cells[0]?.text)).toEqual([
      '2340',
      '2341',
      '2342',
      '2343',
      '2344',
      '2345',
    ])
    expect(page.isLast).toBe(true)
    const first = PreviewPage.parse(await server.json(path))
    expect(first.isLast).toBe(false)
    expect(first.rows[0]?.cells[3]?.text).toBe('Message')
  })

  it('says what is wrong when there is nothing to show', async () => {
    const path = `/api/reports/${report.reportOid}/preview`
    expect(await problemOf(`${path}/99`)).toEqual({ status: 404, code: 'not_found' })
    expect(await problemOf(`${path}/x`)).toEqual({ status: 404, code: 'not_found' })
    expect(await problemOf(`${path}/0?limit=0`)).toEqual({ status: 400, code: 'invalid_query' })
    expect(await problemOf('/api/reports/none/preview')).toEqual({
      status: 404,
      code: 'report_not_found',
    })
    await server.feed('lost', 3)
    const lost = await reportOn('lost')
    const file = join(server.dataDir, 'reports', lost.workbook?.fileName ?? '')
    writeFileSync(file, 'no workbook')
    expect(await problemOf(`/api/reports/${lost.reportOid}/preview`)).toEqual({
      status: 422,
      code: 'unreadable_file',
    })
    const refused = await server.api(`/api/reports/${lost.reportOid}/preview`)
    expect(say('de', (await refused.json()) as { code: string; params: object })).toMatch(
      /^Die Arbeitsmappe ist nicht lesbar: Sie ist beschädigt oder keine Arbeitsmappe \(/u,
    )
    rmSync(file)
    expect(await problemOf(`/api/reports/${lost.reportOid}/preview`)).toEqual({
      status: 404,
      code: 'workbook_missing',
    })
  })
})

describe('the transcript of a report as CSV', () => {
  it('has every message of the report, under the name of its workbook', async () => {
    const response = await server.api(`/api/reports/${report.reportOid}/transcript.csv`)
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present')
    const disposition = response.headers.get('content-disposition') ?? ''
    expect(decodeURIComponent(disposition)).toContain(
      report.workbook?.fileName.replace('.xlsx', '.csv'),
    )
    const rows = parse(await response.text(), { bom: true }) as string[][]
    expect(rows).toHaveLength(2_346)
    expect(rows.at(-1)?.[0]).toBe('2345')
    expect(rows[1]?.[1]).toBe('2026-01-01T00:00:00.000Z')
  })

  it('has no message that came after the report, and the choices of the report', async () => {
    await server.feed('later', 5)
    const made = await reportOn('later', {
      workbook: { timeZone: 'Asia/Tokyo', columns: [], anonymize: true },
    })
    await server.feed('later', 9)
    const text = await (await server.api(`/api/reports/${made.reportOid}/transcript.csv`)).text()
    const [header, ...rows] = parse(text, { bom: true }) as string[][]
    expect(header).toEqual(['#', 'Time (Asia/Tokyo)', 'Author', 'Message'])
    expect(rows).toHaveLength(5)
    expect(rows[0]?.[1]).toBe('2026-01-01T09:00:00.000+09:00')
    for (const row of rows) expect(row[2]).toMatch(/^Participant \d$/)
  })

  it('is given up when its reader goes away, and the next one is served', async () => {
    const path = `/api/reports/${report.reportOid}/transcript.csv`
    for (let round = 0; round < 3; round += 1) {
      const leaving = new AbortController()
      const response = await server.api(path, { signal: leaving.signal })
      await response.body?.getReader().read()
      leaving.abort()
    }
    const text = await (await server.api(path)).text()
    expect(parse(text, { bom: true })).toHaveLength(2_346)
  })

  it('is not there before the report is', async () => {
    await server.post('/api/queue', { paused: true })
    await server.feed('waiting', 3)
    const { reports } = await server.post<ReportAnswer>('/api/reports', { roomOids: ['waiting'] })
    const path = `/api/reports/${reports[0]?.reportOid}`
    for (const form of ['transcript.csv', 'report.md', 'report.html', 'preview']) {
      expect(await problemOf(`${path}/${form}`)).toEqual({
        status: 404,
        code: 'workbook_not_ready',
      })
    }
    await server.post('/api/queue', { paused: false })
  })
})

describe('a report as Markdown', () => {
  it('says what the workbook says, under its name', async () => {
    const response = await server.api(`/api/reports/${report.reportOid}/report.md`)
    expect(response.headers.get('content-type')).toBe('text/markdown; charset=utf-8')
    expect(response.headers.get('content-disposition')).toContain('.md')
    const text = await response.text()
    expect(text).toContain('# Harbour "works" 🧪\n')
    expect(text).toContain('- 2,345 messages, 0 system lines')
  })
})

describe('a report as a page', () => {
  it('is a file of its own, which may do nothing even where a program shows it in place', async () => {
    const response = await server.api(`/api/reports/${report.reportOid}/report.html`)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('content-disposition')).toMatch(/^attachment;.*\.html/u)
    expect(response.headers.get('content-security-policy')).toContain('sandbox')
    expect(await response.text()).toContain('<h1 dir="auto">Harbour &quot;works&quot; 🧪</h1>')
  })
})

describe('the one-shot command', () => {
  it('is told of bridges, and leaves a transcript of those who spoke through them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rapporteur-bridge-'))
    try {
      const log = join(folder, '2024-09-01.team.log')
      writeFileSync(
        log,
        '[10:00] <link> <Real> one\n[10:01] <ann> two\n[10:02] <link> <Real> three\n',
      )
      const code = await oneShot({
        exports: [log],
        out: join(folder, 'out'),
        rooms: [],
        bridges: ['link'],
        json: false,
        forms: ['csv'],
        timeZone: undefined,
        flags: {},
      })
      expect(code).toBe(0)
      const [csv] = readdirSync(join(folder, 'out'))
      const text = readFileSync(join(folder, 'out', csv!), 'utf8')
      expect(text).toContain('Real')
      expect(text).not.toContain('link')
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('leaves a report in every form that is asked for', async () => {
    const out = mkdtempSync(join(tmpdir(), 'rapporteur-forms-'))
    try {
      const code = await oneShot({
        exports: [join(import.meta.dirname, '..', '..', 'samples', 'rooms.ndjson')],
        out,
        rooms: [],
        json: false,
        forms: ['csv', 'md'],
        timeZone: undefined,
        flags: {},
      })
      expect(code).toBe(0)
      const names = readdirSync(out)
      const csv = names.filter((name) => name.endsWith('.csv'))
      expect(csv.length).toBeGreaterThan(0)
      expect(names.toSorted()).toEqual(
        csv.flatMap((name) => [name, name.replace(/csv$/, 'md')]).toSorted(),
      )
      for (const name of csv) {
        expect(parse(readFileSync(join(out, name)), { bom: true })[0]).toContain('Message')
      }
    } finally {
      rmSync(out, { recursive: true, force: true })
    }
  })
})
