import { expect, it } from 'vitest'
import { sentence } from '../../contract/sentences.ts'
import type { NewReport } from '../report.ts'
import type { RunClaim, StoredRun, StoredSchedule } from '../schedules.ts'
import { onEveryEngine } from './engines.ts'

const week = 604_800_000
const monday = Date.parse('2026-11-30T07:00:00Z')

const schedule = (scheduleOid = 's1', nextAt: number | null = monday): StoredSchedule => ({
  scheduleOid,
  definition: {
    name: 'Every Monday – früh',
    cron: '0 8 * * 1',
    timeZone: 'Europe/Berlin',
    roomOids: ['a'],
    period: { days: 7 },
    make: ['rooms'],
    delivery: 'digest',
    recipients: ['lead@example.org'],
    approval: false,
    missed: 'catchUp',
    paused: nextAt === null,
  },
  nextAt,
  createdAt: 1_700_000_000_000,
  revision: 1,
})

const run = (runOid: string, change: Partial<StoredRun> = {}): StoredRun => ({
  runOid,
  scheduleOid: 's1',
  plannedAt: monday,
  cause: 'planned',
  state: 'starting',
  startedAt: monday + 5,
  finishedAt: null,
  period: { from: monday - week, to: monday },
  batchOid: null,
  overviewOid: null,
  total: 0,
  ended: { finished: 0, failed: 0, cancelled: 0, mailsFailed: 0 },
  said: null,
  ...change,
})
const claimOf = (each: StoredRun): RunClaim => ({
  run: each,
  due: { was: each.plannedAt, next: each.plannedAt + week },
})

