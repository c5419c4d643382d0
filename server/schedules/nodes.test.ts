import { expect, it } from 'vitest'
import { defaultWorkbookChoices } from '../contract/workbook.ts'
import type { Engine } from '../ports/engine.ts'
import { onEveryEngine } from '../ports/suite/engines.ts'
import { describedRoom, newMessages } from '../ports/suite/invented.ts'
import type { StoredSchedule } from '../ports/schedules.ts'
import { noChoices } from '../reports/choices.ts'
import { createStarting } from '../reports/starting.ts'
import { createTelling } from '../reports/status.ts'
import { createRuns, type RunsDeps } from './runs.ts'
import { createScheduler, newRun, type Scheduler } from './scheduler.ts'

const monday = Date.parse('2026-11-30T07:00:00Z')
const rooms = ['a', 'b', 'c']
const schedule: StoredSchedule = {
  scheduleOid: 's',
  definition: {
    name: 'Mondays',
    cron: '0 8 * * 1',
    timeZone: 'Europe/Berlin',
    roomOids: rooms,
    period: { days: 7 },
    make: ['rooms'],
    delivery: 'single',
    approval: false,
    missed: 'catchUp',
    paused: false,
  },
  nextAt: monday,
  createdAt: 0,
  revision: 1,
}

/** What a node does with schedules, over one opening of the data; its reports wait in the store for ever. */
function node(engine: Engine, change: Partial<RunsDeps> = {}, now = () => monday): Scheduler {
  const starting = createStarting({
    reports: engine.reports,
    rooms: engine.rooms,
    queue: { push: async () => undefined },
    choices: noChoices,
    preparation: {
      rooms: engine.rooms,
      choices: noChoices,
      recipients: () => [],
      workbookDefaults: () => ({ ...defaultWorkbookChoices, logo: null }),
      keepLogo: async () => null,
      lastRead: async () => null,
      now: () => Date.now(),
    },
    telling: createTelling({
      publisherOf: (_reportOid, room) => ({
        event: () => ({ room, event: 'EXCEL_STATUS', data: '{}', coalesceKey: null, key: '' }),
        told: () => undefined,
        emitText: () => undefined,
      }),
      log: { of: () => () => undefined },
      now: () => Date.now(),
    }),
  })
  const onError = (error: unknown): void => {
    throw error
  }
  const { schedules } = engine
  const deps: RunsDeps = {
    schedules,
    groups: engine.groups,
    choices: noChoices,
    reports: starting,
    now,
    tellEnd: async () => undefined,
    onEnd: () => undefined,
    onChanged: () => undefined,
    onError: () => undefined,
    ...change,
  }
  return createScheduler({ schedules, runs: createRuns(deps), now, onError })
}

onEveryEngine('schedules of several nodes', (fresh) => {
  async function prepared(): Promise<[Engine, Engine]> {
    const { engine } = fresh()
    const batches = rooms.map((room) => ({ room: describedRoom(room), messages: newMessages(3) }))
    await engine.messages.append(batches, null)
    await engine.schedules.insert(schedule)
    return [engine, await fresh().another()]
  }
  const reportsOf = async ({ reports }: Engine): Promise<string[]> =>
    (await reports.list({}, { beforeId: null, limit: 99 })).items
      .map(({ roomOid }) => roomOid)
      .sort()

  it('are run once, though all look at the same moment', async () => {
    const [one, other] = await prepared()
    const nodes = [node(one), node(other), node(one), node(other)]
    await Promise.all(nodes.map((each) => each.look()))
    expect(await reportsOf(one)).toEqual(rooms)
    const { items, total } = await one.schedules.runs('s', { before: null, limit: 9 })
    expect([total, items[0]?.state, items[0]?.total]).toEqual([1, 'running', 3])
    expect((await one.schedules.get('s'))?.nextAt).toBe(monday + 7 * 86_400_000)
  })

  it('are started, once, where who had placed the run died before it started anything', async () => {
    const [one, other] = await prepared()
    const run = newRun(schedule, { plannedAt: monday, cause: 'planned', now: monday })
    await one.schedules.claim({ run, due: { was: monday, next: null } })
    expect(await reportsOf(one)).toEqual([])
    await Promise.all([node(one).look(), node(other).look()])
    expect(await reportsOf(one)).toEqual(rooms)
    expect(await one.schedules.openRuns()).toMatchObject([{ state: 'running', total: 3 }])
  })

  it('start nothing twice where it died before it had written down what it started, however long ago', async () => {
    const [one] = await prepared()
    // The process ends in the moment in which the reports are there.
    const dies = node(one, {
      schedules: { ...one.schedules, changeRun: () => new Promise(() => undefined) },
    })
    void dies.look()
    await expect.poll(() => reportsOf(one)).toEqual(rooms)
    await fresh().restart()
    const { engine } = fresh()
    const [run] = await engine.schedules.openRuns()
    expect(run?.state).toBe('starting')
    const dayAfter = () => monday + 3 * 86_400_000
    await node(engine, {}, dayAfter).look()
    expect(await reportsOf(engine)).toEqual(rooms)
    expect(await engine.schedules.openRuns()).toMatchObject([
      { runOid: run?.runOid, state: 'running', total: 3 },
    ])
  })

  it('are tried again where the store fails, and given up where something else does', async () => {
    const [one] = await prepared()
    let fails: Error = Object.assign(new Error('away'), { code: 'database_unavailable' })
    let isFailing = true
    const { reports } = one
    const starting = node(one, {
      reports: {
        startOnce: () =>
          isFailing ? Promise.reject(fails) : Promise.resolve({ total: 1, overviewOid: null }),
      },
    })
    await starting.look()
    expect(await one.schedules.openRuns()).toMatchObject([{ state: 'starting' }])
    isFailing = false
    const later = () => monday + 120_000
    await node(one, {}, later).look()
    expect(await one.schedules.openRuns()).toMatchObject([{ state: 'running', total: 3 }])
    expect((await reports.list({}, { beforeId: null, limit: 9 })).total).toBe(3)

    isFailing = true
    fails = new Error('something else')
    await one.schedules.insert({ ...schedule, scheduleOid: 't' })
    await starting.look()
    const [failed] = (await one.schedules.runs('t', { before: null, limit: 1 })).items
    expect(failed).toMatchObject({ state: 'failed', said: { code: 'run_not_started' } })
  })
})
