import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { HeardEvent, NewEvent } from '../../ports/event-log.ts'
import { openDatabase, type Database } from './database.ts'
import { sqliteEventLog, type SqliteEventLog } from './event-log.ts'
import { lockPatienceMs, writesOf } from './writes.ts'

let folder: string
let db: Database
let log: SqliteEventLog

const open = (): Database =>
  openDatabase(join(folder, 'rapporteur.db'), { migrate: true, busyTimeoutMs: 0 })

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rapporteur-events-'))
  db = open()
  log = sqliteEventLog(db)
})
afterEach(() => {
  db.close()
  rmSync(folder, { recursive: true, force: true })
})

const said = (data: string): NewEvent => ({ room: 'r', event: 'E', data, coalesceKey: null })
const news = { room: 'r', event: 'N', data: 'news', coalesceKey: 'k', kind: 'news' } as const

async function heard(): Promise<HeardEvent[]> {
  const events: HeardEvent[] = []
  await log.follow((told) => events.push(...told.events))
  return events
}
const kept = async (): Promise<string[]> =>
  ((await log.readAfter((await log.head()).first - 1, 100))?.events ?? []).map(({ data }) => data)

it('an event whose transaction fails at its commit is neither kept nor told, and can be said again', async () => {
  db.exec(`CREATE TABLE parents (id INTEGER PRIMARY KEY) STRICT;
    CREATE TABLE children (
      parent INTEGER REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED
    ) STRICT`)
  const events = await heard()
  const end = (parent: number) =>
    writesOf(db).write(() => {
      log.appendWithin([said('end')])
      db.exec(`INSERT INTO children VALUES (${parent})`)
    })
  await expect(end(1)).rejects.toThrow(/FOREIGN KEY/)
  expect(await kept()).toEqual([])
  expect(events).toEqual([])
  db.exec('INSERT INTO parents VALUES (1)')
  await end(1)
  expect(await kept()).toEqual(['end'])
  expect(events.map(({ data }) => data)).toEqual(['end'])
})

it('what finds another connection writing waits for it in its order, and no news waits with it', async () => {
  const events = await heard()
  const other = open()
  other.exec('BEGIN IMMEDIATE')
  const one = log.append([said('1')])
  await log.announce([news])
  // In a turn of its own, behind one that waits.
  const two = log.append([said('2')])
  await log.announce([news])
  expect(events.map(({ data }) => data)).toEqual(['news', 'news'])
  other.exec('ROLLBACK')
  await Promise.all([two, one])
  expect(await kept()).toEqual(['1', '2'])
  expect(events.map(({ data }) => data)).toEqual(['news', 'news', '1', '2'])
  other.close()
})

it('what another connection keeps waiting for too long fails, and so does all that waits when the log is closed', async () => {
  const other = open()
  other.exec('BEGIN IMMEDIATE')
  const late = log.append([said('late')])
  const later = performance.now() + lockPatienceMs
  const clock = vi.spyOn(performance, 'now').mockReturnValue(later)
  await expect(late).rejects.toThrow('database is locked')
  clock.mockRestore()
  const closing = log.append([said('closing')])
  writesOf(db).flush()
  await expect(closing).rejects.toThrow('database is locked')
  other.exec('ROLLBACK')
  await log.append([said('next')])
  expect(await kept()).toEqual(['next'])
  other.close()
})

it('an event is in the file when its followers hear of it', async () => {
  const other = open()
  const counts: unknown[] = []
  await log.follow(() => counts.push(other.prepare('SELECT count(*) AS n FROM events').get()))
  await log.append([said('1')])
  await log.append([said('2'), said('3')])
  expect(counts).toEqual([{ n: 1 }, { n: 3 }])
  other.close()
})

it('leaps at a restart, so that ids lost with the power are not given out again', async () => {
  await log.append([said('1'), said('2')])
  const seen = (await log.head()).last
  db.exec(`DELETE FROM events WHERE seq = ${seen}`)
  db.close()
  db = open()
  log = sqliteEventLog(db)
  await log.append([said('3')])
  expect((await log.head()).last).toBeGreaterThan(seen)
})
