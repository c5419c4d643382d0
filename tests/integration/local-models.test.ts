import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { LocalModels } from '../../server/contract/local-models.ts'
import type { Report } from '../../server/contract/reports.ts'
import type { TestAnswer } from '../../server/contract/settings.ts'
import type { Summary } from '../../server/contract/summary.ts'
import { loadEngine } from '../summary/tiny-server.ts'
import { writeTinyModel } from '../summary/tiny-model.ts'
import { startTestServer, type TestServer } from './harness.ts'

let server: TestServer
afterEach(() => server.dispose())

const engine = await loadEngine()
const local = { summaryEngine: 'local', summaryModel: 'tiny.gguf' }

async function putModel(): Promise<void> {
  await mkdir(join(server.dataDir, 'models'), { recursive: true })
  writeTinyModel(join(server.dataDir, 'models', 'tiny.gguf'), 8_192)
}

async function reportOn(roomOid: string): Promise<{ report: Report; summary: Summary }> {
  await server.feed(roomOid, 8)
  const stream = server.events(`rooms=${roomOid}`)
  const { reports } = await server.post<{ reports: Report[] }>('/api/reports', {
    roomOids: [roomOid],
  })
  await stream.end(roomOid)
  const path = `/api/reports/${reports[0]!.reportOid}`
  return { report: await server.json(path), summary: await server.json(`${path}/summary`) }
}

describe('models on this computer, by request', () => {
  it('are listed: those that can be fetched, and those that lie in the folder', async () => {
    server = await startTestServer()
    await putModel()
    const models = await server.json<LocalModels>('/api/local-models')
    expect(models.folder).toBe(join(server.dataDir, 'models'))
    expect(models.canRun).toBe(engine !== null)
    expect(models.offered.length).toBeGreaterThan(2)
    expect(models.offered.every(({ isHere }) => !isHere)).toBe(true)
    expect(models.files.map(({ fileName }) => fileName)).toEqual(['tiny.gguf'])
  })

  it.each([
    ['POST', '/api/local-models/none/download'],
    ['DELETE', '/api/local-models/none/download'],
    ['DELETE', '/api/local-models/qwen2.5-1.5b'],
    ['DELETE', '/api/local-models/..%2F..%2Fsettings.json'],
  ])('%s %s is refused where there is nothing for it', async (method, path) => {
    server = await startTestServer()
    await writeFile(join(server.dataDir, 'settings.json'), '{}')
    const answer = await server.api(path, { method })
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({ code: 'model_not_found_here' })
  })
})

describe.skipIf(engine === null)('a report by a model on this computer', () => {
  it('is written by its own process, counted, and names the file', async () => {
    server = await startTestServer({ flags: local })
    await putModel()
    const { report, summary } = await reportOn('room')
    expect(report.state).toBe('finished')
    // A model of noise cites nothing, so it is quoted; but it was asked, here.
    expect(summary.method.fallback?.params).toMatchObject({ model: 'tiny.gguf', host: 'localhost' })
    expect(summary.usage?.calls).toBeGreaterThan(0)
    expect(JSON.stringify(report)).not.toMatch(/Bearer|127\.0\.0\.1:\d+/)
  })

  it('is tested and measured by request', async () => {
    server = await startTestServer()
    await putModel()
    const answer = await server.post<TestAnswer>('/api/settings/test-summary', {
      change: { values: local },
    })
    expect(answer.models).toEqual(['tiny.gguf'])
    expect(answer.speed?.secondsPerThousandMessages).toBeGreaterThan(0)
  })
})

describe('a model that is not there', () => {
  it('leaves quotes and says why, in words and as a code', async () => {
    server = await startTestServer({ flags: local })
    const { report, summary } = await reportOn('room')
    expect(summary.method.fallbackReason).toMatch(/tiny\.gguf: no such file/)
    expect(report.workbook?.withoutModel).toMatchObject({
      code: 'model_unavailable',
      params: { reason: { code: 'model_not_loaded', params: { context: 'file' } } },
    })
  })
})
