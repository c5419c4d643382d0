import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Group } from '../../server/contract/groups.ts'
import type { Report } from '../../server/contract/reports.ts'
import type { Schedule, ScheduleRun, ScheduleRunNews } from '../../server/contract/schedules.ts'
import { openMailbox } from '../support/mailbox.ts'
import { startTestServer, type TestServer } from './harness.ts'

/** A minute before a Monday, 8 o'clock in Berlin. */
const before = Date.parse('2026-01-12T06:59:00Z')
const minute = 60_000
const day = 86_400_000

let clock: number
let server: TestServer
const now = (): number => clock

beforeEach(async () => {
  clock = before
  server = await startTestServer({ now })
  for (const room of ['alpha', 'beta']) await server.feed(room, 12)
})
afterEach(() => server.dispose())

const send = (method: string, path: string, body?: unknown): Promise<Response> =>
  server.api(path, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  })
const monday = {
  name: 'Mondays',
  cron: '0 8 * * 1',
  timeZone: 'Europe/Berlin',
  roomOids: ['alpha', 'beta'],
}
const make = (more: object = {}): Promise<Schedule> =>
  server.post<Schedule>('/api/schedules', { ...monday, ...more })
const runsOf = async ({ scheduleOid }: Schedule): Promise<ScheduleRun[]> =>
  (await server.json<{ items: ScheduleRun[] }>(`/api/schedules/${scheduleOid}/runs`)).items
const again = ({ scheduleOid }: Schedule): Promise<Schedule> =>
  server.json<Schedule>(`/api/schedules/${scheduleOid}`)
/** Sets the clock, as after a night in which the computer slept, and waits for the end of the newest run. */
async function passes(schedule: Schedule, milliseconds: number): Promise<ScheduleRun> {
  const past = (await runsOf(schedule)).length
  clock += milliseconds
  server.awake()
  await expect.poll(() => runsOf(schedule), { timeout: 25_000 }).toHaveLength(past + 1)
  return settled(schedule)
}
async function settled(schedule: Schedule): Promise<ScheduleRun> {
  await expect
    .poll(async () => (await runsOf(schedule))[0]?.finishedAt, { timeout: 25_000 })
    .toEqual(expect.any(String))
  const [run] = await runsOf(schedule)
  return run!
}
const reportsOf = async ({ batchOid }: ScheduleRun): Promise<Report[]> =>
  (await server.json<{ items: Report[] }>(`/api/reports?batchOid=${batchOid}`)).items

