import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Dispatch } from '../../server/contract/dispatches.ts'
import type {
  ApprovalLink,
  MailPreview,
  Report,
  ReportAnswer,
  ReportLogLine,
} from '../../server/contract/reports.ts'
import type { Schedule } from '../../server/contract/schedules.ts'
import { openMailbox, type Mailbox } from '../support/mailbox.ts'
import { startTestServer, type TestServer } from './harness.ts'

const patience = { timeout: 25_000 }
const boss = 'boss@site.example'
const hour = 3_600_000
let mailbox: Mailbox
let server: TestServer
let folder: string
beforeEach(async () => {
  mailbox = await openMailbox({ 'gone@site.example': ['550 no such user'] })
  folder = await mkdtemp(join(tmpdir(), 'rapporteur-approval-'))
  server = await startTestServer({
    flags: { smtpHost: '127.0.0.1', smtpPort: mailbox.port, deliveryFolder: folder },
  })
})
afterEach(async () => {
  await server.dispose()
  await mailbox.close()
  await rm(folder, { recursive: true, force: true })
})

const mails = () => mailbox.mails.get(boss) ?? []
const present = ({ reportOid }: Report) => server.json<Report>(`/api/reports/${reportOid}`)
const path = ({ reportOid }: Report, rest: string) => `/api/reports/${reportOid}/${rest}`

/** Reports of these rooms that wait for an approval. */
async function held(rooms: string[], options: object = {}): Promise<Report[]> {
  for (const room of rooms) await server.feed(room, 12, `Room ${room} <b>`)
  const { reports } = await server.post<ReportAnswer>('/api/reports', {
    roomOids: rooms,
    options: { recipients: [boss], approval: true, ...options },
  })
  for (const report of reports) {
    await expect
      .poll(() => present(report), patience)
      .toMatchObject({ state: 'finished', delivery: 'pending', code: 'waits_for_approval' })
  }
  return reports
}
const decide = (report: Report, approved: boolean) =>
  server.api(path(report, 'approval'), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ approved }),
  })
const delivery = async (report: Report) => (await present(report)).delivery
const dispatchState = async (report: Report) =>
  (await server.json<{ items: Dispatch[] }>(path(report, 'dispatches'))).items.map(
    ({ state }) => state,
  )

describe('a report that needs an approval', () => {
  it('goes to nobody before, also after a restart, and to all once it is approved', async () => {
    const [report] = (await held(['alpha'])) as [Report]
    expect(await dispatchState(report)).toEqual(['held'])
    server = await server.restart()
    await expect.poll(() => present(report), patience).toMatchObject({ code: 'waits_for_approval' })
    expect([mails(), await readdir(folder)]).toEqual([[], []])
    expect((await decide(report, true)).status).toBe(202)
    await expect.poll(() => delivery(report), patience).toBe('sent')
    await expect.poll(() => dispatchState(report), patience).toEqual(['sent'])
    expect(mails()).toHaveLength(1)
    // The first decision counts.
    const second = await decide(report, false)
    expect(second.status).toBe(409)
    const log = await server.json<{ items: { id: string }[] }>(path(report, 'log'))
    expect(log.items.filter(({ id }) => id === 'report.approval')).toHaveLength(1)
  })

  it('that is not approved goes to nobody, until it is corrected and approved', async () => {
    const [report] = (await held(['alpha'])) as [Report]
    expect((await decide(report, false)).status).toBe(202)
    expect(await present(report)).toMatchObject({ delivery: 'none', code: 'not_approved' })
    server = await server.restart()
    expect(await dispatchState(report)).toEqual([])
    await server.json(path(report, 'summary'), {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ items: [{ list: 'decisions', item: 'own', text: 'Paint it' }] }),
    })
    await expect
      .poll(() => present(report), patience)
      .toMatchObject({ attempt: 2, code: 'waits_for_approval' })
    await decide(report, true)
    await expect.poll(() => delivery(report), patience).toBe('sent')
    expect(mails()[0]?.text).toContain('Paint it')
    await expect.poll(() => dispatchState(report), patience).toEqual(['sent'])
  })

  it('goes to folder and webhook alone where it has no recipients', async () => {
    const [report] = (await held(['alpha'], { recipients: [] })) as [Report]
    expect(await readdir(folder)).toEqual([])
    await decide(report, true)
    await expect.poll(() => dispatchState(report), patience).toEqual(['sent'])
    expect(await present(report)).toMatchObject({ delivery: 'none', code: 'approved' })
    expect(await readdir(folder)).toHaveLength(1)
  })

  it('is one of a digest, which is approved as a whole and changed one by one', async () => {
    const [alpha, beta] = (await held(['alpha', 'beta'], { delivery: 'digest' })) as [
      Report,
      Report,
    ]
    await server.json(path(alpha, 'summary'), {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ items: [{ list: 'decisions', item: 'own', text: 'Sell it' }] }),
    })
    await expect
      .poll(() => present(alpha), patience)
      .toMatchObject({ attempt: 2, code: 'waits_for_approval' })
    await expect.poll(() => present(beta), patience).toMatchObject({ code: 'waits_for_approval' })
    await decide(beta, true)
    for (const each of [alpha, beta]) await expect.poll(() => delivery(each), patience).toBe('sent')
    expect(mails()).toHaveLength(1)
    expect(mails()[0]?.attachments).toHaveLength(2)
    expect(mails()[0]?.text).toContain('Sell it')
  })

  it('is deleted without being sent, and the others of its digest wait on', async () => {
    const [alpha, beta] = (await held(['alpha', 'beta'], { delivery: 'digest' })) as [
      Report,
      Report,
    ]
    expect((await server.api('/api/rooms/alpha', { method: 'DELETE' })).status).toBe(204)
    await expect.poll(() => present(beta), patience).toMatchObject({ code: 'waits_for_approval' })
    await decide(beta, true)
    await expect.poll(() => delivery(beta), patience).toBe('sent')
    expect(mails()[0]?.attachments).toHaveLength(1)
    expect(alpha.roomOid).toBe('alpha')
  })
})

