import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { searchLimits } from '../../contract/limits.ts'
import type { NewMessage } from '../../ports/message.ts'
import type { Search, SearchQuery } from '../../ports/search.ts'
import { termsOf } from '../../ports/search-words.ts'
import { openDatabase, type Database } from './database.ts'
import { sqliteMessages } from './messages.ts'
import { createSearch } from './search.ts'

let db: Database
let search: Search
beforeEach(() => {
  db = openDatabase(':memory:', { migrate: true })
  search = createSearch(db)
})

let next = 0
const message = (text: string, extra: Partial<NewMessage> = {}): NewMessage => {
  next += 1
  const key = `k${next}`
  return {
    key,
    sourceId: key,
    at: Date.UTC(2026, 0, 1) + next * 1_000,
    timeSource: 'explicit',
    author: 'Ann Lee',
    kind: 'message',
    text,
    ...extra,
  }
}
const say = async (roomOid: string, ...said: (string | NewMessage)[]): Promise<void> => {
  const room = { roomOid, name: `Room ${roomOid}`, source: 'live', format: 'live' }
  const messages = said.map((each) => (typeof each === 'string' ? message(each) : each))
  await sqliteMessages(db).append([{ room, messages }], null)
}
const catchUp = async (): Promise<number> => {
  let steps = 0
  while (await search.catchUp()) steps += 1
  return steps
}
const find = async (question: string, query: Partial<SearchQuery> = {}) =>
  search.find({ terms: termsOf(question), limit: 50, ...query })
const texts = async (question: string, query: Partial<SearchQuery> = {}) =>
  (await find(question, query)).items.map(({ text }) => text)

describe('search', () => {
  it('forgets the words of deleted messages and rooms, down to the last part of the index', async () => {
    const rows = Array.from({ length: 2 * searchLimits.rowsPerStep }, (_, n) => `zebra${n} stays`)
    await say('a', ...rows)
    await say('b', 'zebra elsewhere')
    await catchUp()
    db.exec(`DELETE FROM messages WHERE room_id = 1 AND text <> 'zebra7 stays'`)
    expect(await texts('zebra')).toEqual(['zebra elsewhere', 'zebra7 stays'])
    await catchUp()
    expect((await find('zebra')).total).toBe(2)
    const parts = db.prepare('SELECT block FROM search_index_data').all() as { block: Uint8Array }[]
    const bytes = Buffer.concat(parts.map(({ block }) => block))
    expect(bytes.includes('zebra')).toBe(true)
    expect(bytes.includes('199')).toBe(false)
    db.exec('DELETE FROM messages WHERE room_id = 1')
    db.exec('DELETE FROM participants WHERE room_id = 1')
    db.exec('DELETE FROM rooms WHERE room_id = 1')
    await catchUp()
    expect(await texts('zebra')).toEqual(['zebra elsewhere'])
    expect(db.prepare('SELECT count(*) AS n FROM search_lines').get()).toEqual({ n: 1 })
    expect(db.prepare('SELECT room_id FROM search_rooms').all()).toEqual([{ room_id: 2 }])
  })

  it('takes many small rooms in one step, and what is left of a step from the next room', async () => {
    const half = searchLimits.rowsPerStep / 2
    for (let n = 0; n < 300; n++) await say(`small${n}`, `word of ${n}`)
    expect(await catchUp()).toBe(1)
    for (const oid of ['a', 'b', 'c'])
      await say(oid, ...Array.from({ length: half + 1 }, (_, n) => `word ${n}`))
    expect(await catchUp()).toBe(2)
    expect((await find('word')).total).toBe(300 + 3 * (half + 1))
  })

  it('lets writers in while somebody reads, and empties the log once nobody does', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rapporteur-search-'))
    const file = join(folder, 'rapporteur.db')
    // Every try that waited for the reader would keep everybody out for so long, and this test would not end in time.
    db = openDatabase(file, { migrate: true, busyTimeoutMs: 5_000 })
    search = createSearch(db)
    const reader = openDatabase(file, { readOnly: true })
    const writer = openDatabase(file, { busyTimeoutMs: 0 })
    try {
      await say('a', 'zebra')
      await catchUp()
      reader.exec('BEGIN')
      reader.prepare('SELECT * FROM messages').all()
      db.exec('DELETE FROM messages')
      for (let step = 0; step < 20; step += 1) {
        expect(await search.catchUp()).toBe(true)
        writer.exec(`INSERT OR REPLACE INTO meta (key, value) VALUES ('written', '1')`)
      }
      expect(readFileSync(`${file}-wal`).includes('zebra')).toBe(true)
      reader.exec('COMMIT')
      await catchUp()
      expect(readFileSync(`${file}-wal`).includes('zebra')).toBe(false)
    } finally {
      for (const each of [reader, writer, db]) each.close()
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
