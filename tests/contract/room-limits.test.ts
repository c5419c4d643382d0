import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { RoomLimit } from '../../server/contract/access.ts'
import type { Group } from '../../server/contract/groups.ts'
import { sseTopics } from '../../server/contract/events.ts'
import type { Report } from '../../server/contract/reports.ts'
import { roomsOfRoutes } from '../../server/http/rooms-of-routes.ts'
import {
  record,
  startTestServer,
  type EventRecorder,
  type TestServer,
} from '../integration/harness.ts'

/**
 * A room that some people alone may see. Whoever is not one of them must not find out its name, its ids, what was said in it
 * or how much, by any route and any event.
 */
const secretWord = 'Zirkon'
const exported = JSON.stringify([
  { at: '2026-01-01T10:00:00Z', author: `${secretWord}Author`, text: `${secretWord} said` },
])

let server: TestServer
/** People of no group, of the group that may see the rooms, and their tokens. */
const tokens = { viewer: '', operator: '', member: '', memberOperator: '' }
type Name = keyof typeof tokens

const secret = {
  room: `${secretWord}-room`,
  /** In a group of rooms that is limited. */
  grouped: `${secretWord}-grouped`,
  /** Has become a part of the secret room. */
  merged: `${secretWord}-merged`,
  report: '',
  groupedReport: '',
  overview: '',
  group: '',
  schedule: '',
  import: '',
  connection: 'nowhere',
}
const open = { room: 'open', report: '' }

const ask = (name: Name, path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(server.url + path, {
    ...init,
    headers: { Authorization: `Bearer ${tokens[name]}`, ...(init.headers as object) },
  })
const say = (name: Name, method: string, path: string, body?: unknown): Promise<Response> =>
  ask(name, path, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  })
