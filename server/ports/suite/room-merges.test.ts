import { expect, it } from 'vitest'
import { sentence } from '../../contract/sentences.ts'
import { createPlacing } from '../../rooms/merging/placing.ts'
import { mergeRooms, type RoomsMerged } from '../../rooms/merging/merge-rooms.ts'
import type { Engine } from '../engine.ts'
import type { NewMessage } from '../message.ts'
import { personOidOf } from '../people.ts'
import { termsOf } from '../search-words.ts'
import { onEveryEngine } from './engines.ts'
import { describedRoom, newMessage, resultOf, startedImport } from './invented.ts'

const said = (n: number, text: string, extra: Partial<NewMessage> = {}): NewMessage =>
  newMessage(n, { text, author: 'Ann', ...extra })

const write = (engine: Engine, roomOid: string, messages: NewMessage[]) =>
  createPlacing(engine).append([{ room: describedRoom(roomOid), messages }], null)

async function merged(engine: Engine, into: string, from: string[]): Promise<RoomsMerged> {
  const answer = await mergeRooms(engine, { into, from, undoMs: 60_000 })
  if (typeof answer === 'string') throw new Error(answer)
  return answer
}

/** What stands in a room: each text with the text that it answers. */
async function textsOf({ rooms, messages }: Engine, roomOid: string): Promise<string[]> {
  const { roomId } = (await rooms.get(roomOid))!
  const { items } = await messages.page({ roomId }, { after: null, limit: 1_000 })
  const byId = new Map(items.map(({ id, text }) => [id, text]))
  return items.map(({ text, replyTo }) =>
    replyTo === null ? text : `${text} > ${byId.get(replyTo)}`,
  )
}

/** Messages, and people. */
async function countsOf({ rooms }: Engine, roomOid: string): Promise<number[]> {
  const { room } = (await rooms.get(roomOid))!
  return [room.messageCount, room.participantCount]
}

async function purged({ trash }: Engine, now: number): Promise<void> {
  for (const trashOid of await trash.due(now)) while (!(await trash.purge(trashOid)).isDone);
}

