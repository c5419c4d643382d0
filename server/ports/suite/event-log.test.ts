import { describe, expect, it } from 'vitest'
import type { EventLog, HeardEvent, NewEvent } from '../event-log.ts'
import { onEveryEngine } from './engines.ts'

const said = (n: number, more: Partial<NewEvent> = {}): NewEvent => ({
  room: 'r',
  event: 'E',
  data: `{"n":${n}}`,
  coalesceKey: 'k',
  ...more,
})

const numberOf = ({ data }: { data: string }): number => (JSON.parse(data) as { n: number }).n
const upTo = (n: number): number[] => Array.from({ length: n }, (_, index) => index + 1)

/** What the log holds, in order. */
async function kept(log: EventLog, rooms?: readonly string[]): Promise<number[]> {
  const { first } = await log.head()
  return ((await log.readAfter(first - 1, 10_000, rooms))?.events ?? []).map(numberOf)
}

/** Everything that a follower is told, and how often it was told. */
async function follower(log: EventLog) {
  const events: HeardEvent[] = []
  const turns: number[] = []
  const following = await log.follow((heard) => {
    events.push(...heard.events)
    turns.push(heard.events.length)
  })
  return { ...following, events, turns, numbers: () => events.map(numberOf) }
}

onEveryEngine('the event log', (fresh) => {
  const log = () => fresh().engine.eventLog

  describe('what is appended', () => {
    it('is read in its order, strictly after a sequence, a page at a time', async () => {
      await log().append(upTo(5).map((n) => said(n)))
      const { first, last } = await log().head()
      const one = await log().readAfter(first - 1, 2)
      expect(one?.events).toEqual([
        { seq: first, room: 'r', event: 'E', data: '{"n":1}', coalesceKey: 'k' },
        { seq: expect.any(Number), room: 'r', event: 'E', data: '{"n":2}', coalesceKey: 'k' },
      ])
      const two = await log().readAfter(one?.upTo ?? 0, 10)
      expect(two?.events.map(numberOf)).toEqual([3, 4, 5])
      expect(two?.upTo).toBe(last)
      expect(await log().readAfter(last, 10)).toEqual({ events: [], upTo: last })
    })

    it('is read by rooms, as far as the log goes', async () => {
      const rooms = ['a', 'b', '', 'a', 'c']
      await log().append(rooms.map((room, index) => said(index, { room })))
      const { first, last } = await log().head()
      const page = await log().readAfter(first - 1, 10, ['a', ''])
      expect(page?.events.map(numberOf)).toEqual([0, 2, 3])
      expect(page?.upTo).toBe(last)
      const short = await log().readAfter(first - 1, 2, ['a', ''])
      expect(short?.events.map(numberOf)).toEqual([0, 2])
      expect(short?.upTo).toBe(short?.events[1]?.seq)
    })

    it('has its place before the call resolves, and for every thread', async () => {
      const before = await log().head()
      await log().append([said(1)])
      expect((await log().head()).last).toBeGreaterThan(before.last)
      const other = await fresh().another()
      expect(await kept(other.eventLog)).toEqual([1])
    })

    it('is there once, however often it is appended under its key', async () => {
      await log().append([said(1, { key: 'a' }), said(2)])
      await log().append([said(1, { key: 'a' }), said(3, { key: 'b' }), said(2)])
      expect(await kept(log())).toEqual([1, 2, 3, 2])
    })

    it('is all there or, where the call rejects, not at all', async () => {
      const notText = { ...said(2), data: null as unknown as string }
      await expect(log().append([said(1), notText])).rejects.toThrow()
      await log().append([said(3)])
      expect(await kept(log())).toEqual([3])
    })

    it('takes nothing with it that was appended in the same turn', async () => {
      const notText = { ...said(2), data: null as unknown as string }
      const [one, two, three] = await Promise.allSettled([
        log().append([said(1)]),
        log().append([notText]),
        log().append([said(3)]),
      ])
      expect([one?.status, two?.status, three?.status]).toEqual([
        'fulfilled',
        'rejected',
        'fulfilled',
      ])
      expect(await kept(log())).toEqual([1, 3])
    })
  })

  describe('the sequence', () => {
    it('goes on after a restart, under the same epoch', async () => {
      await log().append([said(1)])
      const { epoch, last } = await log().head()
      await fresh().restart()
      expect((await log().head()).epoch).toBe(epoch)
      await log().append([said(2)])
      expect((await log().head()).last).toBeGreaterThan(last)
      expect(await kept(log())).toEqual([1, 2])
    })

    it('begins above 0, and its first event follows the head of an empty log', async () => {
      const { first, last } = await log().head()
      expect(last).toBeGreaterThan(0)
      expect(first).toBe(last + 1)
      await log().append([said(1)])
      expect((await log().readAfter(last, 10))?.events.map(numberOf)).toEqual([1])
    })

    it('is not given out again where an append has failed', async () => {
      const heard = await follower(log())
      await log().append([said(1)])
      const notText = { ...said(2), data: null as unknown as string }
      await expect(log().append([said(2), notText])).rejects.toThrow()
      await log().append([said(3)])
      const [one, three] = heard.events
      expect(three?.seq).toBeGreaterThan(one?.seq ?? Infinity)
    })
  })

  describe('a trimmed log', () => {
    it('has lost the oldest, by count and by bytes, and never the newest', async () => {
      await log().append(upTo(2_500).map((n) => said(n)))
      const { last } = await log().head()
      await log().trim(300, Infinity)
      expect(await kept(log())).toHaveLength(300)
      await log().trim(Infinity, 5 * '{"n":2500}'.length)
      expect(await kept(log())).toEqual([2_496, 2_497, 2_498, 2_499, 2_500])
      await log().trim(0, 0)
      expect(await log().head()).toMatchObject({ first: last, last })
    })

    it('says so to a reader that was behind', async () => {
      await log().append(upTo(3).map((n) => said(n)))
      const { first, last } = await log().head()
      await log().trim(1, Infinity)
      expect(await log().readAfter(first, 10)).toBeNull()
      expect((await log().readAfter(last - 1, 10))?.events.map(numberOf)).toEqual([3])
    })

    it('keeps its sequence after a restart', async () => {
      await log().append(upTo(5).map((n) => said(n)))
      await log().trim(0, 0)
      const { last } = await log().head()
      await fresh().restart()
      await log().append([said(6)])
      expect((await log().head()).last).toBeGreaterThan(last)
    })
  })

  describe('a follower', () => {
    it('hears what comes after its head, each once, in the order of the sequence', async () => {
      await log().append([said(1)])
      const heard = await follower(log())
      for (const n of [2, 3, 4]) await log().append([said(n)])
      expect(heard.numbers()).toEqual([2, 3, 4])
      const page = await log().readAfter(heard.head.last, 10)
      expect(heard.events.map(({ kind: _kind, ...event }) => event)).toEqual(page?.events)
    })

    it('hears in one go what is said in one turn of the event loop, whoever says it', async () => {
      const heard = await follower(log())
      await Promise.all(upTo(50).map((n) => log().append([said(n)])))
      expect(heard.numbers()).toEqual(upTo(50))
      expect(heard.turns).toEqual([50])
    })

    it('hears what is announced at its place, and no log has it', async () => {
      const heard = await follower(log())
      const news = {
        room: 'r',
        event: 'N',
        data: '{"n":2}',
        coalesceKey: 'k',
        kind: 'news',
      } as const
      await Promise.all([
        log().append([said(1)]),
        log().announce([news, { ...news, data: '{"n":3}', kind: 'transient' }]),
        log().append([said(4)]),
      ])
      expect(heard.events.map(({ kind }) => kind)).toEqual([
        'logged',
        'news',
        'transient',
        'logged',
      ])
      expect(heard.numbers()).toEqual([1, 2, 3, 4])
      expect(heard.events[1]?.seq).toBe(0)
      expect(await kept(log())).toEqual([1, 4])
    })

    it('hears what is announced also where nothing can be written', async () => {
      const heard = await follower(log())
      const news = {
        room: '',
        event: 'N',
        data: '{"n":2}',
        coalesceKey: 'k',
        kind: 'news',
      } as const
      const notText = { ...said(1), data: null as unknown as string }
      await Promise.allSettled([log().append([notText]), log().announce([news])])
      expect(heard.numbers()).toEqual([2])
    })

    it('hears nothing that was not committed, and nothing twice', async () => {
      const heard = await follower(log())
      const notText = { ...said(2), data: null as unknown as string }
      await Promise.allSettled([
        log().append([said(1)]),
        log().append([said(2), notText]),
        log().append([said(3, { key: 'a' })]),
      ])
      await log().append([said(3, { key: 'a' })])
      expect(heard.numbers()).toEqual([1, 3])
    })

    it('finds in the log what it hears, from the moment on in which it hears it', async () => {
      const other = await fresh().another()
      const found: Promise<number[]>[] = []
      await log().follow(() => found.push(kept(other.eventLog)))
      await log().append([said(1)])
      await log().append([said(2)])
      const [first, second] = await Promise.all(found)
      // Whoever looks may find what has come since.
      expect(first?.[0]).toBe(1)
      expect(second).toEqual([1, 2])
    })

    it('hears nothing more once it has stopped', async () => {
      const heard = await follower(log())
      heard.stop()
      await log().append([said(1)])
      expect(heard.events).toEqual([])
    })
  })
})
