import { beforeEach, expect, test } from 'vitest'
import { openDatabase, type Database } from './database.ts'
import { finishImport, undoImport } from './import-commit.ts'
import { openImportStore } from './import-store.ts'
import { openMessageWriter, type NewMessage } from './message-writer.ts'

let db: Database
beforeEach(() => {
  db = openDatabase(':memory:', { migrate: true })
})

const message = (n: number, extra: Partial<NewMessage> = {}): NewMessage => ({
  key: `k${n}`,
  sourceId: `k${n}`,
  at: 1_000 + n,
  timeSource: 'explicit',
  author: `author ${n % 3}`,
  kind: 'message',
  text: `text ${n}`,
  ...extra,
})
const room = { roomOid: 'r', name: 'Room', source: 'live', format: 'live' }
const state = () =>
  db
    .prepare(
      `SELECT message_count AS messages, system_count AS system, participant_count AS participants,
         first_message_at AS first, last_message_at AS last, visible FROM rooms`,
    )
    .all()
const countOf = (table: string) =>
  (db.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n

test('live messages count at once, and the same key twice is one message', () => {
  const writer = openMessageWriter(db)
  const handle = writer.room(room)
  for (let n = 0; n < 25; n++) writer.add(handle, message(n))
  writer.add(handle, message(3))
  writer.add(handle, message(99, { kind: 'system', author: '' }))
  writer.flush()
  expect(state()).toEqual([
    { messages: 25, system: 1, participants: 3, first: 1_000, last: 1_099, visible: 1 },
  ])
  expect(handle).toMatchObject({ messages: 25, system: 1, duplicates: 1 })

  const later = openMessageWriter(db)
  const again = later.room(room)
  for (let n = 0; n < 30; n++) later.add(again, message(n))
  later.flush()
  expect(again).toMatchObject({ messages: 5, duplicates: 25 })
  expect(state()).toMatchObject([{ messages: 30, participants: 3 }])
})

test('messages of equal time keep the order they came in', () => {
  const writer = openMessageWriter(db)
  const handle = writer.room(room)
  for (let n = 0; n < 23; n++) writer.add(handle, message(n, { at: 5 }))
  writer.flush()
  const keys = db.prepare('SELECT key FROM messages ORDER BY at, ord').all() as { key: string }[]
  expect(keys.map(({ key }) => key)).toEqual(Array.from({ length: 23 }, (_, n) => `k${n}`))
})

test('a time that nobody knows does not count as the first', () => {
  const writer = openMessageWriter(db)
  const handle = writer.room(room)
  writer.add(handle, message(1, { at: 0, timeSource: 'unknown' }))
  writer.add(handle, message(2))
  writer.flush()
  expect(state()).toMatchObject([{ first: 1_002, last: 1_002 }])
})

test('an import shows its room and its counts only when it is finished', () => {
  const store = openImportStore(db)
  const { importId } = store.create({ importOid: 'i', name: 'i', source: { paths: [] } })
  const writer = openMessageWriter(db, { importId })
  const handle = writer.room(room)
  for (let n = 0; n < 12; n++) writer.add(handle, message(n))
  writer.flush()
  expect(state()).toMatchObject([{ messages: 0, visible: 0 }])
  finishImport(db, store, importId, writer.rooms(), {
    state: 'finished',
    format: 'x',
    bytesRead: 1,
    bytesTotal: 1,
    counts: {
      rooms: 1,
      messages: 12,
      system: 0,
      unparsed: 0,
      skipped: 0,
      repaired: 0,
      duplicates: 0,
    },
    roomOids: ['r'],
    warnings: [],
  })
  expect(state()).toEqual([
    { messages: 12, system: 0, participants: 3, first: 1_000, last: 1_011, visible: 1 },
  ])
  expect(store.get('i')?.status).toMatchObject({ state: 'finished', roomOids: ['r'] })
  expect(store.unfinished()).toEqual([])
})

test('undoing an import leaves what live messages and others brought', async () => {
  const live = openMessageWriter(db)
  const mine = live.room(room)
  live.add(mine, message(1))
  live.flush()
  const writer = openMessageWriter(db, { importId: 7 })
  const shared = writer.room(room)
  const own = writer.room({ ...room, roomOid: 'own' })
  for (let n = 0; n < 1_500; n++) {
    writer.add(shared, message(n, { author: `guest ${n}` }))
    writer.add(own, message(n))
  }
  writer.flush()
  expect(countOf('messages')).toBe(3_000)
  await undoImport(db, 7)
  expect(countOf('messages')).toBe(1)
  expect(countOf('participants')).toBe(1)
  expect(state()).toEqual([
    { messages: 1, system: 0, participants: 1, first: 1_001, last: 1_001, visible: 1 },
  ])
  await undoImport(db, 7)
  expect(countOf('messages')).toBe(1)
})

test('one id for two different messages of one import keeps both; of two imports, the first', () => {
  const first = openMessageWriter(db, { importId: 1 })
  const handle = first.room(room)
  first.add(handle, message(1))
  first.add(handle, message(1, { text: 'another' }))
  first.add(handle, message(1))
  first.flush()
  expect(handle).toMatchObject({ messages: 2, duplicates: 1 })
  const second = openMessageWriter(db, { importId: 2 })
  const again = second.room(room)
  second.add(again, message(1, { text: 'edited since' }))
  second.flush()
  expect(again).toMatchObject({ messages: 0, duplicates: 1 })
})

test('two messages whose made-up keys meet are both kept, whenever they come, and known again', () => {
  const made = { sourceId: null, key: 'same' }
  const first = openMessageWriter(db, { importId: 1 })
  first.add(first.room(room), message(1, made))
  first.flush()
  const longer = openMessageWriter(db, { importId: 2 })
  const handle = longer.room(room)
  longer.add(handle, message(1, made))
  longer.add(handle, message(2, made))
  longer.flush()
  expect(handle).toMatchObject({ messages: 1, duplicates: 1 })
  const again = openMessageWriter(db, { importId: 3 })
  const third = again.room(room)
  again.add(third, message(1, made))
  again.add(third, message(2, made))
  again.flush()
  expect(third).toMatchObject({ messages: 0, duplicates: 2 })
})
