import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import '../../renderer/api/desktop.ts'
import type { Report, ReportAnswer } from '../../server/contract/reports.ts'
import type { App } from './fixtures/app.ts'
import { expect, test } from './fixtures/electron.ts'

/** Makes one small room and its report, by the roads of other programs. */
async function finishedReport(app: App): Promise<Report> {
  const { url, accessToken } = await app.connection()
  const ask = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const response = await fetch(`${url}${path}`, {
      ...init,
      headers: { Authorization: `Bearer ${accessToken}`, ...init.headers },
    })
    expect(response.ok, `${path}: ${response.status}`).toBe(true)
    return response.json()
  }
  const line = JSON.stringify({
    at: '2026-02-03T10:00:00Z',
    author: 'Ada',
    text: 'We ship on Friday.',
  })
  await ask('/api/rooms/pier/messages?name=Pier', {
    method: 'POST',
    body: `${line}\n`,
    headers: { 'Content-Type': 'application/x-ndjson' },
  })
  const answer = (await ask('/api/reports', {
    method: 'POST',
    body: JSON.stringify({ roomOids: ['pier'] }),
    headers: { 'Content-Type': 'application/json' },
  })) as ReportAnswer
  const reportOid = answer.reports[0]?.reportOid ?? ''
  const look = async () => (await ask(`/api/reports/${reportOid}`)) as Report
  await expect.poll(async () => (await look()).state).toBe('finished')
  return look()
}

const call = (app: App, name: 'openWorkbook' | 'showWorkbook' | 'saveWorkbookAs', oid: string) =>
  app.page.evaluate(([verb, id]) => window.rapporteur?.[verb](id), [name, oid] as const)

/** Replaces what would leave the app by something that notes the call. */
const stubShell = (app: App): Promise<void> =>
  app.electron.evaluate(({ shell }) => {
    const calls: string[] = []
    Object.assign(globalThis, { calls })
    shell.openPath = (path) => {
      calls.push(`open ${path}`)
      return Promise.resolve('')
    }
    shell.showItemInFolder = (path) => {
      calls.push(`show ${path}`)
    }
  })

const shellCalls = (app: App) =>
  app.electron.evaluate(() => (globalThis as { calls?: string[] }).calls ?? [])

test('opens and shows the workbook that the report made, and says when it has vanished', async ({
  app,
}) => {
  const { reportOid, workbook } = await finishedReport(app)
  const file = join(app.dataDir, 'reports', workbook?.fileName ?? '')
  await stubShell(app)
  expect(await call(app, 'openWorkbook', reportOid)).toEqual({ ok: true, value: null })
  expect(await call(app, 'showWorkbook', reportOid)).toEqual({ ok: true, value: null })
  expect(await shellCalls(app)).toEqual([`open ${file}`, `show ${file}`])

  rmSync(file)
  for (const verb of ['openWorkbook', 'showWorkbook', 'saveWorkbookAs'] as const) {
    const answer = await call(app, verb, reportOid)
    expect(answer, verb).toMatchObject({ ok: false, error: { code: 'workbook_missing' } })
  }
  const unknown = await call(app, 'openWorkbook', '../../../etc/passwd')
  expect(unknown).toMatchObject({ ok: false, error: { code: 'workbook_missing' } })
  expect(await shellCalls(app)).toHaveLength(2)
})

test('saves a copy with the same bytes where the person chooses, and remembers the folder', async ({
  app,
  tmp,
}) => {
  const { reportOid, workbook } = await finishedReport(app)
  const chosen = join(tmp, 'Pier for Ada.xlsx')
  await app.electron.evaluate(({ dialog }, filePath) => {
    const asked: unknown[] = []
    Object.assign(globalThis, { asked })
    const answers = [
      { canceled: false, filePath },
      { canceled: true, filePath: '' },
    ]
    dialog.showSaveDialog = ((_window: unknown, options: { defaultPath?: string }) => {
      asked.push(options.defaultPath)
      return Promise.resolve(answers.shift())
    }) as unknown as typeof dialog.showSaveDialog
  }, chosen)

  const saved = await call(app, 'saveWorkbookAs', reportOid)
  expect(saved).toEqual({ ok: true, value: 'Pier for Ada.xlsx' })
  expect(createHash('sha256').update(readFileSync(chosen)).digest('hex')).toBe(workbook?.sha256)

  expect(await call(app, 'saveWorkbookAs', reportOid)).toEqual({ ok: true, value: null })
  expect(readdirSync(tmp).filter((name) => name.endsWith('.xlsx'))).toEqual(['Pier for Ada.xlsx'])
  const asked = await app.electron.evaluate(() => (globalThis as { asked?: string[] }).asked)
  expect(asked?.[1]).toBe(join(tmp, workbook?.fileName ?? ''))
})
