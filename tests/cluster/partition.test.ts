import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Report } from '../../server/contract/reports.ts'
import { startEngine } from '../../server/engines/open.ts'
import { sourceProgram } from '../crash/server-process.ts'
import { record, type EventRecorder, type RecordedEvent } from '../integration/harness.ts'
import { feedOf, mustBeTaken } from '../support/feed.ts'
import { openNetwork, openRelay, whyNoNetwork, type Network } from '../support/network.ts'
import { hasS3, s3Credentials, startS3 } from '../support/s3-server.ts'
import { hasPostgres, startPostgres, type PostgresServer } from '../support/postgres-server.ts'
import { startSmtp, type Smtp } from '../support/smtp.ts'
import { isWhole } from './cluster.ts'
import { viewOf } from './database-view.ts'
import { startNode, type NodeProcess } from './node-process.ts'

const leaseSeconds = isWhole ? 12 : 2
/** Where a server takes 12 s for a lease, others must have begun 20 s after its death. */
const takeoverMs = (leaseSeconds / 12) * 20_000

const missing = hasPostgres() ? whyNoNetwork() : "Debian's package postgresql is not installed"
if (missing !== null) console.warn(`SKIPPED: nodes that are cut off from one server: ${missing}`)

/** Mails that arrived, and whether their senders hear so. */
interface Mails {
  /** Names of the workbooks. */
  arrived: string[]
  hold(): void
  answer(): void
  smtp: Smtp
}

async function openMails(): Promise<Mails> {
  const arrived: string[] = []
  let held: Promise<void> | null = null
  let release = (): void => undefined
  const smtp = await startSmtp(async (mail) => {
    arrived.push(...mail.attachments.map(({ filename = '' }) => filename))
    await held
  })
  return {
    arrived,
    hold: () => void (held = new Promise((resolve) => (release = resolve))),
    answer() {
      held = null
      release()
    },
    smtp,
  }
}

