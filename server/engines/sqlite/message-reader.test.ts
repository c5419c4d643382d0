import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase, type Database } from './database.ts'
import { openMessageWriter, type NewMessage } from './message-writer.ts'
import { countMessages, readMessagePage, readMessages, sliceQuery } from './message-reader.ts'

let db: Database
beforeEach(() => {
  db = openDatabase(':memory:', { migrate: true })
})
afterEach(() => db.close())

const description = { roomOid: 'room', name: 'Room', source: 'live', format: 'live' }

function write(
  times: readonly number[],
  importId = 0,
  kind: NewMessage['kind'] = 'message',
): number {
  const writer = openMessageWriter(db, { importId })
  const room = writer.room(description)
  times.forEach((at, index) =>
    writer.add(room, {
      key: `${importId}-${index}-${at}`,
      sourceId: null,
      at,
      timeSource: 'explicit',
      author: 'Ada',
      kind,
      text: `${at}/${index}`,
    }),
  )
  writer.flush()
  return room.roomId
}

const texts = (roomId: number, range: object = {}, sliceSize = 3): string[] =>
  [...readMessages(db, { roomId, ...range }, sliceSize)].flat().map((message) => message.text)

describe('reading a room in slices', () => {
  it('gives every message once, by time and then as it came, however the slices fall', () => {
    const times = [5, 1, 1, 1, 1, 1, 1, 1, 3, 2, 5]
    const roomId = write(times)
    const expected = times
      .map((at, index) => ({ at, index }))
      .toSorted((a, b) => a.at - b.at || a.index - b.index)
      .map(({ at, index }) => `${at}/${index}`)
    for (const sliceSize of [1, 2, 3, 7, 100])
      expect(texts(roomId, {}, sliceSize)).toEqual(expected)
  })

  it('numbers messages from 1 within the range', () => {
    const roomId = write([10, 20, 30, 40])
    const messages = [...readMessages(db, { roomId, from: 20 }, 2)].flat()
    expect(messages.map((message) => message.number)).toEqual([1, 2, 3])
  })

  it('takes the beginning of a period in, and leaves its end out', () => {
    const roomId = write([10, 20, 30, 40])
    expect(texts(roomId, { from: 20, to: 40 })).toEqual(['20/1', '30/2'])
    expect(countMessages(db, { roomId, from: 20, to: 40 })).toEqual({ messages: 2, system: 0 })
  })

  it('does not see what came after the range was pinned', () => {
    const roomId = write([10, 20])
    write([15, 25], 7_000)
    db.prepare(
      `INSERT INTO imports (import_id, import_oid, name, state, counts, source, created_at)
      VALUES (7000, 'i', 'i', 'finished', '{}', '{}', 0)`,
    ).run()
    expect(texts(roomId, { maxOrd: 2 })).toEqual(['10/0', '20/1'])
    expect(texts(roomId)).toHaveLength(4)
  })

  it('does not see messages of an import that has not finished', () => {
    db.prepare(
      `INSERT INTO imports (import_id, import_oid, name, state, counts, source, created_at)
      VALUES (9, 'i', 'i', 'reading', '{}', '{}', 0)`,
    ).run()
    const roomId = write([10])
    write([11, 12], 9)
    expect(texts(roomId)).toEqual(['10/0'])
    expect(countMessages(db, { roomId })).toEqual({ messages: 1, system: 0 })
  })

  it('seeks to where the last slice ended instead of reading all of them again', () => {
    write([1])
    const plan = db.prepare(`EXPLAIN QUERY PLAN ${sliceQuery(10)}`).all() as unknown as {
      detail: string
    }[]
    expect(plan.map(({ detail }) => detail).join('\n')).toContain('(at,ord)>(?,?)')
    expect(plan.map(({ detail }) => detail).join('\n')).not.toContain('TEMP B-TREE')
  })

  it('pages for the API from where the last page ended', () => {
    const roomId = write([1, 1, 1, 2, 3])
    const seen: string[] = []
    let after = null as ReturnType<typeof readMessagePage>['next']
    do {
      const page = readMessagePage(db, { roomId }, { after, limit: 2 })
      seen.push(...page.items.map((message) => `${message.number}:${message.text}`))
      after = page.next
    } while (after !== null)
    expect(seen).toEqual(['1:1/0', '2:1/1', '3:1/2', '4:2/3', '5:3/4'])
  })
})
