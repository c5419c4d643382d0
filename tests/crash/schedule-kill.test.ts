import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Report } from '../../server/contract/reports.ts'
import type { Schedule, ScheduleRun } from '../../server/contract/schedules.ts'
import { startEngine } from '../../server/engines/open.ts'
import { record, type EventRecorder } from '../integration/harness.ts'
import { sourceProgram, startServerProcess, type ServerProcess } from './server-process.ts'

const rooms = ['a', 'b', 'c']

let dataDir: string
let server: ServerProcess | null = null
const recorders: EventRecorder[] = []
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'rapporteur-schedule-'))
})
afterEach(async () => {
  for (const recorder of recorders.splice(0)) recorder.close()
  await server?.kill()
  server = null
  rmSync(dataDir, { recursive: true, force: true })
})

async function started(): Promise<void> {
  server = await startServerProcess(dataDir, {}, sourceProgram)
}
async function ask<T>(path: string, body?: string): Promise<T> {
  const { url, accessToken } = server!
  const answer = await fetch(`${url}/api${path}`, {
    headers: { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body }),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}
async function listen(lastEventId?: string): Promise<EventRecorder> {
  const { url, accessToken } = server!
  const recorder = record(`${url}/api/events?rooms=*&topics=schedules`, accessToken, lastEventId)
  recorders.push(recorder)
  await recorder.opened
  return recorder
}

/** As after a week in which nothing ran: the data is changed while nobody works on it. */
const missedOnce = async (scheduleOid: string): Promise<void> =>
  startEngine(
    { kind: 'sqlite', folder: dataDir },
    { onMended: () => undefined },
    async (engine) => {
      const schedule = await engine.schedules.get(scheduleOid)
      await engine.schedules.replace({ ...schedule!, nextAt: Date.now() - 8 * 86_400_000 })
      return engine
    },
  ).then((engine) => engine.close())

it('a run that was missed, and is killed in the middle, is caught up once: no report twice, its end told once', async () => {
  await started()
  for (const room of rooms) {
    const lines = Array.from({ length: 4_000 }, (_, n) => {
      const at = new Date(Date.now() - 1_000 * n).toISOString()
      return JSON.stringify({ id: `${n}`, at, author: `p${n % 5}`, text: `Berth ${n} is free` })
    })
    await ask(`/rooms/${room}/messages`, lines.join('\n'))
  }
  // Three days ago, so that it is late whenever this runs.
  const cron = `0 8 * * ${(new Date().getUTCDay() + 4) % 7}`
  const asked = { name: 'Weekly', cron, roomOids: rooms, period: { days: 3_650 } }
  const { scheduleOid } = await ask<Schedule>('/schedules', JSON.stringify(asked))
  const runs = async () =>
    (await ask<{ items: ScheduleRun[] }>(`/schedules/${scheduleOid}/runs`)).items
  await server!.stop()
  await missedOnce(scheduleOid)

  await started()
  const before = await listen()
  await before.until(({ data }) => data.state === 'summarizing')
  const [running, ...others] = await runs()
  expect(others).toEqual([])
  expect(running).toMatchObject({ cause: 'caughtUp', reports: { total: 3 } })
  await server!.kill()
  before.close()

  await started()
  const after = await listen(before.events.filter(({ id }) => id !== '').at(-1)?.id)
  await expect.poll(async () => (await runs())[0]?.state, { timeout: 60_000 }).toBe('finished')
  const [run, ...more] = await runs()
  expect(more).toEqual([])
  expect(run).toMatchObject({
    runOid: running?.runOid,
    plannedAt: running?.plannedAt,
    reports: { total: 3, finished: 3, failed: 0 },
  })
  const { items } = await ask<{ items: Report[] }>('/reports')
  expect(items.map(({ roomOid }) => roomOid).toSorted()).toEqual(rooms)
  expect(new Set(items.map(({ batchOid }) => batchOid))).toEqual(new Set([run?.batchOid]))
  await after.until(({ event }) => event === 'SCHEDULE_RUN_END')
  const ends = [...before.events, ...after.events].filter(
    ({ event }) => event === 'SCHEDULE_RUN_END',
  )
  expect(ends).toHaveLength(1)
})
