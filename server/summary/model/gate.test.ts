import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { summaryLimits } from '../limits.ts'
import { openDatabase, type Database } from '../../engines/sqlite/database.ts'
import { sqliteModelMemory } from '../../engines/sqlite/model-memory.ts'
import { ModelError } from './errors.ts'
import { ServerGate } from './gate.ts'

let dir: string
let databases: Database[]
let now = 0
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'rapporteur-gate-'))
  databases = []
  now = Date.UTC(2026, 0, 1, 12, 0)
})
afterEach(() => {
  for (const db of databases) db.close()
  rmSync(dir, { recursive: true })
})

/** A gate over a connection of its own, as each worker thread has one. */
function gate(server = 'server'): ServerGate {
  const db = openDatabase(join(dir, 'test.db'), { migrate: true })
  databases.push(db)
  return new ServerGate(sqliteModelMemory(db, { now: () => now }), server, () => now)
}

const waits: number[] = []
const enter = (at: ServerGate, signal = new AbortController().signal): Promise<void> =>
  at.enter((milliseconds) => waits.push(milliseconds), signal)
const quota = new ModelError('quota', '429: quota used up')
const outage = new ModelError('network', 'The connection failed')

describe('the circuit breaker of a server', () => {
  it('closes for every thread after one used-up quota, and opens again', async () => {
    const [one, other] = [gate(), gate()]
    await enter(other)
    await one.failed(quota)
    await expect(enter(other)).rejects.toMatchObject({
      kind: 'paused',
      message: 'Not asked before 12:10 UTC: 429: quota used up',
    })
    now += summaryLimits.breakerMs
    await expect(enter(other)).resolves.toBeUndefined()
  })

  it('knows another key for another account', async () => {
    await gate().failed(quota)
    await expect(enter(gate('server with another key'))).resolves.toBeUndefined()
  })

  it('closes until the time that the server names, within reason', async () => {
    const one = gate()
    await one.failed(new ModelError('rate', '429: slow down', { retryAfterMs: 120_000 }))
    await expect(enter(one)).rejects.toThrow('Not asked before 12:02 UTC: 429: slow down')
    await one.failed(new ModelError('rate', '429: tomorrow', { retryAfterMs: 86_400_000 }))
    await expect(enter(one)).rejects.toThrow('Not asked before 13:00 UTC')
  })

  it('closes after three outages in a row, and after a pause at the first one more', async () => {
    const [one, other] = [gate(), gate()]
    await one.failed(outage)
    await other.failed(outage)
    await expect(enter(one)).resolves.toBeUndefined()
    await one.failed(outage)
    await expect(enter(other)).rejects.toMatchObject({ kind: 'paused' })
    now += summaryLimits.outagePauseMs
    await expect(enter(other)).resolves.toBeUndefined()
    await other.failed(outage)
    await expect(enter(one)).rejects.toMatchObject({ kind: 'paused' })
  })

  it('forgets outages with the first good answer', async () => {
    const one = gate()
    await one.failed(outage)
    await one.failed(outage)
    await one.succeeded(0)
    await one.failed(outage)
    await expect(enter(one)).resolves.toBeUndefined()
  })

  it('stays open where only one prompt was at fault', async () => {
    const one = gate()
    for (const kind of ['context', 'refused', 'protocol', 'aborted', 'budget'] as const) {
      await one.failed(new ModelError(kind, kind))
    }
    await expect(enter(one)).resolves.toBeUndefined()
  })

  it('lets a call wait while the server has no room for it, and ends the wait on an abort', async () => {
    const [one, other] = [gate(), gate()]
    await one.succeeded(30_000)
    const controller = new AbortController()
    const work = enter(other, controller.signal)
    controller.abort()
    await expect(work).rejects.toMatchObject({ kind: 'aborted' })
    expect(waits).toEqual([30_000])
    now += 30_000
    await expect(enter(other)).resolves.toBeUndefined()
  })
})
