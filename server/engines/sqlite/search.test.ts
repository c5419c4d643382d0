import { beforeEach, describe, expect, it } from 'vitest'
import { searchLimits } from '../../contract/limits.ts'
import type { NewMessage } from '../../ports/message.ts'
import { resultOf } from '../../ports/suite/invented.ts'
import type { Search, SearchQuery } from '../../ports/search.ts'
import { termsOf } from '../../ports/search-words.ts'
import { openDatabase, type Database } from './database.ts'
import { sqliteImports } from './imports.ts'
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
  it('finds the messages with all words, newest first, with room, place, person and time', async () => {
    await say('a', 'The ferry leaves at nine', 'nothing', 'Which ferry?')
    await say('b', 'ferries are late')
    await catchUp()
    expect(await texts('ferr')).toEqual([
      'ferries are late',
      'Which ferry?',
      'The ferry leaves at nine',
    ])
    expect(await texts('ferry nin')).toEqual(['The ferry leaves at nine'])
    const { items, total } = await find('which')
    expect(total).toBe(1)
    expect(items).toMatchObject([
      {
        roomOid: 'a',
        roomName: 'Room a',
        messageNumber: 3,
        author: 'Ann Lee',
        text: 'Which ferry?',
      },
    ])
  })

  it('takes signs and words of the index language as a person means them', async () => {
    await say('a', 'a NOT b', 'foo-bar', 'foo bar "quoted"', 'x:y*')
    await catchUp()
    expect(await texts('NOT b')).toEqual(['a NOT b'])
    expect(await texts('foo-bar')).toEqual(['foo bar "quoted"', 'foo-bar'])
    expect(await texts('"x y"')).toEqual(['x:y*'])
    expect((await find('" :)')).items).toEqual([])
  })

  it('finds languages without spaces, and letters with and without accents', async () => {
    await say('a', '東京で障害対応をした', 'Viele Grüße', 'สวัสดีครับ')
    await catchUp()
    for (const question of ['障害', '障害対応', '京', '東京']) {
      expect(await texts(question)).toEqual(['東京で障害対応をした'])
    }
    expect(await texts('grusse')).toEqual(['Viele Grüße'])
    expect(await texts('สวัสดี')).toEqual(['สวัสดีครับ'])
    expect(await texts('障応')).toEqual([])
  })

  it('looks by room, by person and by time', async () => {
    const at = Date.UTC(2026, 4, 1)
    await say('a', message('plan', { at }), message('plan', { at: at + 1, author: 'Bo Dahl' }))
    await say('b', message('plan', { at: at + 2 }))
    await catchUp()
    const [author] = termsOf('lee')
    expect((await find('plan', { author })).items).toHaveLength(2)
    expect((await find('plan', { roomOids: ['b', 'gone'] })).items).toHaveLength(1)
    expect((await find('plan', { roomOids: ['gone'] })).items).toEqual([])
    expect((await find('plan', { from: at + 1 })).items).toHaveLength(2)
    expect((await find('plan', { from: at, to: at + 2 })).items).toHaveLength(2)
  })

  it('goes through many of one second page by page, each once', async () => {
    const at = 1_000
    await say('a', ...Array.from({ length: 2_500 }, (_, n) => message(`same ${n}`, { at })))
    await catchUp()
    const seen = new Set<string>()
    let after: number | undefined
    do {
      const page = await find('same', { after, limit: 400 })
      for (const { text } of page.items) seen.add(text)
      after = page.next ?? undefined
      expect(page.total).toBe(2_500)
    } while (after !== undefined)
    expect(seen.size).toBe(2_500)
  })

  it('finds times before 1970 and without a time, and says how many it counted', async () => {
    await say('a', message('old', { at: -5_000 }), message('old', { at: 0, timeSource: 'unknown' }))
    await catchUp()
    const { items } = await find('old')
    expect(items.map(({ at }) => at)).toEqual([null, -5_000])
  })

  it('takes in what comes later, also between older messages', async () => {
    const at = Date.UTC(2026, 0, 1)
    await say('a', message('word one', { at }), message('word three', { at: at + 5_000 }))
    await catchUp()
    await say('a', message('word two', { at: at + 1_000 }))
    expect((await find('word')).pending).toBe(1)
    await catchUp()
    const { items, pending } = await find('word')
    expect(items.map(({ text, messageNumber }) => [text, messageNumber])).toEqual([
      ['word three', 3],
      ['word two', 2],
      ['word one', 1],
    ])
    expect(pending).toBe(0)
  })

  it('leaves out system lines', async () => {
    await say('a', message('joined the room', { kind: 'system', author: '' }))
    await catchUp()
    expect(await texts('joined')).toEqual([])
  })

  it('shows what an import brings once it has ended, and nothing of one that was taken back', async () => {
    const imports = sqliteImports(db)
    const read = async (importOid: string, text: string) => {
      const source = { paths: [] }
      const { importId } = await imports.create({ importOid, name: importOid, source })
      await imports.start(importId)
      const room = { roomOid: 'a', name: 'A', source: 'irc', format: 'irc' }
      const batch = { room, messages: [message(text)] }
      const rooms = await sqliteMessages(db).append([batch], importId)
      return { importId, finish: () => imports.finish(importId, rooms, resultOf(['a'])) }
    }
    const first = await read('one', 'kept words')
    await catchUp()
    expect(await texts('kept')).toEqual([])
    await first.finish()
    await catchUp()
    expect(await texts('kept')).toEqual(['kept words'])
    const second = await read('two', 'words taken back')
    await catchUp()
    while (await imports.undo(second.importId));
    await catchUp()
    expect(await texts('words')).toEqual(['kept words'])
  })

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

  it('is up to date after as many steps as it takes, wherever it was interrupted', async () => {
    const count = 3 * searchLimits.rowsPerStep + 10
    await say('a', ...Array.from({ length: count }, (_, n) => `word ${n}`))
    expect(await search.catchUp()).toBe(true)
    // Another thread, which knows only what is in the database.
    search = createSearch(db)
    await catchUp()
    const { total } = await find('word')
    expect(total).toBe(count)
    expect(await catchUp()).toBe(0)
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
})
