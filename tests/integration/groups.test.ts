import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Group, GroupRoom, RoomChoices } from '../../server/contract/groups.ts'
import type { Report } from '../../server/contract/reports.ts'
import { startTestServer, type TestServer } from './harness.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  for (const [oid, name] of [
    ['one', 'help-one'],
    ['two', 'help-two'],
    ['lounge', 'Lounge'],
  ] as const) {
    await server.feed(oid, 8, name)
  }
})
afterAll(() => server.dispose())
afterEach(async () => {
  const { items } = await server.json<{ items: Group[] }>('/api/groups')
  for (const { groupOid } of items) await send('DELETE', `/api/groups/${groupOid}`)
  await patch('/api/rooms/one/choices', { options: null })
})

const send = (method: string, path: string, body?: unknown): Promise<Response> =>
  server.api(path, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  })
const patch = async <T>(path: string, body: unknown): Promise<T> =>
  (await (await send('PATCH', path, body)).json()) as T
const problemOf = async (response: Response): Promise<[number, string]> => [
  response.status,
  ((await response.json()) as { code: string }).code,
]
const make = (body: object): Promise<Group> => server.post<Group>('/api/groups', body)
const roomsOf = async (groupOid: string): Promise<string[]> =>
  (await server.json<{ items: GroupRoom[] }>(`/api/groups/${groupOid}/rooms`)).items.map(
    ({ roomOid, by }) => `${roomOid} by ${by.join(' and ')}`,
  )

describe('a group', () => {
  it('has rooms by hand and by rule, also those that come later', async () => {
    const group = await make({ name: 'Help', roomOids: ['lounge'], rule: { nameLike: 'help-*' } })
    expect(group).toMatchObject({ name: 'Help', roomOids: ['lounge'], roomCount: 3 })
    await server.feed('late', 1, 'help-late')
    expect(await roomsOf(group.groupOid)).toEqual([
      'late by rule',
      'one by rule',
      'two by rule',
      'lounge by hand',
    ])
    const listed = await server.json<{ items: Group[] }>('/api/groups')
    expect(listed.items.map(({ name, roomCount }) => [name, roomCount])).toEqual([['Help', 4]])
  })

  it('shows which rooms it would have before it is made', async () => {
    const asked = { roomOids: ['two'], rule: { nameLike: 'lounge', source: 'live' } }
    const { items } = await server.post<{ items: GroupRoom[] }>('/api/groups/rooms', asked)
    expect(items.map(({ roomOid, by }) => [roomOid, by])).toEqual([
      ['two', ['hand']],
      ['lounge', ['rule']],
    ])
  })

  it('is changed in parts, and told of to every window', async () => {
    const news = server.events('rooms=*&topics=schedules')
    await news.opened
    const { groupOid } = await make({ name: 'Help', roomOids: ['one'], delivery: 'digest' })
    await news.until(({ event }) => event === 'GROUPS_CHANGED')
    const path = `/api/groups/${groupOid}`
    expect(await patch(path, { addRoomOids: ['two'], rule: { source: 'irc' } })).toMatchObject({
      roomOids: ['one', 'two'],
      rule: { source: 'irc' },
      delivery: 'digest',
    })
    const changed = await patch<Group>(path, {
      removeRoomOids: ['one'],
      rule: null,
      delivery: null,
    })
    expect(changed.roomOids).toEqual(['two'])
    expect(changed).not.toHaveProperty('rule')
    expect(changed).not.toHaveProperty('delivery')
    expect((await send('DELETE', path)).status).toBe(204)
    expect(await problemOf(await send('GET', path))).toEqual([404, 'group_not_found'])
    expect(await problemOf(await send('DELETE', path))).toEqual([404, 'group_not_found'])
  })

  it('follows rooms that are merged and renamed', async () => {
    for (const room of ['goes', 'stays', 'renamed']) await server.feed(room, 1, room)
    const group = await make({ name: 'Help', roomOids: ['goes'], rule: { nameLike: 'renamed' } })
    await server.post('/api/rooms/merge', { into: 'stays', from: ['goes'] })
    await patch('/api/rooms/renamed', { name: 'Other' })
    expect(await roomsOf(group.groupOid)).toEqual(['stays by hand'])
  })

  it('loses no change where two people change it at once', async () => {
    const { groupOid } = await make({ name: 'Help' })
    await Promise.all(
      ['one', 'two', 'lounge'].map((room) =>
        patch(`/api/groups/${groupOid}`, { addRoomOids: [room] }),
      ),
    )
    expect((await server.json<Group>(`/api/groups/${groupOid}`)).roomOids.toSorted()).toEqual([
      'lounge',
      'one',
      'two',
    ])
  })

  it.each([
    [{ roomOids: ['one'] }, 400, 'invalid_body'],
    [{ name: 'x', roomOids: ['nobody'] }, 404, 'room_not_found'],
    [{ name: 'x', rule: {} }, 400, 'invalid_body'],
    [{ name: 'x', rule: { colour: 'red' } }, 400, 'invalid_body'],
    [{ name: 'x', options: { recipients: ['no address'] } }, 400, 'invalid_body'],
    [{ name: 'x', options: { workbook: { timeZone: 'Mars/Olympus' } } }, 400, 'invalid_body'],
  ])('is refused with a reason: %j', async (body, status, code) => {
    expect(await problemOf(await send('POST', '/api/groups', body))).toEqual([status, code])
  })
})

