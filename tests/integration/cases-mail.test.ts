import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import type { Report } from '../../server/contract/reports.ts'
import { openMailbox, type Mailbox } from '../support/mailbox.ts'
import { startTestServer, type TestServer } from './harness.ts'

/** What mail servers answer, and what must come of it; shared/cases/README.md tells the fields. */
const cases = fileURLToPath(new URL('../../../shared/cases/smtp-scenarios.json', import.meta.url))
const hasCases = existsSync(cases)
if (!hasCases) console.warn(`SKIPPED: no ${cases}`)

interface Scenario {
  kind: string
  name: string
  roomName?: string
  timeZone?: string
  server?: { rcpt?: Record<string, string[]> }
  recipients: string[]
  messages: unknown[]
  expect: {
    delivery?: string
    messageHas?: string[]
    mails?: Record<string, number>
    textHas?: string[]
    textLacks?: string[]
  }
}

const messages = [
  { id: '1', at: '2026-05-04T22:30:00Z', author: 'Ida', text: 'We decided to paint it green.' },
  { id: '2', at: '2026-05-04T22:40:00Z', author: 'Tom', text: 'I will buy the paint today.' },
]

/** The same kinds by other examples, so that they are held where ../shared is absent. */
const own: Scenario[] = [
  {
    kind: 'own',
    name: 'three recipients: one for good, one for now, one taken',
    server: {
      rcpt: {
        'gone@site.example': ['551 5.1.6 moved away'],
        'later@site.example': ['451 4.7.1 come back', '450 4.7.1 not yet', '250 fine'],
      },
    },
    recipients: ['gone@site.example', 'here@site.example', 'later@site.example'],
    messages,
    expect: {
      delivery: 'failed',
      messageHas: ['sent to 2 of 3', 'gone@site.example: 551 5.1.6 moved away'],
      mails: { 'gone@site.example': 0, 'here@site.example': 1, 'later@site.example': 1 },
    },
  },
  {
    kind: 'own',
    name: 'a zone west of Greenwich',
    timeZone: 'America/Lima',
    recipients: ['here@site.example'],
    messages,
    expect: {
      delivery: 'sent',
      textHas: ['2026-05-04 17:30 America/Lima', 'due: 2026-05-04'],
      textLacks: ['UTC', '22:30'],
    },
  },
  {
    kind: 'own',
    name: 'letters of other scripts on both sides',
    recipients: ['jürgen@пример.example'],
    messages,
    expect: { delivery: 'sent', mails: { 'jürgen@xn--e1afmkfd.example': 1 } },
  },
]
const shared = hasCases
  ? (JSON.parse(readFileSync(cases, 'utf8')) as { scenarios: Scenario[] }).scenarios
  : []

let mailbox: Mailbox
let server: TestServer
afterEach(async () => {
  await server.dispose()
  await mailbox.close()
})

async function play({ expect: must, ...scenario }: Scenario): Promise<void> {
  mailbox = await openMailbox(scenario.server?.rcpt ?? {})
  server = await startTestServer({
    flags: { smtpHost: '127.0.0.1', smtpPort: mailbox.port, timeZone: scenario.timeZone },
  })
  const name = encodeURIComponent(scenario.roomName ?? 'Case')
  const body = scenario.messages.map((message) => JSON.stringify(message)).join('\n')
  await server.json(`/api/rooms/case/messages?name=${name}`, { method: 'POST', body })
  const stream = server.events('rooms=case')
  const { reports } = await server.post<{ reports: Report[] }>('/api/reports', {
    roomOids: ['case'],
    options: { recipients: scenario.recipients },
  })
  const { data } = await stream.end('case')
  if (must.delivery) expect(data, data.message).toMatchObject({ delivery: must.delivery })
  for (const words of must.messageHas ?? []) expect(data.message).toContain(words)
  for (const [address, count] of Object.entries(must.mails ?? {})) {
    expect(mailbox.mails.get(address) ?? [], address).toHaveLength(count)
  }
  const mail = [...mailbox.mails.values()][0]?.[0]
  const text = `${mail?.text ?? ''} ${String(mail?.html)}`
  for (const words of must.textHas ?? []) expect(text).toContain(words)
  for (const words of must.textLacks ?? []) expect(text).not.toContain(words)
  const report = await server.json<Report>(`/api/reports/${reports[0]?.reportOid}`)
  expect(report.recipients?.map(({ address }) => address)).toEqual(scenario.recipients)
}

const named = (scenarios: Scenario[]) =>
  scenarios.map((scenario) => [scenario.kind, scenario.name, scenario] as const)

describe('a mail server', () => {
  it.each(named(own))('%s: %s', (_kind, _name, scenario) => play(scenario))

  it('is offered the mail again, at a retry, for those alone who have not got it', async () => {
    await play({
      kind: 'own',
      name: 'retry',
      server: { rcpt: { 'full@site.example': ['552 5.2.2 mailbox full', '250 ok'] } },
      recipients: ['here@site.example', 'full@site.example'],
      messages,
      expect: { delivery: 'failed', messageHas: ['552 5.2.2 mailbox full'] },
    })
    const { items } = await server.json<{ items: Report[] }>('/api/reports?roomOid=case')
    expect(items[0]).toMatchObject({
      recipients: [
        { address: 'here@site.example', state: 'sent' },
        { address: 'full@site.example', state: 'failed', answer: '552 5.2.2 mailbox full' },
      ],
    })
    const stream = server.events('rooms=*')
    await server.post(`/api/reports/${items[0]?.reportOid}/retry`)
    const { data } = await stream.end('case')
    expect(data).toMatchObject({
      delivery: 'sent',
      message: 'Workbook ready, sent to 2 recipients',
      recipients: [{ state: 'sent' }, { state: 'sent' }],
    })
    expect(mailbox.mails.get('here@site.example')).toHaveLength(1)
    expect(mailbox.mails.get('full@site.example')).toHaveLength(1)
    const log = await server.json<{ items: { id: string; message: string }[] }>(
      `/api/reports/${items[0]?.reportOid}/log`,
    )
    expect(log.items.filter(({ id }) => id === 'report.recipient')).toMatchObject([
      { message: 'full@site.example: 552 5.2.2 mailbox full' },
    ])
  })

  it('is known after a restart to have taken the mail for some: the others alone wait for it', async () => {
    mailbox = await openMailbox({ 'grey@site.example': ['450 4.2.0 later', '250 ok'] })
    server = await startTestServer({ flags: { smtpHost: '127.0.0.1', smtpPort: mailbox.port } })
    await server.feed('case', 6)
    const stream = server.events('rooms=case')
    const recipients = ['here@site.example', 'grey@site.example']
    await server.post('/api/reports', { roomOids: ['case'], options: { recipients } })
    await stream.until(({ data }) => data.message?.includes('450 4.2.0 later'))
    server = await server.restart()
    const { items } = await server.json<{ items: Report[] }>('/api/reports?roomOid=case')
    const path = `/api/reports/${items[0]?.reportOid}`
    await expect
      .poll(async () => (await server.json<Report>(path)).delivery, { timeout: 20_000 })
      .toBe('sent')
    expect(mailbox.mails.get('here@site.example')).toHaveLength(1)
    expect(mailbox.mails.get('grey@site.example')).toHaveLength(1)
  })
})

describe.skipIf(!hasCases)('what mail servers do (skipped where ../shared/cases is absent)', () => {
  it.each(named(shared))('%s: %s', (_kind, _name, scenario) => play(scenario))
})
