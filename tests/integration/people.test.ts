import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Person, PersonPage } from '../../server/contract/people.ts'
import type { ReportAnswer } from '../../server/contract/reports.ts'
import type { MessagePage, Room } from '../../server/contract/rooms.ts'
import type { Summary } from '../../server/contract/summary.ts'
import { hasOpenpyxl, readWithOpenpyxl } from '../workbook/support.ts'
import { startTestServer, type TestServer } from './harness.ts'

let server: TestServer
beforeAll(async () => (server = await startTestServer()))
afterAll(() => server.dispose())

const minute = 60_000
const start = Date.UTC(2026, 2, 2, 9)

async function say(room: string, lines: readonly [string, string][], from = start): Promise<void> {
  const body = lines.map(([author, text], index) =>
    JSON.stringify({ at: new Date(from + index * minute).toISOString(), author, text }),
  )
  await server.api(`/api/rooms/${room}/messages`, { method: 'POST', body: body.join('\n') })
}

const people = (query: Record<string, string> = {}): Promise<PersonPage> =>
  server.json(`/api/people?${new URLSearchParams(query)}`)

async function oidOf(name: string, room: string): Promise<string> {
  const { items } = await people({ roomOid: room })
  return items.find((person) => person.name === name)!.personOid
}

async function patch<T>(path: string, body: unknown): Promise<T> {
  const headers = { 'Content-Type': 'application/json' }
  return server.json(path, { method: 'PATCH', headers, body: JSON.stringify(body) })
}

