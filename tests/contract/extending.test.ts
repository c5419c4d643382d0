import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ServerConfig, StartedServer } from '../../server/index.ts'
import { startScripted, type ScriptedServer } from '../summary/scripted-server.ts'
import { extendedCopy } from './extending.ts'

let copy: string
let start: (config: ServerConfig) => Promise<StartedServer>
let server: StartedServer | undefined
let model: ScriptedServer | undefined

beforeAll(async () => {
  copy = await extendedCopy('server')
  ;({ start } = (await import(join(copy, 'server/index.ts'))) as { start: typeof start })
})
afterEach(async () => {
  await server?.close()
  await model?.close()
  server = model = undefined
})
afterAll(() => rm(copy, { recursive: true, force: true }))

async function run(flags: Record<string, unknown> = {}): Promise<StartedServer> {
  const dataDir = await mkdtemp(join(copy, 'data-'))
  server = await start({ dataDir, version: '0.0.0-test', flags })
  return server
}

async function ask<T>(path: string, init: RequestInit = {}): Promise<{ status: number; json: T }> {
  const { url = '', accessToken = '' } = server ?? {}
  const headers = { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'application/json' }
  const response = await fetch(url + path, { ...init, headers })
  return { status: response.status, json: (await response.json()) as T }
}

interface ImportAnswer {
  state: string
  format: string | null
  roomOids: string[]
  counts: Record<string, number>
}

async function imported(oid: string): Promise<ImportAnswer> {
  let answer: ImportAnswer | undefined
  await expect
    .poll(async () => (answer = (await ask<ImportAnswer>(`/api/imports/${oid}`)).json).state, {
      timeout: 20_000,
    })
    .toBe('finished')
  return answer as ImportAnswer
}

describe('what docs/extending.md adds', () => {
  it('is a chat format whose files are known and read', async () => {
    const { importPaths } = await run()
    const file = join(copy, 'Night shift.log')
    await writeFile(file, '1735725600 <Ann> Pumps are back.\n1735725660 <Ben> Thanks!\nno line\n')
    const [oid = ''] = await importPaths([file])
    const answer = await imported(oid)
    expect(answer).toMatchObject({ format: 'jotter', counts: { messages: 2, unparsed: 1 } })
    const { json } = await ask<{ items: unknown[] }>(`/api/rooms/${answer.roomOids[0]}/messages`)
    expect(json.items).toMatchObject([
      { author: 'Ann', at: '2025-01-01T10:00:00.000Z', text: 'Pumps are back.' },
      { author: 'Ben', text: 'Thanks!' },
    ])
  })

  it('is a summary provider that is asked for its models and for an answer', async () => {
    model = await startScripted(
      (response) => {
        response.setHeader('Content-Type', 'application/x-ndjson')
        response.write('{"said":"{\\"ready\\":"}\n')
        response.end('{"said":" true}","over":true}\n')
      },
      { '/birds': { birds: ['ara', 'lori'] } },
    )
    await run({ summaryEngine: 'parrot', summaryBaseUrl: model.url, summaryModel: 'ara' })
    const { json } = await ask<{ detail: string }>('/api/settings/test-summary', {
      method: 'POST',
      body: '{}',
    })
    expect(json).toMatchObject({ ok: true, models: ['ara', 'lori'] })
    expect(model.requests).toHaveLength(1)
    expect(model.requests[0]).toMatchObject({ path: '/talk', body: { bird: 'ara' } })
  })

  it('is a setting with a default, a flag, a change that is checked, and a place in the document', async () => {
    type View = { values: Record<string, unknown>; sources: Record<string, string> }
    await run()
    expect((await ask<View>('/api/settings')).json.values['mailCheckHours']).toBe(24)
    const change = (value: unknown) =>
      ask<View & { errors?: { path: string }[] }>('/api/settings', {
        method: 'PATCH',
        body: JSON.stringify({ values: { mailCheckHours: value } }),
      })
    expect((await change(12)).json.values['mailCheckHours']).toBe(12)
    const refused = await change(1_000)
    expect(refused.status).toBe(400)
    expect(refused.json.errors?.[0]?.path).toContain('mailCheckHours')
    expect(JSON.stringify((await ask('/api/openapi.json')).json)).toContain('mailCheckHours')

    await server?.close()
    await run({ mailCheckHours: '6' })
    const { values, sources } = (await ask<View>('/api/settings')).json
    expect([values['mailCheckHours'], sources['mailCheckHours']]).toEqual([6, 'flag'])
  })

  it('is a sheet in its place, which a request may leave out', async () => {
    await run()
    const { url = '', accessToken = '' } = server ?? {}
    const lines = ['2026-03-02T09:00:00Z', '2026-03-02T10:00:00Z', '2026-03-04T09:00:00Z']
      .map((at, index) => JSON.stringify({ id: String(index), at, author: 'Ann', text: 'Hello' }))
      .join('\n')
    const fed = await fetch(`${url}/api/rooms/days/messages?name=Days`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'application/x-ndjson' },
      body: lines,
    })
    expect(await fed.json()).toMatchObject({ accepted: 3 })
    const sheetsOf = async (sheets?: string[], language?: string): Promise<ExcelJS.Workbook> => {
      const { json } = await ask<{ reports: { reportOid: string }[] }>('/api/reports', {
        method: 'POST',
        body: JSON.stringify({ roomOids: ['days'], options: { workbook: { sheets, language } } }),
      })
      const path = `/api/reports/${json.reports[0]?.reportOid}`
      await expect
        .poll(async () => (await ask<{ state: string }>(path)).json.state, { timeout: 20_000 })
        .toBe('finished')
      const file = await fetch(`${url}${path}/workbook`, {
        headers: { Authorization: `Bearer ${accessToken}` },
      })
      const workbook = new ExcelJS.Workbook()
      await workbook.xlsx.load((await file.arrayBuffer()) as never)
      return workbook
    }
    const workbook = await sheetsOf()
    const names = workbook.worksheets.map(({ name }) => name)
    expect(names.slice(-3)).toEqual(['Activity', 'Days', 'Transcript'])
    const rows = workbook.getWorksheet('Days')?.getSheetValues() ?? []
    expect(rows.slice(1).map((row) => (row as unknown[]).slice(1))).toEqual([
      ['Day', 'Messages'],
      ['2 Mar 2026', 2],
      ['4 Mar 2026', 1],
    ])
    const inGerman = await sheetsOf(undefined, 'de')
    expect(inGerman.getWorksheet('Tage')?.getCell('A2').value).toBe('2. März 2026')
    const without = await sheetsOf(['Transcript'])
    expect(without.worksheets.map(({ name }) => name)).toEqual(['Summary', 'Transcript'])
  })
})
