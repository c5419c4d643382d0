import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { stages, type Report } from '../../server/contract/reports.ts'
import { sourceProgram } from '../crash/server-process.ts'
import { record, type EventRecorder } from '../integration/harness.ts'
import { feedOf, mustBeTaken } from '../support/feed.ts'
import { describeCluster, isWhole } from './cluster.ts'
import { layWire, startNode, type NodeProcess, type Wire } from './node-process.ts'

const leaseSeconds = 2
/** Where a server takes 12 s for a lease, others must have begun 20 s after its death. */
const takeoverMs = (leaseSeconds / 12) * 20_000

let folder: string
const nodes: NodeProcess[] = []
const recorders: EventRecorder[] = []
const wires: Wire[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rapporteur-failures-'))
})
afterEach(async () => {
  for (const recorder of recorders.splice(0)) recorder.close()
  for (const node of nodes.splice(0)) await node.kill()
  for (const wire of wires.splice(0)) await wire.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Starts the process with a clock that goes an hour wrong. */
const skewed = (hours: number): string => {
  const script = `const D=Date,o=${hours}*3600e3;globalThis.Date=class extends D{constructor(...a){
    a.length?super(...a):super(D.now()+o)} static now(){return D.now()+o}}`
  return `--import=data:text/javascript,${encodeURIComponent(script)}`
}

describeCluster('a node that fails', (postgres) => {
  async function started(name: string, databaseUrl: string, env = {}): Promise<NodeProcess> {
    const blobs = pathToFileURL(join(folder, 'files')).href
    const node = await startNode({
      folder,
      name,
      databaseUrl,
      blobs,
      leaseSeconds,
      command: sourceProgram,
      env: {
        RAPPORTEUR_CONCURRENCY: '2',
        ...env,
      },
    })
    nodes.push(node)
    return node
  }
  async function follow({ url, accessToken }: NodeProcess): Promise<EventRecorder> {
    const recorder = record(`${url}/api/events?rooms=*`, accessToken)
    recorders.push(recorder)
    await recorder.opened
    return recorder
  }
  async function feed(node: NodeProcess, rooms: readonly string[], count: number): Promise<void> {
    const body = feedOf(count, (n) => ({ author: `p${n % 5}`, text: `Berth ${n} is free` }))
    for (const room of rooms) {
      mustBeTaken(await node.ask(`/api/rooms/${room}/messages`, { method: 'POST', body }))
    }
  }
  const ask = async (node: NodeProcess, roomOids: readonly string[]): Promise<string[]> =>
    (await node.post<{ reports: Report[] }>('/api/reports', { roomOids })).reports.map(
      ({ reportOid }) => reportOid,
    )
  const ends = (recorder: EventRecorder): EventRecorder['events'] =>
    recorder.events.filter(({ event }) => event === 'EXCEL_STATUS_END')
  /** Each end once, of a report that is finished, in the order of the log. */
  async function expectAll(recorder: EventRecorder, oids: readonly string[]): Promise<void> {
    await expect
      .poll(() => ends(recorder).length, { timeout: 60_000 })
      .toBeGreaterThanOrEqual(oids.length)
    expect(
      ends(recorder)
        .map(({ data }) => data.reportOid)
        .toSorted(),
    ).toEqual([...oids].toSorted())
    expect(ends(recorder).map(({ data }) => data.state)).toEqual(oids.map(() => 'finished'))
    const places = recorder.events
      .filter(({ event }) => event.startsWith('EXCEL_STATUS'))
      .map(({ id }) => Number(id.split('-').at(-1)))
    expect(places).toEqual([...new Set(places)].toSorted((a, b) => a - b))
  }

  it.each(isWhole ? stages : ['summarizing'])(
    'by SIGKILL while %s is gone on for within the time, and every reader hears each end once',
    async (stage) => {
      const url = await postgres().createDatabase()
      const [victim, other] = [await started('victim', url), await started('other', url)]
      const rooms = ['a', 'b', 'c', 'd']
      await feed(victim, rooms, 4_000)
      const recorder = await follow(other)
      const oids = await ask(victim, rooms)
      await recorder.until(({ event, data }) => event === 'EXCEL_STATUS' && data.state === stage)
      await victim.kill()
      const killed = performance.now()
      const heard = recorder.events.length
      const { data } = await recorder.until(
        (event) => recorder.events.indexOf(event) >= heard && event.data.code === 'goes_on',
      )
      expect(performance.now() - killed).toBeLessThan(takeoverMs)
      expect(oids).toContain(data.reportOid)
      await expectAll(recorder, oids)
    },
    120_000,
  )

  it('by SIGSTOP for longer than its lease comes back, and writes nothing of what others have', async () => {
    const url = await postgres().createDatabase()
    const [victim, other] = [await started('victim', url), await started('other', url)]
    const rooms = ['a', 'b', 'c', 'd']
    await feed(victim, rooms, 8_000)
    const recorder = await follow(other)
    const oids = await ask(victim, rooms)
    await recorder.until(({ data }) => data.state === 'summarizing')
    victim.hold()
    await recorder.until(({ data }) => data.code === 'goes_on')
    victim.goOn()
    await expectAll(recorder, oids)
    // It works on as any other.
    const again = await ask(victim, ['a'])
    const resumed = await follow(victim)
    await resumed.until(({ data }) => data.reportOid === again[0] && data.state === 'finished')
    const { items } = await victim.ask<{ items: Report[] }>('/api/reports')
    expect(items.map(({ attempt }) => attempt)).toEqual([...rooms, 'again'].map(() => 1))
  }, 120_000)

  it('by a cut of its network stops by itself before others may begin, and is back after it', async () => {
    const url = await postgres().createDatabase()
    const wire = await layWire(url)
    wires.push(wire)
    const [victim, other] = [await started('victim', wire.databaseUrl), await started('other', url)]
    const rooms = ['a', 'b', 'c', 'd']
    await feed(other, rooms, 8_000)
    const recorder = await follow(other)
    const oids = await ask(victim, rooms)
    await recorder.until(({ data }) => data.state === 'summarizing')
    wire.cut()
    await expect
      .poll(async () => (await fetch(`${victim.url}/readyz`)).status, { timeout: 20_000 })
      .toBe(503)
    await expectAll(recorder, oids)
    wire.mend()
    await expect
      .poll(async () => (await fetch(`${victim.url}/readyz`)).status, { timeout: 90_000 })
      .toBe(200)
    const { items } = await victim.ask<{ items: Report[] }>('/api/reports')
    expect(items.map(({ state }) => state)).toEqual(rooms.map(() => 'finished'))
  }, 180_000)

  it('by a clock that goes hours wrong takes nothing from others, and loses nothing', async () => {
    const url = await postgres().createDatabase()
    const early = await started('early', url, { NODE_OPTIONS: skewed(-3) })
    const late = await started('late', url, { NODE_OPTIONS: skewed(3) })
    const rooms = ['a', 'b', 'c', 'd', 'e', 'f']
    await feed(early, rooms, 3_000)
    const recorder = await follow(late)
    await expectAll(recorder, await ask(early, rooms))
    expect(recorder.events.some(({ data }) => data.code === 'goes_on')).toBe(false)
  }, 120_000)
})
