import { describe, expect, it } from 'vitest'
import type { Engine } from '../engine.ts'
import type { NewMessage, StoredMessage } from '../message.ts'
import {
  readMessages,
  readTimes,
  type MessagePosition,
  type MessageRange,
  type TimedMessage,
} from '../messages.ts'
import { onEveryEngine } from './engines.ts'
import { describedRoom, newMessage, newMessages, resultOf, startedImport } from './invented.ts'

const room = describedRoom('r', 'Room')

onEveryEngine('messages', (fresh) => {
  const engine = (): Engine => fresh().engine

  async function write(messages: readonly NewMessage[], importId: number | null = null) {
    const [totals] = await engine().messages.append([{ room, messages }], importId)
    return totals
  }
  const roomId = async (): Promise<number> => (await engine().rooms.get('r'))!.roomId
  const stored = async () => (await engine().rooms.get('r'))?.room

  async function read(range: Partial<MessageRange> = {}, limit = 100): Promise<StoredMessage[]> {
    const all: StoredMessage[] = []
    const asked = { roomId: await roomId(), ...range }
    for await (const page of readMessages(engine().messages, asked, limit)) {
      expect(page.length).toBeLessThanOrEqual(limit)
      all.push(...page)
    }
    return all
  }
  const texts = async (range: Partial<MessageRange> = {}, limit = 100): Promise<string[]> =>
    (await read(range, limit)).map(({ text }) => text)
  const at = (times: readonly number[]): NewMessage[] =>
    times.map((time, n) => newMessage(n, { at: time, text: `${time}/${n}` }))

  describe('are read in pages', () => {
    it('each once, by time and then as they came, however the pages fall', async () => {
      const times = [5, 1, 1, 1, 1, 1, 1, 1, 3, 2, 5]
      await write(at(times))
      const expected = times
        .map((time, n) => ({ time, n }))
        .toSorted((a, b) => a.time - b.time || a.n - b.n)
        .map(({ time, n }) => `${time}/${n}`)
      for (const limit of [1, 2, 3, 11, 100]) expect(await texts({}, limit)).toEqual(expected)
    })

    it('with all that is known of them', async () => {
      const given: NewMessage = {
        key: 'own',
        sourceId: '12345678901234567890',
        at: Date.UTC(2026, 0, 1),
        timeSource: 'assumed',
        author: 'Zoë 🚀',
        authorKey: 'u1',
        isBot: true,
        kind: 'message',
        text: "it's 100 %\n\u202eok",
        replyTo: 'other',
        attachments: [{ name: 'a.png', mimeType: 'image/png', bytes: 7 }],
      }
      await write([given, newMessage(1, { kind: 'system', author: '', sourceId: null })])
      const [system, message] = await read()
      const { key, ...kept } = given
      expect(message).toEqual({ ...kept, id: key, number: 2 })
      expect(system).toMatchObject({ kind: 'system', author: '', authorKey: '', sourceId: null })
      expect(system).toMatchObject({ replyTo: null, attachments: [], isBot: false, number: 1 })
    })

    it('numbered from 1 within the range, from its beginning on and up to its end', async () => {
      await write(at([10, 20, 30, 40]))
      const found = await read({ from: 20, to: 40 }, 1)
      expect(found.map(({ number, at: time }) => [number, time])).toEqual([
        [1, 20],
        [2, 30],
      ])
    })

    it('from the last one on, however the pages fall, and before a moment', async () => {
      await write(at([5, 1, 1, 1, 3, 2, 5]))
      const forwards = await read()
      const backwards = async (to: number | null, last: number, limit: number) => {
        const all: StoredMessage[] = []
        for (let after: MessagePosition | null = null; ;) {
          const range = { roomId: await roomId(), to }
          const page = { after, limit, last: after === null ? last : after.number - 1 }
          const { items, next } = await engine().messages.pageBackwards(range, page)
          expect(items.length).toBeLessThanOrEqual(limit)
          all.push(...items)
          if (next === null) return all
          after = next
        }
      }
      for (const limit of [1, 2, 7, 100]) {
        expect(await backwards(null, 7, limit)).toEqual(forwards.toReversed())
      }
      expect(await backwards(3, 4, 2)).toEqual(forwards.slice(0, 4).toReversed())
      expect(await backwards(1, 0, 2)).toEqual([])
    })

    it('from a position that was kept as JSON, also by another thread, while more come in', async () => {
      await write(at([1, 1, 2]))
      const range = { roomId: await roomId() }
      const first = await engine().messages.page(range, { after: null, limit: 2 })
      await write([newMessage(7, { at: 1, text: 'late' }), newMessage(8, { at: 0, text: 'early' })])
      const after = JSON.parse(JSON.stringify(first.next)) as NonNullable<typeof first.next>
      const { messages } = await fresh().another()
      const second = await messages.page(range, { after, limit: 2 })
      expect(second.items.map(({ text, number }) => [text, number])).toEqual([
        ['late', 3],
        ['2/2', 4],
      ])
      expect(second.next).toBeNull()
    })

    it('without what came after the newest that counts', async () => {
      await write(at([10, 20]))
      const { lastOrd } = (await engine().rooms.get('r'))!
      await write([newMessage(8, { at: 15 }), newMessage(9, { at: 25 })])
      expect(await texts({ maxOrd: lastOrd })).toEqual(['10/0', '20/1'])
      expect(await read()).toHaveLength(4)
    })

    it('of a room that has none as no page at all', async () => {
      await write([])
      expect(await read()).toEqual([])
      const page = { after: null, limit: 1 }
      expect(await engine().messages.page({ roomId: await roomId() }, page)).toEqual({
        items: [],
        next: null,
      })
    })

    it('as times and authors of what people wrote when, alone', async () => {
      await write([
        newMessage(1, { authorKey: 'u1' }),
        newMessage(2, { kind: 'system', author: '' }),
        newMessage(3, { timeSource: 'unknown' }),
        newMessage(4, { at: 2_000 }),
      ])
      for (const limit of [1, 2, 10]) {
        const found: TimedMessage[] = []
        const range = { roomId: await roomId(), to: 2_000 }
        for await (const page of readTimes(engine().messages, range, limit)) found.push(...page)
        expect(found).toEqual([{ at: 1_001, authorKey: 'u1' }])
      }
    })
  })

  describe('are looked into', () => {
    it('by counts of a range, also of one that is counted in several steps', async () => {
      const many = Array.from({ length: 21_000 }, (_, n) =>
        newMessage(n, { at: Math.floor(n / 9_000), kind: n % 10 === 0 ? 'system' : 'message' }),
      )
      await write(many)
      const range = { roomId: await roomId() }
      const { messages } = engine()
      expect(await messages.count(range)).toEqual({ messages: 18_900, system: 2_100 })
      expect(await messages.count({ ...range, from: 1, to: 2 })).toEqual({
        messages: 8_100,
        system: 900,
      })
      expect(await messages.count({ ...range, from: 9 })).toEqual({ messages: 0, system: 0 })
    })

    it('by the moment of the last one', async () => {
      await write(at([10, 30, 20]))
      const range = { roomId: await roomId() }
      expect(await engine().messages.lastMoment(range)).toBe(30)
      expect(await engine().messages.lastMoment({ ...range, to: 30 })).toBe(20)
      expect(await engine().messages.lastMoment({ ...range, to: 5 })).toBeNull()
    })

    it('by a sample from all over their time, each of it once', async () => {
      await write(at(Array.from({ length: 1_000 }, (_, n) => n)))
      const range = { roomId: await roomId(), from: 100, to: 900 }
      const span = { first: 0, last: 999 }
      const size = { places: 4, perPlace: 10 }
      const found = await engine().messages.sample(range, span, size)
      expect(found.map((message) => message.at)).toEqual(
        [100, 299, 499, 699].flatMap((from) => Array.from({ length: 10 }, (_, n) => from + n)),
      )
      const all = await engine().messages.sample(range, { first: 100, last: 104 }, size)
      expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    })
  })

  describe('are written', () => {
    it('live, seen and counted at once, and the same key twice is one message', async () => {
      expect(
        await write([...newMessages(25), newMessage(3), newMessage(99, { kind: 'system' })]),
      ).toEqual({
        roomOid: 'r',
        messages: 25,
        system: 1,
        duplicates: 1,
        participants: 3,
        firstAt: 1_000,
        lastAt: 1_024,
      })
      expect(await stored()).toMatchObject({
        name: 'Room',
        messageCount: 25,
        systemCount: 1,
        participantCount: 3,
        firstMessageAt: new Date(1_000).toISOString(),
        lastMessageAt: new Date(1_024).toISOString(),
      })
      expect(await write(newMessages(30))).toMatchObject({ messages: 5, duplicates: 25 })
      expect(await stored()).toMatchObject({ messageCount: 30, participantCount: 3 })
    })

    it('into many rooms by one call, which answers for each in order', async () => {
      const batches = ['b', 'a', 'c'].map((oid, n) => ({
        room: describedRoom(oid),
        messages: newMessages(n),
      }))
      const totals = await engine().messages.append(batches, null)
      expect(totals.map(({ roomOid, messages }) => [roomOid, messages])).toEqual([
        ['b', 0],
        ['a', 1],
        ['c', 2],
      ])
      expect((await engine().rooms.get('b'))?.room.messageCount).toBe(0)
    })

    it('by several at once into the same rooms, in whatever order: each once, and counted right', async () => {
      const threads = [engine(), await fresh().another(), await fresh().another()]
      const batch = (roomOid: string, from: number) => ({
        room: describedRoom(roomOid),
        messages: Array.from({ length: 40 }, (_, n) => newMessage(from + n)),
      })
      await Promise.all(
        Array.from({ length: 30 }, (_, n) => {
          const rooms = n % 2 === 0 ? ['r', 's', 't'] : ['t', 's', 'r']
          const batches = rooms.map((roomOid) => batch(roomOid, n * 20))
          return threads[n % threads.length]!.messages.append(batches, null)
        }),
      )
      const expected = 30 * 20 + 20
      for (const roomOid of ['r', 's', 't']) {
        const { room: found, roomId: id } = (await engine().rooms.get(roomOid))!
        expect(found).toMatchObject({ messageCount: expected, participantCount: 3 })
        const page = { after: null, limit: 10_000 }
        const { items } = await engine().messages.page({ roomId: id }, page)
        expect(new Set(items.map((message) => message.id)).size).toBe(expected)
      }
    })

    it('all of a call or none of it', async () => {
      const broken = { ...newMessage(1), text: null as unknown as string }
      const batches = [
        { room: describedRoom('a'), messages: newMessages(3) },
        { room: describedRoom('b'), messages: [broken] },
      ]
      await expect(engine().messages.append(batches, null)).rejects.toThrow(/./)
      expect(await engine().rooms.existing(['a', 'b'])).toEqual(new Set())
    })

    it('to a room that keeps what it is called', async () => {
      await write([newMessage(1)])
      await engine().messages.append([{ room: describedRoom('r', 'Other'), messages: [] }], null)
      expect((await stored())?.name).toBe('Room')
    })

    it('with a time that nobody knows, which is neither the first nor the last of the room', async () => {
      await write([
        newMessage(1, { at: 0, timeSource: 'unknown' }),
        newMessage(2, { at: Number.MAX_SAFE_INTEGER }),
        newMessage(3, { at: Number.NaN }),
        newMessage(4),
      ])
      expect(await stored()).toMatchObject({
        firstMessageAt: new Date(1_004).toISOString(),
        lastMessageAt: new Date(1_004).toISOString(),
      })
      expect((await read()).map(({ at: time }) => time)).toEqual([null, null, null, 1_004])
    })

    it('with system lines, which are neither its first nor its last message', async () => {
      const system = { kind: 'system', author: '' } as const
      await write([newMessage(1, system), newMessage(2), newMessage(3), newMessage(9, system)])
      expect(await stored()).toMatchObject({
        messageCount: 2,
        systemCount: 2,
        firstMessageAt: new Date(1_002).toISOString(),
        lastMessageAt: new Date(1_003).toISOString(),
      })
    })

    it('with people counted once, however many calls and threads they come by', async () => {
      await write(newMessages(6))
      const { messages } = await fresh().another()
      const known = newMessage(7, { author: 'author 1' })
      const [totals] = await messages.append([{ room, messages: [known] }], null)
      expect(totals).toMatchObject({ messages: 1, participants: 0 })
      expect(await stored()).toMatchObject({ messageCount: 7, participantCount: 3 })
    })

    it('keeping both of one import that stand under one id, and of two imports the first', async () => {
      const importId = await startedImport(engine(), 'first')
      const totals = await write(
        [newMessage(1), newMessage(1, { text: 'another' }), newMessage(1)],
        importId,
      )
      expect(totals).toMatchObject({ messages: 2, duplicates: 1 })
      const later = await startedImport(engine(), 'second')
      expect(await write([newMessage(1, { text: 'edited since' })], later)).toMatchObject({
        messages: 0,
        duplicates: 1,
      })
    })

    it('keeping other words under a key that we made, whenever they come, and knowing them again', async () => {
      const made = { sourceId: null, key: 'same' }
      await write([newMessage(1, made)], await startedImport(engine(), 'first'))
      const both = [newMessage(1, made), newMessage(2, made)]
      const second = await write(both, await startedImport(engine(), 'second'))
      expect(second).toMatchObject({ messages: 1, duplicates: 1 })
      const third = await write(both, await startedImport(engine(), 'third'))
      expect(third).toMatchObject({ messages: 0, duplicates: 2 })
    })
  })

  describe('of an import', () => {
    it('are in no range until it has finished', async () => {
      await write([newMessage(1)])
      const importId = await startedImport(engine(), 'i')
      const totals = await write([newMessage(2), newMessage(3)], importId)
      expect(await texts()).toEqual(['text 1'])
      const range = { roomId: await roomId() }
      expect(await engine().messages.count(range)).toEqual({ messages: 1, system: 0 })
      expect(await engine().messages.lastMoment(range)).toBe(1_001)
      await engine().imports.finish(importId, [totals!], resultOf(['r']))
      expect(await texts()).toEqual(['text 1', 'text 2', 'text 3'])
      expect(await engine().messages.count(range)).toEqual({ messages: 3, system: 0 })
    })
  })
})
