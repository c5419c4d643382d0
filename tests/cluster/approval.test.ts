import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type {
  ApprovalLink,
  Report,
  ReportAnswer,
  ReportLogLine,
} from '../../server/contract/reports.ts'
import { startEngine } from '../../server/engines/open.ts'
import { contentHash } from '../../server/reports/approval-link.ts'
import { startTestServer, type TestServer } from '../integration/harness.ts'
import { openMailbox, type Mailbox } from '../support/mailbox.ts'
import { describeCluster, isWhole } from './cluster.ts'

const patience = { timeout: 25_000 }
const boss = 'boss@site.example'

describeCluster('a mail that waits for an approval', (postgres) => {
  let folder: string
  let databaseUrl: string
  let mailbox: Mailbox
  /** Makes reports and holds them. */
  let worker: TestServer
  /** Answers only: it never holds anything. */
  let api: TestServer

  const node = (role: 'all' | 'api') =>
    startTestServer({
      databaseUrl,
      blobs: pathToFileURL(join(folder, 'blobs')).href,
      dataDir: join(folder, role),
      role,
      flags: { smtpHost: '127.0.0.1', smtpPort: mailbox.port },
    })
  beforeAll(async () => {
    databaseUrl = await postgres().createDatabase()
    folder = await mkdtemp(join(tmpdir(), 'rapporteur-approval-nodes-'))
    mailbox = await openMailbox({})
    worker = await node('all')
    api = await node('api')
  })
  beforeEach(() => mailbox.mails.clear())
  afterAll(async () => {
    for (const server of [api, worker]) await server.dispose()
    await mailbox.close()
    await rm(folder, { recursive: true, force: true })
  })

  const mails = () => mailbox.mails.get(boss) ?? []
  const seen = (at: TestServer, { reportOid }: Report) =>
    at.json<Report>(`/api/reports/${reportOid}`)
  async function held(rooms: string[], options: object = {}): Promise<Report[]> {
    for (const room of rooms) await api.feed(room, 12)
    const { reports } = await api.post<ReportAnswer>('/api/reports', {
      roomOids: rooms,
      options: { recipients: [boss], approval: true, ...options },
    })
    for (const report of reports) {
      await expect
        .poll(() => seen(api, report), patience)
        .toMatchObject({ state: 'finished', code: 'waits_for_approval' })
    }
    return reports
  }
  const decide = (at: TestServer, { reportOid }: Report, approved: boolean) =>
    at.api(`/api/reports/${reportOid}/approval`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ approved }),
    })
  const decisionsOf = async ({ reportOid }: Report) => {
    const { items } = await api.json<{ items: ReportLogLine[] }>(`/api/reports/${reportOid}/log`)
    return items.filter(({ id }) => id === 'report.approval').map(({ detail }) => detail?.['by'])
  }

  it('is approved at a node that does not hold it, and sent once by the one that does', async () => {
    const [report] = (await held(['alpha'])) as [Report]
    const answer = await decide(api, report, true)
    expect([answer.status, await answer.json()]).toMatchObject([
      202,
      { report: { code: 'approved' } },
    ])
    for (const at of [api, worker]) {
      await expect.poll(() => seen(at, report), patience).toMatchObject({ delivery: 'sent' })
    }
    expect(mails()).toHaveLength(1)
    await expect.poll(() => decisionsOf(report), patience).toEqual(['owner'])
    for (const at of [worker, api]) expect((await decide(at, report, false)).status).toBe(409)
  })

  it('is decided by a link of any node at any other, as a digest, too', async () => {
    const reports = await held(['two-alpha', 'two-beta'], { delivery: 'digest' })
    const [alpha, beta] = reports as [Report, Report]
    const { url } = await worker.post<ApprovalLink>(`/api/reports/${alpha.reportOid}/approval-link`)
    const elsewhere = api.url + new URL(url).pathname
    expect((await fetch(elsewhere)).status).toBe(200)
    const body = new URLSearchParams({ decision: 'yes' })
    expect((await fetch(elsewhere, { method: 'POST', body })).status).toBe(200)
    for (const report of reports) {
      await expect.poll(() => seen(api, report), patience).toMatchObject({ delivery: 'sent' })
    }
    expect(mails()).toHaveLength(1)
    expect(mails()[0]?.attachments).toHaveLength(2)
    await expect.poll(() => decisionsOf(beta), patience).toEqual(['link'])
    for (const at of [url, elsewhere]) expect((await fetch(at)).status).toBe(404)
  })

  it('is one mail at every node, also where one of its rooms alone asks for an approval', async () => {
    for (const room of ['own-alpha', 'own-beta']) await api.feed(room, 12)
    const chosen = await api.api('/api/rooms/own-alpha/choices', {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ options: { approval: true } }),
    })
    expect(chosen.status).toBe(200)
    const reports = await held(['own-alpha', 'own-beta'], {
      delivery: 'digest',
      approval: undefined,
    })
    const [, beta] = reports as [Report, Report]
    expect((await decide(api, beta, true)).status).toBe(202)
    for (const report of reports) {
      await expect.poll(() => seen(worker, report), patience).toMatchObject({ delivery: 'sent' })
    }
    expect(mails()).toHaveLength(1)
    expect(mails()[0]?.attachments).toHaveLength(2)
  })

  it('follows the first of two decisions that come at once at different nodes', async () => {
    const [report] = (await held(['three'])) as [Report]
    const [yes, no] = await Promise.all([decide(worker, report, true), decide(api, report, false)])
    expect([yes.status, no.status].toSorted()).toEqual([202, 409])
    const delivery = yes.status === 202 ? 'sent' : 'none'
    await expect.poll(() => seen(api, report), patience).toMatchObject({ delivery })
    expect(mails()).toHaveLength(delivery === 'sent' ? 1 : 0)
    await expect.poll(() => decisionsOf(report), patience).toHaveLength(1)
  })

  const send = (at: TestServer, method: string, path: string, body: object) =>
    at.api(path, {
      method,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })

  it('is not let go of by a server of a version that cannot, which is said with what to do', async () => {
    // It lives, and hears nothing of what others ask it.
    const old = { kind: 'postgres', url: databaseUrl, folder: join(folder, 'old') } as const
    await startEngine(old, { onMended: () => undefined }, async (engine) => {
      try {
        await engine.nodes.join({
          role: 'all',
          onLost: () => undefined,
          onBack: async () => undefined,
          onLook: async () => undefined,
          onError: () => undefined,
        })
        const [report] = (await held(['old'])) as [Report]
        const { reportOid } = report
        const stored = await engine.reports.get(reportOid)
        const change = { reportOid, lease: stored?.lease ?? -1, patch: {}, events: [] }
        await engine.reports.transition({ ...change, owner: engine.owner })
        const asked = [
          send(api, 'PATCH', `/api/reports/${reportOid}/summary`, { headline: 'Said by hand' }),
        ]
        if (isWhole) asked.push(send(api, 'POST', '/api/trash', { reportOids: [reportOid] }))
        for (const answer of await Promise.all(asked)) {
          expect([answer.status, await answer.json()]).toMatchObject([
            409,
            { code: 'illegal_transition', params: { context: 'held_elsewhere' } },
          ])
        }
      } finally {
        await engine.nodes.leave()
        await engine.close()
      }
    })
  }, 60_000)

  it('goes to nobody once its report is deleted at a node that does not hold it', async () => {
    const [report] = (await held(['deleted'])) as [Report]
    const gone = await send(api, 'POST', '/api/trash', { reportOids: [report.reportOid] })
    expect(gone.status).toBe(200)
    for (const at of [api, worker]) expect((await decide(at, report, true)).status).not.toBe(202)
    expect(mails()).toHaveLength(0)
  })

  it('goes on as a digest without the report that was deleted at another node', async () => {
    const options = { delivery: 'digest' }
    const [alpha, beta] = (await held(['left-alpha', 'left-beta'], options)) as [Report, Report]
    const gone = await send(api, 'POST', '/api/trash', { reportOids: [alpha.reportOid] })
    expect(gone.status).toBe(200)
    expect((await decide(api, beta, true)).status).toBe(202)
    await expect.poll(() => seen(api, beta), patience).toMatchObject({ delivery: 'sent' })
    expect(mails()).toHaveLength(1)
    expect(mails()[0]?.attachments).toHaveLength(1)
  })

  it.each(['single', 'digest'])(
    'waits again (%s) once another node has changed what its report tells, and is sent as it is then',
    async (delivery) => {
      const reports = await held([`${delivery}-one`, `${delivery}-two`], { delivery })
      const [report] = reports as [Report]
      const path = `/api/reports/${report.reportOid}/summary`
      const changed = await send(api, 'PATCH', path, { headline: 'Said by hand' })
      expect([changed.ok, await changed.text()]).toMatchObject([
        true,
        expect.stringContaining('Said by hand'),
      ])
      await expect
        .poll(() => seen(worker, report), patience)
        .toMatchObject({ state: 'finished', attempt: 2, code: 'waits_for_approval' })
      for (const each of delivery === 'single' ? reports : [report]) {
        await expect.poll(async () => (await decide(api, each, true)).status, patience).toBe(202)
      }
      for (const each of reports) {
        await expect.poll(() => seen(api, each), patience).toMatchObject({ delivery: 'sent' })
      }
      expect(mails()).toHaveLength(delivery === 'single' ? 2 : 1)
    },
  )

  it('is sent by whoever holds it next, where the one that held it was gone when it was approved', async () => {
    const [report] = (await held(['four'])) as [Report]
    await worker.close()
    const address = { kind: 'postgres', url: databaseUrl, folder: join(folder, 'x') } as const
    await startEngine(address, { onMended: () => undefined }, async (engine) => {
      const stored = await engine.reports.get(report.reportOid)
      const decision = {
        isApproved: true,
        by: 'ana',
        hash: contentHash(stored === null ? [] : [stored]),
      }
      expect(await engine.reports.decide(report.reportOid, decision)).toBe(true)
      const other = { ...decision, isApproved: false }
      expect(await engine.reports.decide(report.reportOid, other)).toBe(false)
      await engine.close()
    })
    expect(mails()).toHaveLength(0)
    worker = await node('all')
    await expect.poll(() => seen(api, report), patience).toMatchObject({ delivery: 'sent' })
    expect(mails()).toHaveLength(1)
    await expect.poll(() => decisionsOf(report), patience).toEqual(['ana'])
  })
})