describe('the mail, before it is sent', () => {
  it('is shown as it will be, with who gets it and what is attached', async () => {
    const [report] = (await held(['alpha', 'beta'], { delivery: 'digest' })) as [Report]
    const mail = await server.json<MailPreview>(path(report, 'mail'))
    expect(mail).toMatchObject({
      subject: '2 reports: Room alpha <b>, Room beta <b>',
      recipients: [{ address: boss, state: 'pending' }],
      waitsForApproval: true,
    })
    expect(mail.attachments.map(({ attached }) => attached)).toEqual([true, true])
    expect(mail.html).toContain('Room alpha &lt;b&gt;')
    expect(mail.html).not.toMatch(/<script|<a |src=|href=/)
    await decide(report, true)
    await expect.poll(() => delivery(report), patience).toBe('sent')
    expect(mails()[0]?.subject).toBe(mail.subject)
    // Line ends alone differ on the way.
    const lines = (text: string) => text.trim().split(/\s+/)
    expect(lines(mails()[0]?.text ?? '')).toEqual(lines(mail.text))
    const after = await server.json<MailPreview>(path(report, 'mail'))
    expect(after).toMatchObject({ waitsForApproval: false, recipients: [{ state: 'sent' }] })
  })

  it('is not there for a report that goes to nobody', async () => {
    await server.feed('alpha', 12)
    const { reports } = await server.post<ReportAnswer>('/api/reports', { roomOids: ['alpha'] })
    const [report] = reports as [Report]
    await expect.poll(async () => (await present(report)).state, patience).toBe('finished')
    expect((await server.api(path(report, 'mail'))).status).toBe(404)
    expect((await decide(report, true)).status).toBe(409)
  })
})

