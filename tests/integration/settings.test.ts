import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Problem } from '../../server/contract/errors.ts'
import type { Queue, Report, ReportAnswer } from '../../server/contract/reports.ts'
import type { SettingsView, TestAnswer } from '../../server/contract/settings.ts'
import type { Summary } from '../../server/contract/summary.ts'
import { openMailbox } from '../support/mailbox.ts'
import { sendJson, sendStream, startScripted, streamOf } from '../summary/scripted-server.ts'
import { startTestServer, type TestServer } from './harness.ts'

let server: TestServer
beforeEach(async () => {
  server = await startTestServer()
})
afterEach(() => server.dispose())

const json = { 'Content-Type': 'application/json' }
const patch = (body: unknown): Promise<Response> =>
  server.api('/api/settings', { method: 'PATCH', headers: json, body: JSON.stringify(body) })

async function reportOf(roomOid: string): Promise<Report> {
  await server.feed(roomOid, 8)
  const stream = server.events(`rooms=${roomOid}`)
  const { reports } = await server.post<ReportAnswer>('/api/reports', { roomOids: [roomOid] })
  const reportOid = reports[0]?.reportOid ?? ''
  await stream.until(({ event, data }) => event.endsWith('_END') && data.reportOid === reportOid)
  stream.close()
  return server.json<Report>(`/api/reports/${reportOid}`)
}

describe('changed settings', () => {
  it('count from the next report on, and after a restart', async () => {
    const mailbox = await openMailbox()
    try {
      expect((await reportOf('before')).delivery).toBe('none')
      const values = {
        smtpHost: '127.0.0.1',
        smtpPort: mailbox.port,
        recipients: ['boss@example.com'],
      }
      expect((await patch({ values })).status).toBe(200)
      expect((await reportOf('after')).delivery).toBe('sent')
      server = await server.restart()
      expect((await reportOf('later')).delivery).toBe('sent')
      expect(mailbox.mails.get('boss@example.com')).toHaveLength(2)
    } finally {
      await mailbox.close()
    }
  })

  it('name another summary engine to running workers', async () => {
    const answer = {
      headline: 'Written by the model',
      keyPoints: [{ text: 'It is out.', source: 'm2' }],
      decisions: [],
      actionItems: [],
      openQuestions: [],
    }
    const model = await startScripted((response) =>
      sendStream(response, streamOf(JSON.stringify(answer))),
    )
    try {
      const headline = async (room: string): Promise<string> => {
        const { reportOid } = await reportOf(room)
        return (await server.json<Summary>(`/api/reports/${reportOid}/summary`)).headline
      }
      expect(await headline('quoted')).not.toBe(answer.headline)
      const values = {
        summaryEngine: 'openai',
        summaryBaseUrl: `${model.url}/v1`,
        summaryModel: 'm',
      }
      const secrets = { summaryApiKey: 'sk-live-key' }
      expect((await patch({ values, secrets })).status).toBe(200)
      expect(await headline('written')).toBe(answer.headline)
      expect(model.requests.at(-1)?.headers.authorization).toBe('Bearer sk-live-key')
      await patch({ reset: ['summaryEngine'] })
      expect(await headline('quoted-again')).not.toBe(answer.headline)
    } finally {
      await model.close()
    }
  })

  it('include the concurrency that the queue is given, and the other way round', async () => {
    await server.post<Queue>('/api/queue', { concurrency: 9 })
    expect((await server.json<SettingsView>('/api/settings')).values.concurrency).toBe(9)
    await patch({ values: { concurrency: 3 } })
    expect((await server.json<Queue>('/api/queue')).concurrency).toBe(3)
    server = await server.restart()
    expect((await server.json<Queue>('/api/queue')).concurrency).toBe(3)
  })

  it('are refused by name, and none of them is made', async () => {
    const response = await patch({ values: { concurrency: 5, smtpPort: 'often' } })
    expect(response.status).toBe(400)
    const problem = (await response.json()) as Problem
    expect(problem).toMatchObject({ code: 'invalid_body', errors: [{ path: 'values.smtpPort' }] })
    expect((await server.json<SettingsView>('/api/settings')).values.concurrency).toBe(4)
  })

  it('leave no secret behind: not in an answer, not in a file, not in the log', async () => {
    const secrets = { smtpPassword: 'correct horse battery', summaryApiKey: 'sk-very-secret' }
    const answered = await (await patch({ secrets, values: { smtpHost: '127.0.0.1' } })).text()
    await patch({ secrets: { smtpPassword: 7 } })
    await server.post('/api/settings/test-mail', { to: 'a@example.com', change: { secrets } })
    const { dataDir } = server
    await server.close()
    const names = await readdir(dataDir, { recursive: true, withFileTypes: true })
    const files = names.filter((entry) => entry.isFile())
    expect(files.map(({ name }) => name)).toContain('rapporteur.log')
    for (const { parentPath, name } of files) {
      const content = await readFile(join(parentPath, name), 'latin1')
      expect(content, name).not.toMatch(/correct horse|sk-very-secret/)
    }
    expect(answered).not.toMatch(/correct horse|sk-very-secret/)
  })
})

