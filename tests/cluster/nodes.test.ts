import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Queue, Report } from '../../server/contract/reports.ts'
import {
  record,
  startTestServer,
  type EventRecorder,
  type TestServer,
} from '../integration/harness.ts'
import { openMailbox } from '../support/mailbox.ts'
import { describeCluster } from './cluster.ts'

const boss = 'boss@site.example'
const leaseMs = 2_000

let folder: string
const servers: TestServer[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rapporteur-nodes-'))
})
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.dispose()))
  rmSync(folder, { recursive: true, force: true })
})

const numbered = (count: number): string[] => Array.from({ length: count }, (_, n) => `room${n}`)
const statusesOf = ({ events }: EventRecorder) =>
  events.filter(({ event }) => event.startsWith('EXCEL_STATUS'))
const endsOf = (recorder: EventRecorder): string[] =>
  statusesOf(recorder)
    .filter(({ event }) => event === 'EXCEL_STATUS_END')
    .map(({ data }) => data.reportOid)

describeCluster('nodes that share a database', (postgres) => {
  let databaseUrl: string
  async function nodes(count: number, flags: Record<string, unknown> = {}): Promise<TestServer[]> {
    databaseUrl = await postgres().createDatabase()
    const blobs = pathToFileURL(folder).href
    for (let n = 0; n < count; n++) {
      servers.push(await startTestServer({ databaseUrl, blobs, leaseMs, flags }))
    }
    return [...servers]
  }
  const ask = async (node: TestServer, roomOids: string[], options = {}): Promise<string[]> => {
    const { reports } = await node.post<{ reports: Report[] }>('/api/reports', {
      roomOids,
      options,
    })
    return reports.map(({ reportOid }) => reportOid)
  }
  const get = (node: TestServer, oid: string): Promise<Report> => node.json(`/api/reports/${oid}`)
  const until = (node: TestServer, oid: string, state: string) =>
    expect.poll(async () => (await get(node, oid)).state, { timeout: 30_000 }).toBe(state)

  it('share the reports, and a reader of either hears every end once, in one order', async () => {
    const [a, b] = (await nodes(2, { concurrency: 1 })) as [TestServer, TestServer]
    const rooms = numbered(8)
    for (const room of rooms) await a.feed(room, 300)
    const recorders = [a.events('rooms=*'), b.events('rooms=*')]
    await Promise.all(recorders.map(({ opened }) => opened))
    const oids = await ask(b, rooms)
    for (const recorder of recorders) await Promise.all(rooms.map((room) => recorder.end(room)))
    const [first, second] = recorders.map(statusesOf)
    for (const recorder of recorders) expect(endsOf(recorder).toSorted()).toEqual(oids.toSorted())
    expect(endsOf(recorders[0]!)).toEqual(endsOf(recorders[1]!))
    const ids = (of: typeof first): string[] => (of ?? []).map(({ id }) => id)
    expect(ids(first?.filter(({ event }) => event === 'EXCEL_STATUS_END'))).toEqual(
      ids(second?.filter(({ event }) => event === 'EXCEL_STATUS_END')),
    )
    // Both have worked, and any of them hands out what the other made.
    const made = await Promise.all([a, b].map(({ api }) => api('/api/metrics')))
    for (const answer of made) {
      const text = await answer.text()
      expect(text).toContain('rapporteur_nodes_alive 2')
      expect(text).toMatch(/rapporteur_reports_ended_total\{state="finished"\} [1-8]/)
    }
    for (const oid of oids) {
      expect((await a.api(`/api/reports/${oid}/workbook`)).status).toBe(200)
      expect((await b.api(`/api/reports/${oid}/workbook`)).status).toBe(200)
    }
  }, 90_000)

  it('hide a limited room on each of them, and end what a reader of the other one hears of it', async () => {
    const [a, b] = (await nodes(2)) as [TestServer, TestServer]
    for (const room of ['open', 'secret']) await a.feed(room, 20)
    const { token } = await a.post<{ token: string }>('/api/access/tokens', {
      name: 'reader',
      role: 'viewer',
    })
    const reader = record(`${b.url}/api/events?rooms=*&topics=rooms`, token)
    await reader.opened
    await ask(a, ['secret'])
    await reader.end('secret')
    const limited = await a.api('/api/access/limits', {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ kind: 'room', oid: 'secret', people: ['board'] }),
    })
    expect(limited.status).toBe(200)
    const heard = reader.events.length
    await ask(a, ['secret'])
    await ask(b, ['open'])
    await reader.end('open')
    const rooms = new Set(reader.events.slice(heard).map(({ data }) => data.roomOid))
    expect([...rooms]).toEqual(['open'])
    for (const node of [a, b]) {
      const answer = await fetch(`${node.url}/api/rooms`, {
        headers: { Authorization: `Bearer ${token}` },
      })
      expect(await answer.json()).toMatchObject({ items: [{ roomOid: 'open' }], total: 1 })
    }
    reader.close()
  }, 90_000)

  it('obey each other: pause, run next, cancel what waits and what another one makes', async () => {
    const [a, b] = (await nodes(2, { concurrency: 1 })) as [TestServer, TestServer]
    const rooms = numbered(4)
    for (const room of rooms) await a.feed(room, 100)
    await b.feed('long', 40_000)
    await a.post('/api/queue', { paused: true })
    expect(await b.json<Queue>('/api/queue')).toMatchObject({ paused: true })
    const [one, two] = (await ask(b, rooms)) as [string, string]
    expect(await a.json<Queue>('/api/queue')).toMatchObject({ waiting: 4, running: 0 })
    await a.post(`/api/reports/${one}/cancel`)
    expect(await get(b, one)).toMatchObject({ state: 'cancelled' })
    const [long] = (await ask(a, ['long'])) as [string]
    await b.post(`/api/reports/${long}/run-next`)
    const stream = a.events('rooms=long')
    await stream.opened
    await b.post('/api/queue', { paused: false })
    await stream.until(({ data }) => data.state === 'collecting')
    // One of the two is not the one that makes it.
    await Promise.all(
      [a, b].map((node) => node.api(`/api/reports/${long}/cancel`, { method: 'POST' })),
    )
    await until(a, long, 'cancelled')
    await until(b, two, 'finished')
  }, 90_000)

  it('say that they live, however many statements wait for the database', async () => {
    const [a] = (await nodes(1)) as [TestServer]
    await a.feed('a', 5)
    const client = new pg.Client(databaseUrl)
    await client.connect()
    const asked: Promise<Response>[] = []
    const one = async (sql: string): Promise<number> =>
      Number((await client.query<{ n: number }>(`SELECT (${sql}) AS n`)).rows[0]?.n)
    const aliveUntil = () => one('SELECT extract(epoch FROM until) FROM nodes')
    try {
      await client.query('BEGIN; LOCK TABLE rooms IN ACCESS EXCLUSIVE MODE')
      asked.push(...Array.from({ length: 8 }, () => a.api('/api/rooms')))
      const waiting = `SELECT count(*) FROM pg_locks WHERE NOT granted`
      await expect.poll(() => one(waiting), { timeout: 10_000 }).toBeGreaterThanOrEqual(5)
      const before = await aliveUntil()
      await expect
        .poll(aliveUntil, { timeout: 10_000 })
        .toBeGreaterThan(before + (2 * leaseMs) / 1_000)
      expect(await one(waiting)).toBeGreaterThanOrEqual(5)
    } finally {
      await client.query('ROLLBACK')
      await client.end()
    }
    for (const answer of await Promise.all(asked)) expect(answer.status).toBe(200)
    expect(await (await a.api('/api/metrics')).text()).toContain('rapporteur_node_lost_total 0')
  }, 60_000)

  it('send one mail for a request whose reports both have made', async () => {
    const mailbox = await openMailbox()
    try {
      const flags = { concurrency: 1, smtpHost: '127.0.0.1', smtpPort: mailbox.port }
      const [a, b] = (await nodes(2, flags)) as [TestServer, TestServer]
      const rooms = numbered(6)
      for (const room of rooms) await a.feed(room, 50)
      const oids = await ask(b, rooms, { recipients: [boss], delivery: 'digest' })
      await expect
        .poll(async () => Promise.all(oids.map(async (oid) => (await get(a, oid)).delivery)), {
          timeout: 60_000,
        })
        .toEqual(oids.map(() => 'sent'))
      expect(mailbox.mails.get(boss)).toHaveLength(1)
      expect(mailbox.mails.get(boss)?.[0]?.attachments).toHaveLength(6)
    } finally {
      await mailbox.close()
    }
  }, 90_000)

  it('go on at once with what one of them hands over that ends', async () => {
    const [a, b] = (await nodes(2, { concurrency: 2 })) as [TestServer, TestServer]
    const rooms = numbered(6)
    for (const room of rooms) await a.feed(room, 6_000)
    const stream = b.events('rooms=*')
    await stream.opened
    const oids = await ask(a, rooms)
    await stream.until(({ data }) => data.state === 'summarizing')
    const before = performance.now()
    await a.close()
    expect(performance.now() - before).toBeLessThan(10_000)
    await Promise.all(rooms.map((room) => stream.end(room)))
    expect(endsOf(stream).toSorted()).toEqual(oids.toSorted())
    const attempts = await Promise.all(oids.map((oid) => get(b, oid)))
    expect(attempts.map(({ attempt, state }) => ({ attempt, state }))).toEqual(
      oids.map(() => ({ attempt: 1, state: 'finished' })),
    )
  }, 90_000)
})
