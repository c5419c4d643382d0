import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import type { NewMessage } from '../../ports/message.ts'
import type { Messages, RoomBatch } from '../../ports/messages.ts'
import { openBuffer } from './buffer.ts'
import { StoreFailure } from './reading.ts'

const message = (n: number): NewMessage => ({
  key: `k${n}`,
  sourceId: null,
  at: n,
  timeSource: 'explicit',
  author: 'Ann',
  kind: 'message',
  text: `text ${n}`,
})
const described = (roomOid: string) => ({ roomOid, name: roomOid, source: 'irc', format: 'irc' })

/** Takes everything, calls each message new, and remembers only what it is told to. */
function store(take: (batches: readonly RoomBatch[]) => void): Pick<Messages, 'append'> {
  return {
    async append(batches) {
      take(batches)
      return batches.map(({ room, messages }) => ({
        roomOid: room.roomOid,
        messages: messages.length,
        system: 0,
        duplicates: 0,
        participants: 1,
        firstAt: messages[0]?.at ?? null,
        lastAt: messages.at(-1)?.at ?? null,
      }))
    },
  }
}

it('gives each message once and in order, in calls that hold no more than a call may', async () => {
  const calls: RoomBatch[][] = []
  const buffer = openBuffer(
    store((batches) => calls.push([...batches])),
    1,
    10,
  )
  const rooms = ['a', 'b', 'c'].map((oid) => buffer.room(described(oid)))
  for (let n = 0; n < 300; n++) {
    buffer.add(rooms[n % 7 === 0 ? 1 : 0]!, message(n))
    if (n % 23 === 0) await buffer.drain()
  }
  await buffer.flush()
  const perCall = calls.map((call) => call.reduce((sum, { messages }) => sum + messages.length, 0))
  expect(Math.max(...perCall)).toBeLessThanOrEqual(10)
  const written = (oid: string): number[] =>
    calls
      .flat()
      .flatMap(({ room, messages }) => (room.roomOid === oid ? messages : []))
      .map(({ at }) => at)
  const all = Array.from({ length: 300 }, (_, n) => n)
  expect(written('a')).toEqual(all.filter((n) => n % 7 !== 0))
  expect(written('b')).toEqual(all.filter((n) => n % 7 === 0))
  expect(buffer.totals()).toMatchObject([
    { roomOid: 'a', messages: 257, firstAt: 1, lastAt: 299 },
    { roomOid: 'b', messages: 43, firstAt: 0, lastAt: 294 },
    { roomOid: 'c', messages: 0, firstAt: null },
  ])
})

it('has rooms without messages made, however many they are', async () => {
  const made: string[] = []
  const buffer = openBuffer(
    store((batches) => made.push(...batches.map(({ room }) => room.roomOid))),
    1,
    10,
  )
  const oids = Array.from({ length: 25 }, (_, n) => `room-${n}`)
  for (const oid of oids) expect(buffer.room(described(oid))).toBe(buffer.room(described(oid)))
  await buffer.flush()
  expect(made).toEqual(oids)
})

it('has nothing to wait for as long as too little is held for a call', async () => {
  const buffer = openBuffer(
    store(() => {}),
    1,
    10,
  )
  const room = buffer.room(described('a'))
  for (let n = 0; n < 8; n++) buffer.add(room, message(n))
  expect(buffer.drain()).toBeUndefined()
  buffer.add(room, message(8))
  await expect(buffer.drain()).resolves.toBeUndefined()
  expect(buffer.totals()).toMatchObject([{ messages: 9 }])
})

it('tells of a call that was refused ever after, so that no reader goes on as if it had been written', async () => {
  let calls = 0
  const refusing = {
    append: async () => {
      calls++
      throw new Error('database or disk is full')
    },
  }
  const buffer = openBuffer(refusing, 1, 2)
  const room = buffer.room(described('a'))
  for (let n = 0; n < 5; n++) buffer.add(room, message(n))
  await expect(buffer.drain()).rejects.toThrow(StoreFailure)
  await expect(buffer.drain()).rejects.toThrow('database or disk is full')
  await expect(buffer.flush()).rejects.toThrow(StoreFailure)
  expect(calls).toBe(1)
})

it('lets go of what the store has taken, also where some is always left', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const buffer = openBuffer(
    store(() => {}),
    1,
    10,
  )
  const room = buffer.room(described('a'))
  const early: WeakRef<NewMessage>[] = []
  for (let n = 0; n < 500; n++) {
    const next = message(n)
    if (n < 400) early.push(new WeakRef(next))
    buffer.add(room, next)
    if (n % 10 === 4) await buffer.drain()
  }
  // A WeakRef holds on to what it refers to until the turn it was made in is over.
  await new Promise((resolve) => setImmediate(resolve))
  collect()
  expect(early.filter((ref) => ref.deref() !== undefined)).toEqual([])
})
