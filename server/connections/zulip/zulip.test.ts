import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectionsOver, sealing, until } from '../../../tests/connections/service.ts'
import { ZulipDouble, type DoubleStream } from '../../../tests/connections/zulip-double.ts'
import { roomOidOf } from '../../imports/reading/identity.ts'
import { deletedText } from '../../ports/revisions.ts'

describe('Zulip’s double', () => {
  let double: ZulipDouble
  let running: Awaited<ReturnType<typeof connectionsOver>>
  const stream = (id: number, more: Partial<DoubleStream> = {}): DoubleStream => ({
    stream_id: id,
    name: `stream ${id}`,
    invite_only: false,
    isSubscribed: true,
    ...more,
  })
  beforeEach(async () => {
    double = await new ZulipDouble().start()
    double.streams.push(stream(1), stream(2))
    running = await connectionsOver()
  })
  afterEach(async () => {
    await running.stop()
    await double.stop()
    expect(double.wrong).toEqual([])
    expect(running.errors).toEqual([])
  })

  const connect = (apiKey = 'good') =>
    running.service.create({
      service: 'zulip',
      address: double.url,
      secrets: { email: 'bot@example.org', apiKey },
    })
  const read = async (...remoteIds: string[]) =>
    running.read((await connect()).connection.connectionOid, ...remoteIds)
  /** Words, and the words of what they answer. */
  async function talk(roomOid = ''): Promise<string[]> {
    const lines = await running.lines(roomOid)
    const textOf = new Map(lines.map(({ id, text }) => [id, text]))
    return lines.map(({ text, replyTo }) =>
      replyTo === null ? text : `${text} < ${textOf.get(replyTo) ?? replyTo}`,
    )
  }
  const holds = (roomOid: string | undefined, ...words: string[]) =>
    until(async () => (await talk(roomOid)).join('|') === words.join('|'))

  it('says who we are, and a wrong key makes no connection', async () => {
    const { connection } = await connect()
    expect(connection).toMatchObject({ name: 'Subarachnoid', account: 'Reporter' })
    await expect(connect('bad')).rejects.toMatchObject({
      reason: { code: 'connection_unauthorized' },
    })
    await expect(connect(' ')).rejects.toMatchObject({ reason: { code: 'connection_token_form' } })
    expect(JSON.stringify(await running.service.list())).not.toContain('good')
  })

  it('lists its streams and the public ones that it has not subscribed to, and marks private ones', async () => {
    double.streams.push(
      stream(3, { invite_only: true, name: 'plans' }),
      stream(4, { isSubscribed: false, name: 'elsewhere' }),
      stream(5, { isSubscribed: false, invite_only: true }),
    )
    const { connection } = await connect()
    const { items } = (await running.service.rooms(connection.connectionOid, null))!
    expect(items).toHaveLength(4)
    expect(items.slice(2)).toMatchObject([
      { name: 'plans', isPrivate: true },
      { name: 'elsewhere', isPrivate: false, refused: { code: 'connection_room_not_member' } },
    ])
  })

  it('reads a stream by pages, with the order of what was said in one second, and topics under their first message', async () => {
    const second = (n: number) => 1_700_000_000 + Math.floor(n / 7)
    for (let n = 0; n < 630; n++) {
      const topic = n % 3 === 0 ? 'Bugs' : n % 3 === 1 ? 'bugs' : `day ${Math.floor(n / 100)}`
      double.say(1, topic, `text ${n}`, { timestamp: second(n) })
    }
    double.say(2, 'bugs', 'of another stream')
    const [roomOid] = await read('1')
    await until(running.isLive)
    const lines = await running.lines(roomOid!)
    const plain = lines.map(({ text }) => text.replace(/^\[.*?\] /, ''))
    expect(plain).toEqual(Array.from({ length: 630 }, (_, n) => `text ${n}`))
    expect(lines.map(({ at }) => at)).toEqual(
      Array.from({ length: 630 }, (_, n) => second(n) * 1_000),
    )
    expect(lines[0]).toMatchObject({
      text: '[Bugs] text 0',
      replyTo: null,
      author: 'Ann Lee',
      authorKey: '8',
    })
    expect(lines.filter(({ replyTo }) => replyTo === '1000')).toHaveLength(419)
    expect(lines.filter(({ replyTo }) => replyTo === null).map(({ text }) => text)).toEqual([
      '[Bugs] text 0',
      '[day 0] text 2',
      ...[101, 200, 302, 401, 500, 602].map((n) => `[day ${Math.floor(n / 100)}] text ${n}`),
    ])
    // Each topic is looked up once, and not at all where its beginning was on the page.
    const lookUps = double.asked.filter((one) => one.includes('anchor=oldest'))
    expect(lookUps.length).toBeLessThanOrEqual(8)
    expect(new Set(lookUps).size).toBe(lookUps.length)
  })

  it('hears what is said, edited and deleted, a new name, and that it was taken out of a stream', async () => {
    const first = double.say(1, 'bugs', 'first')
    const [roomOid] = await read('1')
    await until(running.isLive)
    const live = double.say(1, 'BUGS', 'live')
    double.say(1, 'new', 'of a new topic')
    await holds(roomOid, '[bugs] first', 'live < [bugs] first', '[new] of a new topic')
    double.change(live, { content: 'edited' })
    double.change(first, { content: 'first, edited' })
    double.remove(double.messages[2]!)
    await holds(roomOid, '[bugs] first, edited', 'edited < [bugs] first, edited', deletedText)
    expect((await running.lines(roomOid!)).map(({ editedAt }) => editedAt !== undefined)).toEqual([
      true,
      true,
      false,
    ])
    double.rename(double.streams[0]!, 'crashes')
    await until(async () => (await running.first()).rooms[0]!.name === 'crashes')
    double.expel(double.streams[0]!)
    await until(async () => (await running.states())[0] === 'stopped')
  })

  it('tells the end of a stream that is archived', async () => {
    const ended: string[] = []
    await running.stop()
    running = await connectionsOver({
      onEnded: (roomOid) => {
        ended.push(roomOid)
        return Promise.resolve()
      },
    })
    double.say(1, 'bugs', 'first')
    const [roomOid] = await read('1')
    await until(running.isLive)
    double.archive(double.streams[0]!)
    await until(() => ended.length > 0)
    expect(ended).toEqual([roomOid])
  })

  it('follows messages that are moved to another topic, and topics that are renamed, without calling them edited', async () => {
    const [first, , third] = ['first', 'second', 'third'].map((text) => double.say(1, 'bugs', text))
    const [roomOid] = await read('1')
    await until(running.isLive)
    double.change(third!, { subject: 'ideas' })
    await holds(roomOid, '[bugs] first', 'second < [bugs] first', '[ideas] third')
    double.say(1, 'ideas', 'fourth')
    await holds(
      roomOid,
      '[bugs] first',
      'second < [bugs] first',
      '[ideas] third',
      'fourth < [ideas] third',
    )
    double.change(first!, { subject: '✔ bugs' }, 'change_all')
    await until(async () => (await talk(roomOid))[1] === 'second < [✔ bugs] first')
    double.change(first!, { subject: 'ideas' }, 'change_all')
    await holds(
      roomOid,
      '[ideas] first',
      ...['second', 'third', 'fourth'].map((text) => `${text} < [ideas] first`),
    )
    expect((await running.lines(roomOid!)).every(({ editedAt }) => editedAt === undefined)).toBe(
      true,
    )
  })

  it('hides a message in the stream that it was moved away from, and has it in the other', async () => {
    const [first] = ['first', 'second'].map((text) => double.say(1, 'bugs', text))
    double.say(2, 'news', 'there')
    const [one, two] = await read('1', '2')
    await until(running.isLive)
    double.change(first!, { stream_id: 2, subject: 'moved' })
    await holds(one, deletedText, '[bugs] second')
    await holds(two, '[moved] first', '[news] there')
  })

  it('catches up what was said and moved while its list of events was thrown away', async () => {
    const [first] = ['first', 'second'].map((text) => double.say(1, 'bugs', text))
    const [roomOid] = await read('1')
    await until(running.isLive)
    const made = double.asked.filter((one) => one === '/register').length
    // All of it happens before the next list is asked for.
    double.dropQueues()
    double.change(first!, { subject: 'old bugs' })
    double.say(1, 'bugs', 'meanwhile')
    await holds(roomOid, '[old bugs] first', '[bugs] second', 'meanwhile < [bugs] second')
    expect(double.asked.filter((one) => one === '/register').length).toBe(made + 1)
    expect((await running.first()).state).toBe('live')
  })

  it('meets an export of the stream without a double, and puts its topics right', async () => {
    const messages = ['first', 'second', 'third'].map((text) => double.say(1, 'bugs', text))
    const roomOid = roomOidOf('zulip', '', '1')
    const room = { roomOid, name: 'from an export', source: 'zulip', format: 'zulip-export' }
    // The export began with the second message, which named the topic.
    const imported = messages.slice(1).map(({ id, timestamp, content }, n) => ({
      key: String(id),
      sourceId: String(id),
      at: timestamp * 1_000,
      timeSource: 'explicit' as const,
      author: 'Ann Lee',
      authorKey: '8',
      kind: 'message' as const,
      text: n === 0 ? `[bugs] ${content}` : content,
      replyTo: n === 0 ? null : String(messages[1]!.id),
    }))
    await running.engine.messages.append([{ room, messages: imported }], null)
    const [connected] = await read('1')
    expect(connected).toBe(roomOid)
    await holds(roomOid, '[bugs] first', 'second < [bugs] first', 'third < [bugs] first')
  })

  it('waits as long as a 429 says', async () => {
    double.say(1, 'bugs', 'text')
    const { connection } = await connect()
    await until(() => double.queueCount === 1 && double.asked.at(-1)!.startsWith('/events'))
    double.limitNext = 1
    await running.service.change(connection.connectionOid, {
      addRooms: [{ remoteId: '1', name: 'stream 1', isPrivate: false }],
    })
    await until(running.isLive)
    expect(double.limitNext).toBe(0)
    expect(double.tooEarly).toBe(0)
  })

  it('names a stream that it may not read any more, and goes on with the others', async () => {
    double.say(2, 'bugs', 'text')
    const { connection } = await connect()
    double.streams[0]!.invite_only = true
    double.streams[0]!.isSubscribed = false
    await running.service.change(connection.connectionOid, {
      addRooms: ['1', '2'].map((remoteId) => ({ remoteId, name: remoteId, isPrivate: false })),
    })
    await until(async () => (await running.states()).join() === 'stopped,live')
    expect((await running.first()).rooms[0]).toMatchObject({
      reason: { code: 'connection_room_forbidden' },
    })
  })

  it('reads at most one page again where it was ended, and loses and doubles nothing', async () => {
    await running.stop()
    running = await connectionsOver({ vault: sealing })
    for (let n = 0; n < 1_190; n++) double.say(1, 'one topic', `text ${n}`)
    const [roomOid] = await read('1')
    const pages = () => double.asked.filter((one) => /anchor=\d/.test(one))
    for (const atLeast of [1, 3, 4]) {
      await until(() => pages().length >= atLeast)
      await running.stop(true)
      running = await connectionsOver({ vault: sealing }, running.folder)
    }
    await until(running.isLive)
    const texts = (await running.texts(roomOid)).map((text) => text.replace('[one topic] ', ''))
    expect(texts).toEqual(Array.from({ length: 1_190 }, (_, n) => `text ${n}`))
    expect(pages().length - new Set(pages()).size).toBeLessThanOrEqual(3)
  })
})