describe('a schedule', () => {
  it('runs at its time, over its period, says when it runs next, and what it has made', async () => {
    const news = server.events('rooms=*&topics=schedules')
    await news.opened
    const schedule = await make()
    expect(schedule).toMatchObject({
      period: { days: 7 },
      make: ['rooms'],
      delivery: 'digest',
      missed: 'catchUp',
      nextRunAt: '2026-01-12T07:00:00.000Z',
    })
    expect(schedule.nextRuns.slice(0, 2)).toEqual([
      '2026-01-12T07:00:00.000Z',
      '2026-01-19T07:00:00.000Z',
    ])
    server.awake()
    expect(await runsOf(schedule)).toEqual([])

    const run = await passes(schedule, minute)
    expect(run).toMatchObject({
      plannedAt: '2026-01-12T07:00:00.000Z',
      cause: 'planned',
      state: 'finished',
      period: { from: '2026-01-05T07:00:00.000Z', to: '2026-01-12T07:00:00.000Z' },
      reports: { total: 2, finished: 2, failed: 0, cancelled: 0 },
    })
    const reports = await reportsOf(run)
    expect(reports.map(({ roomOid }) => roomOid).toSorted()).toEqual(['alpha', 'beta'])
    for (const { state, period } of reports)
      expect([state, period]).toEqual(['finished', run.period])
    expect(await again(schedule)).toMatchObject({
      nextRunAt: '2026-01-19T07:00:00.000Z',
      lastRun: { runOid: run.runOid },
    })
    const told = await news.until(({ event }) => event === 'SCHEDULE_RUN_END')
    expect(told.data as unknown as ScheduleRunNews).toMatchObject({ name: 'Mondays', run })
    expect(news.events.some(({ event }) => event === 'SCHEDULES_CHANGED')).toBe(true)
  })

  it('runs once a week over the change to summer time, and its weeks meet', async () => {
    clock = Date.parse('2026-03-23T06:59:00Z')
    const schedule = await make()
    const first = await passes(schedule, minute)
    const second = await passes(schedule, 7 * day - minute * 60)
    expect(second.plannedAt).toBe('2026-03-30T06:00:00.000Z')
    expect(second.period?.from).toBe(first.period?.to)
  })

  it('catches up a missed run once, with the period that it would have had', async () => {
    const schedule = await make({ period: { calendar: 'week' } })
    server = await server.restart()
    const run = await passes(schedule, 16 * day)
    expect(run).toMatchObject({
      plannedAt: '2026-01-26T07:00:00.000Z',
      cause: 'caughtUp',
      state: 'finished',
      period: { from: '2026-01-18T23:00:00.000Z', to: '2026-01-25T23:00:00.000Z' },
    })
    expect(await runsOf(schedule)).toHaveLength(1)
    expect((await again(schedule)).nextRunAt).toBe('2026-02-02T07:00:00.000Z')
  })

  it('skips a missed run where that is wanted, and says so', async () => {
    const schedule = await make({ missed: 'skip' })
    const run = await passes(schedule, day)
    expect(run).toMatchObject({ state: 'skipped', batchOid: null, error: { code: 'run_missed' } })
    expect((await again(schedule)).nextRunAt).toBe('2026-01-19T07:00:00.000Z')
  })

  it('does not run while it is paused, and misses nothing by that', async () => {
    const schedule = await make()
    const path = `/api/schedules/${schedule.scheduleOid}`
    const paused = (await (await send('PATCH', path, { paused: true })).json()) as Schedule
    expect([paused.nextRunAt, paused.nextRuns]).toEqual([null, []])
    clock += 8 * day
    const resumed = (await (await send('PATCH', path, { paused: false })).json()) as Schedule
    expect(resumed.nextRunAt).toBe('2026-01-26T07:00:00.000Z')
    expect(await runsOf(schedule)).toEqual([])
  })

  it('is run by hand at any time, not twice at once, and keeps its own times', async () => {
    await server.post('/api/queue', { paused: true })
    const schedule = await make({ roomOids: ['alpha'], paused: true })
    const path = `/api/schedules/${schedule.scheduleOid}/run`
    const { run } = await server.post<{ run: ScheduleRun }>(path)
    expect(run).toMatchObject({ cause: 'now', plannedAt: new Date(before).toISOString() })
    const refused = await send('POST', path)
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([
      409,
      'illegal_transition',
    ])
    await server.post('/api/queue', { paused: false })
    expect(await settled(schedule)).toMatchObject({ state: 'finished', reports: { total: 1 } })
    expect((await again(schedule)).nextRunAt).toBeNull()
  })

  it('begins a run that is due only once the one before it has ended', async () => {
    await server.post('/api/queue', { paused: true })
    const schedule = await make({
      roomOids: ['alpha'],
      cron: '*/5 * * * *',
      period: { days: 36_500 },
    })
    clock += minute
    server.awake()
    await expect
      .poll(() => runsOf(schedule), { timeout: 25_000 })
      .toMatchObject([{ state: 'running' }])
    clock += 5 * minute
    server.awake()
    expect((await again(schedule)).nextRunAt).toBe(new Date(clock).toISOString())
    await server.post('/api/queue', { paused: false })
    await expect.poll(() => runsOf(schedule), { timeout: 25_000 }).toHaveLength(2)
    const [second, first] = [await settled(schedule), (await runsOf(schedule))[1]!]
    expect([first.state, second.state]).toEqual(['finished', 'finished'])
    const [earlier] = await reportsOf(first)
    const [later] = await reportsOf(second)
    expect(Date.parse(later!.createdAt)).toBeGreaterThanOrEqual(Date.parse(earlier!.finishedAt!))
  })

  it('takes the rooms and the choices that its group has when it runs', async () => {
    const rule = { nameLike: 'alpha' }
    const options = { workbook: { language: 'de' } }
    const group = await server.post<Group>('/api/groups', { name: 'G', rule, options })
    const schedule = await make({ roomOids: undefined, groupOid: group.groupOid })
    await send('PATCH', `/api/groups/${group.groupOid}`, { addRoomOids: ['beta'] })
    const run = await passes(schedule, minute)
    const reports = await reportsOf(run)
    expect(reports).toHaveLength(2)
    for (const { chosenBy } of reports) {
      expect(chosenBy).toMatchObject({ 'workbook.language': { from: 'group', groupName: 'G' } })
    }
    const refused = await send('DELETE', `/api/groups/${group.groupOid}`)
    expect(refused.status).toBe(409)
    expect(((await refused.json()) as { detail: string }).detail).toContain('Mondays')
  })

  it.each([
    // Where they are wanted themselves, the next run makes its own reports.
    [['rooms', 'overview'], 3],
    [['overview'], 1],
  ])(
    'makes %j: an overview of its rooms, over its period, beside what that lacks',
    async (products, second) => {
      const schedule = await make({ make: products })
      const run = await passes(schedule, minute)
      expect(run).toMatchObject({ state: 'finished', reports: { total: 3, finished: 3 } })
      const reports = await reportsOf(run)
      const overview = reports.find(({ reportOid }) => reportOid === run.overviewOid)
      expect(overview).toMatchObject({ kind: 'overview', rooms: 2, period: run.period })
      expect(reports.filter(({ kind }) => kind === undefined)).toHaveLength(2)
      const next = await server.post<{ run: ScheduleRun }>(
        `/api/schedules/${schedule.scheduleOid}/run`,
      )
      expect(next.run.cause).toBe('now')
      expect((await settled(schedule)).reports.total).toBe(second)
    },
  )

  it('passes by what its group says where it has chosen so', async () => {
    const group = await server.post<Group>('/api/groups', {
      name: 'Both',
      roomOids: ['alpha'],
      options: {
        approval: true,
        filter: { keyword: 'nowhere' },
        recipients: ['group@site.example'],
        workbook: { language: 'de' },
      },
    })
    const schedule = await make({
      roomOids: undefined,
      groupOid: group.groupOid,
      options: { approval: false, filter: null, workbook: { language: null } },
    })
    expect(schedule.options).toEqual({
      approval: false,
      filter: null,
      workbook: { language: null },
    })
    const [report] = await reportsOf(await passes(schedule, minute))
    expect(report).toMatchObject({
      state: 'finished',
      delivery: 'saved',
      chosenBy: { recipients: { from: 'group' } },
    })
    expect(report?.chosenBy).toEqual({ recipients: expect.anything() })
  })

  it('fails where it has no rooms any more, and that is told once', async () => {
    const group = await server.post<Group>('/api/groups', { name: 'Empty' })
    const schedule = await make({ roomOids: undefined, groupOid: group.groupOid })
    const news = server.events('rooms=*&topics=schedules')
    await news.opened
    const run = await passes(schedule, minute)
    expect(run).toMatchObject({ state: 'failed', error: { code: 'no_rooms' }, batchOid: null })
    const next = await passes(schedule, 7 * day)
    const told = (): string[] =>
      news.events
        .filter(({ event }) => event === 'SCHEDULE_RUN_END')
        .map(({ data }) => (data as unknown as ScheduleRunNews).run.runOid)
    await expect.poll(told).toEqual([run.runOid, next.runOid])
  })

  it('shows when it would run before it is made', async () => {
    const asked = { cron: '0 8 1 * *', timeZone: 'Europe/Berlin', period: { calendar: 'month' } }
    const { items } = await server.post<{ items: object[] }>('/api/schedules/next', asked)
    expect(items[0]).toEqual({
      at: '2026-02-01T07:00:00.000Z',
      from: '2025-12-31T23:00:00.000Z',
      to: '2026-01-31T23:00:00.000Z',
    })
  })

  it('is told in pages of its history, and is gone with it', async () => {
    const schedule = await make({ missed: 'skip' })
    for (let week = 0; week < 3; week++) await passes(schedule, week === 0 ? day : 7 * day)
    const path = `/api/schedules/${schedule.scheduleOid}`
    type Page = { items: ScheduleRun[]; nextCursor: string | null; total: number }
    const first = await server.json<Page>(`${path}/runs?limit=2`)
    const second = await server.json<Page>(`${path}/runs?limit=2&cursor=${first.nextCursor}`)
    expect(
      [...first.items, ...second.items].map(({ plannedAt }) => plannedAt.slice(0, 10)),
    ).toEqual(['2026-01-26', '2026-01-19', '2026-01-12'])
    expect([first.total, second.nextCursor]).toEqual([3, null])
    expect((await send('DELETE', path)).status).toBe(204)
    for (const gone of [path, `${path}/runs`]) {
      const answer = await send('GET', gone)
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
        404,
        'schedule_not_found',
      ])
    }
  })

  it('is refused with a reason where it cannot be', async () => {
    const refusal = async (body: object): Promise<string> => {
      const response = await send('POST', '/api/schedules', { ...monday, ...body })
      const { code, errors } = (await response.json()) as {
        code: string
        errors?: { path: string }[]
      }
      return [response.status, code, ...(errors ?? []).map(({ path }) => path)].join(' ')
    }
    expect(await refusal({ cron: 'every monday' })).toBe('400 invalid_cron')
    expect(await refusal({ cron: '0 0 31 2 *' })).toBe('400 invalid_cron')
    expect(await refusal({ cron: '* * * * * *' })).toBe('400 invalid_cron')
    expect(await refusal({ timeZone: 'Mars/Olympus' })).toBe('400 invalid_body timeZone')
    expect(await refusal({ roomOids: ['nobody'] })).toBe('404 room_not_found')
    expect(await refusal({ roomOids: undefined, groupOid: 'nobody' })).toBe('404 group_not_found')
    expect(await refusal({ roomOids: undefined })).toBe('400 invalid_body groupOid')
    expect(await refusal({ groupOid: 'both' })).toBe('400 invalid_body groupOid')
    expect(await refusal({ make: [] })).toBe('400 invalid_body make')
  })
})

