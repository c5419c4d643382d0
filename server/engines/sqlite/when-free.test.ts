import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { owner } from '../../ports/sessions.ts'
import type { Engine } from '../../ports/engine.ts'
import { startEngine } from '../open.ts'
import { openDatabase, type Database } from './database.ts'
import { lockPatienceMs, whenFree } from './when-free.ts'

let folder: string
let engine: Engine
let other: Database
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rapporteur-free-'))
  const address = { kind: 'sqlite', folder } as const
  engine = await startEngine(address, { onMended: () => undefined }, async (started) => started)
  other = openDatabase(join(folder, 'rapporteur.db'))
})
afterAll(async () => {
  other.close()
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})

const room = { roomOid: 'r', name: 'R', source: 'live', format: 'live' }
const connection = {
  connectionOid: 'c',
  service: 'matrix',
  name: 'C',
  address: 'https://chat.example',
  account: 'a',
  secret: null,
  since: null,
  paused: false,
  answersRequests: false,
  createdAt: 1,
} as const
const token = { tokenOid: 't', name: 'T', role: 'viewer', createdAt: 1 } as const
const said = {
  key: 'k',
  sourceId: 'k',
  at: 1,
  timeSource: 'explicit',
  author: 'Ann',
  kind: 'message',
} as const
const audited = { at: 1, kind: 'token', name: 'T', method: 'POST', path: '/', status: 200 } as const
const thrown = { roomOids: ['r'], reportOids: [], importOids: [], withReports: false }
const failure = { limit: 3, closedUntil: 1, reason: 'gone' }

/** What the main process writes for a request or a connection, beside the turns of the event log. */
const writes: [string, () => Promise<unknown>][] = [
  ['messages of a live feed', () => engine.messages.append([{ room, messages: [] }], null)],
  [
    'messages of a connection',
    () => engine.messages.revise({ roomOid: 'r', messages: [], arrival: 'live' }),
  ],
  ['a renamed room', () => engine.rooms.change('r', { name: 'S' })],
  ['a removed group', () => engine.groups.remove('g')],
  ['choices for a room', () => engine.groups.chooseForRoom('r', null)],
  ['limits of a room', () => engine.roomLimits.set({ kind: 'room', oid: 'r', people: null })],
  ['an import', () => engine.imports.create({ importOid: 'i', name: 'I', source: { paths: [] } })],
  ['a connection', () => engine.connections.put(connection)],
  ['a removed connection', () => engine.connections.remove('c')],
  ['what is thrown away', () => engine.trash.throw({ trashOid: 'x', until: 1, ...thrown })],
  ['a token', () => engine.access.addToken('hash', { ...token, endsAt: null, lastUsedAt: null })],
  ['a line of the audit', () => engine.access.note(audited, 10)],
  ['the end of a session', () => engine.sessions.endAllOf(owner)],
  ['a note', () => engine.notes.write('note', 1)],
  ['the health of a model server', () => engine.modelMemory.countFailure('s', failure)],
  [
    'a place at a model server',
    () => engine.modelMemory.slots.claim('s', { slots: 1, leaseMs: 1 }),
  ],
  ['what is cut from the event log', () => engine.eventLog.trim(1, 1)],
]

describe('a write that finds another connection writing', () => {
  it.each(writes)('waits for it without holding up the thread: %s', async (_what, write) => {
    other.exec('BEGIN IMMEDIATE')
    // Its first try is over when it returns, and has failed.
    const done = write()
    const turn = new Promise((resolve) => setImmediate(resolve, 'still waits'))
    expect(await Promise.race([done, turn])).toBe('still waits')
    other.exec('ROLLBACK')
    await done
  })

  it('is done once', async () => {
    other.exec('BEGIN IMMEDIATE')
    const message = { ...said, text: 'once' }
    const done = engine.messages.append([{ room, messages: [message] }], null)
    other.exec('ROLLBACK')
    expect((await done).map((totals) => totals.messages)).toEqual([1])
    expect(await engine.rooms.count(null)).toBe(1)
  })

  it('fails where it has waited for long', async () => {
    const now = performance.now()
    const clock = vi.spyOn(performance, 'now').mockReturnValueOnce(now)
    clock.mockReturnValue(now + lockPatienceMs)
    const locked = new Error('database is locked')
    await expect(
      whenFree(() => {
        throw locked
      }),
    ).rejects.toBe(locked)
    clock.mockRestore()
  })

  it('fails at once for any other reason', async () => {
    const work = vi.fn(() => {
      throw new Error('database or disk is full')
    })
    await expect(whenFree(work)).rejects.toThrow('full')
    expect(work).toHaveBeenCalledTimes(1)
  })
})