onEveryEngine('schedules', (fresh) => {
  it('are read as they were written, oldest first, and after a restart', async () => {
    const { schedules } = fresh().engine
    await schedules.insert(schedule())
    await schedules.insert(schedule('s2', null))
    expect(await schedules.list()).toEqual([schedule(), schedule('s2', null)])
    await fresh().restart()
    expect(await fresh().engine.schedules.get('s1')).toEqual(schedule())
    expect(await fresh().engine.schedules.get('s3')).toBeNull()
  })

  it('are due from their time on, the longest waiting first, and never while they are paused', async () => {
    const { schedules } = fresh().engine
    expect(await schedules.nextAt()).toBeNull()
    await schedules.insert(schedule('s1', monday))
    await schedules.insert(schedule('s2', monday - 1))
    await schedules.insert(schedule('s3', null))
    expect(await schedules.nextAt()).toBe(monday - 1)
    const due = async (now: number) => (await schedules.due(now)).map((each) => each.scheduleOid)
    expect(await due(monday - 2)).toEqual([])
    expect(await due(monday - 1)).toEqual(['s2'])
    expect(await due(monday)).toEqual(['s2', 's1'])
  })

  it('are changed only by who knows how they are', async () => {
    const { schedules } = fresh().engine
    await schedules.insert(schedule())
    const changed = { ...schedule(), nextAt: monday + 1 }
    expect(await schedules.replace(changed)).toBe(true)
    expect(await schedules.replace(schedule())).toBe(false)
    expect(await schedules.get('s1')).toEqual({ ...changed, revision: 2 })
  })

  it('begin a planned run once, however many claim it at the same time', async () => {
    const { schedules } = fresh().engine
    const other = (await fresh().another()).schedules
    await schedules.insert(schedule())
    const claims = Array.from({ length: 10 }, (_, index) =>
      (index % 2 === 0 ? schedules : other).claim(claimOf(run(`r${index}`))),
    )
    expect((await Promise.all(claims)).filter(Boolean)).toHaveLength(1)
    expect((await schedules.runs('s1', { before: null, limit: 9 })).total).toBe(1)
    expect((await schedules.get('s1'))?.nextAt).toBe(monday + week)
  })

  it('let no run begin while another one of theirs is under way', async () => {
    const { schedules } = fresh().engine
    await schedules.insert(schedule())
    await schedules.insert(schedule('s2'))
    expect(await schedules.claim(claimOf(run('r1')))).toBe(true)
    const next = claimOf(run('r2', { plannedAt: monday + week }))
    expect(await schedules.claim(next)).toBe(false)
    expect((await schedules.get('s1'))?.nextAt).toBe(monday + week)
    expect(await schedules.claim({ run: run('now', { plannedAt: monday + 7 }) })).toBe(false)
    expect(await schedules.claim({ run: run('x', { scheduleOid: 's2' }) })).toBe(true)
    // One that is skipped is not under way.
    const skipped = run('r3', { plannedAt: monday + 8, state: 'skipped' })
    expect(await schedules.claim({ run: skipped })).toBe(true)
    expect(await schedules.changeRun(run('r1', { state: 'running' }))).toBe(true)
    expect(await schedules.claim(next)).toBe(false)
    expect(await schedules.changeRun(run('r1', { state: 'finished', finishedAt: 1 }))).toBe(true)
    expect(await schedules.claim(next)).toBe(true)
  })

  it('claim nothing that is not due any more, and pass over a time that was claimed before', async () => {
    const { schedules } = fresh().engine
    await schedules.insert(schedule())
    const late = claimOf(run('late', { plannedAt: monday - week }))
    expect(await schedules.claim(late)).toBe(false)
    expect(await schedules.claim(claimOf(run('r1', { state: 'skipped' })))).toBe(true)
    // A person has set it back to the same time.
    await schedules.replace(schedule())
    expect(await schedules.claim(claimOf(run('r2')))).toBe(false)
    expect((await schedules.get('s1'))?.nextAt).toBe(monday + week)
    expect(await schedules.claim(claimOf(run('r', { scheduleOid: 'nobody' })))).toBe(false)
  })

  it('know the runs that are under way, and change none that has ended', async () => {
    const { schedules } = fresh().engine
    await schedules.insert(schedule())
    await schedules.claim(claimOf(run('r1')))
    const running = run('r1', { state: 'running', batchOid: 'b', total: 3 })
    expect(await schedules.changeRun(running)).toBe(true)
    await fresh().restart()
    const again = fresh().engine.schedules
    expect(await again.openRuns()).toEqual([running])
    const failed = run('r1', {
      state: 'failed',
      finishedAt: monday + 9,
      said: sentence('cancelled'),
    })
    expect(await again.changeRun(failed)).toBe(true)
    expect(await again.changeRun(running)).toBe(false)
    expect(await again.openRuns()).toEqual([])
    expect(await again.run('r1')).toEqual(failed)
    expect(await again.run('r2')).toBeNull()
  })

  it('tell their history newest first, in pages, keep so much of it, and lose it when they go', async () => {
    const { schedules } = fresh().engine
    await schedules.insert(schedule())
    const past = [0, 1, 2, 3].map((weeks) =>
      run(`r${weeks}`, { plannedAt: monday + weeks * week, state: 'skipped' }),
    )
    for (const each of past) await schedules.claim({ run: each })
    const page = async (before: number | null, limit: number) => {
      const { items, total } = await schedules.runs('s1', { before, limit })
      return [...items.map(({ runOid }) => runOid), total]
    }
    expect(await page(null, 3)).toEqual(['r3', 'r2', 'r1', 4])
    expect(await page(monday + week, 3)).toEqual(['r0', 4])
    expect((await schedules.lastRuns()).get('s1')?.runOid).toBe('r3')
    await schedules.trimRuns(2)
    expect(await page(null, 9)).toEqual(['r3', 'r2', 2])
    expect(await schedules.remove('s1')).toBe(true)
    expect(await schedules.remove('s1')).toBe(false)
    expect(await page(null, 9)).toEqual([0])
    expect((await schedules.lastRuns()).size).toBe(0)
  })

  it('count the reports of a batch by what has become of them', async () => {
    const { schedules, reports } = fresh().engine
    const made = (reportOid: string, batchOid: string, delivery: NewReport['delivery']) => ({
      reportOid,
      roomOid: 'a',
      batchOid,
      options: {},
      said: sentence('waiting_for_turn'),
      delivery,
      createdAt: monday,
    })
    const batch = [made('1', 'b', 'none'), made('2', 'b', 'none'), made('3', 'b', 'pending')]
    await reports.insert({ reports: [...batch, made('4', 'c', 'none')], events: [] })
    const lease = (await reports.get('1'))?.lease ?? -1
    await reports.transition({ reportOid: '1', lease, patch: { state: 'failed' }, events: [] })
    const tally = await schedules.tally('b')
    expect(tally).toHaveLength(3)
    expect(tally).toEqual(
      expect.arrayContaining([
        { state: 'failed', delivery: 'none', count: 1 },
        { state: 'queued', delivery: 'none', count: 1 },
        { state: 'queued', delivery: 'pending', count: 1 },
      ]),
    )
    expect(await schedules.tally('none')).toEqual([])
    // What a person still has to approve holds up nothing.
    const said = { code: 'waits_for_approval', params: {} } as unknown as NewReport['said']
    const patch = { state: 'finished', said } as const
    await reports.transition({ reportOid: '3', lease, patch, events: [] })
    expect(await schedules.tally('b')).toContainEqual({
      state: 'finished',
      delivery: 'none',
      count: 1,
    })
    expect(await schedules.waiting(['b', 'none'])).toEqual(new Map([['b', 1]]))
    expect(await schedules.waiting([])).toEqual(new Map())
  })
})
