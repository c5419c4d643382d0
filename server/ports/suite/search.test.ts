import { expect, it } from 'vitest'
import { searchLimits } from '../../contract/limits.ts'
import type { NewMessage } from '../message.ts'
import type { SearchQuery } from '../search.ts'
import { termsOf } from '../search-words.ts'
import { onEveryEngine } from './engines.ts'
import { describedRoom, resultOf, startedImport } from './invented.ts'

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

onEveryEngine('search', (fresh) => {
  const search = () => fresh().engine.search

  async function say(roomOid: string, ...said: (string | NewMessage)[]): Promise<void> {
    const room = describedRoom(roomOid, `Room ${roomOid}`)
    const messages = said.map((each) => (typeof each === 'string' ? message(each) : each))
    await fresh().engine.messages.append([{ room, messages }], null)
  }
  async function catchUp(): Promise<void> {
    while (await search().catchUp());
  }
  const find = (question: string, query: Partial<SearchQuery> = {}) =>
    search().find({ terms: termsOf(question), limit: 50, ...query })
  const texts = async (question: string, query: Partial<SearchQuery> = {}) =>
    (await find(question, query)).items.map(({ text }) => text)

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

  it('says step by step how much of a long room is not found yet', async () => {
    const count = 3 * searchLimits.rowsPerStep + 10
    await say('a', ...Array.from({ length: count }, (_, n) => `word ${n}`))
    const pending = async () => (await find('word')).pending
    const told = [await pending()]
    while (await search().catchUp()) told.push(await pending())
    expect(told.slice(0, 5)).toEqual([3_010, 2_010, 1_010, 10, 0])
    await say('a', 'word later')
    expect(await pending()).toBe(1)
  })

  it('counts no message as missing that came twice', async () => {
    const lines = Array.from({ length: 20 }, (_, n) => message(`word ${n}`))
    await say('a', ...lines)
    await say('a', ...lines)
    expect((await find('word')).pending).toBe(20)
  })

  it('leaves out system lines', async () => {
    await say('a', message('joined the room', { kind: 'system', author: '' }))
    await catchUp()
    expect(await texts('joined')).toEqual([])
  })

  it('shows what an import brings once it has ended, and nothing of one that was taken back', async () => {
    const { imports, messages } = fresh().engine
    const read = async (importOid: string, text: string) => {
      const importId = await startedImport(fresh().engine, importOid)
      const room = { ...describedRoom('a', 'A'), source: 'irc' }
      const rooms = await messages.append([{ room, messages: [message(text)] }], importId)
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

  it('forgets the words of what is gone, and knows no room that is hidden', async () => {
    await say('a', 'zebra one', 'zebra two')
    await say('b', 'zebra elsewhere')
    await catchUp()
    const what = { roomOids: ['a'], reportOids: [], importOids: [], withReports: false }
    const { trash } = fresh().engine
    await trash.throw({ ...what, trashOid: 't', until: 1_000 })
    expect(await texts('zebra')).toEqual(['zebra elsewhere'])
    while (!(await trash.purge('t')).isDone);
    await catchUp()
    expect(await find('zebra')).toMatchObject({ total: 1, pending: 0 })
  })

  it('takes in words and texts of any length, and as many as there are', async () => {
    const long = 'x'.repeat(5_000)
    const many = Array.from({ length: 60_000 }, (_, n) => `w${n}`).join(' ')
    await say('a', `begin ${long} end`, `start ${many}`)
    await catchUp()
    expect((await find('begin')).items).toHaveLength(1)
    expect((await find(long)).items).toHaveLength(1)
    expect((await find('w17')).items).toHaveLength(1)
    expect((await find('"start w0 w1"')).items).toHaveLength(1)
  })

  it('is up to date after as many steps as it takes, whoever takes them', async () => {
    await say('a', ...Array.from({ length: 2_400 }, (_, n) => `word ${n}`))
    await say('b', 'word of b')
    expect(await search().catchUp()).toBe(true)
    const { search: other } = await fresh().another()
    while (await other.catchUp());
    expect(await find('word')).toMatchObject({ total: 2_401, pending: 0 })
    expect(await search().catchUp()).toBe(false)
  })
})
