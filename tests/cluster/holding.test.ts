import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sentence } from '../../server/contract/sentences.ts'
import { startEngine } from '../../server/engines/open.ts'
import { emptyImportCounts } from '../../server/contract/imports.ts'
import type { Engine } from '../../server/ports/engine.ts'
import type { NodesOptions } from '../../server/ports/nodes.ts'
import type { ImportResult } from '../../server/ports/imports.ts'
import { describeCluster } from './cluster.ts'

let folder: string
let url: string
const engines: Engine[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rapporteur-holding-'))
})
afterEach(async () => {
  for (const engine of engines.splice(0)) {
    await engine.nodes.leave()
    await engine.close()
  }
  rmSync(folder, { recursive: true, force: true })
})

async function opened(name: string, leaseMs = 60_000): Promise<Engine> {
  const address = { kind: 'postgres', url, folder: join(folder, name), leaseMs } as const
  const engine = await startEngine(address, { onMended: () => {} }, async (started) => started)
  engines.push(engine)
  return engine
}

const quiet: NodesOptions = {
  role: 'all',
  onLost: () => undefined,
  onBack: async () => undefined,
  onLook: async () => undefined,
  onError: () => undefined,
}

const insert = ({ reports }: Engine, batchOid: string, ...oids: string[]) =>
  reports.insert({
    reports: oids.map((reportOid) => ({
      reportOid,
      batchOid,
      roomOid: `room of ${reportOid}`,
      options: { recipients: ['ana@example.org'], delivery: 'digest' },
      said: sentence('waiting_for_turn'),
      delivery: 'pending',
      createdAt: 1,
    })),
    events: [],
  })

/** Changes a report that this node holds, or takes. */
async function become(
  engine: Engine,
  reportOid: string,
  state: 'collecting' | 'finished' | 'failed',
  owner: string | null = engine.owner,
): Promise<void> {
  const stored = await engine.reports.get(reportOid)
  const { lease = -1 } = stored ?? {}
  const patch = { state, ...(state === 'failed' ? { delivery: 'none' as const } : {}) }
  const change = { reportOid, lease, patch, events: [], owner }
  if ((await engine.reports.transition(change)) === null) throw new Error('held by another')
}

const oidsOf = (reports: readonly { reportOid: string }[]): string[] =>
  reports.map(({ reportOid }) => reportOid)