describe('a test mail', () => {
  it('is sent with the settings as they would be, before they are kept', async () => {
    const mailbox = await openMailbox()
    try {
      const change = { values: { smtpHost: '127.0.0.1', smtpPort: mailbox.port } }
      const answer = await server.post<TestAnswer>('/api/settings/test-mail', {
        to: 'me@example.com',
        change,
      })
      expect(answer).toMatchObject({ ok: true, detail: expect.stringContaining('Sent to 1 of 1') })
      expect(mailbox.mails.get('me@example.com')).toHaveLength(1)
      expect((await server.json<SettingsView>('/api/settings')).values.smtpHost).toBeNull()
    } finally {
      await mailbox.close()
    }
  })

  it('that cannot be sent says why, with the words of the system', async () => {
    const mailbox = await openMailbox()
    await mailbox.close()
    const answer = await server.post<TestAnswer>('/api/settings/test-mail', {
      to: 'me@example.com',
      change: { values: { smtpHost: '127.0.0.1', smtpPort: mailbox.port } },
    })
    expect(answer.ok).toBe(false)
    expect(answer.detail).toMatch(/ECONNREFUSED/)
  })

  it('lies in the outbox where there is no mail server', async () => {
    const answer = await server.post<TestAnswer>('/api/settings/test-mail', {
      to: 'me@example.com',
    })
    expect(answer).toMatchObject({ ok: true, detail: expect.stringMatching(/^Saved as .*\.eml$/) })
    expect(await readdir(join(server.dataDir, 'outbox'))).toHaveLength(1)
  })
})

describe('the models of a server', () => {
  it('are named by its address alone; a key that was saved for another server is not told to it', async () => {
    const keys: (string | undefined)[] = []
    const model = createServer((request, response) => {
      keys.push(request.headers.authorization)
      response.setHeader('Content-Type', 'application/json')
      response.end('{"data":[{"id":"small"},{"id":"large"}]}')
    }).listen(0, '127.0.0.1')
    await once(model, 'listening')
    const baseUrl = `http://127.0.0.1:${(model.address() as AddressInfo).port}/v1`
    const list = (change: object) => server.post('/api/settings/models', { change })
    try {
      await server.json('/api/settings', {
        method: 'PATCH',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({
          values: {
            summaryEngine: 'openai',
            summaryBaseUrl: 'http://127.0.0.1:9/v1',
            summaryModel: 'm',
          },
          secrets: { summaryApiKey: 'saved-for-another' },
        }),
      })
      const values = { summaryEngine: 'openai', summaryBaseUrl: baseUrl }
      expect(await list({ values })).toEqual({ ok: true, models: ['small', 'large'] })
      expect(new Set(keys)).toEqual(new Set([undefined]))
      keys.length = 0
      expect(await list({ values, secrets: { summaryApiKey: 'typed' } })).toMatchObject({
        ok: true,
      })
      expect(new Set(keys)).toEqual(new Set(['Bearer typed']))
    } finally {
      model.close()
      await server.json('/api/settings', {
        method: 'PATCH',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({
          values: { summaryEngine: 'extractive' },
          secrets: { summaryApiKey: null },
        }),
      })
    }
  })
})

describe('a test of the model server', () => {
  it('asks it with the settings as they would be, and says what it offers', async () => {
    const model = await startScripted(
      (response) => sendStream(response, streamOf('{"ready": true}')),
      { '/v1/models': { data: [{ id: 'small' }, { id: 'large' }] } },
    )
    try {
      const values = {
        summaryEngine: 'openai',
        summaryBaseUrl: `${model.url}/v1`,
        summaryModel: 'small',
      }
      const change = { values, secrets: { summaryApiKey: 'sk-tried' } }
      const answer = await server.post<TestAnswer>('/api/settings/test-summary', { change })
      expect(answer).toMatchObject({ ok: true, models: ['small', 'large'] })
      expect(model.requests.at(-1)?.headers.authorization).toBe('Bearer sk-tried')
      const view = await server.json<SettingsView>('/api/settings')
      expect(view.values.summaryEngine).toBe('extractive')
    } finally {
      await model.close()
    }
  })

  it('says what is wrong, and keeps the key to itself', async () => {
    const model = await startScripted((response) =>
      sendJson(response, 401, { error: { message: 'Incorrect API key', code: 'invalid_api_key' } }),
    )
    try {
      const values = {
        summaryEngine: 'openai',
        summaryBaseUrl: `${model.url}/v1`,
        summaryModel: 'm',
      }
      const change = { values, secrets: { summaryApiKey: 'sk-wrong-key' } }
      const answer = await server.post<TestAnswer>('/api/settings/test-summary', { change })
      expect(answer.ok).toBe(false)
      expect(answer.detail).not.toContain('sk-wrong-key')
      expect(answer.detail).toMatch(/key/i)
    } finally {
      await model.close()
    }
  })

  it('refuses settings that do not fit each other', async () => {
    const response = await server.api('/api/settings/test-summary', {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ change: { values: { summaryEngine: 'ollama' } } }),
    })
    expect(response.status).toBe(400)
  })
})
