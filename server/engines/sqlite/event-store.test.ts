import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase, transaction, type Database } from './database.ts'
import { createEventStore } from './event-store.ts'

let folder: string
let db: Database

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rapporteur-events-'))
  db = openDatabase(join(folder, 'rapporteur.db'), { migrate: true })
})

afterEach(() => {
  db.close()
  rmSync(folder, { recursive: true })
})

function reopen() {
  db.close()
  db = openDatabase(join(folder, 'rapporteur.db'), { migrate: true })
  return createEventStore(db)
}

function append(store: ReturnType<typeof createEventStore>, data: string) {
  const seq = store.lastSeq() + 1
  store.append([{ seq, room: 'r', event: 'E', data, coalesceKey: 'k' }])
  return seq
}

describe('event store', () => {
  it('gives back what was appended, strictly after a sequence', () => {
    const store = createEventStore(db)
    const first = append(store, '{"n":1}')
    const second = append(store, '{"n":2}')
    expect(store.readAfter(first, 10)).toEqual([
      { seq: second, room: 'r', event: 'E', data: '{"n":2}', coalesceKey: 'k' },
    ])
    expect(store.firstSeq()).toBe(first)
  })

  it('keeps epoch and events across a restart, and never gives a sequence out twice', () => {
    const store = createEventStore(db)
    const last = append(store, '{}')
    const again = reopen()
    expect(again.epoch).toBe(store.epoch)
    expect(append(again, '{}')).toBeGreaterThan(last)
    expect(again.readAfter(0, 10)).toHaveLength(2)
  })

  it('leaps at a restart, so that ids lost with the power are not given out again', () => {
    const store = createEventStore(db)
    append(store, '{}')
    const seen = append(store, '{}')
    db.exec(`DELETE FROM events WHERE seq = ${seen}`)
    expect(append(reopen(), '{}')).toBeGreaterThan(seen)
  })

  it('keeps the sequence after everything but the newest was trimmed and the process restarted', () => {
    const store = createEventStore(db)
    for (let n = 0; n < 5; n++) append(store, '{}')
    store.trim(0, 0)
    expect(store.firstSeq()).toBe(store.lastSeq())
    const last = store.lastSeq()
    expect(append(reopen(), '{}')).toBeGreaterThan(last)
  })

  it('trims by count and by bytes, oldest first, also over several pages', () => {
    const store = createEventStore(db)
    const events = Array.from({ length: 2_500 }, (_, index) => ({
      seq: store.lastSeq() + 1 + index,
      room: 'r',
      event: 'E',
      data: 'x'.repeat(10),
      coalesceKey: null,
    }))
    store.append(events)
    store.trim(300, Infinity)
    expect(store.readAfter(0, 9_999)).toHaveLength(300)
    store.trim(Infinity, 55)
    expect(store.readAfter(0, 9_999)).toHaveLength(5)
    expect(store.firstSeq()).toBe(store.lastSeq() - 4)
  })

  it('keeps all events of one append or none', () => {
    const store = createEventStore(db)
    const seq = append(store, '{}')
    const bad = [
      { seq: seq + 1, room: 'r', event: 'E', data: '{}', coalesceKey: null },
      { seq, room: 'r', event: 'E', data: '{}', coalesceKey: null },
    ]
    expect(() => store.append(bad)).toThrow()
    expect(store.lastSeq()).toBe(seq)
    expect(store.readAfter(0, 10)).toHaveLength(1)
  })

  it("joins the caller's transaction, so that state and announcement land together", () => {
    const store = createEventStore(db)
    transaction(db, () => void append(store, '{}'))
    expect(store.readAfter(0, 10)).toHaveLength(1)
  })
})