describeCluster('what nodes hold', (postgres) => {
  let a: Engine
  let b: Engine
  beforeEach(async () => {
    url = await postgres().createDatabase()
    a = await opened('a')
    b = await opened('b')
    await b.nodes.join(quiet)
  })

  it('of reports is taken over once its node lives no more, by one of two that try', async () => {
    await a.nodes.join(quiet)
    await insert(a, 'batch', 'x', 'y', 'z')
    await become(a, 'x', 'collecting')
    await become(a, 'y', 'finished')
    expect(await b.reports.takeOver(b.owner)).toEqual([])
    await a.nodes.leave()
    const c = await opened('c')
    await c.nodes.join(quiet)
    const both = await Promise.all([b, c].map((node) => node.reports.takeOver(node.owner)))
    expect(oidsOf(both.flat()).toSorted()).toEqual(['x', 'y'])
    // Who was taken for dead writes nothing.
    const late = { reportOid: 'x', lease: 1, patch: { percent: 9 }, events: [] }
    expect(await a.reports.transition(late)).toBeNull()
  })

  it('is taken up again by a node that was restarted in its folder', async () => {
    await insert(a, 'batch', 'x')
    await become(a, 'x', 'collecting')
    const { owner } = a
    await engines.shift()?.close()
    const again = await opened('a')
    expect(again.owner).toBe(owner)
    expect(oidsOf(await again.reports.takeUp(owner))).toEqual(['x'])
  })

  describe('of one request', () => {
    it('is taken for its mail as a whole, when the last report has ended and nobody hands one over', async () => {
      await insert(a, 'batch', 'x', 'y', 'z')
      await become(a, 'x', 'finished', null)
      await become(b, 'y', 'collecting')
      expect(await a.reports.takeBatch('batch', a.owner)).toEqual([])
      await become(a, 'z', 'failed', null)
      await become(b, 'y', 'finished')
      expect(await a.reports.takeBatch('batch', a.owner)).toEqual([])
      await become(b, 'y', 'finished', null)
      expect(await a.reports.dueBatches()).toEqual(['batch'])
      const both = await Promise.all(
        [a, b].map((node) => node.reports.takeBatch('batch', node.owner)),
      )
      expect(both.map(({ length }) => length).toSorted()).toEqual([0, 2])
      expect(await a.reports.dueBatches()).toEqual([])
    })

    it('is no orphan while it waits for the others', async () => {
      await insert(a, 'batch', 'x', 'y')
      await become(a, 'x', 'finished', null)
      expect(await b.reports.takeOver(b.owner)).toEqual([])
    })
  })

  it('hears what is asked, at once and of who holds it next; cancel stands before quotes', async () => {
    await insert(a, 'batch', 'x')
    await become(a, 'x', 'collecting')
    const heard: string[] = []
    await a.reports.followAsks((reportOid, ask) => heard.push(`${reportOid} ${ask}`))
    expect(await a.reports.ask('x', 'cancel')).toBe(false)
    expect(await b.reports.ask('x', 'cancel')).toBe(true)
    expect(await b.reports.ask('x', 'quotes')).toBe(true)
    await expect.poll(() => heard).toEqual(['x cancel', 'x quotes'])
    expect([...(await b.reports.asked(['x']))]).toEqual([['x', 'cancel']])
    await become(a, 'x', 'failed', null)
    expect(await b.reports.ask('x', 'cancel')).toBe(false)
  })

  it('hears what another node wants let go, and why; nothing of it is kept', async () => {
    await insert(a, 'batch', 'x')
    await become(a, 'x', 'finished')
    const heard: string[] = []
    const stop = await a.reports.followLetGo((reportOid, why) => heard.push(`${reportOid} ${why}`))
    await b.reports.askToLetGo('x', 'change')
    await b.reports.askToLetGo('x', 'withdraw')
    await expect.poll(() => heard).toEqual(['x change', 'x withdraw'])
    expect([...(await a.reports.asked(['x']))]).toEqual([])
    stop()
  })

  it('goes to one node, however many look for work at once, and to none while it is paused', async () => {
    const begun: string[] = []
    const options = {
      concurrency: 50,
      run: async (oid: string) => void begun.push(oid),
      onChange: () => undefined,
    }
    await a.queue.pause()
    await Promise.all([a, b].map(({ queue }) => queue.start(options)))
    const oids = Array.from({ length: 60 }, (_, n) => `r${n}`)
    await insert(a, 'batch', ...oids)
    await b.queue.push([])
    expect(begun).toEqual([])
    expect(await b.queue.load()).toMatchObject({ paused: true, waiting: 60 })
    await b.queue.resume()
    await expect.poll(() => begun.length).toBeGreaterThanOrEqual(60)
    expect(begun.toSorted()).toEqual(oids.toSorted())
    for (const { queue } of [a, b]) queue.stop()
  })

  it('in duties is done by one at a time', async () => {
    let end = (): void => undefined
    let work: Promise<boolean> | null = null
    await new Promise<void>((begun) => {
      work = a.nodes.alone('sweep', () => {
        begun()
        return new Promise((resolve) => (end = resolve))
      })
    })
    expect(await b.nodes.alone('sweep', async () => undefined)).toBe(false)
    expect(await b.nodes.alone('purge', async () => undefined)).toBe(true)
    end()
    expect(await work).toBe(true)
    expect(await b.nodes.alone('sweep', async () => undefined)).toBe(true)
  })

  it('is let go by a node whose lease another one could take, and it is back by itself', async () => {
    const told: string[] = []
    const c = await opened('c', 1_000)
    await c.nodes.join({
      ...quiet,
      onLost: () => told.push('lost'),
      onBack: async () => void told.push('back'),
    })
    expect((await b.nodes.list()).map(({ nodeId }) => nodeId)).toEqual([b.owner, c.owner])
    // As a database that was away for longer than the lease.
    await postgres().pause()
    await expect.poll(() => told).toEqual(['lost'])
    await postgres().resume()
    await expect.poll(() => told, { timeout: 10_000 }).toEqual(['lost', 'back'])
    expect(c.nodes.stats()).toMatchObject({ timesLost: 1 })
  })

  describe('of imports', () => {
    const room = { roomOid: 'r', name: 'R', source: 'irc', format: 'irc' }
    const message = (key: string) => ({
      key,
      at: 1,
      sourceId: key,
      timeSource: 'explicit' as const,
      author: 'ana',
      kind: 'message' as const,
      text: key,
      replyTo: null,
      attachments: [],
    })
    const create = (engine: Engine, importOid: string, isForOthers = false) =>
      engine.imports.create({ importOid, name: 'file', source: { paths: [] }, isForOthers })
    const cancelled: ImportResult = {
      state: 'cancelled',
      format: null,
      bytesRead: 0,
      bytesTotal: null,
      counts: emptyImportCounts(),
      roomOids: [],
      warnings: [],
    }

    it('is taken over, and who had it writes, ends and takes back nothing more', async () => {
      const { importId } = await create(a, 'one')
      await a.imports.start(importId)
      await a.messages.append([{ room, messages: [message('1')] }], importId)
      const taken = await b.imports.takeOver()
      expect(taken.map(({ status }) => status.importOid)).toEqual(['one'])
      expect(await b.imports.takeOver()).toEqual([])
      const late = a.messages.append([{ room, messages: [message('2')] }], importId)
      await expect(late).rejects.toThrow('taken this import over')
      expect(await a.imports.undo(importId)).toBe(false)
      await a.imports.end(importId, cancelled)
      expect((await b.imports.get('one'))?.status.state).toBe('reading')
      const finish = a.imports.finish(importId, [], { ...cancelled, state: 'finished' })
      await expect(finish).rejects.toThrow('taken this import over')
      await b.messages.append([{ room, messages: [message('2')] }], importId)
      expect(await b.imports.undo(importId)).toBe(true)
    })

    it('waits for a node that reads them, and is cancelled by any', async () => {
      const heard: string[] = []
      await b.imports.followCancels((importOid) => heard.push(importOid))
      await create(a, 'one', true)
      await create(a, 'two', true)
      expect(await a.imports.unfinished()).toEqual([])
      expect(await a.imports.cancel('one')).toBe('cancelled')
      const taken = await b.imports.takeOver()
      expect(taken.map(({ status }) => status.importOid)).toEqual(['two'])
      expect(await a.imports.cancel('two')).toBe('asked')
      await expect.poll(() => heard).toEqual(['two'])
      expect(await a.imports.cancel('none')).toBe('refused')
    })
  })
})