describe.skipIf(missing !== null)('a node that is cut off', () => {
  let folder: string
  let network: Network
  let postgres: PostgresServer
  let databaseUrl: string
  let mails: Mails
  const ending: (() => unknown)[] = []
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rapporteur-partition-'))
    ending.push(() => rmSync(folder, { recursive: true, force: true }))
    network = openNetwork()
    ending.push(() => network.close())
    postgres = await startPostgres({ host: network.way('database').host })
    ending.push(() => postgres.stop())
    databaseUrl = await postgres.createDatabase()
    mails = await openMails()
    ending.push(() => mails.smtp.close())
  }, 60_000)
  afterEach(async () => {
    for (const end of ending.splice(0).toReversed()) await end()
  }, 60_000)

  async function relayTo(
    way: 'files' | 'mail',
    port: number,
  ): Promise<{ host: string; port: number }> {
    const { host } = network.way(way)
    const relay = await openRelay(host, { port, host: '127.0.0.1' })
    ending.push(() => relay.close())
    return { host, port: relay.port }
  }
  /** Of the database, as it is reached in the network. */
  function addressInside(): string {
    const url = new URL(databaseUrl.replace('@/', '@localhost/'))
    url.search = ''
    url.host = `${network.way('database').host}:5432`
    return url.href
  }
  /** @param isIn the network that is cut */
  async function started(name: string, isIn: boolean, blobs?: string): Promise<NodeProcess> {
    const mail = await relayTo('mail', mails.smtp.port)
    const node = await startNode({
      folder,
      name,
      databaseUrl: isIn ? addressInside() : databaseUrl,
      blobs: blobs ?? pathToFileURL(join(folder, 'files')).href,
      leaseSeconds,
      command: sourceProgram,
      ...(isIn && { network }),
      env: {
        ...s3Credentials,
        RAPPORTEUR_CONCURRENCY: '2',
        RAPPORTEUR_SMTP_HOST: mail.host,
        RAPPORTEUR_SMTP_PORT: String(mail.port),
      },
    })
    ending.push(() => node.kill())
    return node
  }
  async function follow({ url, accessToken }: NodeProcess): Promise<EventRecorder> {
    const recorder = record(`${url}/api/events?rooms=*&topics=health`, accessToken)
    ending.push(() => recorder.close())
    await recorder.opened
    return recorder
  }
  async function feed(node: NodeProcess, room: string, count: number): Promise<void> {
    const body = feedOf(count, (n) => ({ author: `p${n % 5}`, text: `Berth ${n} is free` }))
    mustBeTaken(await node.ask(`/api/rooms/${room}/messages`, { method: 'POST', body }))
  }
  async function ask(node: NodeProcess, ...roomOids: string[]): Promise<string> {
    const options = { recipients: ['boss@example.org'] }
    const answer = await node.post<{ reports: Report[] }>('/api/reports', { roomOids, options })
    return answer.reports[0]?.reportOid ?? ''
  }
  const list = async (node: NodeProcess): Promise<Report[]> =>
    (await node.ask<{ items: Report[] }>('/api/reports')).items
  const deliveryOf = async (node: NodeProcess, reportOid: string) =>
    (await node.ask<Report>(`/api/reports/${reportOid}`)).delivery
  const statuses = (recorder: EventRecorder) =>
    recorder.events.filter(({ event }) => event.startsWith('EXCEL_STATUS'))
  const reasons = async ({ url }: NodeProcess): Promise<string[]> => {
    const { reasons: found = [] } = (await (await fetch(`${url}/readyz`)).json()) as {
      reasons?: string[]
    }
    return found
  }

  it('from the database for longer than its lease writes and mails nothing of what others have, and is back', async () => {
    const view = viewOf(databaseUrl)
    const database = network.way('database')
    const victim = await started('victim', true)
    const rooms = ['a', 'b', 'c', 'd', 'e']
    for (const room of ['mailed', ...rooms]) await feed(victim, room, 4_000)
    const cutOff = await follow(victim)
    // One mail of which the server has all, and the sender has not heard.
    mails.hold()
    const mailed = await ask(victim, 'mailed')
    await expect.poll(() => mails.arrived, { timeout: 30_000 }).toHaveLength(1)
    const other = await started('other', false)
    const recorder = await follow(other)
    await ask(victim, ...rooms)
    await recorder.until(({ data }) => data.state === 'summarizing')
    await expect.poll(() => view.held(victim.nodeId)).toBeGreaterThan(1)

    const cutAt = performance.now()
    database.cut()
    await expect.poll(() => view.held(victim.nodeId), { timeout: 40_000 }).toBe(0)
    expect(performance.now() - cutAt).toBeLessThan(takeoverMs)
    mails.answer()
    await Promise.all(rooms.map((room) => recorder.end(room)))
    // Who reads at the node that is cut off is told there, and nobody else.
    const isUnreachable = ({ event, data }: RecordedEvent): boolean =>
      event === 'HEALTH_CHANGED' && JSON.stringify(data).includes('database_unreachable')
    await cutOff.until(isUnreachable)
    expect(await reasons(victim)).toContain('storage')
    expect((await fetch(`${victim.url}/livez`)).status).toBe(200)

    database.mend()
    await expect.poll(() => reasons(victim), { timeout: 60_000 }).toEqual([])
    await cutOff.until(
      ({ event, data }) => event === 'HEALTH_CHANGED' && !isUnreachable({ event, data, id: '' }),
    )
    await Promise.all(rooms.map((room) => cutOff.end(room)))
    expect(recorder.events.some(isUnreachable)).toBe(false)
    for (const each of [cutOff, recorder]) {
      const places = statuses(each).map(({ id }) => Number(id.split('-').at(-1)))
      expect(places).toEqual([...new Set(places)].toSorted((x, y) => x - y))
    }
    // It works on as any other, with what was on its way while it was cut off long gone.
    await other.kill()
    const again = await ask(victim, 'a')
    await expect.poll(() => deliveryOf(victim, again), { timeout: 30_000 }).toBe('sent')
    expect(await deliveryOf(victim, mailed)).toBe('uncertain')
    const reports = await list(victim)
    expect(reports.map(({ state, attempt }) => `${state} ${attempt}`)).toEqual(
      reports.map(() => 'finished 1'),
    )
    expect(mails.arrived).toHaveLength(rooms.length + 2)
    expect(new Set(mails.arrived).size).toBe(rooms.length + 2)
  }, 180_000)

  it.skipIf(!isWhole)(
    'in the middle of a duty gives it to others soon, and not when its system gives the connection up',
    async () => {
      const inside = [...network.launcher, process.execPath, '--import', 'tsx']
      const script = join(import.meta.dirname, 'duty-holder.ts')
      const [file = '', ...line] = [...inside, script, addressInside(), join(folder, 'in'), 'sweep']
      const holder = spawn(file, line, { stdio: ['ignore', 'pipe', 'inherit'] })
      ending.push(() => holder.kill('SIGKILL'))
      await once(holder.stdout, 'data')
      await startEngine(
        { kind: 'postgres', url: databaseUrl, folder: join(folder, 'out') },
        { onMended: () => undefined },
        async (engine) => {
          ending.push(() => engine.close())
          expect(await engine.nodes.alone('sweep', async () => undefined)).toBe(false)
          network.way('database').cut()
          await expect
            .poll(() => engine.nodes.alone('sweep', async () => undefined), {
              timeout: 60_000,
              interval: 1_000,
            })
            .toBe(true)
        },
      )
    },
    120_000,
  )

  it.skipIf(!isWhole)(
    'from the mail server says so, and mails once when a person lets it try again',
    async () => {
      const mail = network.way('mail')
      const victim = await started('victim', true)
      await feed(victim, 'a', 20)
      // In the middle: the server has the mail, and its answer vanishes.
      mails.hold()
      const first = await ask(victim, 'a')
      await expect.poll(() => mails.arrived, { timeout: 30_000 }).toHaveLength(1)
      mail.cut()
      mails.answer()
      // And before it is connected.
      const second = await ask(victim, 'a')
      await expect.poll(() => deliveryOf(victim, first), { timeout: 150_000 }).toBe('uncertain')
      await expect.poll(() => deliveryOf(victim, second), { timeout: 90_000 }).toBe('failed')
      mail.mend()
      await victim.post(`/api/reports/${second}/retry`)
      await expect.poll(() => deliveryOf(victim, second), { timeout: 60_000 }).toBe('sent')
      expect(await deliveryOf(victim, first)).toBe('uncertain')
      expect(mails.arrived).toHaveLength(2)
    },
    360_000,
  )

  it.skipIf(!isWhole || !hasS3())(
    'from the store of files lets its reports wait in writing while others go on, and writes each once',
    async () => {
      const s3 = await startS3()
      ending.push(() => s3.stop())
      const files = network.way('files')
      const direct = await s3.createBucket()
      const place = new URL(direct)
      const endpoint = new URL(place.searchParams.get('endpoint') ?? '')
      const relay = await relayTo('files', Number(endpoint.port))
      place.searchParams.set('endpoint', `http://${relay.host}:${relay.port}`)
      const victim = await started('victim', true, place.href)
      for (const room of ['a', 'b']) await feed(victim, room, 20)
      const cutOff = await follow(victim)
      const before = await ask(victim, 'b')
      await cutOff.end('b')
      files.cut()
      const waiting = await ask(victim, 'a')
      const waits = await cutOff.until(
        ({ data }) => data.reportOid === waiting && data.code === 'trying_again',
      )
      expect(waits.data.state).toBe('writing')
      expect(await reasons(victim)).toEqual(['blobs'])
      const headers = { Authorization: `Bearer ${victim.accessToken}` }
      const path = `/api/reports/${before}/workbook`
      expect((await fetch(victim.url + path, { headers })).status).toBe(503)
      const other = await started('other', false, direct)
      await other.post('/api/queue', { concurrency: 1 })
      const recorder = await follow(other)
      const elsewhere = await ask(other, 'b')
      await recorder.until(
        ({ event, data }) => event === 'EXCEL_STATUS_END' && data.reportOid === elsewhere,
      )
      files.mend()
      const end = await cutOff.end('a')
      expect(end.data).toMatchObject({ state: 'finished', reportOid: waiting })
      await expect.poll(() => mails.arrived.length, { timeout: 30_000 }).toBe(3)
      expect(new Set(mails.arrived).size).toBe(3)
    },
    240_000,
  )
})