describe('a link by which a report is approved', () => {
  const linkOf = async (report: Report): Promise<string> =>
    (await server.post<ApprovalLink>(path(report, 'approval-link'))).url
  const press = (url: string, decision: string) =>
    fetch(url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        Origin: new URL(url).origin,
      },
      body: `decision=${decision}`,
    })

  it('shows what goes out, approves nothing by being opened, and something by its button, once', async () => {
    const [report] = (await held(['alpha'])) as [Report]
    const url = await linkOf(report)
    for (const method of ['GET', 'HEAD', 'GET']) {
      const page = await fetch(url, { method })
      expect(page.status).toBe(200)
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(page.headers.get('cache-control')).toBe('no-store')
    }
    const text = await (await fetch(url)).text()
    expect(text).toContain(boss)
    expect(text).toContain('Room alpha &lt;b&gt;')
    expect(text).not.toContain('<script')
    expect(await present(report)).toMatchObject({ code: 'waits_for_approval' })
    expect((await press(url, 'maybe')).status).toBe(404)
    expect(await present(report)).toMatchObject({ code: 'waits_for_approval' })
    expect((await press(url, 'yes')).status).toBe(200)
    await expect.poll(() => delivery(report), patience).toBe('sent')
    expect((await press(url, 'no')).status).toBe(404)
    expect((await fetch(url)).status).toBe(404)
    expect(mails()).toHaveLength(1)
  })

  it('that leads nowhere any more says why and what to do, in the language of the report', async () => {
    const [alpha, beta, gamma, delta] = (await held(['alpha', 'beta', 'gamma', 'delta'], {
      workbook: { language: 'de', timeZone: 'Europe/Berlin' },
    })) as [Report, Report, Report, Report]
    const links = [
      await linkOf(alpha),
      await linkOf(beta),
      await linkOf(gamma),
      await linkOf(delta),
    ]
    const tokens = links.map((url) => url.split('/').at(-1))
    await decide(alpha, true)
    await decide(beta, false)
    await server.json(path(gamma, 'summary'), {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ items: [{ list: 'decisions', item: 'own', text: 'Paint it' }] }),
    })
    await expect.poll(() => delivery(alpha), patience).toBe('sent')
    await expect
      .poll(() => present(gamma), patience)
      .toMatchObject({ attempt: 2, code: 'waits_for_approval' })
    server = await server.restart({ now: () => Date.now() + 73 * hour })
    await expect.poll(() => present(delta), patience).toMatchObject({ code: 'waits_for_approval' })
    const read = async (token = 'x', method = 'GET') => {
      const url = `${server.url}/approve/${token}`
      const headers = { 'Accept-Language': 'de-DE,de;q=0.9' }
      const page = method === 'GET' ? await fetch(url, { headers }) : await press(url, 'yes')
      expect(page.status).toBe(404)
      const text = await page.text()
      expect(text).not.toContain('<form')
      return text
    }
    for (const method of ['GET', 'POST']) {
      expect(await read(tokens[0], method)).toContain('Das wurde schon freigegeben.')
      expect(await read(tokens[1], method)).toContain('dass das an niemanden geht.')
      expect(await read(tokens[2], method)).toContain('hat sich geändert')
      expect(await read(tokens[3], method)).toMatch(
        /Dieser Link galt bis .* \(Europe\/Berlin\)[^]*Öffnen Sie Rapporteur/,
      )
    }
    expect(await read('x.y')).toContain('Dieser Link führt zu keinem Bericht.')
    const remove = (room: string) => server.api(`/api/rooms/${room}`, { method: 'DELETE' })
    await remove('delta')
    expect(await read(tokens[3])).toContain('Der Raum wurde gelöscht')
    await remove('alpha?workbooks=delete')
    expect(await read(tokens[0])).toContain('Diesen Bericht gibt es nicht mehr.')
    expect(mails()).toHaveLength(1)
  })

  it('is good over a restart, and not for another report, a changed one, or by guessing', async () => {
    const [alpha, beta] = (await held(['alpha', 'beta'])) as [Report, Report]
    let url = await linkOf(alpha)
    const token = url.split('/').at(-1)!
    const [claim = '', mac = ''] = token.split('.')
    const other = Buffer.from(
      JSON.stringify({
        ...(JSON.parse(Buffer.from(claim, 'base64url').toString()) as object),
        report: beta.reportOid,
      }),
    ).toString('base64url')
    server = await server.restart()
    await expect.poll(() => present(alpha), patience).toMatchObject({ code: 'waits_for_approval' })
    url = `${server.url}/approve/${token}`
    expect((await fetch(url)).status).toBe(200)
    for (const bad of [`${other}.${mac}`, `${claim}.${mac.slice(1)}`, claim, `${token}.x`, 'x']) {
      expect((await press(`${server.url}/approve/${bad}`, 'yes')).status, bad).toBe(404)
    }
    await server.json(path(alpha, 'summary'), {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ items: [{ list: 'decisions', item: 'own', text: 'Paint it' }] }),
    })
    await expect
      .poll(() => present(alpha), patience)
      .toMatchObject({ attempt: 2, code: 'waits_for_approval' })
    expect((await press(url, 'yes')).status).toBe(404)
    expect(mails()).toEqual([])
    expect((await press(await linkOf(alpha), 'no')).status).toBe(200)
    expect(await present(alpha)).toMatchObject({ delivery: 'none', code: 'not_approved' })
  })
})