/** A finished report of a room: what its API and each of its sheets tell. */
async function reportOf(room: string, options: object = {}) {
  const events = server.events(`rooms=${room}`)
  await events.opened
  const { reports } = await server.post<ReportAnswer>('/api/reports', {
    roomOids: [room],
    options: { summary: 'extractive', ...options },
  })
  const { reportOid } = reports[0]!
  await events.until(
    ({ event, data }) => event === 'EXCEL_STATUS_END' && data.reportOid === reportOid,
  )
  events.close()
  const transcript = async (): Promise<string> =>
    (await server.api(`/api/reports/${reportOid}/transcript.csv`)).text()
  const folder = await mkdtemp(join(tmpdir(), 'rapporteur-people-'))
  try {
    const file = join(folder, 'report.xlsx')
    const book = await server.api(`/api/reports/${reportOid}/workbook`)
    await writeFile(file, Buffer.from(await book.arrayBuffer()))
    const { sheets } = readWithOpenpyxl(file)
    const rows = (name: string): unknown[][] =>
      sheets
        .find((sheet) => sheet.name === name)!
        .rows.map((row) => row.map((cell) => (cell as { value: unknown }).value))
    return {
      rows,
      text: (name: string): string =>
        rows(name)
          .flat()
          .filter((value) => typeof value === 'string')
          .join('\n'),
      /** The cells of a sheet that are one of these names, and nothing else. */
      named: (name: string, ...names: string[]): unknown[] =>
        rows(name)
          .flat()
          .filter((value) => names.includes(value as string)),
      summary: await server.json<Summary>(`/api/reports/${reportOid}/summary`),
      csv: await transcript(),
      transcript,
      markdown: await (await server.api(`/api/reports/${reportOid}/report.md`)).text(),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A team that plans; Ann writes under three names. */
const planning: [string, string][] = [
  ['bob', 'Where do we send the harbour brochure, to the printer in Bergen or in Oslo?'],
  ['ann', 'bob: to the printer in Bergen, they were cheaper the last time.'],
  ['bob', 'We have decided to print the harbour brochure in Bergen then.'],
  ['bob', 'ann_: could you send the final pictures of the harbour to the printer by Friday?'],
  ['ann_', 'Sure, I will send the pictures of the harbour to the printer on Friday.'],
  ['Ann Lee', 'I will also write the invoice for the brochure tomorrow.'],
  ['carol', 'Who has the key of the harbour office for the weekend?'],
  ['ann_', 'carol: the key of the harbour office is with the porter.'],
  ['carol', 'Thanks, ann_! We agreed to meet at the harbour office on Saturday at ten.'],
]

it.runIf(hasOpenpyxl)(
  'shows several authors as one person in every sheet of a report',
  async () => {
    await say('planning', planning)
    const before = await reportOf('planning')
    expect(before.named('Participants', 'ann', 'ann_', 'Ann Lee')).toEqual([
      'ann_',
      'Ann Lee',
      'ann',
    ])

    const into = await oidOf('Ann Lee', 'planning')
    const from = [await oidOf('ann', 'planning'), await oidOf('ann_', 'planning')]
    const merged = await server.post<Person>('/api/people/merge', { into, from })
    expect([merged.name, merged.messageCount, merged.parts.length]).toEqual(['Ann Lee', 4, 3])
    await patch(`/api/people/${into}`, { role: 'team' })

    const after = await reportOf('planning')
    const names = ['ann', 'ann_', 'Ann Lee']
    // Participants: one row with the messages of all, and the role.
    const participants = after.rows('Participants')
    expect(participants.map((row) => [row[1], row[2], row.at(-1)])).toEqual([
      ['Participant', 'Messages', 'Role'],
      ['Ann Lee', 4, 'Team'],
      ['bob', 3, null],
      ['carol', 2, null],
    ])
    // Transcript: the author, while the words stay as they were written.
    const transcript = after.rows('Transcript').slice(1)
    expect(
      transcript.map((row) => row[2]).filter((value) => names.includes(value as string)),
    ).toEqual(Array.from({ length: 4 }, () => 'Ann Lee'))
    expect(transcript[3]?.[3]).toBe(planning[3]?.[1])
    // Highlights: owners, who answered.
    expect(before.named('Highlights', 'ann', 'ann_')).not.toEqual([])
    expect(after.named('Highlights', ...names)).not.toEqual([])
    expect(after.named('Highlights', 'ann', 'ann_')).toEqual([])
    expect(after.summary.actionItems.map(({ owner }) => owner)).toContain('Ann Lee')
    // Answers under one name to questions that were put to another are hers.
    const answersOf = (rows: unknown[][]): unknown[] =>
      rows.filter((row) => names.includes(row[1] as string)).map((row) => row[9])
    expect(answersOf(before.rows('Participants'))).toEqual([1, 0, 1])
    expect(answersOf(participants)).toEqual([2])
    // Summary and Activity: how many people, and how many on each day.
    expect(before.summary.participants).toHaveLength(5)
    expect(after.summary.participants).toHaveLength(3)
    expect(after.named('Summary', 'ann', 'ann_')).toEqual([])
    expect(after.text('Summary')).not.toMatch(/\(ann_?[,)]/)
    expect(after.text('Activity')).not.toMatch(/\bann_?\b/)
    // The other forms of the same report.
    expect(after.csv).not.toMatch(/,ann_?,/)
    expect(after.csv).toContain(',Ann Lee,')
    expect(after.markdown).not.toMatch(/\(ann_?,/)
    expect((await server.json<Room>('/api/rooms/planning')).participantCount).toBe(3)
    // A report that was made before still tells what it told.
    expect(await before.transcript()).toBe(before.csv)

    await server.post('/api/people/split', { personOid: into, apart: from.map((oid) => [oid]) })
    const again = await reportOf('planning')
    expect(again.named('Participants', ...names)).toEqual(['ann_', 'Ann Lee', 'ann'])
    expect((await server.json<Room>('/api/rooms/planning')).participantCount).toBe(5)
  },
)

it.runIf(hasOpenpyxl)('takes nobody for new or lost who goes by another name now', async () => {
  const day = 24 * 60 * minute
  await say('earlier', [
    ['olga', 'The brochure goes to the printer.'],
    ['pete', 'Good, then it is ready next week.'],
  ])
  const later: [string, string][] = [
    ['olga_', 'The brochure is printed.'],
    ['pete', 'Very good, thank you.'],
  ]
  await say('earlier', later, start + day)
  const period = {
    from: new Date(start + day).toISOString(),
    to: new Date(start + 2 * day).toISOString(),
  }
  const newAndLost = ({ rows }: Awaited<ReturnType<typeof reportOf>>): unknown[] =>
    rows('Summary')
      .filter((row) => row.some((value) => /^(?:New|Lost|Returning)/.test(String(value))))
      .map((row) => row.filter((value) => value !== null && value !== ''))
  const before = newAndLost(await reportOf('earlier', period))
  const [into, from] = [await oidOf('olga', 'earlier'), await oidOf('olga_', 'earlier')]
  await server.post('/api/people/merge', { into, from: [from] })
  const after = newAndLost(await reportOf('earlier', period))
  expect(before).toEqual([
    ['New people', '1'],
    ['Returning people', '1 of 2'],
  ])
  expect(after).toEqual([
    ['New people', '0'],
    ['Returning people', '2 of 2'],
  ])
})

it.runIf(hasOpenpyxl)(
  'leaves out whom a person calls a program, and asks whom a person calls none',
  async () => {
    await say('relay', [
      ['relay', 'Who can look after the boat in the north harbour next week?'],
      ['dan', 'The boat in the north harbour was painted yesterday.'],
      ['depot-bot', 'Who has ordered the paint for the boat in the south harbour?'],
    ])
    const asking = async (): Promise<string[]> =>
      (await reportOf('relay')).summary.openQuestions.map(({ author }) => author)
    expect(await asking()).toEqual(['relay'])
    await patch('/api/people', {
      changes: [
        { personOid: await oidOf('relay', 'relay'), role: 'bot' },
        { personOid: await oidOf('depot-bot', 'relay'), role: 'person' },
      ],
    })
    expect(await asking()).toEqual(['depot-bot'])
    const { items } = await people({ only: 'bot' })
    expect(items.map(({ name, role }) => [name, role])).toEqual([['relay', 'bot']])
  },
)

it('gives the messages of a room by the names that people have, and those of the source beside them', async () => {
  await say('named', [
    ['uma', 'One'],
    ['uma_', 'Two'],
  ])
  const [into, from] = [await oidOf('uma', 'named'), await oidOf('uma_', 'named')]
  await server.post('/api/people/merge', { into, from: [from] })
  await patch(`/api/people/${into}`, { name: 'Uma Rao' })
  for (const order of ['oldest', 'newest']) {
    const { items } = await server.json<MessagePage>(`/api/rooms/named/messages?order=${order}`)
    const names = items.map(({ author, sourceName }) => [author, sourceName])
    expect(names.toSorted()).toEqual([
      ['Uma Rao', 'uma'],
      ['Uma Rao', 'uma_'],
    ])
  }
})

it('lists people of a room or of all, in pages, searched and sorted', async () => {
  await say('list-1', [
    ['yara', 'One'],
    ['zeno', 'Two'],
    ['yara', 'Three'],
  ])
  await say('list-2', [['yara', 'Four']])
  const first = await people({ search: 'list-', limit: '1' })
  expect(
    first.items.map(({ name, messageCount, roomCount }) => [name, messageCount, roomCount]),
  ).toEqual([['yara', 3, 2]])
  expect(first.total).toBe(2)
  const second = await people({ search: 'list-', limit: '1', cursor: first.nextCursor! })
  expect([second.items.map(({ name }) => name), second.nextCursor]).toEqual([['zeno'], null])
  expect(
    (await people({ roomOid: 'list-1', sort: 'name' })).items.map(({ name, messageCount }) => [
      name,
      messageCount,
    ]),
  ).toEqual([
    ['yara', 2],
    ['zeno', 1],
  ])
  expect((await people({ roomOid: 'nowhere' })).total).toBe(0)
})

it('suggests whom to merge, but not again who is known to be another', async () => {
  await say('alike', [
    ['quirin', 'One'],
    ['quirin_', 'Two'],
  ])
  const suggested = async (): Promise<string[][]> => {
    const { items } = await server.json<{ items: { people: Person[] }[] }>(
      '/api/people/suggestions?roomOid=alike',
    )
    return items.map((one) => one.people.map(({ name }) => name))
  }
  expect(await suggested()).toEqual([['quirin', 'quirin_']])
  const personOids = await Promise.all(['quirin', 'quirin_'].map((name) => oidOf(name, 'alike')))
  const apart = (isApart: boolean): Promise<Response> =>
    server.api('/api/people/apart', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ personOids, isApart }),
    })
  expect((await apart(true)).status).toBe(204)
  expect(await suggested()).toEqual([])
  await apart(false)
  expect(await suggested()).toEqual([['quirin', 'quirin_']])
})

it('tells those who listen that people have changed, and which rooms', async () => {
  await say('told', [
    ['ulla', 'One'],
    ['ulla_', 'Two'],
  ])
  const [into, from] = [await oidOf('ulla', 'told'), await oidOf('ulla_', 'told')]
  const events = server.events('rooms=*&topics=rooms')
  await events.opened
  await server.post('/api/people/merge', { into, from: [from] })
  await events.until(({ event }) => event === 'PEOPLE_CHANGED')
  const { data } = await events.until(
    ({ event, data: room }) => event === 'ROOM_CHANGED' && room.roomOid === 'told',
  )
  expect(data['participantCount']).toBe(1)
  events.close()
})

it('refuses what is not there, and what says nothing, by name', async () => {
  const nobody = `p${'x'.repeat(22)}`
  const asked = async (path: string, method: string, body?: unknown): Promise<[number, string]> => {
    const response = await server.api(path, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
    })
    return [response.status, ((await response.json()) as { code: string }).code]
  }
  const missing = [404, 'person_not_found']
  expect(await asked(`/api/people/${nobody}`, 'GET')).toEqual(missing)
  expect(await asked(`/api/people/${nobody}`, 'PATCH', { name: 'X' })).toEqual(missing)
  expect(await asked('/api/people/merge', 'POST', { into: nobody, from: ['p'] })).toEqual([
    400,
    'invalid_body',
  ])
  const other = `p${'y'.repeat(22)}`
  expect(await asked('/api/people/merge', 'POST', { into: nobody, from: [other] })).toEqual(missing)
  const split = { personOid: nobody, apart: [[other]] }
  expect(await asked('/api/people/split', 'POST', split)).toEqual(missing)
  const invalid = [400, 'invalid_body']
  expect(await asked('/api/people/merge', 'POST', { into: nobody, from: [nobody] })).toEqual(
    invalid,
  )
  expect(await asked(`/api/people/${nobody}`, 'PATCH', {})).toEqual(invalid)
  expect(await asked(`/api/people/${nobody}`, 'PATCH', { name: '  ' })).toEqual(invalid)
  expect(await asked(`/api/people/${nobody}`, 'PATCH', { role: 'king' })).toEqual(invalid)
})