it('mails one digest of a run, and tells of a mail that was refused as a run that has failed', async () => {
  const mailbox = await openMailbox({ 'full@site.example': ['552 5.2.2 mailbox full'] })
  server = await server.restart({
    flags: { smtpHost: '127.0.0.1', smtpPort: mailbox.port },
  })
  try {
    const schedule = await make({ recipients: ['boss@site.example'] })
    expect(await passes(schedule, minute)).toMatchObject({ state: 'finished', mailsFailed: 0 })
    expect(mailbox.mails.get('boss@site.example')).toHaveLength(1)
    // A room that has recipients of its own is none of the others' business.
    const group = await server.post<Group>('/api/groups', {
      name: 'G',
      roomOids: ['alpha', 'beta'],
      options: { recipients: ['group@site.example'] },
    })
    const recipients = ['room@site.example']
    await send('PATCH', '/api/rooms/beta/choices', { options: { recipients } })
    const apart = await make({ name: 'Apart', roomOids: undefined, groupOid: group.groupOid })
    expect(await passes(apart, 7 * day)).toMatchObject({ state: 'finished', mailsFailed: 0 })
    const workbooksOf = (address: string): string[][] =>
      (mailbox.mails.get(address) ?? []).map(({ attachments }) =>
        attachments.map(({ filename }) => filename?.split(' ')[0] ?? ''),
      )
    expect(workbooksOf('group@site.example')).toEqual([['alpha']])
    expect(workbooksOf('room@site.example')).toEqual([['beta']])
    const other = await make({ name: 'Full', recipients: ['full@site.example'] })
    expect(await passes(other, 7 * day)).toMatchObject({
      state: 'failed',
      mailsFailed: 2,
      error: { code: 'run_failed' },
    })
  } finally {
    await mailbox.close()
  }
})
