import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Report } from '../../server/contract/reports.ts'
import type { Room } from '../../server/contract/rooms.ts'
import type { Summary } from '../../server/contract/summary.ts'
import {
  beginStream,
  chunk,
  sendJson,
  sendStream,
  startScripted,
  streamOf,
  type Script,
  type ScriptedServer,
} from '../summary/scripted-server.ts'
import { startTestServer, type TestServer } from './harness.ts'

let model: ScriptedServer
let server: TestServer
afterEach(async () => {
  await server.dispose()
  await model.close()
})

it('a model server elsewhere is asked through the proxy that the system names', async () => {
  const variables = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY']
  for (const name of variables) vi.stubEnv(name, '')
  model = await startScripted(good)
  const asked: string[] = []
  server = await startTestServer({
    flags: {
      summaryEngine: 'openai',
      summaryBaseUrl: 'http://model.example/v1',
      summaryModel: 'test-model',
    },
    systemProxy(address) {
      asked.push(address)
      return Promise.resolve(`PROXY ${new URL(model.url).host}; DIRECT`)
    },
  })
  const { summary } = await reportOf('behind-a-proxy')
  expect(summary.method.kind).toBe('generative')
  expect(model.requests.map(({ path }) => path)).toEqual([
    'http://model.example/v1/chat/completions',
  ])
  expect(asked).toEqual(['http://model.example/v1'])
  vi.unstubAllEnvs()
})

async function begin(script: Script, flags: Record<string, unknown> = {}): Promise<void> {
  model = await startScripted(script)
  server = await startTestServer({
    flags: {
      summaryEngine: 'openai',
      summaryBaseUrl: `${model.url}/v1`,
      summaryModel: 'test-model',
      summaryApiKey: 'sk-secret-key-of-the-test',
      ...flags,
    },
  })
}

const answer = {
  headline: 'The release is ready',
  keyPoints: [{ text: 'Version one is done.', source: 'm2' }],
  decisions: [],
  actionItems: [],
  openQuestions: [],
}
const good: Script = (response) => sendStream(response, streamOf(JSON.stringify(answer)))

async function reportOf(
  roomOid: string,
  options?: object,
): Promise<{ report: Report; summary: Summary; text: string }> {
  await server.feed(roomOid, 12)
  const stream = server.events(`rooms=${roomOid}`)
  const { reports } = await server.post<{ reports: Report[] }>('/api/reports', {
    roomOids: [roomOid],
    ...(options ? { options } : {}),
  })
  await stream.end(roomOid)
  const path = `/api/reports/${reports[0]?.reportOid}`
  const text = stream.events
    .filter((event) => event.event === 'SUMMARY_DELTA')
    .map((event) => String(event.data['text']))
    .join('')
  return { report: await server.json(path), summary: await server.json(`${path}/summary`), text }
}

const close = (roomOid: string): Promise<Room> =>
  server.json(`/api/rooms/${roomOid}`, {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ localOnly: true }),
  })

