import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Group, GroupRooms } from '../../server/contract/groups.ts'
import type { OverviewAnswer } from '../../server/contract/overviews.ts'
import type { MailPreview, Report } from '../../server/contract/reports.ts'
import type { MergedRoom } from '../../server/contract/rooms.ts'
import type { Schedule, ScheduleList, ScheduleRunPage } from '../../server/contract/schedules.ts'
import { record, startTestServer, type TestServer } from '../integration/harness.ts'

/**
 * What somebody may do who does not see all rooms: everything with what they see, and nothing by which they would find
 * out about the rest. A hidden room is called `hidden-...`, everything else is open.
 */
let server: TestServer
let token = ''

const ids = { ownGroup: '', mixedGroup: '', hiddenGroup: '', mixedSchedule: '', groupSchedule: '' }

interface Answer<T> {
  status: number
  text: string
  body: T
}
async function limited<T = unknown>(
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer<T>> {
  const answer = await fetch(server.url + path, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return {
    status: answer.status,
    text,
    body: (text === '' ? undefined : JSON.parse(text)) as T,
  }
}
const asAdmin = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
  const answer = await server.api(path, {
    method,
    headers: { 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return (await answer.json()) as T
}

async function feed(roomOid: string): Promise<void> {
  const line = { id: '1', at: '2026-01-05T09:00:00Z', author: 'ada', text: `Said in ${roomOid}` }
  const answer = await server.api(`/api/rooms/${roomOid}/messages?name=${roomOid}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-ndjson' },
    body: JSON.stringify(line),
  })
  expect(answer.status).toBe(200)
}
const finished = (reportOid: string): Promise<void> =>
  vi.waitFor(
    async () => {
      const { state } = await server.json<Report>(`/api/reports/${reportOid}`)
      expect(state).toBe('finished')
    },
    { timeout: 30_000, interval: 50 },
  )
const reported = async (roomOids: string[], options: object = {}): Promise<string[]> => {
  const { reports } = await server.post<{ reports: Report[] }>('/api/reports', {
    roomOids,
    options,
  })
  for (const { reportOid } of reports) await finished(reportOid)
  return reports.map(({ reportOid }) => reportOid)
}
const weekly = { cron: '0 8 * * 1', make: ['rooms'] as const }

beforeAll(async () => {
  server = await startTestServer()
  const made = await server.post<{ token: string }>('/api/access/tokens', {
    name: 'limited',
    role: 'operator',
    groups: ['team'],
  })
  token = made.token
  for (const room of ['a', 'b', 'c', 'hidden-1', 'hidden-2']) await feed(room)
  const group = async (name: string, request: object) =>
    (await server.post<Group>('/api/groups', { name, ...request })).groupOid
  ids.ownGroup = await group('own', { roomOids: ['a', 'b'] })
  ids.mixedGroup = await group('mixed', { roomOids: ['a'], rule: { nameLike: 'hidden-*' } })
  ids.hiddenGroup = await group('hidden', { roomOids: ['hidden-1'] })
  await group('empty', {})
  const schedule = async (name: string, target: object) =>
    (await server.post<Schedule>('/api/schedules', { name, ...weekly, ...target })).scheduleOid
  ids.mixedSchedule = await schedule('mixed', { roomOids: ['a', 'hidden-1'] })
  ids.groupSchedule = await schedule('of a group', {
    groupOid: ids.ownGroup,
    recipients: ['boss@site.example'],
  })
  for (const oid of ['hidden-1', 'hidden-2']) {
    await asAdmin('PATCH', '/api/access/limits', { kind: 'room', oid, people: ['board'] })
  }
}, 60_000)
afterAll(() => server.dispose())

describe('who does not see all rooms', () => {
  it.each<[string, string, (id: string) => unknown]>([
    ['POST', '/api/overviews', (id) => ({ roomOids: [id] })],
    ['POST', '/api/rooms/merge', (id) => ({ into: id, from: ['a'] })],
    ['POST', '/api/rooms/merge', (id) => ({ into: 'a', from: [id] })],
    ['POST', '/api/groups', (id) => ({ name: 'x', roomOids: ['a', id] })],
    ['POST', '/api/groups/rooms', (id) => ({ roomOids: [id] })],
    ['POST', '/api/schedules', (id) => ({ name: 'x', ...weekly, roomOids: ['a', id] })],
    ['POST', '/api/trash', (id) => ({ roomOids: [id] })],
  ])(
    'is told of a hidden room by %s %s what an unknown one is told',
    async (method, path, body) => {
      const { status, text } = await limited(method, path, body('hidden-1'))
      const other = await limited(method, path, body('hidden-9'))
      expect([status, text.replaceAll('hidden-1', 'hidden-9')]).toEqual([other.status, other.text])
      expect(status).toBe(404)
    },
  )

  it.each<[string, string, (id: string) => unknown]>([
    ['POST', '/api/reports', (groupOid) => ({ groupOid })],
    ['POST', '/api/reports', (groupOid) => ({ groupOid, roomOids: ['a'] })],
    ['POST', '/api/reports/estimate', (groupOid) => ({ groupOid })],
    ['POST', '/api/overviews', (groupOid) => ({ groupOid })],
    ['POST', '/api/schedules', (groupOid) => ({ name: 'x', ...weekly, groupOid })],
    ['PATCH', '/api/groups/ID', () => ({ name: 'x' })],
    ['PATCH', '/api/groups/ID', () => ({ rule: { nameLike: 'a' } })],
    ['DELETE', '/api/groups/ID', () => undefined],
    ['GET', '/api/groups/ID', () => undefined],
    ['GET', '/api/groups/ID/rooms', () => undefined],
  ])(
    'is told of a group with a hidden room by %s %s what an unknown one is told',
    async (method, path, body) => {
      const nobody = '00000000-0000-4000-8000-000000000000'
      const other = await limited(method, path.replace('ID', nobody), body(nobody))
      for (const id of [ids.mixedGroup, ids.hiddenGroup]) {
        const { status, text } = await limited(method, path.replace('ID', id), body(id))
        expect([status, text.replaceAll(id, nobody)]).toEqual([other.status, other.text])
        expect(status).toBe(404)
      }
    },
  )

  it('makes an overview over rooms that they see, and sees those alone of which they see every room', async () => {
    const own = await limited<OverviewAnswer>('POST', '/api/overviews', {
      roomOids: ['a', 'hidden-1', 'b'],
    })
    expect(own.status).toBe(202)
    expect(own.body.rejected).toEqual([{ roomOid: 'hidden-1', code: 'room_not_found' }])
    const { reportOid, roomOid } = own.body.report
    await finished(reportOid)
    const mixed = await server.post<OverviewAnswer>('/api/overviews', {
      roomOids: ['a', 'hidden-1'],
    })
    await finished(mixed.report.reportOid)
    const covered = await limited<{ items: { roomOid: string }[] }>(
      'GET',
      `/api/reports/${reportOid}/covered`,
    )
    expect(covered.body.items.map((each) => each.roomOid)).toEqual(['a', 'b'])
    const { body } = await limited<{ items: Report[]; total: number }>(
      'GET',
      '/api/reports?state=finished',
    )
    expect(body.items.filter(({ kind }) => kind === 'overview')).toMatchObject([{ reportOid }])
    expect(body.total).toBe(body.items.length)
    for (const path of ['', '/covered', '/summary', '/workbook', '/mail', '/log']) {
      const hidden = await limited('GET', `/api/reports/${mixed.report.reportOid}${path}`)
      expect([path, hidden.status]).toEqual([path, 404])
    }
    const followed = (oid: string) =>
      fetch(`${server.url}/api/rooms/${oid}/excel-status`, {
        headers: { Authorization: `Bearer ${token}`, Accept: 'text/event-stream' },
      })
    expect((await followed(mixed.report.roomOid)).status).toBe(404)
    const open = await followed(roomOid)
    expect(open.status).toBe(200)
    await open.body?.cancel()
  }, 60_000)

  it('does not see an overview any more once one of its rooms is hidden or gone', async () => {
    await feed('later')
    const { body } = await limited<OverviewAnswer>('POST', '/api/overviews', {
      roomOids: ['c', 'later'],
    })
    const path = `/api/reports/${body.report.reportOid}`
    await finished(body.report.reportOid)
    expect((await limited('GET', path)).status).toBe(200)
    const limit = (people: string[] | null) =>
      asAdmin('PATCH', '/api/access/limits', { kind: 'room', oid: 'later', people })
    await limit(['board'])
    expect((await limited('GET', path)).status).toBe(404)
    await limit(['team'])
    expect((await limited('GET', path)).status).toBe(200)
    await server.api('/api/rooms/later', { method: 'DELETE' })
    expect((await limited('GET', path)).status).toBe(404)
  }, 60_000)

  it('is told by events of overviews over rooms that they see, also of one that is new, and of no others', async () => {
    const reader = record(`${server.url}/api/events?rooms=*`, token)
    await reader.opened
    const hidden = await server.post<OverviewAnswer>('/api/overviews', {
      roomOids: ['c', 'hidden-2'],
    })
    await finished(hidden.report.reportOid)
    const { body } = await limited<OverviewAnswer>('POST', '/api/overviews', {
      roomOids: ['b', 'c'],
    })
    const ofOwn = body.report.reportOid
    await reader.until(
      ({ event, data }) =>
        event === 'EXCEL_STATUS_END' && (data as { reportOid: string }).reportOid === ofOwn,
    )
    const told = JSON.stringify(reader.events)
    expect(told).not.toContain(hidden.report.reportOid)
    expect(told).not.toContain('hidden-')
    reader.close()
  }, 60_000)

  it('looks at the mail of a report, unless it is one with reports of rooms that they do not see', async () => {
    const to = { recipients: ['boss@site.example'], approval: true }
    const [alone = ''] = await reported(['a'], to)
    const mail = await limited<MailPreview>('GET', `/api/reports/${alone}/mail`)
    expect([mail.status, mail.body.recipients]).toMatchObject([
      200,
      [{ address: 'boss@site.example' }],
    ])
    const digest = { ...to, delivery: 'digest' }
    const [own = ''] = await reported(['a', 'b'], digest)
    const [mixed = '', hidden = ''] = await reported(['c', 'hidden-1'], digest)
    expect((await limited('GET', `/api/reports/${own}/mail`)).status).toBe(200)
    const decide = (oid: string) =>
      limited('POST', `/api/reports/${oid}/approval`, { approved: false })
    for (const answer of [
      await limited('GET', `/api/reports/${mixed}/mail`),
      await limited('POST', `/api/reports/${mixed}/approval-link`),
      await decide(mixed),
    ]) {
      expect(answer.status).toBe(403)
      expect(answer.text).not.toContain('hidden-')
    }
    expect((await limited('GET', `/api/reports/${hidden}/mail`)).status).toBe(404)
    expect((await decide(hidden)).status).toBe(404)
    await vi.waitFor(async () => expect((await decide(own)).status).toBe(202))
  }, 60_000)

  it('sees, makes and changes groups of rooms that they see, without rules and choices', async () => {
    const { body } = await limited<{ items: Group[] }>('GET', '/api/groups')
    expect(body.items.map(({ name }) => name)).toEqual(['own'])
    const made = await limited<Group>('POST', '/api/groups', { name: 'mine', roomOids: ['a'] })
    expect(made).toMatchObject({ status: 200, body: { roomCount: 1 } })
    const path = `/api/groups/${made.body.groupOid}`
    const grown = await limited<Group>('PATCH', path, { addRoomOids: ['c'], name: 'ours' })
    expect(grown.body).toMatchObject({ name: 'ours', roomOids: ['a', 'c'] })
    for (const change of [
      { rule: { nameLike: 'hid*' } },
      { options: { recipients: ['me@site.example'] } },
      { delivery: 'digest' },
      { roomOids: [] },
    ]) {
      expect((await limited('PATCH', path, change)).status).toBe(403)
      const whole = { name: 'x', roomOids: ['a'], ...change }
      expect((await limited('POST', '/api/groups', whole)).status).toBe(403)
    }
    const rooms = await limited<GroupRooms>('POST', '/api/groups/rooms', {
      roomOids: ['a'],
      rule: { nameLike: '*1*' },
    })
    expect(rooms.body.items.map(({ roomOid }) => roomOid)).toEqual(['a'])
    const started = await limited<{ reports: Report[] }>('POST', '/api/reports', {
      groupOid: made.body.groupOid,
    })
    expect(started.body.reports.map(({ roomOid }) => roomOid)).toEqual(['a', 'c'])
    // Somebody else gives it a room that is hidden.
    await asAdmin('PATCH', path, { addRoomOids: ['hidden-2'] })
    expect((await limited('GET', path)).status).toBe(404)
    await asAdmin('PATCH', path, { removeRoomOids: ['hidden-2'] })
    expect((await limited('DELETE', path)).status).toBe(204)
  }, 60_000)

  it('sees and makes schedules of rooms that they see, and says not who gets those of a group', async () => {
    const list = async () =>
      (await limited<ScheduleList>('GET', '/api/schedules')).body.items.map(({ name }) => name)
    expect(await list()).toEqual(['of a group'])
    const made = await limited<Schedule>('POST', '/api/schedules', {
      name: 'mine',
      ...weekly,
      roomOids: ['a', 'b'],
    })
    expect(made.status).toBe(200)
    expect(await list()).toEqual(['mine', 'of a group'])
    for (const [method, path, body] of [
      ['GET', ''],
      ['GET', '/runs'],
      ['PATCH', '', { paused: true }],
      ['DELETE', ''],
      ['POST', '/run'],
    ] as const) {
      const of = (oid: string) => limited(method, `/api/schedules/${oid}${path}`, body)
      const [hidden, unknown] = [await of(ids.mixedSchedule), await of('nowhere')]
      expect(hidden.status).toBe(404)
      expect(hidden.text.replaceAll(ids.mixedSchedule, 'nowhere')).toBe(unknown.text)
    }
    const ofGroup = `/api/schedules/${ids.groupSchedule}`
    const change = async (body: object) => (await limited('PATCH', ofGroup, body)).status
    expect(await change({ paused: true, name: 'of a group, later' })).toBe(200)
    expect(await change({ recipients: ['me@site.example'] })).toBe(403)
    expect(await change({ approval: false })).toBe(403)
    expect(await change({ roomOids: ['a'] })).toBe(403)
    const ofOwn = `/api/schedules/${made.body.scheduleOid}`
    const toGroup = await limited('PATCH', ofOwn, { groupOid: ids.ownGroup })
    expect(toGroup.status).toBe(403)
    const run = await limited('POST', `${ofOwn}/run`)
    expect(run.status).toBe(202)
    const runs = await limited<ScheduleRunPage>('GET', `${ofOwn}/runs`)
    expect(runs.body.items).toHaveLength(1)
    await limited('DELETE', ofOwn)
    expect(await list()).toEqual(['of a group, later'])
  }, 60_000)

  it('is not told the numbers of a run that had a room which they do not see', async () => {
    const { scheduleOid } = await server.post<Schedule>('/api/schedules', {
      name: 'was mixed',
      ...weekly,
      roomOids: ['a', 'hidden-1'],
    })
    await server.post(`/api/schedules/${scheduleOid}/run`)
    const runs = () => server.json<ScheduleRunPage>(`/api/schedules/${scheduleOid}/runs`)
    await vi.waitFor(
      async () => expect((await runs()).items[0]).toMatchObject({ reports: { total: 2 } }),
      { timeout: 30_000, interval: 50 },
    )
    await asAdmin('PATCH', `/api/schedules/${scheduleOid}`, { roomOids: ['a'] })
    const { body } = await limited<Schedule>('GET', `/api/schedules/${scheduleOid}`)
    expect(body).toMatchObject({ name: 'was mixed', roomOids: ['a'] })
    expect(body.lastRun).toBeUndefined()
    const seen = await limited<ScheduleRunPage>('GET', `/api/schedules/${scheduleOid}/runs`)
    expect(seen.body.items).toEqual([])
  }, 60_000)

  it('puts rooms together that they see both, and takes that back', async () => {
    for (const room of ['one', 'two']) await feed(room)
    const merged = await limited<MergedRoom>('POST', '/api/rooms/merge', {
      into: 'one',
      from: ['two', 'hidden-1'],
    })
    expect(merged).toMatchObject({ status: 200, body: { mergedFrom: ['two'] } })
    expect((await server.api('/api/rooms/hidden-1')).status).toBe(200)
    const back = await limited('POST', `/api/trash/${merged.body.trashOid}/restore`)
    expect(back.status).toBe(200)
    expect((await limited('GET', '/api/rooms/two')).status).toBe(200)
  }, 60_000)

  it('throws away together what they see, and nothing else', async () => {
    await feed('old')
    const gone = await limited('POST', '/api/trash', { roomOids: ['hidden-2', 'old'] })
    expect(gone).toMatchObject({ status: 200, body: { roomOids: ['old'] } })
    expect((await server.api('/api/rooms/hidden-2')).status).toBe(200)
  })
})

describe('limits of several rooms at once', () => {
  const change = (...changes: object[]) =>
    asAdmin<{ items?: { oid: string; people: string[]; roomOids?: string[] }[]; code?: string }>(
      'PATCH',
      '/api/access/limits',
      { changes },
    )
  const names = async () =>
    (await limited<{ items: { name: string }[] }>('GET', '/api/rooms?limit=100')).body.items.map(
      ({ name }) => name,
    )

  it('are said and taken back together, all or none, and name the rooms of groups', async () => {
    const room = (oid: string, people: string[] | null) => ({ kind: 'room', oid, people })
    const refused = await change(room('b', []), room('nowhere', []))
    expect(refused.code).toBe('room_not_found')
    expect(await names()).toContain('b')
    const group = { kind: 'group', oid: ids.mixedGroup, people: ['team'] }
    const { items = [] } = await change(room('b', []), room('c', ['team', 'law']), group)
    expect(items.find(({ oid }) => oid === ids.mixedGroup)?.roomOids?.toSorted()).toEqual([
      'a',
      'hidden-1',
      'hidden-2',
    ])
    expect(await names()).not.toContain('b')
    expect(await names()).toContain('c')
    await change(room('b', null), room('c', null), { ...group, people: null })
    expect(await names()).toEqual(expect.arrayContaining(['a', 'b', 'c']))
    expect((await change()).code).toBe('invalid_body')
  })
})
