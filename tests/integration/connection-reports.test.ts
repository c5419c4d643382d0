import ExcelJS from 'exceljs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Connection, MadeConnection } from '../../server/contract/connections.ts'
import type { Group } from '../../server/contract/groups.ts'
import type { Report, ReportAnswer } from '../../server/contract/reports.ts'
import { hasSlackSpec, SlackDouble } from '../connections/slack-double.ts'
import { startTestServer, type TestServer } from './harness.ts'

if (!hasSlackSpec())
  console.warn('SKIPPED: reports of connected rooms: ../shared/specs is not there')

const channel = 'C1AAAAAAA'
const startedAt = 1_700_000_000

describe.skipIf(!hasSlackSpec())('reports of a connected room, with Slack’s spec double', () => {
  let double: SlackDouble
  let server: TestServer
  beforeEach(async () => {
    double = await new SlackDouble().start()
    double.channels.push({ id: channel, name: 'general', is_private: false, is_member: true })
    for (let n = 0; n < 40; n++) say(n, `The ferry leaves berth ${n}.`)
    server = await startTestServer()
  })
  afterEach(async () => {
    await server.dispose()
    await double.stop()
    expect(double.wrong).toEqual([])
  })

  const tsOf = (n: number): string => `${startedAt + n * 60}.000100`
  const say = (n: number, text: string) =>
    double.say(channel, { ts: tsOf(n), user: 'U12345678', text })

  /** Connects the channel, and waits until it is read as far as `state` says. */
  async function connect(state: Connection['rooms'][number]['state']): Promise<string> {
    const events = server.events('rooms=*&topics=connections,rooms')
    await events.opened
    const secrets = { botToken: 'xoxb-good-secret', appToken: 'xapp-secret' }
    const request = { service: 'slack', address: double.url, secrets }
    const { connection } = await server.post<MadeConnection>('/api/connections', request)
    const addRooms = [{ remoteId: channel, name: 'general', isPrivate: false }]
    const { rooms } = await server.json<Connection>(
      `/api/connections/${connection.connectionOid}`,
      {
        method: 'PATCH',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ addRooms }),
      },
    )
    await events.until(({ event, data }) => {
      const told = data['connection'] as Connection | undefined
      const isThere = told?.rooms[0]?.state === state && told.isFollowing
      return event === 'CONNECTION_CHANGED' && isThere && told.rooms[0]?.readAt !== null
    })
    return rooms[0]!.roomOid
  }

  async function reported(roomOid: string, options: object = {}): Promise<Report> {
    const events = server.events(`rooms=${roomOid}`)
    await events.opened
    const { reports } = await server.post<ReportAnswer>('/api/reports', {
      roomOids: [roomOid],
      options,
    })
    const { reportOid } = reports[0]!
    await events.until(
      ({ event, data }) => event === 'EXCEL_STATUS_END' && data['reportOid'] === reportOid,
    )
    return server.json<Report>(`/api/reports/${reportOid}`)
  }

  it('say on the sheet, in the documents and in the status which part of their period was not read yet', async () => {
    // So few on a page: Slack wants to be left alone for a minute before the next.
    double.pageCap = 15
    const roomOid = await connect('reading')
    const report = await reported(roomOid)
    const to = new Date((startedAt + 25 * 60) * 1_000).toISOString()
    const reason = { code: 'room_not_all_read', params: { context: 'before', to } }
    expect(report).toMatchObject({
      state: 'finished',
      code: 'workbook_ready_not_all_read',
      params: { reason },
      message:
        'Workbook ready, but not complete: messages before 2023-11-14 22:38 UTC were not read yet',
      workbook: { notAllRead: reason },
    })
    const words =
      'Not complete: the chat server had not given messages of this time yet: before 14 Nov 2023, 22:38'
    const path = `/api/reports/${report.reportOid}`
    expect(await (await server.api(`${path}/report.md`)).text()).toContain(`**${words}**`)
    expect(await (await server.api(`${path}/report.html`)).text()).toContain(words)
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.load((await (await server.api(`${path}/workbook`)).arrayBuffer()) as never)
    const texts: string[] = []
    workbook.getWorksheet('Summary')?.eachRow((row) => row.eachCell(({ text }) => texts.push(text)))
    expect(texts).toContain(words)
    // What lies behind the gap lacks nothing.
    const from = new Date((startedAt + 30 * 60) * 1_000).toISOString()
    const later = await reported(roomOid, { from, workbook: { language: 'de' } })
    expect(later).toMatchObject({ code: 'workbook_ready' })
    expect(later.workbook).not.toHaveProperty('notAllRead')
  })

  it('hold since the last report what came late, and not the past that was read since', async () => {
    double.pageCap = 15
    const roomOid = await connect('reading')
    await reported(roomOid)
    const events = server.events('rooms=*&topics=rooms')
    await events.opened
    // Older than what was read, and heard now: as from a server that was cut off from the others.
    say(27.5, 'This one was on its way for long.')
    say(60, 'And this one is new.')
    await events.until(({ event, data }) => event === 'ROOM_CHANGED' && data['messageCount'] === 17)
    const report = await reported(roomOid, { period: { sinceLast: true } })
    const text = await (await server.api(`/api/reports/${report.reportOid}/transcript.csv`)).text()
    expect(text).toContain('on its way for long')
    expect(text).toContain('this one is new')
    expect(text).not.toContain('berth 30')
    const again = await reported(roomOid, { period: { sinceLast: true } })
    expect(again.code).toBe('nothing_to_report')
  })

  it('tell apart, since the last report, what was edited and deleted of the messages that it had told', async () => {
    const roomId = await connect('live')
    await reported(roomId)
    const [first, second, third] = double.messages.get(channel)!
    const changed = async (n: { edited: number; deleted: number }): Promise<void> => {
      const events = server.events('rooms=*&topics=rooms')
      await events.opened
      double.edit(channel, first!, 'The ferry leaves berth 100.', tsOf(101))
      if (n.edited > 1) double.edit(channel, second!, 'The ferry stays.', tsOf(102))
      double.remove(channel, third!, tsOf(103))
      await events.until(({ event, data }) => event === 'ROOM_CHANGED' && data['systemCount'] === 1)
    }
    await changed({ edited: 2, deleted: 1 })
    const report = await reported(roomId, { period: { sinceLast: true } })
    expect(report).toMatchObject({
      code: 'nothing_to_report_changed',
      params: { edited: 2, deleted: 1 },
    })
    const words =
      'Changed after an earlier report had told it: 2 messages edited, 1 message deleted (said at 14 Nov 2023, 22:13; 14 Nov 2023, 22:14; 14 Nov 2023, 22:15)'
    const path = `/api/reports/${report.reportOid}`
    expect(await (await server.api(`${path}/report.md`)).text()).toContain(words)
    expect(await (await server.api(`${path}/report.html`)).text()).toContain(words)
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.load((await (await server.api(`${path}/workbook`)).arrayBuffer()) as never)
    const texts: string[] = []
    workbook.getWorksheet('Summary')?.eachRow((row) => row.eachCell(({ text }) => texts.push(text)))
    expect(texts).toContain(words)
    // The report that told of it is the last one now.
    say(60, 'And this one is new.')
    await expect
      .poll(async () => (await reported(roomId, { period: { sinceLast: true } })).code)
      .toBe('workbook_ready')
  })

  it('begin when somebody asks for one in the channel, where the owner allows it, and are told of there', async () => {
    const roomOid = await connect('live')
    const { items } = await server.json<{ items: Connection[] }>('/api/connections')
    const [{ connectionOid, answersRequests }] = items as [Connection]
    expect(answersRequests).toBe(false)
    const following = server.events('rooms=*&topics=connections')
    await following.opened
    const changed = await server.json<Connection>(`/api/connections/${connectionOid}`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ answersRequests: true }),
    })
    expect(changed.answersRequests).toBe(true)
    await following.until(({ data }) => {
      const told = data['connection'] as Connection | undefined
      return told?.isFollowing === true && told.answersRequests === true
    })
    const events = server.events(`rooms=${roomOid}`)
    await events.opened
    const ts = (Date.now() / 1_000).toFixed(6)
    double.say(channel, { ts, user: 'U12345678', text: 'Rapporteur, report please' })
    await events.end(roomOid)
    await expect.poll(() => double.posted).toHaveLength(1)
    expect(double.posted).toMatchObject([
      {
        channel,
        thread_ts: ts,
        text: 'The report of this room is ready, on the computer where Rapporteur runs.',
      },
    ])
    const { items: reports } = await server.json<{ items: Report[] }>(
      `/api/reports?roomOid=${roomOid}`,
    )
    expect(reports).toMatchObject([{ state: 'finished' }])
  })

  it('begin by the rule of its group when the channel is archived, with what was said last', async () => {
    const roomOid = await connect('live')
    await server.post<Group>('/api/groups', {
      name: 'Harbour',
      roomOids: [roomOid],
      options: { workbook: { language: 'de' } },
    })
    const events = server.events(`rooms=${roomOid}`)
    await events.opened
    say(50, 'That is all, thank you.')
    double.archive(channel, tsOf(51))
    await events.end(roomOid)
    const { items } = await server.json<{ items: Report[] }>(`/api/reports?roomOid=${roomOid}`)
    expect(items).toMatchObject([
      { state: 'finished', chosenBy: { 'workbook.language': { from: 'group' } } },
    ])
    const path = `/api/reports/${items[0]!.reportOid}/report.md`
    expect(await (await server.api(path)).text()).toContain('41 Nachrichten')
  })
})