describe('a model server from the settings', () => {
  it('writes the summary, and its text is pushed while it comes', async () => {
    await begin(good)
    const { report, summary, text } = await reportOf('modelled')
    expect(report.state).toBe('finished')
    expect(summary.method.kind).toBe('generative')
    expect(summary.headline).toBe('The release is ready')
    expect(text).toContain('The release is ready')
    expect(model.requests).toHaveLength(1)
    expect(model.requests[0]?.headers.authorization).toBe('Bearer sk-secret-key-of-the-test')
  })

  it('that is down costs no report: quotes take its place, and the summary says why', async () => {
    await begin((response) => sendJson(response, 401, { error: { message: 'bad key' } }))
    const { report, summary } = await reportOf('fallen')
    expect(report.state).toBe('finished')
    expect(summary.method.kind).toBe('extractive')
    expect(summary.method.fallbackReason).toBeTruthy()
    const reason = { code: 'model_auth', params: {} }
    const fallback = {
      code: 'model_unavailable',
      params: { model: 'test-model', reason: { code: 'model_said', params: { reason } } },
    }
    expect(summary.method.fallback).toMatchObject(fallback)
    // Told with the workbook, so that it outlives the mail and the restart.
    const known = await server.json<Report>(`/api/reports/${report.reportOid}`)
    expect(known).toMatchObject({
      code: 'workbook_ready_without_model',
      workbook: { withoutModel: fallback },
    })
    expect(known.message).toMatch(/^Workbook ready, without the model: Model unavailable .*bad key/)
    expect(JSON.stringify(summary)).not.toContain('sk-secret')
  })

  it('that is busy is asked again, and the row says how long that takes', async () => {
    await begin((response, { number }) =>
      number === 1
        ? sendJson(response, 429, { error: { message: 'slow down' } }, { 'retry-after': '1' })
        : sendStream(response, streamOf(JSON.stringify(answer))),
    )
    await server.feed('busy', 12)
    const stream = server.events('rooms=busy')
    await server.post('/api/reports', { roomOids: ['busy'] })
    const { data } = await stream.until((event) =>
      /^Waiting \d+ s for the model server/.test(event.data.message),
    )
    expect(data.state).toBe('summarizing')
    const end = await stream.end('busy')
    expect(end.data).toMatchObject({ state: 'finished', message: 'Workbook ready' })
    expect(model.requests).toHaveLength(2)
  })

  it('is not asked for a report that wants quotes', async () => {
    await begin(good)
    const { summary } = await reportOf('quoted', { summary: 'extractive' })
    expect(summary.method.kind).toBe('extractive')
    expect(model.requests).toHaveLength(0)
  })

  it('hears of a cancel at once', async () => {
    await begin((response) => beginStream(response, chunk('{"headline":"never ')))
    await server.feed('hung', 12)
    const stream = server.events('rooms=hung')
    const { reports } = await server.post<{ reports: Report[] }>('/api/reports', {
      roomOids: ['hung'],
    })
    await stream.until((event) => event.event === 'SUMMARY_DELTA')
    await server.post(`/api/reports/${reports[0]?.reportOid}/cancel`)
    const end = await stream.end('hung')
    expect(end.data.state).toBe('cancelled')
    await model.hungUp()
  })

  it('is asked by as many rooms at once as the settings allow', async () => {
    let open = 0
    let most = 0
    const release: (() => void)[] = []
    await begin(
      async (response) => {
        open++
        most = Math.max(most, open)
        await new Promise<void>((resolve) => release.push(resolve))
        open--
        sendStream(response, streamOf(JSON.stringify(answer)))
      },
      { concurrency: 6, summaryConcurrency: 2 },
    )
    const rooms = ['p1', 'p2', 'p3', 'p4']
    for (const room of rooms) await server.feed(room, 6)
    const stream = server.events('rooms=*')
    await server.post('/api/reports', { roomOids: rooms })
    await stream.until((event) => event.data.message === 'Waiting for the model server')
    // Both are there before the first is let go, however slowly the second comes.
    await expect.poll(() => open).toBe(2)
    for (let served = 1; served <= rooms.length; served++) {
      await expect.poll(() => release.length).toBeGreaterThanOrEqual(served)
      release[served - 1]?.()
    }
    const ends = await Promise.all(rooms.map((room) => stream.end(room)))
    expect(ends.map((end) => end.data.state)).toEqual(rooms.map(() => 'finished'))
    expect(most).toBe(2)
  })

  it('that lets people wait is left for quotes when they ask for them, and the report says so', async () => {
    await begin((response) =>
      sendJson(response, 429, { error: { message: 'slow down' } }, { 'retry-after': '60' }),
    )
    await server.feed('hurried', 12)
    const stream = server.events('rooms=hurried')
    const { reports } = await server.post<{ reports: Report[] }>('/api/reports', {
      roomOids: ['hurried'],
    })
    const path = `/api/reports/${reports[0]?.reportOid}`
    await stream.until((event) => /^Waiting \d+ s for/.test(event.data.message))
    await server.post(`${path}/quotes`)
    const end = await stream.end('hurried')
    expect(end.data).toMatchObject({
      state: 'finished',
      code: 'workbook_ready_without_model',
      workbook: { withoutModel: { code: 'quotes_asked', params: { model: 'test-model' } } },
    })
    const summary = await server.json<Summary>(`${path}/summary`)
    expect(summary.method).toMatchObject({ kind: 'extractive', fallback: { code: 'quotes_asked' } })
    expect(summary.keyPoints.length).toBeGreaterThan(0)
    expect(model.requests).toHaveLength(1)
    const late = await server.api(`${path}/quotes`, { method: 'POST' })
    expect(late.status).toBe(409)
    expect(await late.json()).toMatchObject({ code: 'illegal_transition' })
  })

  it('is not waited for where quotes were asked for before its turn came', async () => {
    const release: (() => void)[] = []
    await begin(
      (response) => void release.push(() => sendStream(response, streamOf(JSON.stringify(answer)))),
      {
        summaryConcurrency: 1,
      },
    )
    const rooms = ['asked', 'waiting']
    for (const room of rooms) await server.feed(room, 12)
    const stream = server.events('rooms=*')
    const { reports } = await server.post<{ reports: Report[] }>('/api/reports', {
      roomOids: rooms,
    })
    const waiting = await stream.until(({ data }) => data.code === 'waiting_for_model_place')
    const waits = reports.find(({ reportOid }) => reportOid === waiting.data.reportOid)
    await server.post(`/api/reports/${waits?.reportOid}/quotes`)
    const end = await stream.end(waits?.roomOid ?? '')
    expect(end.data).toMatchObject({
      state: 'finished',
      workbook: { withoutModel: { code: 'quotes_asked' } },
    })
    await expect.poll(() => release.length).toBe(1)
    release[0]?.()
    const other = rooms.find((room) => room !== waits?.roomOid) ?? ''
    expect((await stream.end(other)).data.workbook?.withoutModel).toBeUndefined()
    const batch = `/api/reports?batchOid=${reports[0]?.batchOid}`
    expect(await server.json(batch)).toMatchObject({ total: 2 })
    expect(await server.json('/api/reports?batchOid=none')).toMatchObject({ total: 0, items: [] })
  })

  it('whose quota is used up is left alone by all rooms, also after a restart, and they say so', async () => {
    await begin((response) =>
      sendJson(response, 429, { error: { code: 'insufficient_quota', message: 'Top up' } }),
    )
    const first = await reportOf('first')
    expect(first.summary.method.fallbackReason).toContain('Top up')
    const second = await reportOf('second')
    expect(second.report.state).toBe('finished')
    expect(second.summary.method.fallbackReason).toMatch(
      /Not asked before \d\d:\d\d UTC: 429: Top up/,
    )
    server = await server.restart()
    const third = await reportOf('third')
    expect(third.summary.method.fallbackReason).toMatch(/Not asked before/)
    expect(model.requests).toHaveLength(1)
  })

  it('is asked about a room that must stay on this computer, because it is here', async () => {
    await begin(good)
    await server.feed('private', 12)
    await close('private')
    const { summary } = await reportOf('private')
    expect(summary.method.kind).toBe('generative')
  })

  it('on another computer gets nothing of a room that must stay on this one', async () => {
    // 192.0.2.1 is nobody's, so a request would fail after half a minute; none is made.
    await begin(good, { summaryBaseUrl: 'http://192.0.2.1/v1' })
    await server.feed('private', 12)
    const room = await close('private')
    expect(room.localOnly).toBe(true)
    expect((await server.json<Room>('/api/rooms/private')).localOnly).toBe(true)
    const { report, summary } = await reportOf('private')
    expect(report.state).toBe('finished')
    expect(summary.method).toMatchObject({
      kind: 'extractive',
      fallbackReason: 'This room stays on this computer, and test-model at 192.0.2.1 is on another',
    })
  })

  it('must be named: an engine without an address is refused at the start', async () => {
    await begin(good)
    const wrong = { summaryEngine: 'openai', summaryBaseUrl: undefined, summaryModel: undefined }
    await expect(startTestServer({ flags: wrong })).rejects.toThrow(/summaryBaseUrl/)
  })
})
