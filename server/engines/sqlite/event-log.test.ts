import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { HeardEvent, NewEvent } from '../../ports/event-log.ts'
import { openDatabase, type Database } from './database.ts'
import { sqliteEventLog, type SqliteEventLog } from './event-log.ts'

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
    log.turn.write(() => {
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

it('a database that another connection has locked fails all that was asked for, and stops no news', async () => {
  const events = await heard()
  const other = open()
  other.exec('BEGIN IMMEDIATE')
  const [one, told, two] = await Promise.allSettled([
    log.append([said('1')]),
    log.announce([news]),
    log.append([said('2')]),
  ])
  expect([one?.status, told?.status, two?.status]).toEqual(['rejected', 'fulfilled', 'rejected'])
  expect(events.map(({ data }) => data)).toEqual(['news'])
  other.exec('ROLLBACK')
  other.close()
  await log.append([said('3')])
  expect(await kept()).toEqual(['3'])
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