onEveryEngine('rooms that are merged', (fresh) => {
  it('stand in one room in the order of their times, and what both have stands there once', async () => {
    const { engine } = fresh()
    await write(engine, 'one', [said(1, 'a'), said(3, 'c')])
    await write(engine, 'two', [said(2, 'b', { author: 'Bo' }), said(3, 'c'), said(4, 'd')])
    const { roomOids, added, duplicates } = await merged(engine, 'one', ['two'])
    expect([roomOids, added, duplicates]).toEqual([['two'], 2, 1])
    expect(await textsOf(engine, 'one')).toEqual(['a', 'b', 'c', 'd'])
    expect(await countsOf(engine, 'one')).toEqual([4, 2])
    expect(await engine.rooms.get('two')).toBeNull()
    expect(await engine.rooms.count(null)).toBe(1)
  })

  it('keep two different messages of one id apart, and what answers each of them', async () => {
    const { engine } = fresh()
    const answer = (n: number, text: string) => said(n, text, { replyTo: 'k1' })
    await write(engine, 'one', [said(1, 'Who is on the pier?'), answer(5, 'I am')])
    const other = said(1, 'Is the ferry late?', { at: 1_002 })
    await write(engine, 'two', [other, answer(6, 'By an hour')])
    await merged(engine, 'one', ['two'])
    expect(await textsOf(engine, 'one')).toEqual([
      'Who is on the pier?',
      'Is the ferry late?',
      'I am > Who is on the pier?',
      'By an hour > Is the ferry late?',
    ])
  })

  it('are many at once, and those that are there already are passed over', async () => {
    const { engine } = fresh()
    for (const [index, roomOid] of ['a', 'b', 'c'].entries()) {
      await write(engine, roomOid, [said(1, `one of ${roomOid}`), said(10 + index, roomOid)])
    }
    const { roomOids } = await merged(engine, 'a', ['b', 'a', 'nowhere', 'c', 'b'])
    expect(roomOids).toEqual(['b', 'c'])
    expect((await textsOf(engine, 'a')).toSorted()).toEqual(
      ['a', 'b', 'c', 'one of a', 'one of b', 'one of c'].toSorted(),
    )
  })

  it('are found by the id of any of them, through several merges', async () => {
    const { engine } = fresh()
    for (const roomOid of ['a', 'b', 'c']) await write(engine, roomOid, [said(1, roomOid)])
    await merged(engine, 'b', ['a'])
    await merged(engine, 'c', ['b'])
    const place = await engine.rooms.place('a')
    expect(place).toMatchObject({ roomOid: 'c', isMerged: true })
    expect(await engine.rooms.place('nowhere')).toBeNull()
    await purged(engine, Date.now() + 120_000)
    expect(await engine.rooms.place('a')).toMatchObject({ roomOid: 'c' })
    expect(await textsOf(engine, 'c')).toHaveLength(3)
  })

  it('get what comes later under an id that has gone, also by an import, but nothing twice', async () => {
    const { engine } = fresh()
    await write(engine, 'one', [said(1, 'a')])
    await write(engine, 'two', [said(1, 'b', { at: 1_002 })])
    await merged(engine, 'one', ['two'])
    const placing = createPlacing(engine)
    // The same message again; another one under an id that the other room has; one that is new.
    const [totals] = await write(engine, 'two', [
      said(1, 'b', { at: 1_002 }),
      said(1, 'c', { at: 1_003 }),
      said(9, 'd'),
    ])
    expect(totals).toMatchObject({ roomOid: 'two', messages: 2, duplicates: 1 })
    const importId = await startedImport(engine, 'i')
    const brought = [{ room: describedRoom('two'), messages: [said(11, 'e'), said(9, 'd')] }]
    const counted = await placing.placed(await placing.append(brought, importId))
    await engine.imports.finish(importId, counted, resultOf(['one']))
    expect(await textsOf(engine, 'one')).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(await countsOf(engine, 'one')).toEqual([5, 1])
    expect(await engine.rooms.count(null)).toBe(1)
  })

  it('are what they were before when it is taken back, with what came meanwhile', async () => {
    const { engine } = fresh()
    const { trash, search } = engine
    await write(engine, 'one', [said(1, 'apple')])
    await write(engine, 'two', [said(2, 'berry', { author: 'Bo' }), said(1, 'cherry')])
    await engine.rooms.change('two', { localOnly: true })
    const { trashOid } = await merged(engine, 'one', ['two'])
    expect(await engine.rooms.isLocalOnly('one')).toBe(true)
    await write(engine, 'one', [said(7, 'date')])
    expect(await trash.restore(trashOid, Date.now())).toMatchObject({ roomOids: ['two'] })
    expect(await textsOf(engine, 'one')).toEqual(['apple', 'date'])
    expect(await countsOf(engine, 'one')).toMatchObject({ 0: 2 })
    expect((await textsOf(engine, 'two')).toSorted()).toEqual(['berry', 'cherry'])
    expect(await engine.rooms.isLocalOnly('one')).toBe(false)
    expect(await engine.rooms.place('two')).toMatchObject({ roomOid: 'two', isMerged: false })
    await purged(engine, Date.now())
    expect(await countsOf(engine, 'one')).toEqual([2, 1])
    while (await search.catchUp());
    const found = await search.find({ terms: termsOf('berry'), limit: 10 })
    expect(found.items.map(({ roomOid }) => roomOid)).toEqual(['two'])
  })

  it.each([
    ['with', ['a']],
    ['without', []],
  ])(
    'are what they were before where the other room, %s messages of its own, was thrown away meanwhile',
    async (_own, texts) => {
      const { engine } = fresh()
      const { trash } = engine
      await write(
        engine,
        'one',
        texts.map((text) => said(1, text)),
      )
      await write(engine, 'two', [said(2, 'b', { author: 'Bo' })])
      const { trashOid } = await merged(engine, 'one', ['two'])
      const what = { roomOids: ['one'], reportOids: [], importOids: [], withReports: false }
      await trash.throw({ ...what, trashOid: 'of one', until: Date.now() + 60_000 })
      await trash.restore(trashOid, Date.now())
      await purged(engine, Date.now())
      await trash.restore('of one', Date.now())
      expect(await textsOf(engine, 'one')).toEqual(texts)
      expect(await countsOf(engine, 'one')).toEqual([texts.length, texts.length])
      expect(await textsOf(engine, 'two')).toEqual(['b'])
    },
  )

  it('are final once it is too late, and leave nothing of the room that has gone', async () => {
    const { engine } = fresh()
    const { trash } = engine
    await write(engine, 'one', [said(1, 'a')])
    await write(engine, 'two', [said(2, 'b')])
    const { trashOid, until } = await merged(engine, 'one', ['two'])
    await purged(engine, until + 1)
    expect(await trash.restore(trashOid, until + 1)).toBeNull()
    expect(await textsOf(engine, 'one')).toEqual(['a', 'b'])
    expect(await trash.due(until + 1)).toEqual([])
  })

  it('stay as they are when the merge is cut off in the middle', async () => {
    const { engine, restart } = fresh()
    await write(engine, 'one', [said(1, 'a')])
    await write(engine, 'two', [said(2, 'b')])
    const until = Date.now() + 60_000
    const begun = await engine.roomMerges.begin({
      mergeOid: 'm',
      into: 'one',
      from: ['two'],
      until,
    })
    if (typeof begun === 'string') throw new Error(begun)
    const { roomId: _roomId, ...room } = begun.into
    await engine.messages.append([{ room, messages: [said(2, 'b')] }], begun.importId)
    await restart()
    expect(await textsOf(fresh().engine, 'one')).toEqual(['a'])
    expect(await textsOf(fresh().engine, 'two')).toEqual(['b'])
    await purged(fresh().engine, until + 1)
    expect(await countsOf(fresh().engine, 'one')).toEqual([1, 1])
    // And can be merged after all.
    await merged(fresh().engine, 'one', ['two'])
    expect(await textsOf(fresh().engine, 'one')).toEqual(['a', 'b'])
  })

  it('take along what comes to one of them while they are being merged', async () => {
    const { engine } = fresh()
    await write(engine, 'one', [said(1, 'a')])
    await write(engine, 'two', [said(5, 'b')])
    const { messages } = engine
    let isLate = false
    const append: Engine['messages']['append'] = async (batches, importId) => {
      if (!isLate) {
        isLate = true
        await write(engine, 'two', [said(2, 'late'), said(9, 'later')])
      }
      return messages.append(batches, importId)
    }
    const ports = { messages: { ...messages, append }, roomMerges: engine.roomMerges }
    await mergeRooms(ports, { into: 'one', from: ['two'], undoMs: 60_000 })
    expect(await textsOf(engine, 'one')).toEqual(['a', 'late', 'b', 'later'])
    expect(await countsOf(engine, 'one')).toEqual([4, 1])
  })

  it('are refused where there are none, or an import writes to one', async () => {
    const { engine } = fresh()
    await write(engine, 'one', [said(1, 'a')])
    await write(engine, 'two', [said(2, 'b')])
    const ask = (into: string, from: string[]) => mergeRooms(engine, { into, from, undoMs: 1 })
    expect(await ask('nowhere', ['one'])).toBe('missing')
    expect(await ask('one', ['one', 'nowhere'])).toBe('missing')
    const importId = await startedImport(engine, 'i')
    await engine.messages.append(
      [{ room: describedRoom('two'), messages: [said(3, 'c')] }],
      importId,
    )
    expect(await ask('one', ['two'])).toBe('busy')
    expect(await textsOf(engine, 'two')).toEqual(['b'])
  })

  it('have the reports of both, which say where their room is now', async () => {
    const { engine } = fresh()
    const { reports, trash } = engine
    await write(engine, 'one', [said(1, 'a')])
    await write(engine, 'two', [said(2, 'b')])
    await reports.insert({
      reports: [
        {
          reportOid: 'r',
          roomOid: 'two',
          batchOid: 'b',
          options: {},
          said: sentence('waiting_for_turn'),
          delivery: 'none',
          createdAt: 1,
        },
      ],
      events: [],
    })
    expect((await reports.get('r'))?.mergedInto).toBeNull()
    const { trashOid } = await merged(engine, 'one', ['two'])
    expect(await reports.get('r')).toMatchObject({ roomOid: 'two', mergedInto: 'one' })
    await trash.restore(trashOid, Date.now())
    expect((await reports.get('r'))?.mergedInto).toBeNull()
  })

  it('count a person once who has written in both under two names', async () => {
    const { engine } = fresh()
    await write(engine, 'one', [said(1, 'a', { author: 'ann' })])
    await write(engine, 'two', [said(2, 'b', { author: 'ann_' })])
    while (await engine.people.catchUp());
    const [into, from] = ['ann', 'ann_'].map((name) => personOidOf('live', name))
    await engine.people.merge({ into: into!, from: [from!] })
    await merged(engine, 'one', ['two'])
    expect(await countsOf(engine, 'one')).toEqual([2, 1])
  })
})
