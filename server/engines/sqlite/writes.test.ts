import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { owner } from '../../ports/sessions.ts'
import type { Engine } from '../../ports/engine.ts'
import { startEngine } from '../open.ts'
import { openDatabase, type Database } from './database.ts'
import { lockPatienceMs, writesOf } from './writes.ts'

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

/** What the main process writes for a request or a connection; `event-log.test.ts` has the events. */
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
  ['a person who is merged', () => engine.people.merge({ into: 'p', from: ['q'] })],
  ['what is said of a person', () => engine.people.change([{ personOid: 'p', name: 'P' }])],
  [
    'rooms that are merged',
    () => engine.roomMerges.begin({ mergeOid: 'm', into: 'r', from: ['s'], until: 1 }),
  ],
  ['a merge that is given up', () => engine.roomMerges.abandon('m')],
  ['a schedule that is removed', () => engine.schedules.remove('s')],
  ['the pause of the queue', () => engine.queue.pause()],
  ['what is cut from the event log', () => engine.eventLog.trim(1, 1)],
]

describe('a write that finds another connection writing', () => {
  it.each(writes)('waits for it without holding up the thread: %s', async (_what, write) => {
    other.exec('BEGIN IMMEDIATE')
    const done = write()
    // Its first try is at the end of this turn, and fails.
    const tried = new Promise((resolve) => setImmediate(resolve, 'still waits'))
    expect(await Promise.race([done, tried])).toBe('still waits')
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
    other.exec('BEGIN IMMEDIATE')
    const done = engine.notes.write('note', 1)
    const late = performance.now() + lockPatienceMs
    const clock = vi.spyOn(performance, 'now').mockReturnValue(late)
    await expect(done).rejects.toThrow('database is locked')
    clock.mockRestore()
    other.exec('ROLLBACK')
  })

  it('fails at once for any other reason', async () => {
    const work = vi.fn(() => {
      throw new Error('database or disk is full')
    })
    await expect(writesOf(other).write(work)).rejects.toThrow('full')
    expect(work).toHaveBeenCalledTimes(1)
  })
})