describe('whoever is to approve', () => {
  const lead = 'lead@site.example'
  const refused = 'gone@site.example'
  const asked = () => mailbox.mails.get(lead) ?? []
  const linesOf = async (report: Report) =>
    (await server.json<{ items: ReportLogLine[] }>(path(report, 'log'))).items.filter(
      ({ id }) => id === 'report.asked',
    )

  it('is asked by mail once, with a link that sends the mail to all others', async () => {
    server = await server.restart({ publicUrl: 'https://reports.example.org' })
    const [report] = (await held(['alpha', 'beta'], { delivery: 'digest', approver: lead })) as [
      Report,
    ]
    await expect.poll(asked, patience).toHaveLength(1)
    const mail = asked()[0]
    expect(mail?.subject).toBe('Please approve: 2 reports: Room alpha <b>, Room beta <b>')
    expect(mail?.text).toContain(`To: ${boss}`)
    expect(mail?.text).toContain('This page is good until')
    expect(mail?.text, 'nothing of what was said').not.toContain('message')
    expect(mail?.html).toContain('Room alpha &lt;b&gt;')
    expect(mail?.attachments).toEqual([])
    const [url = ''] = /https:\/\/reports\.example\.org\/approve\/\S+/.exec(mail?.text ?? '') ?? []
    expect(mail?.html).toContain(`href="${url}"`)
    expect(await linesOf(report)).toMatchObject([{ level: 'info', detail: { to: lead } }])

    server = await server.restart()
    await expect.poll(() => present(report), patience).toMatchObject({ code: 'waits_for_approval' })
    const here = `${server.url}${new URL(url).pathname}`
    expect((await fetch(here)).status).toBe(200)
    expect(mails()).toEqual([])
    const answer = await fetch(here, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: server.url },
      body: 'decision=yes',
    })
    expect(answer.status).toBe(200)
    await expect.poll(() => delivery(report), patience).toBe('sent')
    expect(mails()).toHaveLength(1)
    expect(asked()).toHaveLength(1)
  })

  it('is asked again for another content, and without a link where nobody reaches the computer', async () => {
    const [report] = (await held(['alpha'], { approver: lead })) as [Report]
    await expect.poll(asked, patience).toHaveLength(1)
    expect(asked()[0]?.text).toContain('Open Rapporteur to look at it and decide.')
    expect(asked()[0]?.text).not.toContain('/approve/')
    await server.json(path(report, 'summary'), {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ items: [{ list: 'decisions', item: 'own', text: 'Paint it' }] }),
    })
    await expect.poll(asked, patience).toHaveLength(2)
    expect(await present(report)).toMatchObject({ attempt: 2, code: 'waits_for_approval' })
  })

  it('is asked again with a new link once that of the mail has ended, and not for ever', async () => {
    const publicUrl = 'https://reports.example.org'
    server = await server.restart({ publicUrl })
    const [report] = (await held(['alpha'], { approver: lead })) as [Report]
    await expect.poll(asked, patience).toHaveLength(1)
    const pathIn = (text = '') => /example\.org(\/approve\/\S+)/.exec(text)?.[1] ?? ''
    const first = pathIn(asked()[0]?.text)
    for (const mail of [2, 3]) {
      server = await server.restart({ publicUrl, now: () => Date.now() + (mail - 1) * 73 * hour })
      await expect.poll(asked, patience).toHaveLength(mail)
      expect(asked()[mail - 1]?.subject).toBe('Still to be approved: Report: Room alpha <b>')
      await expect.poll(() => linesOf(report), patience).toHaveLength(mail)
      const dead = await fetch(`${server.url}${first}`)
      expect(dead.status).toBe(404)
      expect(await dead.text()).toContain(`A newer mail with a new link was sent to ${lead}.`)
    }
    expect((await fetch(`${server.url}${pathIn(asked()[2]?.text)}`)).status).toBe(200)
    server = await server.restart({ publicUrl, now: () => Date.now() + 3 * 73 * hour })
    await expect
      .poll(async () => (await linesOf(report)).at(-1), patience)
      .toMatchObject({ level: 'warn', code: 'approver_silent' })
    const last = await fetch(`${server.url}${pathIn(asked()[2]?.text)}`)
    expect(await last.text()).toContain('Open Rapporteur and decide there')
    expect(asked()).toHaveLength(3)
    await decide(report, true)
    await expect.poll(() => delivery(report), patience).toBe('sent')
  })

  it('and cannot be reached leaves the report held, and that in its log', async () => {
    const [report] = (await held(['alpha'], { approver: refused })) as [Report]
    await expect
      .poll(() => linesOf(report), patience)
      .toMatchObject([{ level: 'warn', code: 'approver_not_asked' }])
    expect(await present(report)).toMatchObject({ code: 'waits_for_approval' })
    await decide(report, true)
    await expect.poll(() => delivery(report), patience).toBe('sent')
  })

  it('is named by a schedule, whose runs say how many reports wait', async () => {
    await server.feed('alpha', 12)
    const schedule = await server.post<Schedule>('/api/schedules', {
      name: 'Weekly',
      cron: '0 8 * * 1',
      roomOids: ['alpha'],
      period: { sinceLast: true },
      recipients: [boss],
      approval: true,
      approver: lead,
    })
    const one = `/api/schedules/${schedule.scheduleOid}`
    await server.post(`${one}/run`)
    const run = async () => (await server.json<Schedule>(one)).lastRun
    await expect.poll(run, patience).toMatchObject({ state: 'finished', waiting: 1 })
    await expect.poll(asked, patience).toHaveLength(1)
    const { items } = await server.json<{ items: Report[] }>(
      `/api/reports?batchOid=${(await run())?.batchOid}`,
    )
    await decide(items[0]!, false)
    expect(await run()).not.toHaveProperty('waiting')
    const changed = await server.json<Schedule>(one, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ approver: null }),
    })
    expect(changed).not.toHaveProperty('approver')
    expect(mails()).toEqual([])
  })
})
