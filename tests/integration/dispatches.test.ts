import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Dispatch } from '../../server/contract/dispatches.ts'
import type { Report, ReportAnswer } from '../../server/contract/reports.ts'
import { sourceProgram, startServerProcess } from '../crash/server-process.ts'
import { startTestServer, type TestServer } from './harness.ts'

const patience = { timeout: 25_000 }
const key = Buffer.alloc(32, 7)
const secret = `whsec_${key.toString('base64')}`

interface Heard {
  headers: IncomingHttpHeaders
  body: string
}

/** A receiver of webhooks: what it heard, and what it answers, in turn. */
interface Receiver {
  url: string
  heard: Heard[]
  answers: ((response: ServerResponse) => void)[]
  close(): void
}

async function startReceiver(): Promise<Receiver> {
  const heard: Heard[] = []
  const answers: Receiver['answers'] = []
  const server: Server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (piece: string) => (body += piece))
    request.on('end', () => {
      heard.push({ headers: request.headers, body })
      const answer = answers.shift() ?? ((to) => void to.writeHead(204).end())
      answer(response)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    heard,
    answers,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

let receiver: Receiver
let folder: string
let server: TestServer
beforeEach(async () => {
  receiver = await startReceiver()
  folder = await mkdtemp(join(tmpdir(), 'rapporteur-drop-'))
})
afterEach(async () => {
  await server?.dispose()
  receiver.close()
  await rm(folder, { recursive: true, force: true })
})

const flags = (some: object = {}) => ({ webhookUrl: receiver.url, webhookSecret: secret, ...some })

async function report(options?: object, room = 'pier'): Promise<Report> {
  await server.feed(room, 30, `Pier <${room}>`)
  const { reports } = await server.post<ReportAnswer>('/api/reports', {
    roomOids: [room],
    ...(options && { options }),
  })
  return reports[0]!
}
const dispatchesOf = async ({ reportOid }: Report): Promise<Dispatch[]> =>
  (await server.json<{ items: Dispatch[] }>(`/api/reports/${reportOid}/dispatches`)).items
const states = async (of: Report) =>
  (await dispatchesOf(of)).map(({ destination, state }) => `${destination} ${state}`).toSorted()

describe('a webhook', () => {
  it('hears of a finished report by ids and counts, signed as the specification says', async () => {
    server = await startTestServer({ flags: flags() })
    const made = await report()
    await expect.poll(() => states(made), patience).toEqual(['webhook sent'])
    const [{ headers, body }] = receiver.heard as [Heard]
    const id = headers['webhook-id'] as string
    const timestamp = headers['webhook-timestamp'] as string
    const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
    expect(headers['webhook-signature']).toBe(`v1,${expected}`)
    expect(Math.abs(Number(timestamp) - Date.now() / 1_000)).toBeLessThan(60)
    expect(JSON.parse(body)).toMatchObject({
      type: 'report.finished',
      data: { reportOid: made.reportOid, roomOid: 'pier', attempt: 1, messages: 30 },
    })
    expect(body, 'names and what was said').not.toMatch(/Pier|Person|release/)
    expect(await dispatchesOf(made)).toMatchObject([
      { dispatchOid: id, tries: 1, nextTryAt: null, code: 'webhook_accepted' },
    ])
    const log = await server.json<{ items: object[] }>(`/api/reports/${made.reportOid}/log`)
    expect(log.items).toContainEqual(
      expect.objectContaining({ id: 'report.dispatch', code: 'webhook_accepted' }),
    )
    expect(JSON.stringify(await server.json('/api/settings'))).not.toContain(secret.slice(6))
  })

  it('that wants it later gets the same bytes under the same id, signed anew', async () => {
    server = await startTestServer({ flags: flags() })
    receiver.answers.push(
      (to) => void to.writeHead(503, { 'retry-after': '1' }).end(),
      (to) => void to.writeHead(429, { 'retry-after': new Date(0).toUTCString() }).end(),
    )
    const made = await report()
    await expect.poll(() => states(made), patience).toEqual(['webhook sent'])
    expect(receiver.heard).toHaveLength(3)
    expect(new Set(receiver.heard.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(new Set(receiver.heard.map(({ body }) => body)).size).toBe(1)
    expect(await dispatchesOf(made)).toMatchObject([{ tries: 3 }])
  })

  it('that sends it elsewhere is not followed, and one that is gone is asked no more', async () => {
    const inside = await startReceiver()
    server = await startTestServer({ flags: flags() })
    receiver.answers.push(
      (to) => void to.writeHead(307, { location: inside.url, 'retry-after': '0' }).end(),
      (to) => void to.writeHead(410).end('secret words'),
    )
    const made = await report()
    await expect.poll(() => states(made), patience).toEqual(['webhook failed'])
    expect(inside.heard).toEqual([])
    inside.close()
    const [first] = await dispatchesOf(made)
    expect(first).toMatchObject({ code: 'webhook_gone', tries: 2 })
    expect(JSON.stringify(first)).not.toContain('secret words')
    // A person may have it tried again, under the same id.
    await server.post(`/api/reports/${made.reportOid}/dispatches/retry`)
    await expect.poll(() => states(made), patience).toEqual(['webhook sent'])
    const again = await server.api(`/api/reports/${made.reportOid}/dispatches/retry`, {
      method: 'POST',
    })
    expect(again.status).toBe(409)
    expect(new Set(receiver.heard.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  })

  it('is never an address of the network itself, nor one without a secret', async () => {
    server = await startTestServer({
      flags: flags({ webhookUrl: 'http://[::ffff:169.254.169.254]/latest/meta-data' }),
    })
    const made = await report()
    await expect.poll(() => states(made), patience).toEqual(['webhook failed'])
    expect(await dispatchesOf(made)).toMatchObject([{ code: 'webhook_forbidden_place' }])
    for (const [setting, value] of [
      ['webhookUrl', 'http://ada:secret@example.org/'],
      ['deliveryFolder', 'reports'],
    ]) {
      const refused = await server.api('/api/settings', {
        method: 'PATCH',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ values: { [setting!]: value } }),
      })
      expect(refused.status, setting).toBe(400)
    }
  })

  it('hears the same id again where the process was killed while it was told', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'rapporteur-dispatch-'))
    const env = { RAPPORTEUR_WEBHOOK_URL: receiver.url, RAPPORTEUR_WEBHOOK_SECRET: secret }
    // It has heard, and its answer never comes.
    receiver.answers.push(() => undefined)
    const first = await startServerProcess(dataDir, env, sourceProgram)
    const ask = (path: string, body: string) =>
      fetch(first.url + path, {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${first.accessToken}`,
          'Content-Type': 'application/json',
        },
        body,
      })
    const line = { id: 'a', at: '2026-05-04T10:00:00Z', author: 'Ada', text: 'Moin' }
    await ask('/api/rooms/pier/messages', JSON.stringify(line))
    await ask('/api/reports', JSON.stringify({ roomOids: ['pier'] }))
    await expect.poll(() => receiver.heard.length, patience).toBe(1)
    await first.kill()
    const second = await startServerProcess(dataDir, env, sourceProgram)
    await expect.poll(() => receiver.heard.length, patience).toBe(2)
    await second.stop()
    expect(receiver.heard[1]?.headers['webhook-id']).toBe(receiver.heard[0]?.headers['webhook-id'])
    expect(receiver.heard[1]?.body).toBe(receiver.heard[0]?.body)
    await rm(dataDir, { recursive: true, force: true })
  })
})

describe('a folder', () => {
  it('gets each workbook whole under its name, beside whatever is there', async () => {
    server = await startTestServer({ flags: { deliveryFolder: folder } })
    const made = await report()
    await expect.poll(() => states(made), patience).toEqual(['folder sent'])
    const { workbook } = await server.json<Report>(`/api/reports/${made.reportOid}`)
    const name = workbook!.fileName
    expect(await readdir(folder)).toEqual([name])
    const bytes = await readFile(join(server.dataDir, 'reports', name))
    expect(await readFile(join(folder, name))).toEqual(bytes)

    // A person has worked in it; the workbook that is written once more stands beside it.
    await writeFile(join(folder, name), 'mine')
    await server.json(`/api/reports/${made.reportOid}/summary`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ items: [{ list: 'decisions', item: 'own', text: 'Paint it' }] }),
    })
    await expect.poll(() => states(made), patience).toEqual(['folder sent', 'folder sent'])
    expect(await readFile(join(folder, name), 'utf8')).toBe('mine')
    expect((await readdir(folder)).toSorted()).toEqual(
      [name, name.replace('.xlsx', ' (2).xlsx')].toSorted(),
    )
  })

  it('that is away is not made, and gets the workbook once it is back', async () => {
    const away = join(folder, 'disk')
    server = await startTestServer({ flags: { deliveryFolder: away } })
    const made = await report({ destinations: ['folder'] })
    await expect
      .poll(() => dispatchesOf(made), patience)
      .toMatchObject([{ state: 'pending', code: 'folder_not_there' }])
    expect(await readdir(folder)).toEqual([])
    await mkdir(away)
    // A workbook that was copied before the process could say so is no second one.
    await expect.poll(() => states(made), patience).toEqual(['folder sent'])
    expect(await readdir(away)).toHaveLength(1)
  })

  it('is not written to for a report that asks for no destination', async () => {
    server = await startTestServer({ flags: flags({ deliveryFolder: folder }) })
    const made = await report({ destinations: [] })
    const stream = server.events('rooms=pier')
    await stream.end('pier')
    expect(await dispatchesOf(made)).toEqual([])
    expect(await readdir(folder)).toEqual([])
  })
})
