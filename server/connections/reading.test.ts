import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FakeService, type Mood } from '../../tests/connections/fake-service.ts'
import { VirtualClock } from '../../tests/connections/virtual-clock.ts'
import { startEngine } from '../engines/open.ts'
import { RoomProgress } from '../ports/connections.ts'
import type { Engine } from '../ports/engine.ts'
import { deletedText } from '../ports/revisions.ts'
import { Budgets } from './budgets.ts'
import { Reading } from './reading.ts'

let folder: string
let engine: Engine
let clock: VirtualClock
let service: FakeService
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rapporteur-reading-'))
  engine = await startEngine(
    { kind: 'sqlite', folder },
    { onMended: () => undefined },
    async (started) => started,
  )
  await setUp()
})
afterEach(async () => {
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})

let run = 0
async function setUp(): Promise<void> {
  run += 1
  clock = new VirtualClock()
  service = new FakeService(clock)
  await engine.connections.put({
    connectionOid: `c${run}`,
    service: 'slack',
    name: 'Team',
    address: '',
    account: 'bot',
    secret: null,
    since: null,
    paused: false,
    answersRequests: false,
    createdAt: run,
  })
}

const oidOf = (room: string): string => `${room}-${run}`

async function connect(room: string): Promise<void> {
  const roomOid = oidOf(room)
  const description = { roomOid, name: room, source: 'slack', format: 'fake' }
  await engine.messages.append([{ room: description, messages: [] }], null)
  const progress = RoomProgress.parse({
    gaps: [{ from: null, until: null, after: null, before: null }],
  })
  await engine.connections.addRoom({
    connectionOid: `c${run}`,
    remoteId: room,
    roomOid,
    name: room,
    isPrivate: false,
    progress,
  })
}

/** The process dies at the nth write: before it, or after it was done and before anybody heard of it. */
interface Death {
  atWrite: number
  isAfter: boolean
}

class Killed extends Error {}

async function start(
  options: { since?: number; death?: Death; budgets?: Budgets; endsFail?: number } = {},
) {
  const { since = null, death, budgets = new Budgets() } = options
  let { endsFail = 0 } = options
  let writes = 0
  let isDead = false
  const errors: unknown[] = []
  const changed = new Set<string>()
  const ended: string[] = []
  const reading = new Reading({
    connector: service.connector,
    session: (signal, people) => ({
      address: '',
      secrets: {},
      signal,
      people,
      ask: () => Promise.reject(new Error('not asked')),
      socket: () => Promise.reject(new Error('not asked')),
      stream: () => Promise.reject(new Error('not asked')),
    }),
    budgets,
    clock,
    store: {
      async revise(revision) {
        writes += 1
        if (isDead) throw new Killed()
        isDead = writes === death?.atWrite
        // Who is dead asks nothing more.
        if (isDead) void reading.stop()
        if (isDead && !death?.isAfter) throw new Killed()
        const outcome = await engine.messages.revise(revision)
        if (isDead) throw new Killed()
        return outcome
      },
      markRoom: (mark) => engine.connections.markRoom(mark),
    },
    rooms: (await engine.connections.rooms()).filter((room) => room.connectionOid === `c${run}`),
    since,
    onChange: () => undefined,
    onPulse: () => undefined,
    onEnded: async (oid) => {
      if (endsFail > 0) throw new Error(`told ${endsFail--} times for nothing`)
      ended.push(oid)
    },
    onRoomChanged: (oid) => changed.add(oid),
    onPause: () => undefined,
    onError: (error) => void (error instanceof Killed || errors.push(error)),
  })
  reading.start()
  return { reading, errors, changed, ended, isDead: () => isDead }
}

async function stored(room: string): Promise<Record<string, string>> {
  const found = await engine.rooms.get(oidOf(room))
  const range = { roomId: found!.roomId }
  const { items } = await engine.messages.page(range, { after: null, limit: 10_000 })
  expect(new Set(items.map(({ id }) => id)).size).toBe(items.length)
  return Object.fromEntries(items.map(({ id, text }) => [id, text]))
}

/** What the store must hold: a message that was deleted before it was read may be there as a place, or not. */
const expected = (room: string): Record<string, string> =>
  Object.fromEntries(
    (service.rooms.get(room) ?? []).map(({ id, text, deletedAt }) => [
      String(id),
      deletedAt === null ? text : deletedText,
    ]),
  )

