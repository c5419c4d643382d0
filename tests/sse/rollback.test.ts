import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Broadcaster } from '../../server/sse/broadcaster.ts'
import { openDatabase, transaction, type Database } from '../../server/engines/sqlite/database.ts'
import { createEventStore } from '../../server/engines/sqlite/event-store.ts'

let folder: string
let db: Database
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rapporteur-rollback-'))
  db = openDatabase(join(folder, 'rapporteur.db'), { migrate: true })
})
afterEach(() => {
  db.close()
  rmSync(folder, { recursive: true, force: true })
})

const names = (log: ReturnType<typeof createEventStore>): string[] =>
  log.readAfter(0, 100).map(({ event }) => event)

it('an end event whose transaction fails at its commit is not in the log, and can be said again', () => {
  const log = createEventStore(db)
  const broadcaster = new Broadcaster({ log })
  const say = (event: string): void => broadcaster.publish({ room: 'r', event, data: '{}' })
  const endIn = (then: () => void): void =>
    broadcaster.within(() =>
      transaction(db, () => {
        say('END')
        broadcaster.persist()
        then()
      }),
    )
  say('BEFORE')
  const full = new Error('database or disk is full')
  expect(() =>
    endIn(() => {
      throw full
    }),
  ).toThrow(full)
  expect(names(log)).toEqual([])
  // What had been waiting before the transaction still waits.
  broadcaster.flush()
  expect(names(log)).toEqual(['BEFORE'])
  expect(log.firstSeq()).toBe(log.lastSeq())
  endIn(() => undefined)
  broadcaster.flush()
  expect(names(log)).toEqual(['BEFORE', 'END'])
})