describe('the choices of a report', () => {
  const started = async (body: object): Promise<Report[]> =>
    (await server.post<{ reports: Report[] }>('/api/reports', body)).reports

  it('are those of the request, then of the room, then of the group, and the report says whose', async () => {
    const options = {
      period: { calendar: 'month' },
      summary: 'extractive',
      workbook: { language: 'de', anonymize: true },
    }
    const { groupOid, name } = await make({ name: 'Help', rule: { nameLike: 'help-???' }, options })
    await patch('/api/rooms/one/choices', { options: { workbook: { language: 'en' } } })
    const reports = await started({ groupOid, options: { workbook: { anonymize: false } } })
    const group = { from: 'group', groupOid, groupName: name }
    expect(reports.map(({ roomOid, chosenBy }) => [roomOid, chosenBy])).toEqual([
      ['one', { 'workbook.language': { from: 'room' }, period: group, summary: group }],
      ['two', { 'workbook.language': group, period: group, summary: group }],
    ])
    expect(reports[0]?.period).toMatchObject({ from: expect.any(String), to: expect.any(String) })
    const [plain] = await started({ roomOids: ['two'] })
    expect(plain).not.toHaveProperty('chosenBy')
    expect(plain).not.toHaveProperty('period')
  })

  it('take the rooms that are named, or else all of the group', async () => {
    const { groupOid } = await make({ name: 'Help', rule: { nameLike: 'help-???' } })
    const rooms = async (body: object) => (await started(body)).map(({ roomOid }) => roomOid)
    expect(await rooms({ groupOid, roomOids: ['lounge'] })).toEqual(['lounge'])
    expect(await rooms({ groupOid })).toEqual(['one', 'two'])
    expect(await problemOf(await send('POST', '/api/reports', { groupOid: 'no' }))).toEqual([
      404,
      'group_not_found',
    ])
    expect(await problemOf(await send('POST', '/api/reports', { roomOids: [] }))).toEqual([
      400,
      'invalid_body',
    ])
  })

  it('say of each value where it comes from', async () => {
    const { groupOid } = await make({
      name: 'Help',
      rule: { nameLike: 'help-???' },
      delivery: 'digest',
      options: { recipients: ['group@site.example'] },
    })
    await patch('/api/rooms/one/choices', { options: { recipients: ['room@site.example'] } })
    const { options, groups, choices } = await server.json<RoomChoices>('/api/rooms/one/choices')
    expect(options).toEqual({ recipients: ['room@site.example'] })
    expect(groups).toEqual([{ groupOid, name: 'Help' }])
    const origins = Object.fromEntries(choices.map(({ key, from }) => [key, from]))
    expect(origins).toMatchObject({
      recipients: 'room',
      delivery: 'group',
      summary: 'settings',
      'workbook.language': 'settings',
    })
    expect(await server.json('/api/choices'), 'the rooms that have chosen something').toEqual({
      items: [{ roomOid: 'one', options: { recipients: ['room@site.example'] } }],
    })
    const cleared = await patch<RoomChoices>('/api/rooms/one/choices', { options: null })
    expect(await server.json('/api/choices')).toEqual({ items: [] })
    expect(cleared.options).toBeNull()
    expect(cleared.choices.find(({ key }) => key === 'recipients')).toMatchObject({
      value: ['group@site.example'],
      from: 'group',
      groupName: 'Help',
    })
    expect(await problemOf(await send('GET', '/api/rooms/nobody/choices'))).toEqual([
      404,
      'room_not_found',
    ])
  })

  it('are none of the group where the room has chosen so: all messages, and the settings', async () => {
    const { groupOid } = await make({
      name: 'Help',
      rule: { nameLike: 'help-???' },
      options: {
        filter: { keyword: 'nowhere' },
        period: { days: 1 },
        recipients: ['group@site.example'],
        workbook: { language: 'de' },
      },
    })
    const none = { filter: null, period: null, recipients: null, workbook: { language: null } }
    const { options, choices } = await patch<RoomChoices>('/api/rooms/one/choices', {
      options: none,
    })
    expect(options).toEqual(none)
    expect(choices.filter((choice) => choice.none)).toEqual([
      { key: 'period', value: null, none: true, from: 'room' },
      { key: 'filter', value: null, none: true, from: 'room' },
      { key: 'recipients', value: [], none: true, from: 'room' },
      { key: 'workbook.language', value: 'en', none: true, from: 'room' },
    ])
    const reports = await started({ groupOid })
    const own = { from: 'room' }
    expect(reports.map(({ delivery }) => delivery)).toEqual(['none', 'pending'])
    expect(reports[0]).not.toHaveProperty('period')
    expect(reports[0]?.chosenBy).toEqual({
      filter: own,
      period: own,
      recipients: own,
      'workbook.language': own,
    })
    expect(
      (await started({ roomOids: ['two'], groupOid, options: { recipients: null } }))[0]?.delivery,
    ).toBe('none')
    expect(
      await problemOf(await send('PATCH', '/api/rooms/one/choices', { options: { from: null } })),
    ).toEqual([400, 'invalid_body'])
  })

  it('are those of the room and of its group where the chat application says that a room has ended', async () => {
    await server.feed('ends', 1, 'help-end')
    await make({
      name: 'Help',
      rule: { nameLike: 'help-???' },
      options: { workbook: { language: 'de' } },
    })
    const { report } = await server.post<{ report: Report }>('/api/rooms/ends/leave')
    expect(report.chosenBy).toMatchObject({ 'workbook.language': { from: 'group' } })
  })
})
