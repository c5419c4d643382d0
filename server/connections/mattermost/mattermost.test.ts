import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MattermostDouble } from '../../../tests/connections/mattermost-double.ts'
import { connectionsOver, sealing, until } from '../../../tests/connections/service.ts'
import { deletedText } from '../../ports/revisions.ts'
import { olderThan } from './places.ts'

describe('the page after one of Mattermost', () => {
  it('begins before the last time of the page, so that posts of one millisecond are not parted', () => {
    const posts = (...times: number[]) => times.map((at, n) => ({ id: `p${n}`, create_at: at }))
    expect(olderThan(posts(5, 4, 3, 3))).toEqual({ at: 4, id: 'p1' })
    expect(olderThan(posts(3, 3))).toEqual({ at: 3, id: 'p1' })
    expect(olderThan([])).toBeNull()
  })
})

describe('Mattermost’s double', () => {
  let double: MattermostDouble
  let running: Awaited<ReturnType<typeof connectionsOver>>
  const town = {
    id: 'c1',
    type: 'O',
    display_name: 'Town Square',
    name: 'town',
    isMember: true,
  } as const
  beforeEach(async () => {
    double = await new MattermostDouble().start()
    double.channels.push({ ...town })
    running = await connectionsOver()
  })
  afterEach(async () => {
    await running.stop()
    await double.stop()
    expect(double.wrong).toEqual([])
    expect(running.errors).toEqual([])
  })

  const connect = (accessToken = 'good') =>
    running.service.create({ service: 'mattermost', address: double.url, secrets: { accessToken } })
  const read = async (...remoteIds: string[]) =>
    running.read((await connect()).connection.connectionOid, ...remoteIds)

  it('says who we are, and a wrong token makes no connection', async () => {
    const { connection, test } = await connect()
    expect(connection).toMatchObject({ name: 'Subarachnoid', account: 'rapporteur' })
    expect(test.missing).toEqual([])
    await expect(connect('bad')).rejects.toMatchObject({
      reason: { code: 'connection_unauthorized' },
    })
    await expect(connect(' ')).rejects.toMatchObject({ reason: { code: 'connection_token_form' } })
    expect((await running.service.list()).items).toHaveLength(1)
  })

  it('lists its channels and those that it is not in, marks private ones, and never a direct message', async () => {
    const more = { name: 'x', isMember: true } as const
    double.channels.push(
      { ...more, id: 'c2', type: 'P', display_name: 'Plans' },
      { ...more, id: 'c3', type: 'D', display_name: 'ann' },
      { ...more, id: 'c4', type: 'G', display_name: 'ann, ben' },
      { ...more, id: 'c5', type: 'O', display_name: 'Elsewhere', isMember: false },
    )
    const { connection } = await connect()
    const { items, next } = (await running.service.rooms(connection.connectionOid, null))!
    expect(next).toBeNull()
    expect(items).toMatchObject([
      { name: 'Town Square', isPrivate: false },
      { name: 'Plans', isPrivate: true },
      { name: 'Elsewhere', refused: { code: 'connection_room_not_member' } },
    ])
    expect(items).toHaveLength(3)
  })

  it('reads a channel by pages that are shorter than asked for, and hears what is said, edited and deleted', async () => {
    double.pageCap = 7
    const posts = Array.from({ length: 60 }, (_, n) =>
      // Three at a time share a millisecond.
      double.say('c1', `text ${n}`, { create_at: 1_700_000_000_000 + Math.floor(n / 3) }),
    )
    const gone = [10, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29]
    for (const n of gone) double.remove(posts[n]!)
    double.say('c1', 'answer', { root_id: posts[0]!.id })
    const [roomOid] = await read('c1')
    await until(running.isLive)
    const found = await running.lines(roomOid!)
    expect(found.map(({ text }) => text).toSorted()).toEqual(
      [
        ...posts.filter((_, n) => !gone.includes(n)).map(({ message }) => message),
        'answer',
      ].toSorted(),
    )
    expect(found.at(-1)).toMatchObject({
      author: 'Ann Lee',
      authorKey: 'u1',
      replyTo: posts[0]!.id,
    })
    const live = double.say('c1', 'live', { create_at: 1_700_000_900_000 })
    await until(async () => (await running.texts(roomOid)).includes('live'))
    double.edit(live, 'edited')
    await until(async () => (await running.texts(roomOid)).includes('edited'))
    double.remove(live)
    await until(async () => (await running.texts(roomOid)).at(-1) === deletedText)
    double.rename(double.channels[0]!, 'Village Green')
    await until(async () => (await running.first()).rooms[0]!.name === 'Village Green')
    double.expel(double.channels[0]!)
    await until(async () => (await running.states())[0] === 'stopped')
  })

  it('catches up what was said, edited and deleted while its socket was cut', async () => {
    const posts = [0, 1, 2].map((n) => double.say('c1', `text ${n}`))
    const [roomOid] = await read('c1')
    await until(running.isLive)
    double.cut()
    await until(() => double.socketCount === 0)
    double.edit(posts[0]!, 'text 0, edited')
    double.remove(posts[1]!)
    double.say('c1', 'meanwhile')
    await until(async () => (await running.texts(roomOid)).includes('meanwhile'))
    await until(async () => (await running.texts(roomOid)).includes(deletedText))
    expect(await running.texts(roomOid)).toEqual([
      'text 0, edited',
      deletedText,
      'text 2',
      'meanwhile',
    ])
  })

  it('looks for what its socket has lost, which the numbers of events tell', async () => {
    double.say('c1', 'text')
    const [roomOid] = await read('c1')
    await until(running.isLive)
    double.loses = 1
    double.say('c1', 'lost')
    double.say('c1', 'heard')
    await until(async () => (await running.texts(roomOid)).join() === 'text,lost,heard')
  })

  it('waits as long as a 429 says', async () => {
    double.say('c1', 'text')
    const { connection } = await connect()
    await until(() => double.socketCount === 1 && double.asked.at(-1)!.startsWith('/users?'))
    double.limitNext = 1
    await running.service.change(connection.connectionOid, {
      addRooms: [{ remoteId: 'c1', name: 'Town Square', isPrivate: false }],
    })
    await until(running.isLive)
    expect(double.limitNext).toBe(0)
    expect(double.tooEarly).toBe(0)
  })

  it('names a channel that it may not read, and goes on with the others', async () => {
    double.channels.push({ ...town, id: 'c2', type: 'P', display_name: 'Plans' })
    double.forbidden.add('c2')
    double.say('c1', 'text')
    const [roomOid] = await read('c1', 'c2')
    await until(async () => (await running.states()).includes('stopped'))
    await until(async () => (await running.texts(roomOid)).length === 1)
    expect((await running.first()).rooms.find(({ name }) => name === 'Plans')).toMatchObject({
      reason: { code: 'connection_room_forbidden' },
    })
  })

  it('reads at most one page again where it was ended, and loses and doubles nothing', async () => {
    await running.stop()
    running = await connectionsOver({ vault: sealing })
    double.pageCap = 20
    for (let n = 0; n < 190; n++) double.say('c1', `text ${n}`)
    const [roomOid] = await read('c1')
    const pages = () => double.asked.filter((one) => one.includes('before='))
    for (const atLeast of [2, 5, 7]) {
      await until(() => pages().length >= atLeast)
      await running.stop(true)
      running = await connectionsOver({ vault: sealing }, running.folder)
    }
    await until(running.isLive)
    expect(await running.texts(roomOid)).toEqual(Array.from({ length: 190 }, (_, n) => `text ${n}`))
    expect(pages().length - new Set(pages()).size).toBeLessThanOrEqual(3)
  })
})
