import { strFromU8, unzipSync } from 'fflate'
import { simpleParser } from 'mailparser'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Report } from '../../server/contract/reports.ts'
import type { Summary } from '../../server/contract/summary.ts'
import {
  chunk,
  done,
  sendJson,
  sendStream,
  startScripted,
  type Script,
  type ScriptedServer,
} from '../summary/scripted-server.ts'
import { startTestServer, type TestServer } from './harness.ts'

const key = 'sk-live/4fJ8+Qw2-Zz9&ppR'
/** Beginning and end are enough to tell it: nothing of it may be left. */
const traces = [
  key,
  encodeURIComponent(key),
  Buffer.from(key).toString('base64').slice(0, 12),
  'sk-live',
]

let model: ScriptedServer
let server: TestServer
afterEach(async () => {
  await server.dispose()
  await model.close()
  vi.unstubAllEnvs()
})

/** Everything that a report leaves behind and tells, as text. */
async function everywhere(
  script: Script,
): Promise<{ summary: Summary; texts: Map<string, string> }> {
  model = await startScripted(script)
  server = await startTestServer({
    flags: {
      summaryEngine: 'openai',
      summaryBaseUrl: `${model.url}/v1`,
      summaryModel: 'test-model',
      summaryApiKey: key,
    },
  })
  await server.feed('room', 12)
  const stream = server.events('rooms=room')
  const { reports } = await server.post<{ reports: Report[] }>('/api/reports', {
    roomOids: ['room'],
    options: { recipients: ['ann@example.org'] },
  })
  await stream.until(({ data }) => data.delivery === 'saved')
  const path = `/api/reports/${reports[0]?.reportOid}`
  const texts = new Map<string, string>()
  const summary = await server.json<Summary>(`${path}/summary`)
  texts.set('summary', JSON.stringify(summary))
  texts.set('events', JSON.stringify(stream.events))
  for (const form of ['log', 'report.md', 'attempts']) {
    texts.set(form, await (await server.api(`${path}/${form}`)).text())
  }
  texts.set('report', JSON.stringify(await server.json(path)))
  const workbook = unzipSync(
    new Uint8Array(await (await server.api(`${path}/workbook`)).arrayBuffer()),
  )
  for (const [name, bytes] of Object.entries(workbook)) texts.set(name, strFromU8(bytes))
  const [mail] = await readdir(join(server.dataDir, 'outbox'))
  const parsed = await simpleParser(await readFile(join(server.dataDir, 'outbox', mail!)))
  texts.set('mail', `${parsed.subject} ${parsed.text} ${String(parsed.html)}`)
  texts.set('test', JSON.stringify(await server.post('/api/settings/test-summary', {})))
  for (const name of ['rapporteur.db', 'rapporteur.db-wal', 'logs/rapporteur.log']) {
    texts.set(name, await readFile(join(server.dataDir, name), 'latin1').catch(() => ''))
  }
  return { summary, texts }
}

function expectNoTrace(texts: Map<string, string>): void {
  for (const [where, text] of texts) {
    for (const trace of traces) expect(text.includes(trace), `${trace} in ${where}`).toBe(false)
  }
}

describe('the key of a model server that gives it back', () => {
  it('in a refusal, cut in the middle, is nowhere', async () => {
    const message = `${'No. '.repeat(74)}${key} ${encodeURIComponent(key)} ${key}`
    const { summary, texts } = await everywhere((response) =>
      sendJson(response, 401, { error: { message } }),
    )
    expect(summary.method.fallbackReason).toContain('401: No. No.')
    expectNoTrace(texts)
  })

  it('in its answers, in pieces, escapes and base64, is nowhere', async () => {
    const answer = JSON.stringify({
      headline: `The key is ${key}`,
      keyPoints: [
        { text: `In base64: ${Buffer.from(key).toString('base64')}`, source: 'm1' },
        { text: `Encoded: ${encodeURIComponent(key)}`, source: 'm2' },
        { text: 'Escaped: ESCAPED', source: 'm3' },
      ],
    }).replace(
      'ESCAPED',
      [...key].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
    )
    const pieces = answer
      .match(/[\s\S]{1,3}/g)!
      .map((piece) => chunk(piece))
      .join('')
    const { summary, texts } = await everywhere((response) =>
      sendStream(response, pieces + chunk(null, 'stop') + done),
    )
    expect(summary.method.kind).toBe('generative')
    expect(summary.headline).toBe('The key is ***')
    expect(summary.keyPoints.map(({ text }) => text.slice(0, 14))).toEqual([
      'In base64: ***',
      'Encoded: ***',
      'Escaped: ***',
    ])
    expectNoTrace(texts)
  })

  it('in an address with a password reaches the server, and nobody else', async () => {
    model = await startScripted((response) =>
      sendJson(response, 401, { error: { message: 'no, hunter-2-hunter' } }),
    )
    const address = model.url.replace('http://', 'http://me:hunter-2-hunter@')
    server = await startTestServer({
      flags: { summaryEngine: 'openai', summaryBaseUrl: `${address}/v1`, summaryModel: 'm' },
    })
    const { detail } = await server.post<{ detail: string }>('/api/settings/test-summary', {})
    expect(detail).toContain('401: no, ***')
    await server.feed('room', 12)
    const stream = server.events('rooms=room')
    await server.post('/api/reports', { roomOids: ['room'] })
    await stream.end('room')
    const basic = Buffer.from('me:hunter-2-hunter').toString('base64')
    expect(model.requests[0]?.headers.authorization).toBe(`Basic ${basic}`)
    expect(JSON.stringify(stream.events)).not.toContain('hunter')
  })
})