const asAdmin = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
  const answer = await server.api(path, {
    method,
    headers: { 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return (await answer.json()) as T
}
const limit = (kind: 'room' | 'group', oid: string, people: string[] | null = ['board']) =>
  asAdmin('PATCH', '/api/access/limits', { kind, oid, people })

async function feed(roomOid: string, count: number): Promise<void> {
  const lines = Array.from({ length: count }, (_, n) =>
    JSON.stringify({
      id: String(n),
      at: new Date(Date.UTC(2026, 0, 5, 9, n)).toISOString(),
      author: roomOid === open.room ? 'ada' : `${secretWord}Author`,
      text: roomOid === open.room ? `Harbour ${n}` : `${secretWord} ${n}`,
    }),
  )
  const answer = await server.api(`/api/rooms/${roomOid}/messages?name=${roomOid}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-ndjson' },
    body: lines.join('\n'),
  })
  expect(answer.status).toBe(200)
}
const reported = async (roomOid: string): Promise<string> => {
  const { reports } = await server.post<{ reports: Report[] }>('/api/reports', {
    roomOids: [roomOid],
    options: { recipients: ['someone@site.example'] },
  })
  const reportOid = reports[0]?.reportOid ?? ''
  await vi.waitFor(
    async () => {
      const { state } = await server.json<Report>(`/api/reports/${reportOid}`)
      expect(state).toBe('finished')
    },
    { timeout: 30_000, interval: 50 },
  )
  return reportOid
}

/** What must stand nowhere that somebody of no group is told. */
const telling = (): string[] => [
  secretWord,
  secret.report,
  secret.groupedReport,
  secret.overview,
  secret.group,
  secret.schedule,
  secret.import,
]
const leaks = (text: string, asked: unknown = {}): string[] => {
  // What somebody asks by is known to them already, and may come back.
  const known = [...telling().slice(1), secret.merged, secret.room, secret.grouped].filter((id) =>
    JSON.stringify(asked).includes(id),
  )
  const rest = known.reduce((words, id) => words.replaceAll(id, ''), text)
  return telling().filter((word) => word !== '' && rest.includes(word))
}

beforeAll(async () => {
  server = await startTestServer()
  const people = { viewer: [], operator: [], member: ['board'], memberOperator: ['board'] }
  for (const [name, groups] of Object.entries(people)) {
    const role = /operator/i.test(name) ? 'operator' : 'viewer'
    const made = await server.post<{ token: string }>('/api/access/tokens', { name, role, groups })
    tokens[name as Name] = made.token
  }
  for (const [room, count] of [
    [open.room, 3],
    [secret.room, 4],
    [secret.grouped, 5],
    [secret.merged, 1],
  ] as const) {
    await feed(room, count)
  }
  const { groupOid } = await server.post<Group>('/api/groups', {
    name: `${secretWord} group`,
    roomOids: [open.room],
    rule: { nameLike: '*-grouped' },
  })
  const hidden = await server.post<Group>('/api/groups', {
    name: `${secretWord} limited`,
    rule: { nameLike: '*-grouped' },
  })
  secret.group = groupOid
  await server.post('/api/rooms/merge', { into: secret.room, from: [secret.merged] })
  open.report = await reported(open.room)
  secret.report = await reported(secret.room)
  secret.groupedReport = await reported(secret.grouped)
  const { report } = await server.post<{ report: Report }>('/api/overviews', {
    roomOids: [open.room, secret.room],
  })
  secret.overview = report.reportOid
  const { scheduleOid } = await server.post<{ scheduleOid: string }>('/api/schedules', {
    name: `${secretWord} schedule`,
    cron: '0 8 * * 1',
    roomOids: [open.room, secret.room],
  })
  secret.schedule = scheduleOid
  const { importOid } = await server.json<{ importOid: string }>(
    `/api/imports?name=${secretWord}.json`,
    { method: 'POST', headers: { 'Content-Type': 'application/octet-stream' }, body: exported },
  )
  secret.import = importOid
  await asAdmin('PATCH', `/api/rooms/${secret.room}/choices`, { options: { recipients: [] } })
  await limit('room', secret.room)
  await limit('group', hidden.groupOid)
}, 120_000)
afterAll(() => server.dispose())

interface Operation {
  security?: []
}
async function allRoutes(): Promise<{ method: string; path: string; isOpen: boolean }[]> {
  const document = await server.json<{ paths: Record<string, Record<string, Operation>> }>(
    '/api/openapi.json',
  )
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { security }]) => ({
      method: method.toUpperCase(),
      path,
      isOpen: security !== undefined,
    })),
  )
}

/** A path with an id of something secret for each name; the ids of `open` or of nothing in place of them. */
const ids = (of: 'secret' | 'nothing', room = secret.room, report = secret.report) => {
  const known: Record<string, string> = {
    roomOid: room,
    reportOid: report,
    importOid: secret.import,
    groupOid: secret.group,
    scheduleOid: secret.schedule,
    sheetIndex: '0',
  }
  return (path: string): string =>
    path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      of === 'secret' ? (known[name] ?? 'nowhere') : name === 'sheetIndex' ? '0' : 'nowhere',
    )
}
/** What each route is asked with, so that it gets as far as it can. */
const queries: Record<string, string> = {
  'GET /api/events': '?rooms=*',
  'GET /api/search': `?q=${secretWord}`,
}
const bodies = (): Record<string, unknown> => ({
  'POST /api/rooms/merge': { into: open.room, from: [secret.room] },
  'PATCH /api/rooms/{roomOid}': { localOnly: true },
  'PATCH /api/rooms/{roomOid}/choices': { options: null },
  'POST /api/reports/estimate': { roomOids: [secret.room, secret.merged, open.room] },
  'POST /api/overviews': { roomOids: [secret.room, secret.merged] },
  'POST /api/groups': { name: 'x', roomOids: [secret.grouped] },
  'POST /api/groups/rooms': { rule: { nameLike: '*' } },
  'PATCH /api/groups/{groupOid}': { name: 'x' },
  'POST /api/schedules': { name: 'x', cron: '0 8 * * 1', roomOids: [secret.room] },
  'PATCH /api/schedules/{scheduleOid}': { paused: true },
  'PATCH /api/reports/{reportOid}/summary': { rejected: [] },
  'POST /api/reports/{reportOid}/approval': { approved: true },
  'POST /api/imports/{importOid}/retry': { format: 'irc' },
  'POST /api/trash': {
    roomOids: [secret.room],
    reportOids: [secret.report, secret.overview],
    importOids: [secret.import],
  },
  'POST /api/queue': { paused: false },
})

async function told(
  name: Name,
  method: string,
  path: string,
  key: string,
): Promise<[number, string]> {
  const body = bodies()[key]
  const answer =
    method === 'GET'
      ? await ask(name, path + (queries[key] ?? ''), { redirect: 'manual' })
      : await say(name, method, path, body)
  if (answer.headers.get('content-type')?.startsWith('text/event-stream') === true) {
    await answer.body?.cancel()
    return [answer.status, '']
  }
  const headers = JSON.stringify([...answer.headers].filter(([header]) => header !== 'date'))
  return [answer.status, headers + Buffer.from(await answer.arrayBuffer()).toString('latin1')]
}

describe('a room that is limited to a group of people', () => {
  it('is thought of by every route', async () => {
    const routes = (await allRoutes()).map(
      ({ method, path }) =>
        `${method} ${path.slice('/api'.length).replaceAll(/\{(\w+)\}/g, ':$1')}`,
    )
    expect(routes.length).toBeGreaterThan(90)
    expect(routes.filter((each) => !(each in roomsOfRoutes))).toEqual([])
  })

  it.each(['viewer', 'operator'] as const)(
    'is told of to a %s of no other group by no route: it is answered as for an id that nobody has',
    async (name) => {
      for (const { method, path, isOpen } of await allRoutes()) {
        const key = `${method} ${path}`
        const targets = [
          [secret.room, secret.report],
          [secret.grouped, secret.groupedReport],
          [secret.merged, secret.overview],
        ] as const
        // What is not about an id is asked once; the session of this token must last.
        if (isOpen || key.endsWith(' /api/session')) continue
        const [otherStatus, other] = await told(name, method, ids('nothing')(path), key)
        expect([key, leaks(other, bodies()[key])]).toEqual([key, []])
        for (const [room, report] of path.includes('{') ? targets : []) {
          const asked = ids('secret', room, report)(path)
          const [status, text] = await told(name, method, asked, key)
          expect([key, asked, status]).toEqual([key, asked, otherStatus])
          // Its own echo apart, the answer is the same, byte for byte.
          const [, named = ''] = /\{(\w+)\}/.exec(path) ?? []
          const id = { roomOid: room, reportOid: report, groupOid: secret.group }[named]
          const plain = (words: string) =>
            words.replaceAll(/"content-length","\d+"/g, '').replaceAll(/"etag","[^"]*"/g, '')
          const asOther = plain(text).replaceAll(id ?? secret.schedule, 'nowhere')
          expect([key, asOther]).toEqual([key, plain(other)])
          expect([key, leaks(text, asked)]).toEqual([key, []])
        }
      }
    },
    120_000,
  )

  it('is told of to those of the group by the same routes', async () => {
    const found: string[] = []
    for (const { method, path } of await allRoutes()) {
      if (
        method !== 'GET' ||
        !/\{(?:roomOid|reportOid|importOid|groupOid|scheduleOid)\}/.test(path)
      ) {
        continue
      }
      const [status] = await told('member', method, ids('secret')(path), `${method} ${path}`)
      if (status === 200) found.push(path)
    }
    expect(found.length).toBeGreaterThan(18)
  })

  it('is left out of lists, counts and pages, and what is asked of it is not there', async () => {
    const list = async (path: string) =>
      (await (await ask('operator', path)).json()) as { items: unknown[]; total?: number }
    expect(await list('/api/rooms?limit=1')).toMatchObject({
      items: [{ roomOid: open.room }],
      total: 1,
      nextCursor: null,
    })
    expect(await list('/api/reports')).toMatchObject({
      items: [{ reportOid: open.report }],
      total: 1,
    })
    expect(await list(`/api/reports?roomOid=${secret.room}`)).toMatchObject({ items: [], total: 0 })
    expect(await list(`/api/search?q=${secretWord}`)).toMatchObject({ items: [], total: 0 })
    expect(await list(`/api/search?q=${secretWord}&roomOid=${secret.room}`)).toMatchObject({
      items: [],
      total: 0,
    })
    expect(await list('/api/search?q=Harbour')).toMatchObject({ total: 3 })
    expect(await list('/api/choices')).toEqual({ items: [] })
    expect(await list('/api/people')).toMatchObject({ items: [], total: 0 })
    const request = { roomOids: [secret.room, 'nowhere', open.room, secret.merged] }
    const started = (await (await say('operator', 'POST', '/api/reports', request)).json()) as {
      reports: Report[]
      rejected: unknown
    }
    expect(started.reports.map(({ roomOid }) => roomOid)).toEqual([open.room])
    expect(started.rejected).toEqual(
      [secret.room, 'nowhere', secret.merged].map((roomOid) => ({
        roomOid,
        code: 'room_not_found',
      })),
    )
    const ofGroup = await say('operator', 'POST', '/api/reports', { groupOid: secret.group })
    expect(ofGroup.status).toBe(404)
  })

  it('is there for those of the group, for admins, and for everybody once it is opened', async () => {
    const seenBy = async (name: Name): Promise<string[]> =>
      (
        (await (await ask(name, '/api/rooms')).json()) as { items: { roomOid: string }[] }
      ).items.map(({ roomOid }) => roomOid)
    expect(await seenBy('member')).toContain(secret.room)
    expect(await seenBy('member')).toContain(secret.grouped)
    expect((await ask('member', `/api/reports/${secret.overview}`)).status).toBe(200)
    expect((await server.api(`/api/rooms/${secret.room}`)).status).toBe(200)
    await limit('room', secret.room, null)
    expect(await seenBy('viewer')).toEqual(expect.arrayContaining([open.room, secret.room]))
    await limit('room', secret.room, [])
    expect(await seenBy('member')).not.toContain(secret.room)
    await limit('room', secret.room)
    expect(await seenBy('member')).toContain(secret.room)
  })

  it('is named with the room that it has become a part of, so that its limit can be found and lifted', async () => {
    await limit('room', secret.merged, ['law'])
    const { items } = await asAdmin<{ items: RoomLimit[] }>('GET', '/api/access/limits')
    expect(items).toContainEqual({
      kind: 'room',
      oid: secret.merged,
      people: ['law'],
      mergedInto: secret.room,
    })
    expect(items.filter(({ mergedInto }) => mergedInto !== undefined)).toHaveLength(1)
    expect((await ask('member', `/api/rooms/${secret.room}`)).status).toBe(404)
    await limit('room', secret.merged, null)
    expect((await ask('member', `/api/rooms/${secret.room}`)).status).toBe(200)
  })

  it('cannot be opened by who changes its group, but by an admin alone', async () => {
    const { items } = await asAdmin<{ items: { kind: string; oid: string }[] }>(
      'GET',
      '/api/access/limits',
    )
    const limited = items.find(({ kind }) => kind === 'group')?.oid
    for (const [method, body] of [
      ['PATCH', { rule: { nameLike: 'nothing' } }],
      ['DELETE', undefined],
    ] as const) {
      const path = `/api/groups/${limited}`
      expect((await say('memberOperator', method, path, body)).status).toBe(403)
    }
    expect((await say('memberOperator', 'PATCH', '/api/access/limits', {})).status).toBe(403)
    const unknown = { kind: 'room', oid: 'nowhere', people: [] }
    expect(await asAdmin('PATCH', '/api/access/limits', unknown)).toMatchObject({
      code: 'room_not_found',
    })
  })
})

describe('the events of a limited room', () => {
  const everything = `rooms=*&topics=${sseTopics.join(',')}`
  const follow = (name: Name, query = everything, lastEventId?: string): EventRecorder =>
    record(`${server.url}/api/events?${query}`, tokens[name], lastEventId)
  const leaked = (recorder: EventRecorder): string[] =>
    recorder.events.flatMap(({ event, data }) =>
      leaks(JSON.stringify(data)).map((word) => `${event}: ${word}`),
    )
  const namesOf = ({ events }: EventRecorder) => new Set(events.map(({ event }) => event))

  /** Has all happen that is told of, to both rooms, that of the open one last. */
  async function stir(): Promise<string> {
    for (const room of [secret.room, secret.grouped, open.room]) {
      await asAdmin('PATCH', `/api/rooms/${room}`, { localOnly: false })
      await reported(room)
    }
    await server.json(`/api/imports?name=${secretWord}2.json`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: exported,
    })
    await server.post(`/api/schedules/${secret.schedule}/run`)
    const thrown = await reported(secret.room)
    await server.api(`/api/reports/${thrown}`, { method: 'DELETE' })
    await asAdmin('PATCH', `/api/groups/${secret.group}`, { name: `${secretWord} again` })
    return reported(open.room)
  }
  const ended = (reportOid: string) => (event: { event: string; data: { reportOid: string } }) =>
    event.event === 'EXCEL_STATUS_END' && event.data.reportOid === reportOid

  it('reach who may see it, and nobody else: live, in a snapshot, and from the log', async () => {
    const limited = follow('operator')
    const member = follow('member')
    const named = follow('operator', `rooms=${open.room},${secret.room}`)
    await Promise.all([limited.opened, member.opened, named.opened])
    const first = await reported(open.room)
    const { id } = await limited.until(ended(first))
    const last = await stir()
    await Promise.all([limited, member, named].map((each) => each.until(ended(last))))
    expect(leaked(limited)).toEqual([])
    expect(leaked(named)).toEqual([])
    for (const kind of ['IMPORT_STATUS', 'SCHEDULES_CHANGED', 'REMOVED', 'GROUPS_CHANGED']) {
      expect([kind, namesOf(limited).has(kind)]).toEqual([kind, false])
      expect([kind, namesOf(member).has(kind)]).toEqual([kind, true])
    }
    expect(namesOf(limited)).toContain('ROOM_CHANGED')
    expect(leaked(member).some((each) => each.startsWith('EXCEL_STATUS_END'))).toBe(true)
    const replayed = follow('operator', everything, id)
    const whole = follow('member', everything, id)
    await Promise.all([replayed, whole].map((each) => each.until(ended(last))))
    expect(leaked(replayed)).toEqual([])
    expect(leaked(whole)).not.toEqual([])
    const snapshot = follow('operator', `rooms=${secret.room},${secret.grouped},${open.room}`)
    await snapshot.until(ended(last))
    expect(leaked(snapshot)).toEqual([])
    const one = await ask('operator', `/api/rooms/${secret.room}/excel-status`, {
      headers: { Accept: 'text/event-stream' },
    })
    expect(one.status).toBe(404)
    for (const each of [limited, member, named, replayed, whole, snapshot]) each.close()
  }, 120_000)

  it('end on open streams the moment that it is limited', async () => {
    await limit('room', secret.room, null)
    const reader = follow('viewer', 'rooms=*')
    const before = follow('viewer', `rooms=${secret.room}`)
    await Promise.all([reader.opened, before.opened])
    await reader.until(ended(await reported(secret.room)))
    await limit('room', secret.room)
    const seen = reader.events.length
    await reported(secret.room)
    await reader.until(ended(await reported(open.room)))
    const later = reader.events.slice(seen)
    expect(later.flatMap(({ data }) => leaks(JSON.stringify(data)))).toEqual([])
    expect(before.events.length).toBeGreaterThan(0)
    reader.close()
    before.close()
  }, 60_000)

  it('are shown of a new room only as far as its groups let it be seen', async () => {
    const reader = follow('viewer', 'rooms=*&topics=rooms')
    await reader.opened
    await feed(`${secretWord}-later-grouped`, 2)
    await feed('later-open', 2)
    await reported(`${secretWord}-later-grouped`)
    await reader.until(ended(await reported('later-open')))
    expect(leaked(reader)).toEqual([])
    reader.close()
  }, 60_000)
})