const isDone =
  ({ reading }: Awaited<ReturnType<typeof start>>) =>
  (): boolean =>
    reading.view().state === 'live'

describe('reading a connection', () => {
  it('reads the newest messages first, then the past, and all of it', async () => {
    for (let n = 0; n < 23; n++) service.say('a', `text ${n}`)
    await connect('a')
    const going = await start()
    await clock.until(() => service.pages.length === 1 && Object.keys(service.rooms).length === 0)
    await clock.until(isDone(going))
    expect(await stored('a')).toEqual(expected('a'))
    expect(service.pages.map(({ from }) => from)).toEqual([null, '19', '14', '9', '4'])
    expect(going.errors).toEqual([])
    expect([...going.changed]).toEqual([oidOf('a')])
    await going.reading.stop()
  })

  it('keeps what is heard, edited and deleted at once', async () => {
    const first = service.say('a', 'first')
    await connect('a')
    const going = await start()
    await clock.until(isDone(going))
    const pages = service.pages.length
    service.edit('a', first, 'edited')
    service.remove('a', service.say('a', 'gone'))
    service.say('a', 'live')
    await clock.until(() => false, 1_000)
    expect(Object.values(await stored('a'))).toEqual(['edited', deletedText, 'live'])
    expect(service.pages.length).toBe(pages)
    await going.reading.stop()
  })

  it('catches up what a socket has lost, after half an hour at the latest, and at once after a cut', async () => {
    service.say('a', 'first')
    await connect('a')
    const going = await start()
    await clock.until(isDone(going))
    service.delivers = () => false
    service.say('a', 'lost')
    await clock.until(() => false, 31 * 60_000)
    expect(await stored('a')).toEqual(expected('a'))
    service.say('a', 'lost again')
    service.cut()
    await clock.until(() => false, 10_000)
    expect(await stored('a')).toEqual(expected('a'))
    await going.reading.stop()
  })

  it('reads answers in threads, also late ones in a thread of the last days', async () => {
    const root = service.say('a', 'question')
    for (let n = 0; n < 12; n++) service.say('a', `answer ${n}`, root.id)
    await connect('a')
    const going = await start()
    await clock.until(isDone(going))
    await clock.until(() => false, 10_000)
    expect(await stored('a')).toEqual(expected('a'))
    service.delivers = () => false
    service.say('a', 'late answer', root.id)
    await clock.until(() => false, 2 * 60 * 60_000)
    expect(await stored('a')).toEqual(expected('a'))
    await going.reading.stop()
  })

  it('finds a thread that begins on an old message, though nobody tells of it, within a day', async () => {
    const root = service.say('a', 'question')
    for (let n = 0; n < 12; n++) service.say('a', `later ${n}`)
    await connect('a')
    const going = await start()
    await clock.until(isDone(going))
    service.delivers = () => false
    service.say('a', 'at last an answer', root.id)
    await clock.until(() => false, 25 * 60 * 60_000)
    expect(await stored('a')).toEqual(expected('a'))
    await going.reading.stop()
  })

  it('goes back no further than it was told', async () => {
    for (let n = 0; n < 30; n++) {
      service.say('a', `text ${n}`)
      await clock.until(() => false, 0)
      await Promise.all([clock.sleep(60_000), clock.until(() => false, 60_000)])
    }
    await connect('a')
    const since = service.rooms.get('a')![20]!.at
    const going = await start({ since })
    await clock.until(isDone(going))
    expect(Object.keys(await stored('a')).length).toBe(10)
    expect(service.pages.length).toBe(3)
    await going.reading.stop()
  })

  it('names a room that it may not read any more, and goes on with the others', async () => {
    for (let n = 0; n < 12; n++) for (const room of ['a', 'b']) service.say(room, `text ${n}`)
    await connect('a')
    await connect('b')
    const { page } = service.connector
    const forbidding = {
      ...service.connector,
      page: async (...asked: Parameters<typeof page>) => {
        const { ServiceError } = await import('./connector.ts')
        if (asked[1].room === 'a') throw new ServiceError('forbidden', 'not in channel')
        return page(...asked)
      },
    }
    Object.assign(service, { connector: forbidding })
    const going = await start()
    await clock.until(isDone(going))
    expect(await stored('b')).toEqual(expected('b'))
    const { rooms } = going.reading.view()
    expect(rooms.map(({ room }) => room.progress.stopped)).toEqual([
      'connection_room_forbidden',
      null,
    ])
    await going.reading.stop()
  })

  it('tells once that a room has ended, when all that was said in it is there', async () => {
    for (let n = 0; n < 12; n++) service.say('a', `text ${n}`)
    await connect('a')
    await connect('b')
    const going = await start()
    await clock.until(isDone(going))
    service.say('a', 'the last word')
    service.close('a')
    service.close('a')
    await clock.until(() => going.ended.length > 0)
    expect(await stored('a')).toEqual(expected('a'))
    await clock.until(() => false, 3 * 86_400_000)
    await going.reading.stop()
    const again = await start()
    await clock.until(() => false, 3 * 86_400_000)
    expect([...going.ended, ...again.ended]).toEqual([oidOf('a')])
    await again.reading.stop()
  })

  it('finds that a room has ended while nobody listened, and says so after a restart that came between', async () => {
    service.say('a', 'text')
    await connect('a')
    const before = await start()
    await clock.until(isDone(before))
    await before.reading.stop()
    service.say('a', 'while nobody listened')
    service.close('a')
    const failing = await start({ endsFail: 1 })
    await clock.until(() => failing.errors.length > 0)
    await failing.reading.stop()
    expect(failing.ended).toEqual([])
    const again = await start()
    await clock.until(() => again.ended.length > 0)
    expect(again.ended).toEqual([oidOf('a')])
    expect(await stored('a')).toEqual(expected('a'))
    await again.reading.stop()
  })

  it('tells of a room that it was put out of, with what was said before, and of none that was closed when it was connected', async () => {
    service.say('closed', 'text')
    service.close('closed')
    service.say('a', 'text')
    await connect('closed')
    await connect('a')
    const going = await start()
    await clock.until(isDone(going))
    service.say('a', 'goodbye')
    service.putOut('a')
    await clock.until(() => going.ended.length > 0)
    expect(going.ended).toEqual([oidOf('a')])
    expect(await stored('a')).toEqual(expected('a'))
    await going.reading.stop()
  })

  it('stops asking with a token that is refused', async () => {
    service.say('a', 'text')
    await connect('a')
    const { ServiceError } = await import('./connector.ts')
    let asked = 0
    const page = () => {
      asked += 1
      return Promise.reject(new ServiceError('unauthorized', 'invalid_auth'))
    }
    Object.assign(service, { connector: { ...service.connector, page } })
    const going = await start()
    await clock.until(() => false, 86_400_000)
    expect(going.reading.view().state).toBe('needs_person')
    expect(asked).toBe(1)
    await going.reading.stop()
  })

  it('does not write to a room that a person has deleted', async () => {
    service.say('a', 'text')
    await connect('a')
    const going = await start()
    await clock.until(isDone(going))
    const what = { importOids: [], reportOids: [], withReports: false }
    await engine.trash.throw({ trashOid: `t${run}`, until: 1, roomOids: [oidOf('a')], ...what })
    service.say('a', 'more')
    await clock.until(() => false, 1_000)
    expect(await engine.rooms.get(oidOf('a'))).toBeNull()
    expect(going.reading.view().rooms[0]!.room.progress.stopped).toBe('connection_room_deleted')
    await going.reading.stop()
  })

  it('uses nine tenths of what a service allows, and asks nothing while it is told to wait', async () => {
    service.pageSize = 50
    service.everyMs = 1_200
    for (const room of ['a', 'b', 'c']) for (let n = 0; n < 3_000; n++) service.say(room, 'x')
    for (const room of ['a', 'b', 'c']) await connect(room)
    let asked = 0
    service.moods = () => (++asked % 40 === 0 ? 'limited' : 'well')
    const began = clock.now()
    const going = await start()
    await clock.until(isDone(going))
    const spent = clock.now() - began
    const limited = Math.floor(asked / 40)
    const best = service.pages.length * 1_200 + limited * 30_000
    expect(best / spent).toBeGreaterThan(0.9)
    expect(service.tooEarly).toBe(0)
    expect(Object.keys(await stored('b')).length).toBe(3_000)
    await going.reading.stop()
  })

  it('loses and doubles nothing, whatever a service does and whenever the process is killed', async () => {
    const moods: Mood[] = [
      'well',
      'well',
      'well',
      'limited',
      'stalls',
      'breaks',
      'repeats',
      'reorders',
      'garbled',
    ]
    const deed = fc.oneof(
      fc.record({
        do: fc.constant('say' as const),
        room: fc.constantFrom('a', 'b'),
        inThread: fc.boolean(),
      }),
      fc.record({
        do: fc.constant('edit' as const),
        room: fc.constantFrom('a', 'b'),
        which: fc.nat(),
      }),
      fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 5_000 }) }),
      fc.record({ do: fc.constant('cut' as const) }),
    )
    const life = fc.record({
      deeds: fc.array(deed, { maxLength: 12 }),
      atWrite: fc.integer({ min: 1, max: 6 }),
      isAfter: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 40 }),
        fc.array(fc.constantFrom(...moods), { minLength: 1, maxLength: 20 }),
        fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }),
        fc.array(life, { maxLength: 4 }),
        async (before, moodsInTurn, delivered, lives) => {
          await setUp()
          for (let n = 0; n < before; n++) service.say(n % 3 === 0 ? 'b' : 'a', `old ${n}`)
          for (const room of ['a', 'b']) {
            if (!service.rooms.has(room)) service.rooms.set(room, [])
            await connect(room)
          }
          let asked = 0
          let told = 0
          service.moods = () => moodsInTurn[asked++ % moodsInTurn.length]!
          service.delivers = () => delivered[told++ % delivered.length]!
          const budgets = new Budgets()
          for (const { deeds, atWrite, isAfter } of lives) {
            const going = await start({ death: { atWrite, isAfter }, budgets })
            for (const each of deeds) {
              await act(each)
              if (going.isDead()) break
            }
            await clock.until(going.isDead, 60_000)
            await going.reading.stop()
            expect(going.errors).toEqual([])
          }
          service.moods = () => 'well'
          service.delivers = () => true
          const last = await start({ budgets })
          expect(await clock.until(isDone(last))).toBe(true)
          await clock.until(() => false, 49 * 60 * 60_000)
          for (const room of ['a', 'b']) {
            const found = await stored(room)
            const said = service.rooms.get(room)!
            expect(Object.keys(found)).toEqual(said.map(({ id }) => String(id)))
            // What was edited while nobody listened may stand there as it was when it was read.
            for (const { id, texts } of said) expect([...texts, deletedText]).toContain(found[id])
          }
          for (const room of ['a', 'b']) {
            for (const message of service.rooms.get(room)!) {
              // A deletion that nobody heard is told again: no service says anything else of such a message.
              if (message.id % 4 === 0 || message.deletedAt !== null) service.remove(room, message)
              else service.edit(room, message, `last words of ${message.id}`)
            }
          }
          await clock.until(() => false, 1_000)
          for (const room of ['a', 'b']) expect(await stored(room)).toEqual(expected(room))
          // A kill costs at most one page of a room.
          const again = service.answered.length - new Set(service.answered).size
          expect(again).toBeLessThanOrEqual(2 * lives.length)
          await last.reading.stop()
        },
      ),
      { numRuns: Number(process.env['RAPPORTEUR_RUNS'] ?? 40) },
    )
  }, 120_000)
})

type Deed =
  | { do: 'say'; room: string; inThread: boolean }
  | { do: 'edit'; room: string; which: number }
  | { do: 'edit'; room: string; which: number }
  | { do: 'wait'; ms: number }
  | { do: 'cut' }

async function act(deed: Deed): Promise<void> {
  if (deed.do === 'cut') service.cut()
  else if (deed.do === 'wait') await clock.until(() => false, deed.ms)
  else {
    const messages = service.rooms.get(deed.room) ?? []
    if (deed.do === 'say') {
      const root = messages.find(({ thread }) => thread === null)
      service.say(deed.room, `said ${messages.length}`, deed.inThread && root ? root.id : null)
    } else if (messages.length > 0) {
      const message = messages[deed.which % messages.length]!
      if (deed.which % 5 === 0) service.remove(deed.room, message)
      else service.edit(deed.room, message, `edited ${deed.which}`)
    }
  }
}
