import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { stages, type Report } from '../../server/contract/reports.ts'
import { sourceProgram, startServerProcess, type ServerProcess } from '../crash/server-process.ts'
import { record, type EventRecorder } from '../integration/harness.ts'
import { feedOf, mustBeTaken } from '../support/feed.ts'
import { describeCluster, isWhole } from './cluster.ts'

const rooms = ['a', 'b', 'c', 'd']

let dataDir: string
let server: ServerProcess | null = null
const recorders: EventRecorder[] = []
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'rapporteur-cluster-'))
})
afterEach(async () => {
  for (const recorder of recorders.splice(0)) recorder.close()
  await server?.kill()
  server = null
  rmSync(dataDir, { recursive: true, force: true })
})

describeCluster('a server on PostgreSQL that is killed', (postgres) => {
  async function started(url: string): Promise<ServerProcess> {
    server = await startServerProcess(dataDir, { RAPPORTEUR_DATABASE_URL: url }, sourceProgram)
    return server
  }
  async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
    const headers = { Authorization: `Bearer ${server!.accessToken}`, ...init.headers }
    const answer = await fetch(`${server!.url}/api${path}`, { ...init, headers })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }
  async function listen(lastEventId?: string): Promise<EventRecorder> {
    const { url, accessToken } = server!
    const recorder = record(`${url}/api/events?rooms=*`, accessToken, lastEventId)
    recorders.push(recorder)
    await recorder.opened
    return recorder
  }
  const post = <T>(path: string, type: string, body: string): Promise<T> =>
    ask(path, { method: 'POST', headers: { 'Content-Type': type }, body })

  it.each(isWhole ? stages : ['summarizing'])(
    'while %s goes on from there, and no reader misses or hears twice how it went',
    async (stage) => {
      const url = await postgres().createDatabase()
      await started(url)
      for (const room of rooms) {
        const body = feedOf(4_000, (n) => ({ author: `p${n % 5}`, text: `Berth ${n} is free` }))
        mustBeTaken(await post(`/rooms/${room}/messages`, 'application/x-ndjson', body))
      }
      const before = await listen()
      await post('/reports', 'application/json', JSON.stringify({ roomOids: rooms }))
      await before.until(({ event, data }) => event === 'EXCEL_STATUS' && data.state === stage)
      await server!.kill()
      before.close()
      const logged = (recorder: EventRecorder) =>
        recorder.events.filter(({ event }) => event.startsWith('EXCEL_STATUS'))

      await started(url)
      const after = await listen(before.events.at(-1)?.id)
      await expect
        .poll(
          async () => (await ask<{ items: Report[] }>('/reports')).items.map(({ state }) => state),
          {
            timeout: 60_000,
          },
        )
        .toEqual(rooms.map(() => 'finished'))
      const isEnd = ({ event }: { event: string }): boolean => event === 'EXCEL_STATUS_END'
      await expect
        .poll(() =>
          [...logged(before), ...logged(after)].filter(isEnd).map(({ data }) => data.roomOid),
        )
        .toHaveLength(rooms.length)
      const places = [...logged(before), ...logged(after)].map(({ id }) =>
        Number(id.split('-').at(-1)),
      )
      expect(places).toEqual([...new Set(places)].toSorted((a, b) => a - b))
      expect(after.events.some(({ event }) => event === 'RESET')).toBe(false)
    },
    120_000,
  )
})
