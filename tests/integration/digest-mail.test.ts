import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Group } from '../../server/contract/groups.ts'
import type { Report } from '../../server/contract/reports.ts'
import { openMailbox, type Mailbox } from '../support/mailbox.ts'
import { startTestServer, type TestServer } from './harness.ts'

const boss = 'boss@site.example'
let mailbox: Mailbox
let server: TestServer

async function begin(rcpt: Record<string, string[]> = {}): Promise<void> {
  mailbox = await openMailbox(rcpt)
  server = await startTestServer({ flags: { smtpHost: '127.0.0.1', smtpPort: mailbox.port } })
}
afterEach(async () => {
  await server.dispose()
  await mailbox.close()
})

const ask = async (roomOids: string[]): Promise<Report[]> => {
  const options = { recipients: [boss], delivery: 'digest' }
  return (await server.post<{ reports: Report[] }>('/api/reports', { roomOids, options })).reports
}
const mails = () => mailbox.mails.get(boss) ?? []
const filesOf = (at: number) => mails()[at]?.attachments.map(({ filename }) => filename)
const deliveryOf = async ({ reportOid }: Report): Promise<string> =>
  (await server.json<Report>(`/api/reports/${reportOid}`)).delivery
/** So large that the others are done before it. */
const large = 25_000
const settled = (reports: Report[], delivery: string, timeout = 25_000) =>
  expect
    .poll(() => Promise.all(reports.map(deliveryOf)), { timeout })
    .toEqual(reports.map(() => delivery))

describe('one mail for all reports of a request', () => {
  beforeEach(() => begin())

  it('holds every room and every workbook, and each report says that it is sent', async () => {
    for (const room of ['beta', 'alpha', 'gamma']) await server.feed(room, 12, `Room ${room}`)
    const reports = await ask(['beta', 'alpha', 'gamma'])
    await settled(reports, 'sent')
    expect(mails()).toHaveLength(1)
    const [mail] = mails()
    expect(mail?.subject).toBe('3 reports: Room alpha, Room beta, Room gamma')
    expect(mail?.text).toMatch(/AT A GLANCE\n- Room alpha: .*\n- Room beta: .*\n- Room gamma: /)
    expect(mail?.text).toContain('3 workbooks are attached.')
    expect(filesOf(0)?.map((name) => name?.slice(0, 10))).toEqual([
      'Room alpha',
      'Room beta ',
      'Room gamma',
    ])
  })

  it('goes out once for each request, though its reports end at the same moment', async () => {
    const requests = Array.from({ length: 12 }, (_, at) => ['a', 'b', 'c'].map((id) => id + at))
    for (const room of requests.flat()) await server.feed(room, 2)
    const reports = (await Promise.all(requests.map(ask))).flat()
    await settled(reports, 'sent', 100_000)
    expect(mails().map(({ attachments }) => attachments.length)).toEqual(requests.map(() => 3))
  }, 120_000)

  it('waits for the last report, also over a restart', async () => {
    await server.feed('small', 12)
    await server.feed('large', large)
    const stream = server.events('rooms=small')
    const reports = await ask(['small', 'large'])
    await stream.until(({ data }) => data.code === 'mail_with_others')
    expect(mails()).toEqual([])
    server = await server.restart()
    await settled(reports, 'sent')
    expect(mails()).toHaveLength(1)
    expect(filesOf(0)).toHaveLength(2)
  })

  it('goes out without a report that is cancelled meanwhile', async () => {
    for (const room of ['alpha', 'beta']) await server.feed(room, 12)
    await server.feed('large', large)
    const stream = server.events('rooms=alpha,beta')
    const [alpha, beta, cancelled] = await ask(['alpha', 'beta', 'large'])
    for (const room of ['alpha', 'beta']) {
      await stream.until(({ data }) => data.roomOid === room && data.code === 'mail_with_others')
    }
    await server.post(`/api/reports/${cancelled?.reportOid}/cancel`)
    await settled([alpha!, beta!], 'sent')
    expect(await deliveryOf(cancelled!)).toBe('none')
    expect(filesOf(0)).toHaveLength(2)
  })

  it.each([
    ['a mail of its own', ['own@site.example'], 'sent'],
    ['no mail at all', [], 'none'],
  ])('waits for a room that has %s, and for nothing after it', async (_, recipients, delivery) => {
    await server.feed('alpha', 12)
    await server.feed('large', large)
    const { groupOid } = await server.post<Group>('/api/groups', {
      name: 'G',
      roomOids: ['alpha', 'large'],
      options: { recipients: [boss] },
    })
    const chosen = await server.api('/api/rooms/large/choices', {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ options: { recipients } }),
    })
    expect(chosen.ok).toBe(true)
    const stream = server.events('rooms=alpha')
    const asked = { groupOid, options: { delivery: 'digest' } }
    const { reports } = await server.post<{ reports: Report[] }>('/api/reports', asked)
    const [alpha, apart] = reports.toSorted((a, b) => a.roomOid.localeCompare(b.roomOid))
    await stream.until(({ data }) => data.code === 'mail_with_others')
    await settled([apart!], delivery)
    await settled([alpha!], 'sent')
    expect(filesOf(0)?.map((name) => name?.slice(0, 5))).toEqual(['alpha'])
  })

  it('goes out without a room that is deleted meanwhile, and holds up no deletion', async () => {
    await server.feed('alpha', 12)
    await server.feed('large', large)
    const stream = server.events('rooms=alpha')
    const [, kept] = await ask(['alpha', 'large'])
    await stream.until(({ data }) => data.code === 'mail_with_others')
    expect((await server.api('/api/rooms/alpha', { method: 'DELETE' })).ok).toBe(true)
    await settled([kept!], 'sent')
    expect(filesOf(0)?.map((name) => name?.slice(0, 5))).toEqual(['large'])
  })
})

it('a digest that was refused is sent again as a whole, by a retry of any of its reports', async () => {
  await begin({ [boss]: ['552 5.2.2 mailbox full', '250 ok'] })
  for (const room of ['alpha', 'beta']) await server.feed(room, 12)
  const reports = await ask(['alpha', 'beta'])
  await settled(reports, 'failed')
  // As a window does that retries all failed ones: a request for each.
  await Promise.all(reports.map(({ reportOid }) => server.post(`/api/reports/${reportOid}/retry`)))
  await settled(reports, 'sent')
  expect(mails()).toHaveLength(1)
  expect(filesOf(0)).toHaveLength(2)
})
