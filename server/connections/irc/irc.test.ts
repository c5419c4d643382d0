import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fastClock } from '../../../tests/connections/fast-clock.ts'
import { IrcDouble } from '../../../tests/connections/irc-double.ts'
import { connectionsOver, until } from '../../../tests/connections/service.ts'
import { networkSession } from '../session.ts'
import { irc } from './irc.ts'

describe('a name and a password of IRC', () => {
  it('hold nothing that would end a line', () => {
    for (const given of [
      { user: 'ann\r\nQUIT' },
      { user: 'ann lee' },
      { user: 'ann', password: 'x\nQUIT' },
    ]) {
      expect(irc.refuses(given)).toMatchObject({ code: 'connection_irc_name' })
    }
    expect(irc.refuses({ user: 'ann/libera@desk', password: 'a b' })).toBeNull()
  })
})

describe('a spec double of IRCv3', () => {
  let double: IrcDouble
  let running: Awaited<ReturnType<typeof connectionsOver>>
  beforeEach(async () => {
    double = await new IrcDouble().start()
    running = await connectionsOver({ clock: fastClock(50) })
  })
  afterEach(async () => {
    await running.stop()
    await double.stop()
    expect(double.wrong).toEqual([])
    expect(running.errors).toEqual([])
  })

  const connect = (secrets: Record<string, string> = { user: 'keeper/lab', password: 'pw-1234' }) =>
    running.service.create({ service: 'irc', address: double.url, secrets })
  const listed = async (connectionOid: string) =>
    (await running.service.rooms(connectionOid, null))!.items
  const room = async () => (await running.service.list()).items[0]?.rooms[0]

  async function read(channel = '#support') {
    const { connection } = await connect()
    const found = (await listed(connection.connectionOid)).find(({ name }) => name === channel)!
    const { remoteId, name, isPrivate, roomOid } = found
    await running.service.change(connection.connectionOid, {
      addRooms: [{ remoteId, name, isPrivate }],
    })
    return roomOid
  }
  const isFollowing = async () => (await running.service.list()).items[0]?.isFollowing === true

  function fill(count: number): void {
    // Three of each millisecond, and each text twice in a row.
    for (let n = 0; n < count; n++) {
      double.say({
        channel: '#support',
        nick: `ann${n % 2}`,
        text: `text ${Math.floor(n / 4)}`,
        at: 1_700_000_000_000 + Math.floor(n / 3),
      })
    }
  }

  it('signs in by SASL and lists channels, never a query, with those that are hidden marked', async () => {
    double.secret = ['#other']
    double.say({ channel: 'keeper', nick: 'ann', text: 'psst' })
    const { connection, test } = await connect()
    expect(test).toMatchObject({ account: 'keeper', missing: [], messagesPerHour: 9_000 })
    expect(test.note).toBeUndefined()
    expect(await listed(connection.connectionOid)).toMatchObject([
      { name: '#support', isPrivate: false },
      { name: '#other', isPrivate: true },
    ])
    expect(double.asked.filter((line) => line.startsWith('PASS'))).toEqual([])
    expect(JSON.stringify([await running.service.list(), running.told])).not.toContain('pw-1234')
  })

  it('refuses a wrong password, a network that was not named, and what would go over the wire for all to read', async () => {
    await expect(connect({ user: 'keeper', password: 'wrong' })).rejects.toMatchObject({
      reason: { code: 'connection_unauthorized' },
    })
    await expect(
      running.service.create({
        service: 'irc',
        address: 'irc://irc.example.org',
        secrets: { user: 'keeper' },
      }),
    ).rejects.toMatchObject({
      reason: { code: 'connection_address_plain', params: { form: 'irc://' } },
    })
    for (const address of ['https://irc.example.org', 'ircs://', 'ircs://a:b@c']) {
      await expect(
        running.service.create({ service: 'irc', address, secrets: { user: 'keeper' } }),
      ).rejects.toMatchObject({
        reason: { code: 'connection_address', params: { form: 'ircs://' } },
      })
    }
    double.isUnbound = true
    await expect(connect()).rejects.toMatchObject({
      reason: { code: 'connection_irc_network' },
    })
  })

  it('sends nothing to a server that does not encrypt though the address says that it does', async () => {
    const address = double.url.replace('irc:', 'ircs:')
    const secrets = { user: 'keeper', password: 'pw-1234' }
    await expect(
      running.service.create({ service: 'irc', address, secrets }),
    ).rejects.toMatchObject({
      reason: { code: 'connection_unreachable' },
    })
    expect(double.asked).toEqual([])
  })

  it('signs in by the password of the server, where there is no SASL, and by another nick, where its own is taken', async () => {
    double.caps = ['server-time']
    double.taken = ['keeper']
    const { test } = await connect()
    expect(test).toMatchObject({ account: 'keeper_', note: { code: 'connection_no_history' } })
    double.caps = []
    double.password = ''
    expect((await connect({ user: 'ann' })).test.account).toBe('ann')
  })

  it('holds each message once, though several share a millisecond at the edge of a page, and some their words', async () => {
    fill(52)
    const roomOid = await read()
    await until(async () => (await room())?.state === 'live')
    const there = double.history.map(({ text, nick, at }) => `${at} ${nick} ${text}`)
    const here = (await running.lines(roomOid)).map(
      ({ at, author, text }) => `${at} ${author} ${text}`,
    )
    expect(here.toSorted()).toEqual(there.toSorted())
  })

  it('hears what is said, with its actions and without colours, and catches up what was said while it was cut off', async () => {
    fill(3)
    const roomOid = await read()
    await until(async () => (await room())?.state === 'live' && (await isFollowing()))
    double.say({ channel: '#support', nick: 'bob', text: '\x0304red\x03 alert' })
    double.say({ channel: '#support', nick: 'bob', text: '\x01ACTION waves\x01' })
    double.say({ channel: '#other', nick: 'bob', text: 'not read here' })
    await until(async () => (await running.texts(roomOid)).length === 5)
    double.cut()
    for (let n = 0; n < 12; n++)
      double.say({ channel: '#support', nick: 'bob', text: `meanwhile ${n}`, at: Date.now() + n })
    await until(async () => (await running.texts(roomOid)).length === 17)
    await until(async () => (await room())?.state === 'live' && (await isFollowing()))
    expect((await running.texts(roomOid)).slice(3)).toEqual([
      'red alert',
      '* waves',
      ...Array.from({ length: 12 }, (_, n) => `meanwhile ${n}`),
    ])
    expect((await room())?.missing).toEqual([])
  })

  it('reads on after a restart, with nothing lost and nothing twice, and the same of a message that was heard and is read', async () => {
    fill(20)
    double.say({ channel: '#support', nick: 'ann', text: 'by its id', msgid: 'm1' })
    const { service } = running
    const roomOid = await read()
    await until(async () => (await room())?.state === 'live' && (await isFollowing()))
    double.say({ channel: '#support', nick: 'ann', text: 'live' })
    double.say({ channel: '#support', nick: 'ann', text: 'live', msgid: 'm2' })
    await until(async () => (await running.texts(roomOid)).length === 23)
    const { connectionOid } = (await service.list()).items[0]!
    await service.pause(connectionOid)
    await until(() => double.clientCount === 0)
    double.say({ channel: '#support', nick: 'ann', text: 'while it was paused' })
    await service.resume(connectionOid)
    await until(async () => (await running.texts(roomOid)).includes('while it was paused'))
    await until(async () => (await room())?.state === 'live')
    expect(await running.texts(roomOid)).toEqual(double.history.map(({ text }) => text))
  })

  it('keeps the pace at which servers take lines', async () => {
    fill(40)
    const pages: number[] = []
    const page = irc.page.bind(irc)
    const clock = fastClock(50)
    await running.stop()
    running = await connectionsOver({
      clock,
      connectorOf: async () => ({
        ...irc,
        page: (session, request) => {
          pages.push(clock.now())
          return page(session, request)
        },
      }),
    })
    await read()
    await until(async () => (await room())?.state === 'live')
    const pauses = pages.slice(1).map((at, n) => at - pages[n]!)
    expect(pages.length).toBeGreaterThan(8)
    // The clock of a test ticks in steps.
    expect(Math.min(...pauses)).toBeGreaterThan(1_900)
  })

  it('says of a server that keeps nothing what is missing, goes into its channels, and hears them', async () => {
    double.caps = ['server-time']
    double.isBouncer = false
    const roomOid = await read()
    await until(async () => (await isFollowing()) && double.asked.includes('JOIN #support'))
    double.say({ channel: '#support', nick: 'ann', text: 'heard' })
    await until(async () => (await running.texts(roomOid)).includes('heard'))
    const first = await room()
    expect(first).toMatchObject({
      state: 'live',
      reason: { code: 'connection_no_history' },
      missing: [{ from: null }],
    })
    double.cut()
    double.say({ channel: '#support', nick: 'ann', text: 'lost' })
    await until(async () => {
      const missing = (await room())?.missing ?? []
      // The fast clock of a test may tear one stretch in two.
      return missing.length >= 2 && missing.every(({ to }) => to !== null) && (await isFollowing())
    })
    double.say({ channel: '#support', nick: 'ann', text: 'heard again' })
    await until(async () => (await running.texts(roomOid)).includes('heard again'))
    const [gap] = (await room())!.missing
    expect(Date.parse(gap!.from!)).toBeLessThanOrEqual(Date.parse(gap!.to!))
    expect(await running.texts(roomOid)).toEqual(['heard', 'heard again'])
    expect(double.asked.join()).not.toContain('CHATHISTORY')
  })

  it('answers what keeps the line alive, comes back after a server that ends it, and shows no password that a server says', async () => {
    fill(3)
    const roomOid = await read()
    await until(async () => (await room())?.state === 'live' && (await isFollowing()))
    double.raw('PING :still there?\r\n')
    await until(() => double.pongs.includes('still there?'))
    // It names the end, and does not close the line.
    double.raw('ERROR :kicked out for saying pw-1234\r\n')
    const isAway = async () => (await running.service.list()).items[0]?.state === 'unreachable'
    await until(isAway)
    const { reason } = (await running.service.list()).items[0]!
    expect(reason).toMatchObject({ params: { text: 'kicked out for saying ***' } })
    await until(isFollowing)
    double.say({ channel: '#support', nick: 'ann', text: 'back' })
    await until(async () => (await running.texts(roomOid)).includes('back'))
    expect(JSON.stringify(running.told)).not.toContain('pw-1234')
  })

  it('names a channel that it may not enter, and reads the others', async () => {
    double.isBouncer = false
    const roomOid = await read('#other')
    double.closed = ['#support']
    const { connectionOid } = (await running.service.list()).items[0]!
    const closed = (await listed(connectionOid)).find(({ name }) => name === '#support')!
    const { remoteId, name, isPrivate } = closed
    await running.service.change(connectionOid, { addRooms: [{ remoteId, name, isPrivate }] })
    await until(async () => {
      const rooms = (await running.service.list()).items[0]!.rooms
      return rooms.some(({ reason }) => reason?.code === 'connection_room_forbidden')
    })
    double.say({ channel: '#other', nick: 'ann', text: 'still read' })
    await until(async () => (await running.texts(roomOid)).includes('still read'))
  })

  it('believes no line of another channel in a batch, no batch that nobody asked for, and no endless one', async () => {
    const stop = new AbortController()
    const session = networkSession({
      address: double.url,
      secrets: { user: 'keeper', password: 'pw-1234' },
      signal: stop.signal,
      people: new Map(),
    })
    const asked = { room: '#support x', from: null, until: null }
    const time = '@time=2026-11-30T12:00:00.000Z;batch=z'
    double.answers = [
      () => [
        ':s BATCH +other chathistory #other\r\n',
        '@batch=other :eve!u@h PRIVMSG #other :of another channel\r\n',
        ':s BATCH -other\r\n',
        ':s BATCH +z chathistory #SUPPORT\r\n',
        `@time=2026-11-30T11:00:00.000Z;batch=z :ann!u@h PRIVMSG #support :of the next page\r\n`,
        `${time} :eve!u@h PRIVMSG #other :smuggled\r\n`,
        `${time} :eve!u@h PRIVMSG keeper :a query\r\n`,
        `${time} :ann!u@h PRIVMSG #Support :true\r\n`,
        '@batch=never-begun :eve!u@h PRIVMSG #support :in no batch\r\n',
        `${time} :ann!u@h PRIVMSG #support :${'x'.repeat(20_000)}\r\n`,
        ':s BATCH -z\r\n',
      ],
      () => [
        ':s BATCH +z chathistory #support\r\n',
        ...Array.from({ length: 60 }, (_, n) => `${time} :eve!u@h PRIVMSG #support :${n}\r\n`),
      ],
      () => [':s FAIL CHATHISTORY INVALID_TARGET LATEST #support :no\r\n'],
    ]
    const page = await irc.page(session, asked)
    expect(page.said.map(({ message }) => message.text)).toEqual(['true'])
    await expect(irc.page(session, asked)).rejects.toMatchObject({ kind: 'refused' })
    await expect(irc.page(session, asked)).rejects.toMatchObject({ kind: 'forbidden' })
    expect((await irc.page(session, asked)).said).toEqual([])
    await expect(irc.page(session, { ...asked, room: '#a\r\nQUIT x' })).rejects.toThrow(RangeError)
    expect(double.signIns).toBe(1)
    stop.abort()
    await until(() => double.clientCount === 0)
  })
})
